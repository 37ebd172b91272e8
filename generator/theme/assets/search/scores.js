/** Which documents fit a query, and how well: lunr.js scores them, given only the query's terms. */

import lunr from "../../search/lunr.js";

/** @import { Found, Shelf } from "./shelf.js" */

/**
 * What is wanted in some fields: any of some terms.
 * @typedef {object} Clause
 * @property {Term[]} terms
 * @property {string[]} fields
 * @property {"required" | "optional" | "prohibited"} presence
 *
 * @typedef {object} Term
 * @property {string} term
 * @property {boolean} prefix whether all terms are meant that begin so
 * @property {number} boost how much it counts
 *
 * @typedef {object} Match
 * @property {number} document
 * @property {number} score
 */

/** The parameters of BM25, those of lunr's builder. */
const K1 = 1.2;
const B = 0.75;

/**
 * Returns the documents that fit, best first; among equals the newest first.
 *
 * They and their scores are those that lunr.js finds with the same clauses in the whole index.
 * @param {Shelf} shelf
 * @param {Clause[]} clauses
 * @returns {Promise<Match[]>}
 */
export async function matches(shelf, clauses) {
  const meant = await Promise.all(clauses.map((clause) => expanded(shelf, clause)));
  const allowed = fitting(shelf.manifest.documents, meant);
  const wanted = meant.filter(({ presence }) => presence !== "prohibited");
  const found = wanted.length > 0 ? scored(shelf, wanted, allowed) : unscored(allowed);
  return found.toSorted((one, other) => other.score - one.score || other.document - one.document);
}

/**
 * A clause with the terms that its own stand for, and their postings.
 * @typedef {Omit<Clause, "terms"> & {terms: {boost: number, found: Map<string, Found>}[]}} Meant
 */

/**
 * @param {Shelf} shelf
 * @param {Clause} clause
 * @returns {Promise<Meant>}
 */
async function expanded(shelf, { terms, ...where }) {
  const found = terms.map(async ({ term, prefix, boost }) => ({
    boost,
    found: prefix
      ? ((await shelf.startingWith(term)) ?? new Map())
      : await shelf.between(term, term),
  }));
  return { ...where, terms: await Promise.all(found) };
}

/**
 * Returns for each document whether it has what one of some clauses asks for.
 * @param {Shelf} shelf
 * @param {Clause[]} clauses
 */
export async function having(shelf, clauses) {
  const has = new Uint8Array(shelf.manifest.documents);
  for (const { terms, fields } of await Promise.all(clauses.map((each) => expanded(shelf, each)))) {
    holders(has, terms, fields);
  }
  return has;
}

/**
 * Returns for each document whether it has all that is required and nothing that is prohibited.
 * @param {number} documents
 * @param {Meant[]} meant
 */
function fitting(documents, meant) {
  const allowed = new Uint8Array(documents).fill(1);
  for (const { presence, fields, terms } of meant.filter((each) => each.presence !== "optional")) {
    const has = holders(new Uint8Array(documents), terms, fields);
    const wanted = presence === "required" ? 1 : 0;
    for (let document = 0; document < documents; document += 1) {
      if (has[document] !== wanted) {
        allowed[document] = 0;
      }
    }
  }
  return allowed;
}

/**
 * Marks the documents that have one of some terms in one of some fields, and returns the marks.
 * @param {Uint8Array} has
 * @param {Meant["terms"]} terms
 * @param {string[]} fields
 */
function holders(has, terms, fields) {
  for (const one of terms.flatMap(({ found }) => [...found.values()])) {
    for (const postings of fields.map((field) => one.get(field))) {
      for (const document of postings?.documents ?? []) {
        has[document] = 1;
      }
    }
  }
  return has;
}

/**
 * Returns all documents that are allowed, with no score.
 * @param {Uint8Array} allowed
 * @returns {Match[]}
 */
function unscored(allowed) {
  return [...allowed.entries()].flatMap(([document, fits]) =>
    fits ? [{ document, score: 0 }] : [],
  );
}

/**
 * Lets lunr.js score the allowed documents.
 * @param {Shelf} shelf
 * @param {Meant[]} wanted
 * @param {Uint8Array} allowed
 * @returns {Match[]}
 */
function scored(shelf, wanted, allowed) {
  const terms = new Map(wanted.flatMap((each) => each.terms.flatMap(({ found }) => [...found])));
  const results = small(shelf, terms, allowed).query((query) => {
    for (const { fields, terms: meant } of wanted) {
      for (const { boost, found } of meant) {
        for (const term of found.keys()) {
          query.clause({ term, fields, boost, usePipeline: false });
        }
      }
    }
  });
  return results.map(({ ref, score }) => ({ document: Number(ref), score }));
}

/**
 * Returns a lunr index of some terms and the allowed documents.
 * @param {Shelf} shelf
 * @param {Map<string, Found>} terms
 * @param {Uint8Array} allowed
 */
function small(shelf, terms, allowed) {
  const fields = Object.keys(shelf.manifest.fields);
  const sorted = [...terms.keys()].toSorted();
  /** @type {Record<string, any>} */
  const invertedIndex = {};
  /** @type {Record<string, number[]>} */
  const vectors = {};
  for (const [place, term] of sorted.entries()) {
    const found = /** @type {Found} */ (terms.get(term));
    /** @type {Record<string, any>} */
    const entry = { _index: place };
    for (const field of fields) {
      entry[field] = inserted(shelf, found, field, place, allowed, vectors);
    }
    invertedIndex[term] = entry;
  }
  const fieldVectors = Object.fromEntries(
    Object.entries(vectors).map(([name, elements]) => [name, new lunr.Vector(elements)]),
  );
  const tokenSet = lunr.TokenSet.fromArray(sorted);
  return new lunr.Index({
    invertedIndex,
    fieldVectors,
    tokenSet,
    fields,
    pipeline: new lunr.Pipeline(),
  });
}

/**
 * Puts a term's weights in a field into the vectors, and returns the documents that have it.
 * @param {Shelf} shelf
 * @param {Found} found
 * @param {string} field
 * @param {number} place
 * @param {Uint8Array} allowed
 * @param {Record<string, number[]>} vectors
 */
function inserted(shelf, found, field, place, allowed, vectors) {
  /** @type {Record<string, {}>} */
  const has = {};
  const postings = found.get(field);
  const weight = weigher(shelf, found, field);
  for (const [at, document] of (postings?.documents ?? []).entries()) {
    if (allowed[document]) {
      has[document] = {};
      const vector = (vectors[`${field}/${document}`] ??= []);
      vector.push(place, weight(postings?.counts[at] ?? 0, postings?.lengths[at] ?? 0));
    }
  }
  return has;
}

/**
 * Returns what makes a term's weights in a field, as lunr's builder makes them.
 * @param {Shelf} shelf
 * @param {Found} found
 * @param {string} field
 * @returns {(count: number, length: number) => number}
 */
export function weigher(shelf, found, field) {
  const { documents, fields } = shelf.manifest;
  const { boost, length: total } = fields[field] ?? { boost: 1, length: 0 };
  const average = total / documents;
  let held = 0;
  for (const postings of found.values()) {
    held += postings.documents.length;
  }
  const rarity = Math.log(1 + Math.abs((documents - held + 0.5) / (held + 0.5)));
  return (count, length) => {
    const weight = (rarity * ((K1 + 1) * count)) / (K1 * (1 - B + B * (length / average)) + count);
    return Number((weight * boost).toFixed(3));
  };
}
