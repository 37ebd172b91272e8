/** The words of a text, as the index has them (`generator/terms.py` says the same in Python). */

import lunr from "../../search/lunr.js";

/** Chinese and Japanese characters: nothing parts their words, so each counts as one. */
const UNSPACED = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
const LETTER = `(?![${UNSPACED}])[\\p{L}\\p{N}]`;
const MARK = "(?![\\u{10000}-\\u{10ffff}])\\p{M}";
const WORD = new RegExp(`[${UNSPACED}](?:${MARK})*|${LETTER}(?:${LETTER}|${MARK})*`, "gu");
const COMPOUND = new RegExp(`(?:${WORD.source})(?:-(?:${WORD.source}))*`, "gu");
const APOSTROPHE = /['’](?:s(?![\p{L}\p{N}]))?/gu;
const IN_WORD = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}'’])+`;
const WRITTEN = new RegExp(`[${UNSPACED}]\\p{M}*|${IN_WORD}(?:[-‐]${IN_WORD})*`, "gu");

/** What lunr's Python package trims: marks (accents of other scripts) around a word without them. */
const TRIMMED = /^\p{M}*([\p{L}\p{N}_]+)\p{M}*$/u;

const VOWEL = /[aeiou]|[^aeiou]y/u;

/** What may stand behind the `y`. */
const ENDING = /^(?:ed|ing)?s?$/u;

/** Words with no root before their ending, which the two also take otherwise. */
const ODD_STEMS = new Map([
  ["eed", "eed"],
  ["eeds", "eed"],
  ["sses", "ss"],
]);
const LATIN_MARKS = /[\u0300-\u036F]+/gu;

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
const SPECIAL = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");

/**
 * Returns text in small letters without Latin accents.
 * @param {string} text
 */
export function bare(text) {
  const small = text.normalize("NFKD").toLowerCase();
  const letters = small.replaceAll(SPECIAL, (letter) => PLAIN[letter] ?? letter);
  return letters.normalize("NFKD").replaceAll(LATIN_MARKS, "");
}

/**
 * Returns the words of a text; two that a hyphen joins are also one word.
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  const compounds = plain(text).match(COMPOUND) ?? [];
  return compounds.flatMap((found) => {
    const parts = found.match(WORD) ?? [];
    return parts.length === 2 && found.includes("-") ? [...parts, parts.join("")] : parts;
  });
}

/**
 * Returns the words of a text, each once.
 * @param {string} text
 * @returns {string[]}
 */
export function plainWords(text) {
  return plain(text).match(WORD) ?? [];
}

/**
 * Returns two words that a hyphen joins as one word; nothing if a text is no such compound.
 * @param {string} text
 */
export function compound(text) {
  const [, , joined, ...more] = words(text);
  return more.length === 0 && plainWords(text).length === 2 ? joined : undefined;
}

/** @param {string} text */
function plain(text) {
  return bare(text).normalize("NFC").replaceAll(APOSTROPHE, "").replaceAll("‐", "-");
}

/**
 * Returns the one word that stands for all of a name in the index: `percy-liang_`.
 * @param {string} name
 */
export function whole(name) {
  return `${plainWords(name).join("-")}_`;
}

/**
 * Returns the term of a word; none (an empty text) for a stop word.
 * @param {string} word
 */
export function term(word) {
  const token = lunr.stopWordFilter(new lunr.Token(trimmed(word), {}));
  return token ? stem(word) : "";
}

/** @param {string} word */
function trimmed(word) {
  return TRIMMED.exec(word)?.[1] ?? word;
}

/**
 * Returns the stem of a word as the index has it.
 *
 * It is made by lunr's Python package, whose stemmer differs from that of lunr.js in a last `y`:
 * that becomes an `i` behind a vowel too (`array`, `arrai`), but only if there is one (`try`).
 * @param {string} word
 */
export function stem(word) {
  const made = lunr.stemmer(new lunr.Token(trimmed(word), {})).toString();
  const root = made.slice(0, -1);
  if (
    word.length > 2 &&
    word.startsWith("y", root.length) &&
    ENDING.test(word.slice(made.length))
  ) {
    return root + (VOWEL.test(root) ? "i" : "y");
  }
  return ODD_STEMS.get(word) ?? made;
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
  return text.replaceAll(/[&<>"']/gu, (char) => `&#${char.codePointAt(0)};`);
}
