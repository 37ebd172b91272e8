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

const SHOWN = 10;

/**
 * @typedef {{type: number, data: any}} Message
 */

const [site = "", queries = ""] = paths();

/** @type {(event: {data: Message}) => void} */
let receive = () => {
  throw new Error("the worker does not listen");
};
/** @type {(message: Message) => void} */
let answered = () => {};

Object.assign(globalThis, {
  self: globalThis,
  addEventListener: (/** @type {string} */ _type, /** @type {typeof receive} */ listener) => {
    receive = listener;
  },
  postMessage: (/** @type {Message} */ message) => answered(message),
});
console.warn = () => {}; // it warns about queries that lunr cannot parse, and returns no results for them
runInThisContext(worker());

const { config, docs } = json(join(site, "search/search_index.json"));
await ask({ type: SETUP, data: { config, docs, options: { suggest: false } } });
console.log(JSON.stringify(await inTurn(json(queries), first)));

/** Returns the worker's script. */
function worker() {
  const folder = join(site, "assets/javascripts/workers");
  const name = readdirSync(folder).find((each) => /^search\..*\.min\.js$/u.test(each));
  return readFileSync(join(folder, name ?? "search.min.js"), "utf8");
}

/**
 * Returns the worker's answer to a message.
 * @param {Message} message
 * @returns {Promise<Message>}
 */
function ask(message) {
  return new Promise((resolve) => {
    answered = resolve;
    receive({ data: message });
  });
}

/**
 * Returns the URLs of a query's first ten results.
 * @param {string} query
 */
async function first(query) {
  const { type, data } = await ask({ type: QUERY, data: query });
  if (type !== RESULT) throw new Error(`the worker answered with a message of type ${type}`);
  /** @type {{location: string}[][]} */
  const items = data.items;
  return items.slice(0, SHOWN).map(([page]) => page?.location ?? "");
}
