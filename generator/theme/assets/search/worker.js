/** Runs the searches of the search page in a separate thread. */

import { Engine } from "./engine.js";
import { FormatError, LoadError } from "./index_files.js";

/** @import { SearchRequest, SearchResponse } from "./engine.js" */

/**
 * @typedef {object} WorkerRequest
 * @property {number} id
 * @property {SearchRequest} request
 *
 * @typedef {object} WorkerReply
 * @property {number} id the request's
 * @property {SearchResponse} [response]
 * @property {"unavailable" | "outdated" | "failed"} [error]
 */

const engine = new Engine(new URL("../../search/", import.meta.url));

addEventListener("message", async (/** @type {MessageEvent<WorkerRequest>} */ { data }) => {
  const { id, request } = data;
  try {
    postMessage({ id, response: await engine.search(request) });
  } catch (error) {
    postMessage({ id, error: errorKind(error) });
  }
});

/**
 * @param {unknown} error
 * @returns {WorkerReply["error"]}
 */
function errorKind(error) {
  if (error instanceof FormatError) {
    return "outdated";
  }
  return error instanceof LoadError ? "unavailable" : "failed";
}
