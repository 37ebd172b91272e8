/** What the theme's search box shows: it is asked with each letter, and shows lists of items. */

import { Engine } from "./engine.js";
import { Newer, Unreachable } from "./shelf.js";
import { escaped } from "./words.js";

/** @import { Answer, Result } from "./engine.js" */

/**
 * A result as the theme wants it: an address below the site's root, and HTML.
 * @typedef {object} Item
 * @property {string} location
 * @property {string} title
 * @property {string} text
 * @property {number} score the box opens the highest one on Enter
 * @property {Record<string, boolean>} terms
 */

const engine = new Engine(new URL("../../search/", import.meta.url));

/**
 * Returns the lists of items for a query that is being typed.
 * @param {string} text
 * @returns {Promise<Item[][]>}
 */
export async function items(text) {
  const page = address(text);
  try {
    return shown(await engine.search({ text }), page).map((item) => [item]);
  } catch (error) {
    if (error instanceof Newer) {
      const said = "The site has changed since this page was opened.";
      return [[note("Search anew", page, said)]];
    }
    if (error instanceof Unreachable) {
      throw error; // who asks says so, and tries again
    }
    return [[note("The search could not be done", page, "Please report this query as a fault.")]];
  }
}

/**
 * Returns the address of the search page with a query.
 * @param {string} text
 */
function address(text) {
  return `search/?${new URLSearchParams({ q: text })}`;
}

/**
 * @param {Answer} answer
 * @param {string} page the address of the search page with this query
 * @returns {Item[]}
 */
function shown(answer, page) {
  const { results, total, meant, short, labels } = answer;
  const list = results.map((result, place) => paper(result, labels, total - place));
  if (meant) {
    list.unshift(note(`Did you mean <mark>${escaped(meant)}</mark>?`, address(meant)));
  }
  if (total > 0) {
    const all = total === 1 ? "1 result" : `${total.toLocaleString("en")} results`;
    list.push(note(`Show ${all} with filters`, page));
  } else if (short) {
    list.push(note("Type another letter", page));
  }
  return list;
}

/**
 * @param {Result} result
 * @param {Record<string, string>} labels
 * @param {number} score
 * @returns {Item}
 */
function paper({ record, title, excerpt, partial }, labels, score) {
  const { authors = [], others = 0, tags = [], day = "" } = record;
  const people = others > 0 ? [...authors, `${others} more`] : authors;
  const facts = [people.join(", "), day].filter(Boolean).join(" · ");
  const lines = [facts ? `<small>${escaped(facts)}</small>` : "", excerpt];
  const pills = tags.map((tag) => `<span class="md-tag">${escaped(labels[tag] ?? tag)}</span>`);
  return {
    location: record.path,
    title,
    // the theme would make a landmark of each paper's tags
    text: [...lines, partial ? "<small>Has only some of the words</small>" : "", pills.join(" ")]
      .filter(Boolean)
      .map((line) => `<p>${line}</p>`)
      .join(""),
    score,
    terms: {},
  };
}

/**
 * Returns an item that is no paper.
 * @param {string} title
 * @param {string} location
 * @param {string} [text]
 * @returns {Item}
 */
function note(title, location, text = "") {
  return { location, title, text, score: 0, terms: {} };
}
