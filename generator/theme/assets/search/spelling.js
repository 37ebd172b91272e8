/** Spelling corrections from the vocabulary, which is fetched only when a word needs a correction. */

/** @import { IndexFiles } from "./index_files.js" */

const MAX_DISTANCE = 2;

/** Words with fewer letters may differ from their correction by only one change. */
const LONG_WORD = 7;
const SHORTEST_WORD = 4;

/**
 * Returns the nearest word of the vocabulary. If several are equally near, returns the most frequent one.
 * @param {IndexFiles} files
 * @param {string} word
 * @returns {Promise<string | undefined>}
 */
export async function nearestWord(files, word) {
  if (word.length < SHORTEST_WORD) {
    return undefined;
  }
  /** @type {string[]} */
  const groups = await files.load("vocabulary", 0);
  let nearest;
  let limit = (word.length < LONG_WORD ? 1 : MAX_DISTANCE) + 1;
  for (const group of groups.toReversed()) {
    for (const candidate of group.split(" ")) {
      const distance = editDistance(word, candidate, limit);
      if (distance < limit && distance > 0) {
        nearest = candidate;
        limit = distance;
      }
    }
  }
  return nearest;
}

/**
 * Returns the optimal string alignment distance of two words, at most the limit.
 *
 * A swap of neighbouring letters counts as one change. A row without a value below the limit ends
 * the computation early.
 * @param {string} one
 * @param {string} other
 * @param {number} limit
 */
export function editDistance(one, other, limit) {
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
