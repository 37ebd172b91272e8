/** A query to clauses: its words as terms of the index, looked up as far as need be. */

import { parse } from "./query.js";
import { stem, term, whole } from "./words.js";

/** @import { Wanted } from "./query.js" */
/** @import { Clause, Term } from "./scores.js" */
/** @import { Shelf } from "./shelf.js" */

/** How much more the very word counts than the others that begin with it. */
const VERY_WORD = 4;

const SHORTEST_PREFIX = 2;
const SHORTEST_STEM = 3;

/** Endings that the index cuts off, and in the middle of which a reader may be. */
const ENDINGS =
  "s es ed ing ings er ers or ors ly ment ments ness able ible al ally ance ence ant ent ion ions " +
  "ation ations ational ism ist ity ities ive iveness ize ized izes izing ization alize alized " +
  "alizes alizing alization ic ical ically icate ful fulness ous ousness";

/**
 * What a query asks for.
 * @typedef {object} Plan
 * @property {Clause[]} clauses all of it
 * @property {Clause[]} loose the same, but any of the free words will do
 * @property {number} free how many free words there are: those of no field, name or negation
 * @property {Missing[]} missing words that no paper has
 * @property {boolean} short whether its last word is too short to look for what begins so
 * @property {boolean} cut whether it has too many words
 * @property {(word: string) => boolean} fits whether a word is one of those asked for
 *
 * @typedef {object} Missing
 * @property {string} word
 * @property {string | undefined} field the field in which no paper has it; none for any
 *
 * A word as a clause; a stop word has none.
 * @typedef {object} Looked
 * @property {Clause} [clause]
 * @property {string} [missing]
 * @property {boolean} [short]
 */

/**
 * Returns the plan of a query.
 * @param {Shelf} shelf
 * @param {string} text
 * @returns {Promise<Plan>}
 */
export async function plan(shelf, text) {
  const { parts, cut } = parse(text);
  const looked = await Promise.all(
    parts.map(async (part) => ({ part, words: await lookedUp(shelf, part) })),
  );
  const all = looked.flatMap(({ part, words }) => words.map((word) => ({ part, ...word })));
  const asked = all.flatMap(({ part, clause }) => (clause ? [{ free: isFree(part), clause }] : []));
  return {
    clauses: asked.map(({ clause }) => clause),
    loose: asked.map(({ free, clause }) => (free ? { ...clause, presence: "optional" } : clause)),
    free: asked.filter(({ free }) => free).length,
    missing: all.flatMap(({ part, missing }) =>
      missing && !part.prohibited ? [{ word: missing, field: part.field }] : [],
    ),
    short: all.some(({ short }) => short),
    cut,
    fits: fitting(asked.map(({ clause }) => clause)),
  };
}

/** @param {Wanted} part */
function isFree({ field, quoted, prohibited }) {
  return !(field || quoted || prohibited);
}

/**
 * Returns whether a part names something whole: a bare word in a person's or a venue's name is no
 * name, as others may have it too, and a year is a word of a day.
 * @param {Wanted} part
 */
function isName({ field, quoted, words }) {
  const partial = field === "authors" || field === "venue";
  return field && (field === "day" ? words.length > 1 : quoted || !partial);
}

/**
 * Returns what a part asks for: a whole name, a compound written as one word, or its words.
 * @param {Shelf} shelf
 * @param {Wanted} part
 * @returns {Promise<Looked[]>}
 */
async function lookedUp(shelf, part) {
  const fields = part.field ? [part.field] : Object.keys(shelf.manifest.fields);
  /** @type {Pick<Clause, "fields" | "presence">} */
  const where = { fields, presence: part.prohibited ? "prohibited" : "required" };
  if (isName(part)) {
    const name = whole(part.text);
    const known = await has(shelf, name, fields);
    if (known || part.field === "day") {
      const clause = { ...where, terms: [exact(name)] };
      return [known ? { clause } : { clause, missing: part.text }];
    }
  }
  if (part.compound) {
    const one = await (part.open ? beginning : complete)(shelf, part.compound, where);
    if (one.clause && !one.missing) {
      return [one];
    }
  }
  const last = part.words.length - 1;
  return await Promise.all(
    part.words.map((word, place) =>
      (part.open && place === last ? beginning : complete)(shelf, word, where),
    ),
  );
}

/**
 * Returns the clause of a whole word.
 * @param {Shelf} shelf
 * @param {string} word
 * @param {Pick<Clause, "fields" | "presence">} where
 * @returns {Promise<Looked>}
 */
async function complete(shelf, word, where) {
  const wanted = term(word);
  if (!wanted) {
    return {};
  }
  const clause = { ...where, terms: [exact(wanted)] };
  return (await has(shelf, wanted, where.fields)) ? { clause } : { clause, missing: word };
}

/**
 * Returns the clause of a word that may be the beginning of one: any word that begins so will do,
 * and the word itself counts most.
 * @param {Shelf} shelf
 * @param {string} word
 * @param {Pick<Clause, "fields" | "presence">} where
 * @returns {Promise<Looked>}
 */
async function beginning(shelf, word, where) {
  const wanted = term(word);
  if (!wanted) {
    return { short: true };
  }
  const longer = word.length < SHORTEST_PREFIX ? undefined : await shelf.startingWith(word);
  /** @type {Term[]} */
  const terms = [];
  if (
    [...(longer?.values() ?? [])].some((found) => where.fields.some((field) => found.has(field)))
  ) {
    terms.push({ term: word, prefix: true, boost: 1 });
  }
  const stems = [wanted, ...unfinished(word)];
  const known = await Promise.all(stems.map((each) => has(shelf, each, where.fields)));
  const very = stems.filter((_, place) => known[place]);
  terms.push(...very.map((each) => ({ term: each, prefix: false, boost: VERY_WORD })));
  if (terms.length > 0) {
    return { clause: { ...where, terms }, short: !longer };
  }
  const clause = { ...where, terms: [exact(wanted)] };
  return longer ? { clause, missing: word } : { short: true };
}

/**
 * Returns the stems that a word, begun but not finished, may come to: `pretrain` for `pretraini`.
 * @param {string} word
 */
function unfinished(word) {
  const stems = ENDINGS.split(" ").flatMap((ending) =>
    Array.from({ length: ending.length - 1 }, (_, more) => ending.slice(0, more + 1)).flatMap(
      (rest) => {
        const root = word.slice(0, word.length - rest.length);
        const fits = word.endsWith(rest) && root.length >= SHORTEST_STEM;
        return fits && stem(root + ending) === root ? [root] : [];
      },
    ),
  );
  return [...new Set(stems)];
}

/**
 * @param {string} found
 * @returns {Term}
 */
function exact(found) {
  return { term: found, prefix: false, boost: 1 };
}

/**
 * Returns whether a paper has a term in one of some fields.
 * @param {Shelf} shelf
 * @param {string} wanted
 * @param {string[]} fields
 */
async function has(shelf, wanted, fields) {
  const found = await shelf.postings(wanted);
  return fields.some((field) => found.has(field));
}

/**
 * Returns what tells the words that were asked for.
 * @param {Clause[]} clauses
 * @returns {(word: string) => boolean}
 */
function fitting(clauses) {
  const shown = clauses.filter(({ presence }) => presence !== "prohibited");
  const terms = shown.flatMap((clause) => clause.terms);
  const words = new Set(terms.flatMap((each) => (each.prefix ? [] : names(each.term))));
  const prefixes = terms.flatMap((each) => (each.prefix ? [each.term] : []));
  return (word) => words.has(term(word)) || prefixes.some((prefix) => word.startsWith(prefix));
}

/**
 * Returns the terms of the words that a term stands for, which may be a whole name.
 * @param {string} known
 */
function names(known) {
  return known.endsWith("_") ? known.slice(0, -1).split("-").map(stem) : [known];
}
