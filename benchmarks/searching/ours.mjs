/**
 * Runs our search engine as the search box in the header does.
 *
 * Usage: node ours.mjs SITE QUERIES.json [BOOSTS.json]; prints, as JSON, each query's first ten
 * URLs, once for each set of boosts (`[{"title": 3, …}, …]`; with the site's boosts by default).
 */

import { inTurn, index, json, paths, script } from "./scripts.mjs";

/** @import { Engine } from "../../generator/theme/assets/search/engine.js" */

const MAX_RESULTS = 10;

const [site = "", queries = "", boosts] = paths();
const scripts = await script(site, "engine.js");
/** @type {Engine} */
const engine = new scripts.Engine(index(site));
const { manifest } = await engine.files();

const runs = await inTurn(boosts ? json(boosts) : [{}], async (set) => {
  for (const [field, boost] of Object.entries(set)) {
    const settings = manifest.fields[field];
    if (settings) settings.boost = boost;
  }
  return await inTurn(json(queries), first);
});
console.log(JSON.stringify(runs));

/**
 * Returns the URLs of a query's first ten results.
 * @param {string} text
 */
async function first(text) {
  const { results } = await engine.search({ text });
  return results.slice(0, MAX_RESULTS).map(({ record }) => record.path);
}
