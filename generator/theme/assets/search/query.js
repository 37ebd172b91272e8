/** What a reader typed, to what is wanted: words, names, fields, and what must not be. */

import { compound, plainWords } from "./words.js";

/** The fields of the index by the names that readers give them. @type {Record<string, string>} */
const FIELDS = {
  title: "title",
  author: "authors",
  authors: "authors",
  abstract: "abstract",
  tag: "tags",
  tags: "tags",
  venue: "venue",
  category: "category",
  year: "year",
  day: "day",
  id: "identifier",
  arxiv: "identifier",
  doi: "identifier",
};
const PART = /([+-]?)(?:(\p{L}+):)?(?:"([^"]*)"?|([^\s"]+)|(?<=:))/gu;

/** Words after these are not looked for; no reader types as many. */
export const MOST_WORDS = 32;

/**
 * A part of a query.
 * @typedef {object} Wanted
 * @property {string} text what it says
 * @property {string[]} words its words
 * @property {string | undefined} compound its two words as one, if a hyphen joins them
 * @property {string | undefined} field the field it must be in; none for any
 * @property {boolean} quoted whether it stands in quotation marks
 * @property {boolean} prohibited whether papers must not have it
 * @property {boolean} open whether its last word may be the beginning of one: that of the query,
 *   which may not be finished, or one with a star
 */

/**
 * Returns the parts of a query that hold words, and whether it had too many.
 * @param {string} text
 * @returns {{parts: Wanted[], cut: boolean}}
 */
export function parse(text) {
  /** @type {Wanted[]} */
  const parts = [];
  let room = MOST_WORDS;
  for (const found of text.matchAll(PART)) {
    const part = wanted(found, found.index + found[0].length === text.length);
    if (part.words.length > room) {
      return { parts: [...parts, { ...part, words: part.words.slice(0, room) }], cut: true };
    }
    room -= part.words.length;
    if (part.words.length > 0) {
      parts.push(part);
    }
  }
  return { parts, cut: false };
}

/**
 * @param {RegExpMatchArray} found
 * @param {boolean} last
 * @returns {Wanted}
 */
function wanted(found, last) {
  const [, sign, name = "", phrase, bare = ""] = found;
  const field = Object.hasOwn(FIELDS, name.toLowerCase()) ? FIELDS[name.toLowerCase()] : undefined;
  const said = phrase ?? bare;
  const text = name && !field ? `${name}:${said}` : said;
  const prohibited = sign === "-";
  return {
    text,
    words: plainWords(text),
    compound: phrase === undefined ? compound(text) : undefined,
    field,
    quoted: phrase !== undefined,
    prohibited,
    open: bare.endsWith("*") || (last && !prohibited && /[\p{L}\p{N}\p{M}]$/u.test(bare)),
  };
}
