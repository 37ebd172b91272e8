/** Turns a query into clauses: looks up its words as terms of the index, with their postings. */

import { parse } from "./query.js";
import { inverseDocumentFrequency, postingCount } from "./ranking.js";
import { nameToken, stem, termOf } from "./tokens.js";

/** @import { FieldPostings, IndexFiles, Manifest } from "./index_files.js" */
/** @import { QueryPart } from "./query.js" */
/** @import { Clause, ClauseTerm } from "./ranking.js" */

/** Boost of all terms that begin with the last word; the last word itself has a boost of 1. */
const PREFIX_BOOST = 0.25;

const SHORTEST_PREFIX = 2;
const SHORTEST_STEM = 3;

/** Endings that the stemmer removes. An unfinished word may end in the middle of an ending. */
const ENDINGS =
  "s es ed ing ings er ers or ors ly ment ments ness able ible al ally ance ence ant ent ion ions " +
  "ation ations ational ism ist ity ities ive iveness ize ized izes izing ization alize alized " +
  "alizes alizing alization ic ical ically icate ful fulness ous ousness";

/**
 * A query, looked up in the index.
 * @typedef {object} Plan
 * @property {Clause[]} clauses with all words required
 * @property {Clause[]} looseClauses the same with free words optional
 * @property {number} freeWords number of words without a field, quotation marks or minus sign
 * @property {MissingWord[]} missing words that no paper contains
 * @property {boolean} needsMoreLetters whether the last word is too short to be completed
 * @property {boolean} truncated whether words beyond the limit were ignored
 * @property {(word: string) => boolean} matchesWord whether the query asks for a word
 *
 * @typedef {object} MissingWord
 * @property {string} word
 * @property {string | undefined} field the field it was searched in; all fields if undefined
 *
 * A word of a query, looked up in the index. A stop word has no clause.
 * @typedef {object} ResolvedWord
 * @property {Clause} [clause]
 * @property {string} [missing] the word, if no paper contains it
 * @property {boolean} [needsMoreLetters]
 * @property {string} [prefix] the word, if longer words match too
 *
 * @typedef {Pick<Clause, "fields" | "presence">} Scope
 */

/**
 * Returns the plan of a query.
 * @param {IndexFiles} files
 * @param {string} text
 * @returns {Promise<Plan>}
 */
export async function plan(files, text) {
  const { parts, truncated } = parse(text);
  const resolved = await Promise.all(
    parts.map(async (part) => ({ part, words: await resolvePart(files, part) })),
  );
  const words = resolved.flatMap(({ part, words: ofPart }) =>
    ofPart.map((word) => ({ part, ...word })),
  );
  const clauses = words.flatMap(({ part, clause }) =>
    clause ? [{ isFree: isFree(part), clause }] : [],
  );
  return {
    clauses: clauses.map(({ clause }) => clause),
    looseClauses: clauses.map((each) =>
      each.isFree ? { ...each.clause, presence: "optional" } : each.clause,
    ),
    freeWords: clauses.filter((each) => each.isFree).length,
    missing: words.flatMap(({ part, missing }) =>
      missing && !part.prohibited ? [{ word: missing, field: part.field }] : [],
    ),
    needsMoreLetters: words.some(({ needsMoreLetters }) => needsMoreLetters),
    truncated,
    matchesWord: wordMatcher(words),
  };
}

/** @param {QueryPart} part */
function isFree({ field, quoted, prohibited }) {
  return !(field || quoted || prohibited);
}

/**
 * Returns whether a part is a full name or value. An unquoted word of an author or a venue is not,
 * because several names may contain it. Neither is the year in `day:2025`, which is a part of a date.
 * @param {QueryPart} part
 */
function isFullName({ field, quoted, words }) {
  const mayBePartial = field === "authors" || field === "venue";
  return field && (field === "day" ? words.length > 1 : quoted || !mayBePartial);
}

/**
 * Looks up a part as a full name, as a hyphenated pair in one word, or word by word.
 * @param {IndexFiles} files
 * @param {QueryPart} part
 * @returns {Promise<ResolvedWord[]>}
 */
async function resolvePart(files, part) {
  const fields = part.field ? [part.field] : Object.keys(files.manifest.fields);
  /** @type {Scope} */
  const scope = { fields, presence: part.prohibited ? "prohibited" : "required" };
  if (isFullName(part)) {
    const name = await lookUp(files, nameToken(part.text));
    const exists = isInFields(name.postings, fields);
    if (exists || part.field === "day") {
      const clause = { ...scope, terms: [name] };
      return [exists ? { clause } : { clause, missing: part.text }];
    }
  }
  if (part.joined) {
    const resolve = part.open ? resolveOpenWord : resolveWord;
    const word = await resolve(files, part.joined, scope);
    if (word.clause && !word.missing) {
      return [word];
    }
  }
  const last = part.words.length - 1;
  return await Promise.all(
    part.words.map((word, index) => {
      const resolve = part.open && index === last ? resolveOpenWord : resolveWord;
      return resolve(files, word, scope);
    }),
  );
}

/**
 * Looks up a finished word.
 * @param {IndexFiles} files
 * @param {string} word
 * @param {Scope} scope
 * @returns {Promise<ResolvedWord>}
 */
async function resolveWord(files, word, scope) {
  const term = termOf(word);
  if (!term) {
    return {};
  }
  const clauseTerm = await lookUp(files, term);
  const clause = { ...scope, terms: [clauseTerm] };
  return isInFields(clauseTerm.postings, scope.fields) ? { clause } : { clause, missing: word };
}

/**
 * Looks up a word that may be unfinished.
 *
 * It matches the word itself and, with a lower boost, the words that begin with it. If no paper contains
 * the word, it also matches possible stems: `pretraini` matches `pretrain`.
 * @param {IndexFiles} files
 * @param {string} word
 * @param {Scope} scope
 * @returns {Promise<ResolvedWord>}
 */
async function resolveOpenWord(files, word, scope) {
  const term = termOf(word);
  if (!term) {
    return { needsMoreLetters: true };
  }
  const longer = word.length < SHORTEST_PREFIX ? undefined : await files.postingsWithPrefix(word);
  let terms = await lookUpExisting(files, [term], scope.fields);
  if (terms.length === 0) {
    terms = await lookUpExisting(files, possibleStems(word), scope.fields);
  }
  terms.push(...prefixTerms(files.manifest, terms, longer ?? new Map(), scope.fields));
  if (terms.length > 0) {
    return { clause: { ...scope, terms }, needsMoreLetters: !longer, prefix: word };
  }
  const clause = { ...scope, terms: [await lookUp(files, term)] };
  return longer ? { clause, missing: word } : { needsMoreLetters: true };
}

/**
 * Returns the terms that begin with a word and occur in at least one of the fields.
 *
 * Together they have the weight of a single word with PREFIX_BOOST that is as frequent as all terms of
 * the clause together. Otherwise, a term that only one paper contains would outweigh the word itself.
 * @param {Manifest} manifest
 * @param {ClauseTerm[]} terms the clause's other terms
 * @param {Map<string, FieldPostings>} longer
 * @param {string[]} fields
 * @returns {ClauseTerm[]}
 */
function prefixTerms(manifest, terms, longer, fields) {
  const others = [...longer].filter(
    ([term, postings]) => isInFields(postings, fields) && terms.every((each) => each.term !== term),
  );
  const all = [...terms.map(({ postings }) => postings), ...others.map(([, each]) => each)];
  const count = all.reduce((sum, postings) => sum + postingCount(postings), 0);
  const idf = inverseDocumentFrequency(manifest, Math.min(count, manifest.documents));
  return others.map(([term, postings]) => {
    const ownIdf = inverseDocumentFrequency(manifest, postingCount(postings));
    return { term, boost: PREFIX_BOOST * Math.min(1, idf / ownIdf), postings };
  });
}

/**
 * Returns the terms that occur in at least one of the fields.
 * @param {IndexFiles} files
 * @param {string[]} terms
 * @param {string[]} fields
 */
async function lookUpExisting(files, terms, fields) {
  const all = await Promise.all(terms.map((term) => lookUp(files, term)));
  return all.filter(({ postings }) => isInFields(postings, fields));
}

/**
 * Returns a term with its postings, which are empty if no paper contains it.
 * @param {IndexFiles} files
 * @param {string} term
 * @returns {Promise<ClauseTerm>}
 */
async function lookUp(files, term) {
  return { term, boost: 1, postings: await files.postings(term) };
}

/**
 * @param {FieldPostings} postings
 * @param {string[]} fields
 */
function isInFields(postings, fields) {
  return fields.some((field) => postings.has(field));
}

/**
 * Returns the possible stems of an unfinished word: `pretrain` for `pretraini`.
 * @param {string} word
 */
function possibleStems(word) {
  const stems = ENDINGS.split(" ").flatMap((ending) =>
    Array.from({ length: ending.length - 1 }, (_, more) => ending.slice(0, more + 1)).flatMap(
      (typed) => {
        const root = word.slice(0, word.length - typed.length);
        const fits = word.endsWith(typed) && root.length >= SHORTEST_STEM;
        return fits && stem(root + ending) === root ? [root] : [];
      },
    ),
  );
  return [...new Set(stems)];
}

/**
 * Returns a function that tells whether a word matches the query and is highlighted.
 * @param {ResolvedWord[]} resolved
 * @returns {(word: string) => boolean}
 */
function wordMatcher(resolved) {
  const positive = resolved.filter(({ clause }) => clause && clause.presence !== "prohibited");
  const terms = positive.flatMap(({ clause }) => clause?.terms ?? []);
  const wordTerms = new Set(terms.flatMap(({ term }) => termsOfName(term)));
  const prefixes = positive.flatMap(({ prefix }) => prefix ?? []);
  return (word) => wordTerms.has(termOf(word)) || prefixes.some((each) => word.startsWith(each));
}

/**
 * Returns the terms of a name's words. Other terms are returned unchanged.
 * @param {string} term
 */
function termsOfName(term) {
  return term.endsWith("_") ? term.slice(0, -1).split("-").map(stem) : [term];
}
