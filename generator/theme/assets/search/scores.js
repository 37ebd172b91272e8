/**
 * Which documents fit a query, and how well: lunr's own sum, over the postings of the query's terms.
 *
 * lunr.js itself does the same with objects for each document, and takes seven times as long where
 * thousands fit; tests and `make bench-search` compare the scores with those that it gives.
 */

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
 *
 * A clause with the terms that its own stand for, and their postings.
 * @typedef {Omit<Clause, "terms"> & {terms: {boost: number, found: Map<string, Found>}[]}} Meant
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
  const wanted = meant.filter(({ presence }) => presence !== "prohibited");
  const { documents } = shelf.manifest;
  const has = wanted.length > 0 ? marked(documents, wanted) : new Uint8Array(documents).fill(1);
  const scores = scored(shelf, wanted);
  const found = fitting(has, meant).map((document) => ({
    document,
    score: /** @type {number} */ (scores[document]),
  }));
  return found.toSorted(
    (one, other) => rounded(other.score) - rounded(one.score) || other.document - one.document,
  );
}

/**
 * Returns for each document whether it has what one of some clauses asks for.
 * @param {Shelf} shelf
 * @param {Clause[]} clauses
 */
export async function having(shelf, clauses) {
  const meant = await Promise.all(clauses.map((clause) => expanded(shelf, clause)));
  return marked(shelf.manifest.documents, meant);
}

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
 * Marks the documents that have one of the terms of some clauses in one of their fields.
 * @param {number} documents
 * @param {Meant[]} meant
 */
function marked(documents, meant) {
  const has = new Uint8Array(documents);
  for (const { fields, terms } of meant) {
    for (const found of terms.flatMap((each) => [...each.found.values()])) {
      for (const postings of fields.map((field) => found.get(field))) {
        for (const document of postings?.documents ?? []) {
          has[document] = 1;
        }
      }
    }
  }
  return has;
}

/**
 * Returns the marked documents that have all that is required and nothing that is prohibited.
 * @param {Uint8Array} has
 * @param {Meant[]} meant
 */
function fitting(has, meant) {
  const tests = meant
    .filter(({ presence }) => presence !== "optional")
    .map((each) => ({
      wanted: each.presence === "required" ? 1 : 0,
      holders: marked(has.length, [each]),
    }));
  const fit = [];
  for (let document = 0; document < has.length; document += 1) {
    if (has[document] && tests.every(({ wanted, holders }) => holders[document] === wanted)) {
      fit.push(document);
    }
  }
  return fit;
}

/**
 * Returns each document's score: for each field the product of the query's vector and its own, over
 * the length of the query's.
 * @param {Shelf} shelf
 * @param {Meant[]} wanted
 */
function scored(shelf, wanted) {
  const scores = new Float64Array(shelf.manifest.documents);
  for (const field of Object.keys(shelf.manifest.fields)) {
    const vector = asked(wanted, field);
    const length = Math.hypot(...[...vector.values()].map(({ boost }) => boost));
    for (const { boost, found } of vector.values()) {
      add(scores, shelf, found, field, boost / length);
    }
  }
  return scores;
}

/**
 * Returns the query's vector in a field: how much each term counts there, with its postings.
 * @param {Meant[]} wanted
 * @param {string} field
 */
function asked(wanted, field) {
  /** @type {Map<string, {boost: number, found: Found}>} */
  const vector = new Map();
  for (const { terms } of wanted.filter(({ fields }) => fields.includes(field))) {
    for (const { boost, found: meant } of terms) {
      for (const [term, found] of meant) {
        vector.set(term, { boost: (vector.get(term)?.boost ?? 0) + boost, found });
      }
    }
  }
  return vector;
}

/**
 * Adds a term's weights in a field to the scores.
 * @param {Float64Array} scores
 * @param {Shelf} shelf
 * @param {Found} found
 * @param {string} field
 * @param {number} factor
 */
function add(scores, shelf, found, field, factor) {
  const postings = found.get(field);
  if (postings) {
    const { documents, counts, lengths } = postings;
    const weight = weigher(shelf, found, field);
    for (const [place, document] of documents.entries()) {
      const weighed = weight(counts[place] ?? 0, lengths[place] ?? 0);
      scores[document] = (scores[document] ?? 0) + factor * weighed;
    }
  }
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
    return toThousandths(weight * boost);
  };
}

/**
 * Returns a weight to three digits, exactly rounded as Python does; the slow way only near a half.
 * @param {number} weight
 */
function toThousandths(weight) {
  const thousandths = weight * 1000;
  const near = Math.round(thousandths);
  const doubtful = Math.abs(Math.abs(thousandths - near) - 0.5) < 1e-6;
  return doubtful ? Number(weight.toFixed(3)) : near / 1000;
}

/**
 * Returns a score without what the order of adding up leaves in its last digits: equals are equal.
 * @param {number} score
 */
function rounded(score) {
  return Math.round(score * 1e9);
}
