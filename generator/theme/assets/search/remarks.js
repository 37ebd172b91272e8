/** What the search page says of a search, in words. */

import { FACETS, read, written } from "./address.js";
import { made } from "./elements.js";

/** @import { View } from "./address.js" */
/** @import { Answer } from "./engine.js" */

/** Where a paper has a word, by field. @type {Record<string, string>} */
const PLACES = {
  title: "its title",
  authors: "its authors’ names",
  abstract: "its abstract",
  tags: "its tags",
  venue: "its venue",
  category: "its categories",
  year: "its year",
  day: "its day",
  identifier: "its identifiers",
};

/**
 * Returns how many papers were found, in words.
 * @param {Answer} answer
 */
export function counted({ total, complete }) {
  const papersFound = total === 1 ? "1 result" : `${total.toLocaleString("en")} results`;
  if (complete === total || complete === 0) {
    return total > 0 && complete < total
      ? `No paper has all of these words; ${papersFound} with some`
      : papersFound;
  }
  return `${papersFound}: ${complete} with all words, then those with some`;
}

/**
 * Returns what is to be said of a search: what may have been meant, why nothing was found.
 * @param {View} view
 * @param {Answer} answer
 */
export function remarks(view, answer) {
  const { total, meant, cut } = answer;
  const said = [];
  if (cut) {
    said.push(made("p", {}, "The query is long: only its first words were searched for."));
  }
  if (meant) {
    const link = made("a", { href: written({ ...view, text: meant, page: 1 }) }, meant);
    said.push(made("p", { class: "meant" }, "Did you mean ", made("em", {}, link), "?"));
  }
  if (total === 0) {
    said.push(...nothing(view, answer));
  }
  return said;
}

/**
 * @param {View} view
 * @param {Answer} answer
 */
function nothing(view, { short, common, missing }) {
  if (short && missing.length === 0) {
    return [made("p", {}, "Type another letter: too many words begin with so few.")];
  }
  if (common) {
    return [
      made("p", {}, "Such words are in nearly every paper, and not searched for: add others."),
    ];
  }
  const ways = [];
  if (FACETS.some((facet) => view.filters[facet].length > 0)) {
    const { text: words, sort: order } = view;
    const free = written({ ...read(""), text: words, sort: order });
    ways.push(made("li", {}, made("a", { href: free }, "Search without filters")));
  }
  ways.push(
    made("li", {}, "Use fewer or other words"),
    made(
      "li",
      {},
      "Look among the ",
      made("a", { href: "../tags/" }, "tags"),
      " or the ",
      made("a", { href: "../dates/" }, "days"),
    ),
  );
  const words = missing.map(({ word, field }) => `“${word}”${field ? ` in ${PLACES[field]}` : ""}`);
  const why = words.length > 0 ? `No paper here has ${words.join(" or ")}.` : "No paper here fits.";
  return [made("p", {}, why), made("ul", {}, ...ways)];
}
