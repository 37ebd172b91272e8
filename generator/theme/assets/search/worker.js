/** Answers the search page's questions on a thread of its own. */

import { Engine } from "./engine.js";
import { Newer, Unreachable } from "./shelf.js";

/** @import { Answer, Request } from "./engine.js" */

/**
 * @typedef {object} Question
 * @property {number} turn
 * @property {Request} request
 *
 * @typedef {object} Reply
 * @property {number} turn that of the question
 * @property {Answer} [answer]
 * @property {"unreachable" | "newer" | "fault"} [error]
 */

const engine = new Engine(new URL("../../search/", import.meta.url));

addEventListener("message", async (/** @type {MessageEvent<Question>} */ { data }) => {
  const { turn, request } = data;
  try {
    postMessage({ turn, answer: await engine.search(request) });
  } catch (error) {
    postMessage({ turn, error: kind(error) });
  }
});

/**
 * @param {unknown} error
 * @returns {Reply["error"]}
 */
function kind(error) {
  if (error instanceof Newer) {
    return "newer";
  }
  return error instanceof Unreachable ? "unreachable" : "fault";
}
