/** Words that a reader may have meant: near ones in the vocabulary, which is fetched only then. */

/** @import { Shelf } from "./shelf.js" */

const FURTHEST = 2;

/** Letters from which a word may be two changes away and not just one. */
const LONG = 7;
const SHORTEST = 4;

/**
 * Returns the nearest word of the vocabulary, of those as near the most frequent one.
 * @param {Shelf} shelf
 * @param {string} word
 * @returns {Promise<string | undefined>}
 */
export async function nearest(shelf, word) {
  if (word.length < SHORTEST) {
    return undefined;
  }
  /** @type {string[]} */
  const groups = await shelf.file("vocabulary", 0);
  let best;
  let least = (word.length < LONG ? 1 : FURTHEST) + 1;
  for (const group of groups.toReversed()) {
    for (const known of group.split(" ")) {
      const far = distance(word, known, least);
      if (far < least && far > 0) {
        best = known;
        least = far;
      }
    }
  }
  return best;
}

/**
 * Returns how many letters two words differ in (a swap of neighbours is one), or the limit.
 *
 * The optimal string alignment distance; rows whose least value reaches the limit end it early.
 * @param {string} one
 * @param {string} other
 * @param {number} limit
 */
export function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) >= limit) {
    return limit;
  }
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[line - 1] === other[column - 1];
      let least = Math.min(
        at(row, column) + 1,
        at(next, column - 1) + 1,
        at(row, column - 1) + (same ? 0 : 1),
      );
      if (
        line > 1 &&
        column > 1 &&
        one[line - 1] === other[column - 2] &&
        one[line - 2] === other[column - 1]
      ) {
        least = Math.min(least, at(before, column - 2) + 1);
      }
      next.push(least);
    }
    if (Math.min(...next) >= limit) {
      return limit;
    }
    before = row;
    row = next;
  }
  return Math.min(at(row, other.length), limit);
}

/**
 * @param {number[]} row
 * @param {number} column
 */
function at(row, column) {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
