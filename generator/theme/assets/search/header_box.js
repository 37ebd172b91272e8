/** Results for the theme's search box in the header, as lists of items. */

import { Engine } from "./engine.js";
import { FormatError, LoadError } from "./index_files.js";
import { escapeHtml } from "./tokens.js";

/** @import { Result, SearchResponse } from "./engine.js" */

/**
 * A result in the theme's format.
 * @typedef {object} BoxItem
 * @property {string} location URL relative to the site's root
 * @property {string} title HTML
 * @property {string} text HTML
 * @property {number} score the Enter key opens the item with the highest score
 * @property {Record<string, boolean>} terms
 */

const engine = new Engine(new URL("../../search/", import.meta.url));

/**
 * Returns the lists of items for a query that is being typed.
 * @param {string} text
 * @returns {Promise<BoxItem[][]>}
 */
export async function searchItems(text) {
  const page = searchPageUrl(text);
  try {
    return toItems(await engine.search({ text }), page).map((item) => [item]);
  } catch (error) {
    if (error instanceof FormatError) {
      const explanation = "The site has been updated since you opened this page.";
      return [[linkItem("Search again", page, explanation)]];
    }
    if (error instanceof LoadError) {
      throw error; // the caller shows a message and retries
    }
    return [[linkItem("Search failed", page, "Please report this query as a bug.")]];
  }
}

/**
 * Returns the URL of the search page with a query.
 * @param {string} text
 */
function searchPageUrl(text) {
  return `search/?${new URLSearchParams({ q: text })}`;
}

/**
 * @param {SearchResponse} response
 * @param {string} page the URL of the search page with this query
 * @returns {BoxItem[]}
 */
function toItems(response, page) {
  const { results, total, suggestion, needsMoreLetters, labels } = response;
  const items = results.map((result, index) => paperItem(result, labels, total - index));
  if (suggestion) {
    const title = `Did you mean <mark>${escapeHtml(suggestion)}</mark>?`;
    items.unshift(linkItem(title, searchPageUrl(suggestion)));
  }
  if (total > 0) {
    const count = total === 1 ? "1 result" : `${total.toLocaleString("en")} results`;
    items.push(linkItem(`Show ${count} with filters`, page));
  } else if (needsMoreLetters) {
    items.push(linkItem("Keep typing", page));
  }
  return items;
}

/**
 * @param {Result} result
 * @param {Record<string, string>} labels
 * @param {number} score
 * @returns {BoxItem}
 */
function paperItem({ record, title, excerpt, partial }, labels, score) {
  const { authors = [], others = 0, tags = [], day = "" } = record;
  const people = others > 0 ? [...authors, `${others} more`] : authors;
  const facts = [people.join(", "), day].filter(Boolean).join(" · ");
  const lines = [facts ? `<small>${escapeHtml(facts)}</small>` : "", excerpt];
  const pills = tags.map((tag) => `<span class="md-tag">${escapeHtml(labels[tag] ?? tag)}</span>`);
  return {
    location: record.path,
    title,
    // Tags are part of the text: the theme would turn each paper's tags into a landmark.
    text: [...lines, partial ? "<small>Matches only some words</small>" : "", pills.join(" ")]
      .filter(Boolean)
      .map((line) => `<p>${line}</p>`)
      .join(""),
    score,
    terms: {},
  };
}

/**
 * Returns an item that is not a paper.
 * @param {string} title
 * @param {string} location
 * @param {string} [text]
 * @returns {BoxItem}
 */
function linkItem(title, location, text = "") {
  return { location, title, text, score: 0, terms: {} };
}
