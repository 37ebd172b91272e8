/** Shared by the benchmark's scripts: arguments, files, the site's scripts, lunr.js. */

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

/** @import lunr from "../search/lunr.js" */

globalThis.fetch = fromDisk;

/**
 * Replaces the browser's fetch for the site's scripts: reads files from disk.
 * @param {string | URL | Request} address
 */
async function fromDisk(address) {
  return new Response(await readFile(new URL(String(address)), "utf8"));
}

/**
 * Returns the script's arguments, which are paths.
 * @returns {string[]}
 */
export function paths() {
  return process.argv.slice(2);
}

/**
 * Returns the parsed content of a JSON file.
 * @param {string} path
 */
export function json(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Imports one of a site's search scripts.
 * @param {string} site
 * @param {string} name
 */
export function script(site, name) {
  return import(pathToFileURL(join(site, "assets/search", name)).href);
}

/**
 * Returns the URL of a site's index.
 * @param {string} site
 */
export function index(site) {
  return pathToFileURL(join(site, "search/"));
}

/**
 * Returns lunr.js, from the copy that MkDocs ships.
 * @param {string} path
 * @returns {typeof lunr}
 */
export function lunrOf(path) {
  const module = { exports: {} };
  const wrapper = `(function (module, exports) {${readFileSync(path, "utf8")}\n})`;
  runInThisContext(wrapper)(module, module.exports);
  return /** @type {typeof lunr} */ (module.exports);
}

/**
 * Applies an asynchronous function to items, one after the other.
 * @template Item, Result
 * @param {Item[]} items
 * @param {(item: Item) => Promise<Result>} run
 */
export async function inTurn(items, run) {
  const results = [];
  for (const item of items) {
    // oxlint-disable-next-line no-await-in-loop -- all at once would need gigabytes
    results.push(await run(item));
  }
  return results;
}
