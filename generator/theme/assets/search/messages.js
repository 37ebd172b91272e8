/** The messages of the search page: the number of results, hints, and explanations for empty results. */

import { createElement } from "./dom.js";
import { FACETS, parseView, viewUrl } from "./url_state.js";

/** @import { SearchResponse } from "./engine.js" */
/** @import { View } from "./url_state.js" */

/** The names of fields in messages. @type {Record<string, string>} */
const FIELD_NAMES = {
  title: "its title",
  authors: "its authors’ names",
  abstract: "its abstract",
  tags: "its tags",
  venue: "its venue",
  category: "its categories",
  year: "its year",
  day: "its date",
  identifier: "its identifiers",
};

/**
 * Returns the number of results in words.
 * @param {SearchResponse} response
 */
export function resultCount({ total, complete }) {
  const count = total === 1 ? "1 result" : `${total.toLocaleString("en")} results`;
  if (complete === total) {
    return count;
  }
  return complete === 0
    ? `No paper contains all of these words; ${count} with some of them`
    : `${count}: ${complete} with all words, then papers with some of them`;
}

/**
 * Returns the messages about a search: a corrected query, or an explanation for empty results.
 * @param {View} view
 * @param {SearchResponse} response
 */
export function searchMessages(view, response) {
  const { total, suggestion, truncated } = response;
  const messages = [];
  if (truncated) {
    messages.push(createElement("p", {}, "The query is too long. Only its first words were used."));
  }
  if (suggestion) {
    const url = viewUrl({ ...view, text: suggestion, page: 1 });
    const link = createElement("a", { href: url }, suggestion);
    messages.push(createElement("p", {}, "Did you mean ", createElement("em", {}, link), "?"));
  }
  if (total === 0) {
    messages.push(...noResultsMessages(view, response));
  }
  return messages;
}

/**
 * @param {View} view
 * @param {SearchResponse} response
 */
function noResultsMessages(view, { needsMoreLetters, onlyStopWords, missing }) {
  if (needsMoreLetters && missing.length === 0) {
    return [createElement("p", {}, "Keep typing: too many words begin with these letters.")];
  }
  if (onlyStopWords) {
    return [
      createElement("p", {}, "These words are too common to search for. Add more specific words."),
    ];
  }
  const words = missing.map(
    ({ word, field }) => `“${word}”${field ? ` in ${FIELD_NAMES[field]}` : ""}`,
  );
  const reason =
    words.length > 0 ? `No paper contains ${words.join(" or ")}.` : "No paper matches.";
  return [createElement("p", {}, reason), createElement("ul", {}, ...searchTips(view))];
}

/** @param {View} view */
function searchTips(view) {
  const tips = [];
  if (FACETS.some((facet) => view.filters[facet].length > 0)) {
    const url = viewUrl({ ...parseView(""), text: view.text, sort: view.sort });
    tips.push(createElement("li", {}, createElement("a", { href: url }, "Search without filters")));
  }
  tips.push(
    createElement("li", {}, "Try fewer or different words"),
    createElement(
      "li",
      {},
      "Browse the ",
      createElement("a", { href: "../tags/" }, "tags"),
      " or the ",
      createElement("a", { href: "../dates/" }, "days"),
    ),
  );
  return tips;
}
