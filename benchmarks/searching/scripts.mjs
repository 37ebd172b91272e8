/** What the benchmark's scripts share: their arguments, files, the site's own scripts, lunr.js. */

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

/** @import lunr from "../search/lunr.js" */

globalThis.fetch = fromDisk;

/**
 * Answers what the site's scripts ask of a browser: here the files of its index are on the disk.
 * @param {string | URL | Request} address
 */
async function fromDisk(address) {
  return new Response(await readFile(new URL(String(address)), "utf8"));
}

/**
 * Returns the arguments of the script, each a path.
 * @returns {string[]}
 */
export function paths() {
  return process.argv.slice(2);
}

/**
 * Returns the JSON in a file.
 * @param {string} path
 */
export function json(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Returns one of a site's own scripts.
 * @param {string} site
 * @param {string} name
 */
export function script(site, name) {
  return import(pathToFileURL(join(site, "assets/search", name)).href);
}

/**
 * Returns the address of a site's index.
 * @param {string} site
 */
export function index(site) {
  return pathToFileURL(join(site, "search/"));
}

/**
 * Returns lunr.js itself, as the site builder ships it.
 * @param {string} path
 * @returns {typeof lunr}
 */
export function lunrOf(path) {
  const module = { exports: {} };
  const packed = `(function (module, exports) {${readFileSync(path, "utf8")}\n})`;
  runInThisContext(packed)(module, module.exports);
  return /** @type {typeof lunr} */ (module.exports);
}

/**
 * Returns what is made of each item, one after the other.
 * @template Item, Made
 * @param {Item[]} items
 * @param {(item: Item) => Promise<Made>} make
 */
export async function inTurn(items, make) {
  const made = [];
  for (const item of items) {
    // oxlint-disable-next-line no-await-in-loop -- at once they would need gigabytes
    made.push(await make(item));
  }
  return made;
}
