/** The state of the search page in its URL: `?q=graph&tag=agents&year=2024&sort=date`. */

/** @import { Facet } from "./facets.js" */

/** @type {Facet[]} */
export const FACETS = ["tag", "year", "author", "venue", "day"];

/**
 * The state of the search page.
 * @typedef {object} View
 * @property {string} text
 * @property {Record<Facet, string[]>} filters
 * @property {"relevance" | "date"} sort
 * @property {number} page counted from 1
 */

/**
 * Returns the view in a URL's query string. Invalid values are ignored.
 * @param {string} query
 * @returns {View}
 */
export function parseView(query) {
  const parameters = new URLSearchParams(query);
  const page = Number(parameters.get("page"));
  return {
    text: parameters.get("q") ?? "",
    filters: /** @type {View["filters"]} */ (
      Object.fromEntries(
        FACETS.map((facet) => [facet, [...new Set(parameters.getAll(facet))].filter(Boolean)]),
      )
    ),
    sort: parameters.get("sort") === "date" ? "date" : "relevance",
    page: Number.isInteger(page) && page > 1 ? page : 1,
  };
}

/**
 * Returns the query string of a view, without default values.
 * @param {View} view
 */
export function viewUrl({ text, filters, sort, page }) {
  const parameters = new URLSearchParams();
  if (text) {
    parameters.set("q", text);
  }
  for (const facet of FACETS) {
    for (const value of filters[facet]) {
      parameters.append(facet, value);
    }
  }
  if (sort !== "relevance") {
    parameters.set("sort", sort);
  }
  if (page > 1) {
    parameters.set("page", String(page));
  }
  return `?${parameters}`;
}

/**
 * Returns the first page of a view with a filter added, or removed if it was active.
 * @param {View} view
 * @param {Facet} facet
 * @param {string} value
 * @returns {View}
 */
export function toggleFilter(view, facet, value) {
  const values = view.filters[facet];
  const others = values.filter((each) => each !== value);
  const changed = others.length < values.length ? others : [...values, value];
  return { ...view, filters: { ...view.filters, [facet]: changed }, page: 1 };
}
