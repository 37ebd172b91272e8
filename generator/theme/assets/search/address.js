/** What the search page shows, as its address says it: `?q=graph&tag=agents&year=2024&sort=date`. */

/** @import { Facet } from "./facets.js" */

/** @type {Facet[]} */
export const FACETS = ["tag", "year", "author", "venue", "day"];

/**
 * What the page shows.
 * @typedef {object} View
 * @property {string} text
 * @property {Record<Facet, string[]>} filters
 * @property {"relevance" | "date"} sort
 * @property {number} page from 1
 */

/**
 * Returns what an address asks for; what it says wrongly counts as not said.
 * @param {string} query
 * @returns {View}
 */
export function read(query) {
  const said = new URLSearchParams(query);
  const page = Number(said.get("page"));
  return {
    text: said.get("q") ?? "",
    filters: /** @type {View["filters"]} */ (
      Object.fromEntries(
        FACETS.map((facet) => [facet, [...new Set(said.getAll(facet))].filter(Boolean)]),
      )
    ),
    sort: said.get("sort") === "date" ? "date" : "relevance",
    page: Number.isInteger(page) && page > 1 ? page : 1,
  };
}

/**
 * Returns the address that asks for a view, without what goes without saying.
 * @param {View} view
 */
export function written({ text, filters, sort, page }) {
  const said = new URLSearchParams();
  if (text) {
    said.set("q", text);
  }
  for (const facet of FACETS) {
    for (const value of filters[facet]) {
      said.append(facet, value);
    }
  }
  if (sort !== "relevance") {
    said.set("sort", sort);
  }
  if (page > 1) {
    said.set("page", String(page));
  }
  return `?${said}`;
}

/**
 * Returns a view with a value of a facet put in, or taken out if it was in; on its first page.
 * @param {View} view
 * @param {Facet} facet
 * @param {string} value
 * @returns {View}
 */
export function toggled(view, facet, value) {
  const values = view.filters[facet];
  const others = values.filter((each) => each !== value);
  const changed = others.length < values.length ? others : [...values, value];
  return { ...view, filters: { ...view.filters, [facet]: changed }, page: 1 };
}
