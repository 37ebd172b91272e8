/**
 * Whether our search gives what lunr.js gives with the whole index: documents, scores and order.
 *
 * Usage: node exact.mjs SITE LUNR.js INDEX.json QUERIES.json. The site's own scripts turn each query
 * into clauses. Its scripts run these on its shards, and lunr.js runs them on the index that lunr.py
 * made; the clauses of a query with all words, and those that are content with some. Prints, as
 * JSON, for how many queries both gave the same documents and scores, for how many of these the order
 * is best first and newest first among equals, for how many anything is found, and what differs.
 */

import { inTurn, index, json, lunrOf, paths, script } from "./scripts.mjs";

/** @import { Plan } from "../../generator/theme/assets/search/plan.js" */
/** @import { Clause, Match } from "../../generator/theme/assets/search/scores.js" */

/** Scores that differ by no more than this part are the same. */
const NEAR = 1e-9;

const SHOWN = 5;

const [site = "", lunrPath = "", wholePath = "", queries = ""] = paths();
const lunr = lunrOf(lunrPath);
const whole = lunr.Index.load(json(wholePath));
const { plan } = await script(site, "plan.js");
const { matches } = await script(site, "scores.js");
const { Shelf } = await script(site, "shelf.js");
const shelf = await Shelf.open(index(site));

const { NONE, TRAILING } = lunr.Query.wildcard;
const { REQUIRED, OPTIONAL, PROHIBITED } = lunr.Query.presence;
const PRESENCE = { required: REQUIRED, optional: OPTIONAL, prohibited: PROHIBITED };

const results = await inTurn(json(queries), compared);
const same = results.filter(({ difference }) => !difference);
const ordered = same.filter(({ misplaced }) => !misplaced);
const different = results.filter(({ difference, misplaced }) => difference || misplaced);
console.log(
  JSON.stringify({
    same: same.length,
    ordered: ordered.length,
    found: results.filter(({ found }) => found > 0).length,
    different: different
      .slice(0, SHOWN)
      .map(({ text, difference, misplaced }) => `${text}: ${difference || misplaced}`),
  }),
);

/**
 * Returns how many papers a query finds, and how they differ from lunr's.
 * @param {string} text
 */
async function compared(text) {
  /** @type {Plan} */
  const { clauses, loose } = await plan(shelf, text);
  const all = await matches(shelf, clauses);
  const some = await matches(shelf, loose);
  const [allRight, someRight] = [expected(clauses), expected(loose)];
  return {
    text,
    found: all.length,
    difference: differing(all, allRight) || differing(some, someRight),
    misplaced: outOfPlace(all, allRight) || outOfPlace(some, someRight),
  };
}

/**
 * Returns each document that lunr.js finds in the whole index, with its score.
 *
 * Of a clause with several terms any will do, for which lunr has no word: its terms are optional
 * then, and what another query finds with them alone is required.
 * @param {Clause[]} clauses
 * @returns {Map<number, number>}
 */
function expected(clauses) {
  const several = clauses.filter(({ presence, terms }) => presence === "required" && terms[1]);
  const found = asked(
    clauses.map((clause) => (several.includes(clause) ? optional(clause) : clause)),
  );
  const required = several.map((clause) => asked([optional(clause)]));
  return new Map([...found].filter(([document]) => required.every((has) => has.has(document))));
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
function asked(clauses) {
  const found = whole.query((query) => {
    for (const { terms, fields, presence } of clauses) {
      for (const { term, prefix, boost } of terms) {
        const wildcard = prefix ? TRAILING : NONE;
        const how = { presence: PRESENCE[presence], wildcard, usePipeline: false };
        query.clause({ term, fields, boost, ...how });
      }
    }
  });
  return new Map(found.map(({ ref, score }) => [Number(ref), score]));
}

/**
 * Returns how our matches differ from lunr's; nothing if they do not.
 * @param {Match[]} ours
 * @param {Map<number, number>} theirs
 */
function differing(ours, theirs) {
  if (ours.length !== theirs.size) return `${ours.length} papers, not ${theirs.size}`;
  for (const { document, score } of ours) {
    const right = theirs.get(document) ?? Number.NaN;
    if (!near(score, right)) return `${document} has ${score}, not ${right}`;
  }
  return "";
}

/**
 * Returns which of our matches stands before one that it should stand behind; nothing if none does.
 * @param {Match[]} ours
 * @param {Map<number, number>} theirs
 */
function outOfPlace(ours, theirs) {
  for (const [place, { document }] of ours.entries()) {
    const next = ours[place + 1];
    const score = theirs.get(document) ?? 0;
    if (next && !inOrder(document, score, next.document, theirs.get(next.document) ?? 0)) {
      return `${document} (${score}) stands before ${next.document}`;
    }
  }
  return "";
}

/**
 * Returns whether one document stands rightly before another: best first, then newest.
 * @param {number} one
 * @param {number} score
 * @param {number} other
 * @param {number} otherScore
 */
function inOrder(one, score, other, otherScore) {
  return near(score, otherScore) ? one > other : score > otherScore;
}

/**
 * Returns whether two scores are the same.
 * @param {number} one
 * @param {number} other
 */
function near(one, other) {
  return Math.abs(one - other) <= NEAR * Math.max(Math.abs(one), Math.abs(other));
}
