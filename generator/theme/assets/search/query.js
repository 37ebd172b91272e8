/** Parses a query: words, names, fields and exclusions. */

import { joinedPair, simpleTokens } from "./tokens.js";

/** The index's fields by the names that a query may use. @type {Record<string, string>} */
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

/** Words of a query beyond this number are ignored. */
export const MAX_WORDS = 32;

/**
 * A part of a query.
 * @typedef {object} QueryPart
 * @property {string} text
 * @property {string[]} words
 * @property {string | undefined} joined the joined form of a hyphenated pair
 * @property {string | undefined} field the field to search, or undefined for all fields
 * @property {boolean} quoted
 * @property {boolean} prohibited whether papers with it are excluded
 * @property {boolean} open whether its last word may be unfinished: the last word of a query, or a
 *   word with a star
 *
 * @typedef {object} Query
 * @property {QueryPart[]} parts
 * @property {boolean} truncated whether words beyond the limit were ignored
 */

/**
 * Parses a query. Parts without words are left out.
 * @param {string} text
 * @returns {Query}
 */
export function parse(text) {
  /** @type {QueryPart[]} */
  const parts = [];
  let room = MAX_WORDS;
  for (const match of text.matchAll(PART)) {
    const part = parsePart(match, match.index + match[0].length === text.length);
    if (part.words.length > room) {
      return { parts: [...parts, { ...part, words: part.words.slice(0, room) }], truncated: true };
    }
    room -= part.words.length;
    if (part.words.length > 0) {
      parts.push(part);
    }
  }
  return { parts, truncated: false };
}

/**
 * @param {RegExpMatchArray} match
 * @param {boolean} isLast
 * @returns {QueryPart}
 */
function parsePart(match, isLast) {
  const [, sign, name = "", phrase, bare = ""] = match;
  const field = Object.hasOwn(FIELDS, name.toLowerCase()) ? FIELDS[name.toLowerCase()] : undefined;
  const content = phrase ?? bare;
  const text = name && !field ? `${name}:${content}` : content;
  const prohibited = sign === "-";
  return {
    text,
    words: simpleTokens(text),
    joined: phrase === undefined ? joinedPair(text) : undefined,
    field,
    quoted: phrase !== undefined,
    prohibited,
    open: bare.endsWith("*") || (isLast && !prohibited && /[\p{L}\p{N}\p{M}]$/u.test(bare)),
  };
}
