/** The words of a text, as the index has them (`generator/terms.py` says the same in Python). */

import lunr from "../../search/lunr.js";

/** Chinese and Japanese characters: nothing parts their words, so each counts as one. */
const UNSPACED = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
const WORD = new RegExp(
  `[${UNSPACED}]\\p{M}*|(?![${UNSPACED}])[\\p{L}\\p{N}](?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])*`,
  "gu",
);
const APOSTROPHE = /['’](?:s(?![\p{L}\p{N}]))?/gu;
const WRITTEN = new RegExp(`[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}'’])+`, "gu");
const LATIN_MARKS = /[\u0300-\u036f]+/g;

/** Letters that small letters and decomposing leave as they are. @type {Record<string, string>} */
const PLAIN = {
  ß: "ss",
  ς: "σ",
  "\u0345": "ι",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ı: "i",
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

/**
 * Returns text in small letters without Latin accents.
 * @param {string} text
 */
export function bare(text) {
  const small = text.normalize("NFKD").toLowerCase();
  const plain = small.replaceAll(SPECIAL, (letter) => PLAIN[letter] ?? letter);
  return plain.normalize("NFKD").replaceAll(LATIN_MARKS, "");
}

/**
 * Returns the words of a text.
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  return bare(text).replaceAll(APOSTROPHE, "").match(WORD) ?? [];
}

/**
 * Returns the one word that stands for all of a name in the index: `percy-liang_`.
 * @param {string} name
 */
export function whole(name) {
  return `${words(name).join("-")}_`;
}

/**
 * Returns the term of a word; none (an empty text) for a stop word.
 * @param {string} word
 */
export function term(word) {
  const token = lunr.stopWordFilter(new lunr.Token(word, {}));
  return token ? stem(word) : "";
}

/**
 * Returns the stem of a word.
 * @param {string} word
 */
export function stem(word) {
  return lunr.stemmer(new lunr.Token(word, {})).toString();
}

/**
 * Returns a text as HTML, its words that fit in `<mark>`.
 * @param {string} text
 * @param {(word: string) => boolean} fits
 */
export function marked(text, fits) {
  let html = "";
  let end = 0;
  for (const found of text.matchAll(WRITTEN)) {
    html += escaped(text.slice(end, found.index));
    end = found.index + found[0].length;
    html += words(found[0]).some(fits) ? `<mark>${escaped(found[0])}</mark>` : escaped(found[0]);
  }
  return html + escaped(text.slice(end));
}

/**
 * Returns HTML that shows a text.
 * @param {string} text
 */
export function escaped(text) {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
