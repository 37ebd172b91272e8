/**
 * Ranks the documents that match a query. The scores are BM25 as lunr computes it, from the postings of
 * the query's terms.
 *
 * lunr.js creates objects for each document and is seven times slower if thousands of documents match.
 * Tests and `make bench-search` compare the scores with those of lunr.js.
 */

/** @import { FieldPostings, Manifest } from "./index_files.js" */

/**
 * A condition of a query. A document matches if one of the fields contains one of the terms.
 * @typedef {object} Clause
 * @property {ClauseTerm[]} terms
 * @property {string[]} fields
 * @property {"required" | "optional" | "prohibited"} presence
 *
 * @typedef {object} ClauseTerm
 * @property {string} term
 * @property {number} boost
 * @property {FieldPostings} postings
 *
 * @typedef {object} Match
 * @property {number} document
 * @property {number} score
 */

/** The parameters of BM25, as in lunr's builder. */
const K1 = 1.2;
const B = 0.75;

/**
 * Returns the documents that match all required clauses, best first. If scores are equal, the newer
 * document comes first.
 * @param {Manifest} manifest
 * @param {Clause[]} clauses
 * @returns {Match[]}
 */
export function rank(manifest, clauses) {
  const positive = clauses.filter(({ presence }) => presence !== "prohibited");
  const { documents } = manifest;
  const candidates =
    positive.length > 0 ? documentsWith(manifest, positive) : new Uint8Array(documents).fill(1);
  const scores = computeScores(manifest, positive);
  const matches = matching(manifest, candidates, clauses).map((document) => ({
    document,
    score: /** @type {number} */ (scores[document]),
  }));
  return matches.toSorted(
    (one, other) =>
      roundScore(other.score) - roundScore(one.score) || other.document - one.document,
  );
}

/**
 * Returns an array with 1 for each document that matches at least one clause, and 0 for the others.
 * @param {Manifest} manifest
 * @param {Clause[]} clauses
 */
export function documentsWith(manifest, clauses) {
  const flags = new Uint8Array(manifest.documents);
  for (const { fields, terms } of clauses) {
    const inFields = terms.flatMap((term) => fields.map((field) => term.postings.get(field)));
    for (const postings of inFields) {
      for (const document of postings?.documents ?? []) {
        flags[document] = 1;
      }
    }
  }
  return flags;
}

/**
 * Returns the candidates that match all required clauses and no prohibited one.
 * @param {Manifest} manifest
 * @param {Uint8Array} candidates
 * @param {Clause[]} clauses
 */
function matching(manifest, candidates, clauses) {
  const tests = clauses
    .filter(({ presence }) => presence !== "optional")
    .map((clause) => ({
      expected: clause.presence === "required" ? 1 : 0,
      flags: documentsWith(manifest, [clause]),
    }));
  const documents = [];
  for (let document = 0; document < candidates.length; document += 1) {
    if (
      candidates[document] &&
      tests.every(({ expected, flags }) => flags[document] === expected)
    ) {
      documents.push(document);
    }
  }
  return documents;
}

/**
 * Returns the score of each document: the sum over all fields of the dot product of the query's vector
 * and the document's vector, divided by the norm of the query's vector.
 * @param {Manifest} manifest
 * @param {Clause[]} clauses
 */
function computeScores(manifest, clauses) {
  const scores = new Float64Array(manifest.documents);
  for (const field of Object.keys(manifest.fields)) {
    const vector = queryVector(clauses, field);
    const norm = Math.hypot(...[...vector.values()].map(({ boost }) => boost));
    for (const { boost, postings } of vector.values()) {
      addWeights(scores, manifest, postings, field, boost / norm);
    }
  }
  return scores;
}

/**
 * Returns the query's vector in a field: the boost and the postings of each term of the index.
 * @param {Clause[]} clauses
 * @param {string} field
 */
function queryVector(clauses, field) {
  /** @type {Map<string, {boost: number, postings: FieldPostings}>} */
  const vector = new Map();
  for (const { terms } of clauses.filter(({ fields }) => fields.includes(field))) {
    for (const { term, boost, postings } of terms.filter((each) => each.postings.size > 0)) {
      vector.set(term, { boost: (vector.get(term)?.boost ?? 0) + boost, postings });
    }
  }
  return vector;
}

/**
 * Adds a term's weights in a field to the scores.
 * @param {Float64Array} scores
 * @param {Manifest} manifest
 * @param {FieldPostings} postings
 * @param {string} field
 * @param {number} factor
 */
function addWeights(scores, manifest, postings, field, factor) {
  const inField = postings.get(field);
  if (inField) {
    const { documents, counts, lengths } = inField;
    const weight = termWeight(manifest, postings, field);
    for (const [index, document] of documents.entries()) {
      const added = factor * weight(counts[index] ?? 0, lengths[index] ?? 0);
      scores[document] = (scores[document] ?? 0) + added;
    }
  }
}

/**
 * Returns a function that computes a term's weight in a field, as lunr's builder does, from the
 * term's count in the field and the field's length.
 * @param {Manifest} manifest
 * @param {FieldPostings} postings
 * @param {string} field
 * @returns {(count: number, length: number) => number}
 */
export function termWeight(manifest, postings, field) {
  const { documents, fields } = manifest;
  const { boost, length: total } = fields[field] ?? { boost: 1, length: 0 };
  const average = total / documents;
  const idf = inverseDocumentFrequency(manifest, postingCount(postings));
  return (count, length) => {
    const weight = (idf * ((K1 + 1) * count)) / (K1 * (1 - B + B * (length / average)) + count);
    return roundWeight(weight * boost);
  };
}

/**
 * Returns the inverse document frequency of a term with a given number of postings, as lunr defines it.
 * @param {Manifest} manifest
 * @param {number} count
 */
export function inverseDocumentFrequency({ documents }, count) {
  return Math.log(1 + Math.abs((documents - count + 0.5) / (count + 0.5)));
}

/**
 * Returns a term's number of postings in all fields.
 * @param {FieldPostings} postings
 */
export function postingCount(postings) {
  return [...postings.values()].reduce((sum, { documents }) => sum + documents.length, 0);
}

/**
 * Returns a weight rounded to three decimal places, exactly as in Python. `toFixed` is slow, so it is used
 * only if the fourth decimal place is close to 5.
 * @param {number} weight
 */
function roundWeight(weight) {
  const thousandths = weight * 1000;
  const nearest = Math.round(thousandths);
  const isNearHalf = Math.abs(Math.abs(thousandths - nearest) - 0.5) < 1e-6;
  return isNearHalf ? Number(weight.toFixed(3)) : nearest / 1000;
}

/**
 * Returns a score without its last digits, which depend on the order of additions.
 * @param {number} score
 */
function roundScore(score) {
  return Math.round(score * 1e9);
}
