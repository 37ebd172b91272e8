/**
 * Runs the theme's own search: its worker with its index and the messages that its page sends.
 *
 * Usage: node material.mjs SITE QUERIES.json; prints, as JSON, each query's first ten URLs.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { inTurn, json, paths } from "./scripts.mjs";

/** The types of the theme's messages. */
const SETUP = 0;
const QUERY = 2;
const RESULT = 3;

const MAX_RESULTS = 10;

/**
 * @typedef {{type: number, data: any}} Message
 */

const [site = "", queries = ""] = paths();

/** @type {(event: {data: Message}) => void} */
let receive = () => {
  throw new Error("the worker does not listen");
};
/** @type {(message: Message) => void} */
let onReply = () => {};

Object.assign(globalThis, {
  self: globalThis,
  addEventListener: (/** @type {string} */ _type, /** @type {typeof receive} */ listener) => {
    receive = listener;
  },
  postMessage: (/** @type {Message} */ message) => onReply(message),
});
console.warn = () => {}; // it warns about queries that lunr cannot parse, and returns no results for them
runInThisContext(worker());

const { config, docs } = json(join(site, "search/search_index.json"));
await send({ type: SETUP, data: { config, docs, options: { suggest: false } } });
console.log(JSON.stringify(await inTurn(json(queries), first)));

/** Returns the worker's script. */
function worker() {
  const folder = join(site, "assets/javascripts/workers");
  const name = readdirSync(folder).find((file) => /^search\..*\.min\.js$/u.test(file));
  return readFileSync(join(folder, name ?? "search.min.js"), "utf8");
}

/**
 * Sends a message to the worker and returns its reply.
 * @param {Message} message
 * @returns {Promise<Message>}
 */
function send(message) {
  return new Promise((resolve) => {
    onReply = resolve;
    receive({ data: message });
  });
}

/**
 * Returns the URLs of a query's first ten results.
 * @param {string} query
 */
async function first(query) {
  const { type, data } = await send({ type: QUERY, data: query });
  if (type !== RESULT) throw new Error(`the worker replied with a message of type ${type}`);
  /** @type {{location: string}[][]} */
  const items = data.items;
  return items.slice(0, MAX_RESULTS).map(([page]) => page?.location ?? "");
}
