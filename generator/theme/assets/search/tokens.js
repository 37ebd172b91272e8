/** Tokenization of text, the same as when the index is built (in `generator/text/tokens.py`). */

import lunr from "../../search/lunr.js";

/** Chinese and Japanese characters. Their words are not separated, so each counts as one word. */
const UNSPACED = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
const LETTER = `(?![${UNSPACED}])[\\p{L}\\p{N}]`;
const MARK = "(?![\\u{10000}-\\u{10ffff}])\\p{M}";
const WORD = new RegExp(`[${UNSPACED}](?:${MARK})*|${LETTER}(?:${LETTER}|${MARK})*`, "gu");
const COMPOUND = new RegExp(`(?:${WORD.source})(?:-(?:${WORD.source}))*`, "gu");
const APOSTROPHE = /['’](?:s(?![\p{L}\p{N}]))?/gu;
const IN_WORD = `(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}'’])+`;
const WRITTEN_WORD = new RegExp(`[${UNSPACED}]\\p{M}*|${IN_WORD}(?:[-‐]${IN_WORD})*`, "gu");

/** lunr's Python package trims marks (accents of other scripts) around a word without any inside. */
const TRIMMED = /^\p{M}*([\p{L}\p{N}_]+)\p{M}*$/u;

const VOWEL = /[aeiou]|[^aeiou]y/u;

/** The endings that may follow the `y`. */
const ENDING = /^(?:ed|ing)?s?$/u;

/** Words that consist only of an ending. The two stemmers treat them differently. */
const IRREGULAR_STEMS = new Map([
  ["eed", "eed"],
  ["eeds", "eed"],
  ["sses", "ss"],
]);
const LATIN_MARKS = /[\u0300-\u036F]+/gu;

/** Letters that lowercasing and decomposition leave unchanged. @type {Record<string, string>} */
const REPLACEMENTS = {
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
const REPLACED = new RegExp(`[${Object.keys(REPLACEMENTS).join("")}]`, "gu");

/**
 * Returns text in lower case without Latin accents.
 * @param {string} text
 */
export function foldText(text) {
  const lower = text.normalize("NFKD").toLowerCase();
  const letters = lower.replaceAll(REPLACED, (letter) => REPLACEMENTS[letter] ?? letter);
  return letters.normalize("NFKD").replaceAll(LATIN_MARKS, "");
}

/**
 * Returns the words of a text. A hyphenated pair also yields its joined form: `pre-trained` is
 * `pre`, `trained`, `pretrained`.
 * @param {string} text
 * @returns {string[]}
 */
export function tokenize(text) {
  const compounds = normalize(text).match(COMPOUND) ?? [];
  return compounds.flatMap((compound) => {
    const parts = compound.match(WORD) ?? [];
    return parts.length === 2 && compound.includes("-") ? [...parts, parts.join("")] : parts;
  });
}

/**
 * Returns the words of a text without joined forms.
 * @param {string} text
 * @returns {string[]}
 */
export function simpleTokens(text) {
  return normalize(text).match(WORD) ?? [];
}

/**
 * Returns the joined form of a hyphenated pair, or undefined for any other text.
 * @param {string} text
 */
export function joinedPair(text) {
  const [, , joined, ...more] = tokenize(text);
  return more.length === 0 && simpleTokens(text).length === 2 ? joined : undefined;
}

/** @param {string} text */
function normalize(text) {
  return foldText(text).normalize("NFC").replaceAll(APOSTROPHE, "").replaceAll("‐", "-");
}

/**
 * Returns the token that represents a full name in the index: `percy-liang_`.
 * @param {string} name
 */
export function nameToken(name) {
  return `${simpleTokens(name).join("-")}_`;
}

/**
 * Returns the index term of a word, or an empty string for a stop word.
 * @param {string} word
 */
export function termOf(word) {
  const token = lunr.stopWordFilter(new lunr.Token(trimMarks(word), {}));
  return token ? stem(word) : "";
}

/** @param {string} word */
function trimMarks(word) {
  return TRIMMED.exec(word)?.[1] ?? word;
}

/**
 * Returns the stem of a word as the index has it.
 *
 * The index is built with lunr's Python package. Its stemmer differs from that of lunr.js for a final
 * `y`, which becomes `i` after a vowel too (`array`, `arrai`), but only if the word has one (`try`).
 * @param {string} word
 */
export function stem(word) {
  const stemmed = lunr.stemmer(new lunr.Token(trimMarks(word), {})).toString();
  const root = stemmed.slice(0, -1);
  if (
    word.length > 2 &&
    word.startsWith("y", root.length) &&
    ENDING.test(word.slice(stemmed.length))
  ) {
    return root + (VOWEL.test(root) ? "i" : "y");
  }
  return IRREGULAR_STEMS.get(word) ?? stemmed;
}

/**
 * Returns a text as HTML with its matching words in `<mark>`.
 * @param {string} text
 * @param {(word: string) => boolean} matches
 */
export function highlight(text, matches) {
  let html = "";
  let end = 0;
  for (const match of text.matchAll(WRITTEN_WORD)) {
    const word = escapeHtml(match[0]);
    html += escapeHtml(text.slice(end, match.index));
    html += tokenize(match[0]).some(matches) ? `<mark>${word}</mark>` : word;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(end));
}

/**
 * Returns HTML that shows a text.
 * @param {string} text
 */
export function escapeHtml(text) {
  return text.replaceAll(/[&<>"']/gu, (char) => `&#${char.codePointAt(0)};`);
}
