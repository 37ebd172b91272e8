/** A query to lunr's clauses: its words as terms of the index, looked up as far as need be. */

import { parse } from "./query.js";
import { stem, term, whole } from "./words.js";

/** @import { Wanted } from "./query.js" */
/** @import { Clause } from "./scores.js" */
/** @import { Shelf } from "./shelf.js" */

/** How much more the very word counts than the other words that begin with it. */
const VERY_WORD = 4;

const SHORTEST_PREFIX = 2;

/** Letters of an ending that the index cuts off and a reader may be in the middle of typing. */
const LONGEST_ENDING = 5;
const SHORTEST_STEM = 4;

/**
 * What a query asks for.
 * @typedef {object} Plan
 * @property {Clause[]} clauses all of it
 * @property {Clause[]} loose the same, but any of the free words will do
 * @property {number} free how many free words there are: those of no field, name or negation
 * @property {string[]} missing words that no paper has
 * @property {boolean} short whether its last word is too short to look for what begins so
 * @property {boolean} cut whether it has too many words
 * @property {(word: string) => boolean} fits whether a word is one of those asked for
 *
 * A word as clauses.
 * @typedef {object} Looked
 * @property {Clause[]} clauses
 * @property {string[]} [missing]
 * @property {boolean} [short]
 * @property {boolean} [free] whether papers without it may be shown when none has all
 */

/**
 * Returns the plan of a query.
 * @param {Shelf} shelf
 * @param {string} text
 * @param {boolean} typing whether its last word may not be complete yet
 * @returns {Promise<Plan>}
 */
export async function plan(shelf, text, typing) {
  const { parts, cut } = parse(text, typing);
  const looked = (await Promise.all(parts.map((part) => lookedUp(shelf, part)))).flat();
  const all = looked.flatMap(({ clauses }) => clauses);
  const loose = looked.flatMap(({ clauses, free }) =>
    clauses.map((clause) =>
      free ? { ...clause, presence: /** @type {const} */ ("optional") } : clause,
    ),
  );
  return {
    clauses: all,
    loose,
    free: looked.filter(({ clauses, free }) => free && clauses.length > 0).length,
    missing: looked.flatMap(({ missing }) => missing ?? []),
    short: looked.some(({ short }) => short),
    cut,
    fits: fitting(all),
  };
}

/**
 * @param {Shelf} shelf
 * @param {Wanted} part
 * @returns {Promise<Looked[]>}
 */
async function lookedUp(shelf, part) {
  const fields = part.field ? [part.field] : Object.keys(shelf.manifest.fields);
  const presence = part.prohibited ? "prohibited" : "required";
  if (part.field) {
    const name = whole(part.text);
    if ((await shelf.postings(name)).has(part.field)) {
      return [{ clauses: [{ term: name, prefix: false, fields, presence, boost: 1 }] }];
    }
  }
  const free = !part.field && !part.quoted && !part.prohibited;
  const looked = part.words.map(async (word, place) => {
    const open = part.open && place === part.words.length - 1 && !part.prohibited;
    const made = await (open ? beginning : complete)(shelf, word, fields);
    /** @type {Clause[]} */
    const clauses = made.clauses.map((clause) => ({ presence, ...clause }));
    return { ...made, clauses, free };
  });
  return await Promise.all(looked);
}

/**
 * Returns the clause of a whole word.
 * @param {Shelf} shelf
 * @param {string} word
 * @param {string[]} fields
 */
async function complete(shelf, word, fields) {
  const wanted = term(word);
  if (!wanted) {
    return { clauses: [] };
  }
  const found = await shelf.postings(wanted);
  const missing = fields.some((field) => found.has(field)) ? [] : [word];
  return { clauses: [{ term: wanted, prefix: false, fields, boost: 1 }], missing };
}

/**
 * Returns the clauses of a word that may be the beginning of one.
 *
 * The index holds stems, so what is looked for begins with what the word and its stem share; the
 * word itself counts most. Behind the end of a stem (`pretraini`) the stem is looked for.
 * @param {Shelf} shelf
 * @param {string} word
 * @param {string[]} fields
 */
async function beginning(shelf, word, fields) {
  const wanted = stem(word);
  const prefix = common(word, wanted);
  const found = prefix.length < SHORTEST_PREFIX ? undefined : await shelf.startingWith(prefix);
  if (!found) {
    const exact = await complete(shelf, word, fields);
    const known = exact.clauses.length > 0 && !exact.missing?.length;
    return known ? { ...exact, short: true } : { clauses: [], short: true };
  }
  const has = [...found.values()].some((each) => fields.some((field) => each.has(field)));
  if (has) {
    /** @type {{presence?: "optional", term: string, prefix: boolean, fields: string[], boost: number}[]} */
    const clauses = [{ term: prefix, prefix: true, fields, boost: 1 }];
    if (found.has(wanted)) {
      clauses.push({ presence: "optional", term: wanted, prefix: false, fields, boost: VERY_WORD });
    }
    return { clauses };
  }
  const shorter = await shortened(shelf, word, fields);
  return shorter
    ? { clauses: [{ term: shorter, prefix: false, fields, boost: 1 }] }
    : { clauses: [{ term: prefix, prefix: true, fields, boost: 1 }], missing: [word] };
}

/**
 * Returns the longest term that a word begins with, if only an ending can be missing.
 * @param {Shelf} shelf
 * @param {string} word
 * @param {string[]} fields
 */
async function shortened(shelf, word, fields) {
  const least = Math.max(SHORTEST_STEM, word.length - LONGEST_ENDING);
  const shorter = Array.from({ length: Math.max(0, word.length - least) }, (_, less) =>
    word.slice(0, word.length - 1 - less),
  );
  const found = await Promise.all(shorter.map((each) => shelf.postings(each)));
  return shorter.find((_, place) => fields.some((field) => found[place]?.has(field)));
}

/**
 * Returns what two words begin with.
 * @param {string} one
 * @param {string} other
 */
function common(one, other) {
  let size = 0;
  while (size < one.length && one[size] === other[size]) {
    size += 1;
  }
  return one.slice(0, size);
}

/**
 * Returns what tells the words that were asked for.
 * @param {Clause[]} clauses
 * @returns {(word: string) => boolean}
 */
function fitting(clauses) {
  const shown = clauses.filter(({ presence }) => presence !== "prohibited");
  const exact = new Set(shown.flatMap((clause) => (clause.prefix ? [] : names(clause.term))));
  const prefixes = shown.flatMap((clause) => (clause.prefix ? [clause.term] : []));
  return (word) => exact.has(term(word)) || prefixes.some((prefix) => word.startsWith(prefix));
}

/**
 * Returns the terms of the words that a term stands for, which may be a whole name.
 * @param {string} known
 */
function names(known) {
  return known.endsWith("_") ? known.slice(0, -1).split("-").map(stem) : [known];
}
