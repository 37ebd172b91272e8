/**
 * Compares our search with lunr.js on the complete index: documents, scores and order.
 *
 * Usage: node exact.mjs SITE LUNR.js INDEX.json QUERIES.json. The site's scripts turn each query into
 * clauses, once with all words required and once with free words optional. They run the clauses on the
 * site's shards, and lunr.js runs them on the index that lunr.py built. Prints JSON: the number of
 * queries with the same documents and scores, how many of these are in the right order (best first,
 * equal scores newest first), how many have results, and the first differences.
 */

import { inTurn, index, json, lunrOf, paths, script } from "./scripts.mjs";

/** @import { Plan } from "../../generator/theme/assets/search/plan.js" */
/** @import { Clause, Match } from "../../generator/theme/assets/search/ranking.js" */

/** Relative difference up to which two scores count as equal. */
const TOLERANCE = 1e-9;

const MAX_DIFFERENCES = 5;

const [site = "", lunrPath = "", indexPath = "", queries = ""] = paths();
const lunr = lunrOf(lunrPath);
const complete = lunr.Index.load(json(indexPath));
const { plan } = await script(site, "plan.js");
const { rank } = await script(site, "ranking.js");
const { IndexFiles } = await script(site, "index_files.js");
const files = await IndexFiles.open(index(site));

const { REQUIRED, OPTIONAL, PROHIBITED } = lunr.Query.presence;
const PRESENCE = { required: REQUIRED, optional: OPTIONAL, prohibited: PROHIBITED };

const results = await inTurn(json(queries), compare);
const same = results.filter(({ difference }) => !difference);
const ordered = same.filter(({ misplaced }) => !misplaced);
const different = results.filter(({ difference, misplaced }) => difference || misplaced);
console.log(
  JSON.stringify({
    same: same.length,
    ordered: ordered.length,
    found: results.filter(({ count }) => count > 0).length,
    different: different
      .slice(0, MAX_DIFFERENCES)
      .map(({ text, difference, misplaced }) => `${text}: ${difference || misplaced}`),
  }),
);

/**
 * Returns a query's number of results and their differences from lunr's.
 * @param {string} text
 */
async function compare(text) {
  /** @type {Plan} */
  const { clauses, looseClauses } = await plan(files, text);
  const all = rank(files.manifest, clauses);
  const some = rank(files.manifest, looseClauses);
  const [expectedAll, expectedSome] = [lunrScores(clauses), lunrScores(looseClauses)];
  return {
    text,
    count: all.length,
    difference: scoreDifference(all, expectedAll) || scoreDifference(some, expectedSome),
    misplaced: orderDifference(all, expectedAll) || orderDifference(some, expectedSome),
  };
}

/**
 * Returns the score of each document that lunr.js finds in the complete index.
 *
 * lunr cannot require any one of several terms. The terms of such a clause are optional instead, and a
 * second query with these terms alone supplies the required documents.
 * @param {Clause[]} clauses
 * @returns {Map<number, number>}
 */
function lunrScores(clauses) {
  const alternatives = clauses.filter(({ presence, terms }) => presence === "required" && terms[1]);
  const scores = queryLunr(
    clauses.map((clause) => (alternatives.includes(clause) ? optional(clause) : clause)),
  );
  const required = alternatives.map((clause) => queryLunr([optional(clause)]));
  return new Map(
    [...scores].filter(([document]) => required.every((matches) => matches.has(document))),
  );
}

/**
 * @param {Clause} clause
 * @returns {Clause}
 */
function optional(clause) {
  return { ...clause, presence: "optional" };
}

/**
 * @param {Clause[]} clauses
 * @returns {Map<number, number>}
 */
function queryLunr(clauses) {
  const matches = complete.query((query) => {
    for (const { terms, fields, presence } of clauses) {
      for (const { term, boost } of terms) {
        const options = { presence: PRESENCE[presence], usePipeline: false };
        query.clause({ term, fields, boost, ...options });
      }
    }
  });
  return new Map(matches.map(({ ref, score }) => [Number(ref), score]));
}

/**
 * Returns the first difference of our documents and scores from lunr's; an empty text without any.
 * @param {Match[]} ours
 * @param {Map<number, number>} theirs
 */
function scoreDifference(ours, theirs) {
  if (ours.length !== theirs.size) return `${ours.length} papers, not ${theirs.size}`;
  for (const { document, score } of ours) {
    const expected = theirs.get(document) ?? Number.NaN;
    if (!areEqual(score, expected)) return `${document} has ${score}, not ${expected}`;
  }
  return "";
}

/**
 * Returns the first pair of our matches in the wrong order; an empty text without any.
 * @param {Match[]} ours
 * @param {Map<number, number>} theirs
 */
function orderDifference(ours, theirs) {
  for (const [position, { document }] of ours.entries()) {
    const next = ours[position + 1];
    const score = theirs.get(document) ?? 0;
    if (next && !inOrder(document, score, next.document, theirs.get(next.document) ?? 0)) {
      return `${document} (${score}) comes before ${next.document}`;
    }
  }
  return "";
}

/**
 * Returns whether one document belongs before another: best first, then newest.
 * @param {number} document
 * @param {number} score
 * @param {number} nextDocument
 * @param {number} nextScore
 */
function inOrder(document, score, nextDocument, nextScore) {
  return areEqual(score, nextScore) ? document > nextDocument : score > nextScore;
}

/**
 * Returns whether two scores are equal.
 * @param {number} first
 * @param {number} second
 */
function areEqual(first, second) {
  return Math.abs(first - second) <= TOLERANCE * Math.max(Math.abs(first), Math.abs(second));
}
