/** Filters by tag, year, day, venue and author, and the number of papers of each value. */

/** @import { FileKind, IndexFiles } from "./index_files.js" */
/** @import { Match } from "./ranking.js" */

/**
 * @typedef {"tag" | "year" | "day" | "venue" | "author"} Facet
 *
 * @typedef {Partial<Record<Facet, string[]>>} Filters the selected values by facet
 *
 * @typedef {object} ValueCount
 * @property {string} value
 * @property {number} count
 */

/** The kind of file with each facet's values. @type {Record<Facet, FileKind>} */
const FILE_KINDS = {
  tag: "facets",
  year: "facets",
  day: "facets",
  venue: "facets",
  author: "authors",
};

/** Facets with several values per paper. A paper must have all selected values of these facets. */
const MULTI_VALUED = new Set(["tag", "author"]);

/**
 * Returns the matches that pass the filters of every facet.
 * @template {Match} M
 * @param {IndexFiles} files
 * @param {M[]} matches
 * @param {Filters} filters
 * @returns {Promise<M[]>}
 */
export async function applyFilters(files, matches, filters) {
  const active = Object.entries(filters).filter(([, selected]) => selected.length > 0);
  const tests = await Promise.all(
    active.map(async ([facet, selected]) => {
      const values = await facetValues(files, /** @type {Facet} */ (facet), matches);
      const quantifier = MULTI_VALUED.has(facet) ? "every" : "some";
      return (/** @type {number} */ index) =>
        selected[quantifier]((value) => values[index]?.includes(value));
    }),
  );
  return matches.filter((_, index) => tests.every((passes) => passes(index)));
}

/**
 * Returns the number of matches that would remain if each value of a facet were selected, highest first.
 *
 * The filters of other facets apply. The filters of the facet itself apply only if it has several values
 * per paper, because selecting another value then narrows the results further.
 * @param {IndexFiles} files
 * @param {Facet} facet
 * @param {Match[]} matches before any filter
 * @param {Filters} filters
 * @returns {Promise<ValueCount[]>}
 */
export async function countValues(files, facet, matches, filters) {
  const filtered = await applyFilters(
    files,
    matches,
    MULTI_VALUED.has(facet) ? filters : { ...filters, [facet]: [] },
  );
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const values of await facetValues(files, facet, filtered)) {
    for (const value of values) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const all = [...counts].map(([value, count]) => ({ value, count }));
  return all.toSorted(
    (one, other) => other.count - one.count || (one.value < other.value ? -1 : 1),
  );
}

/**
 * Returns each match's values of a facet.
 * @param {IndexFiles} files
 * @param {Facet} facet
 * @param {Match[]} matches
 * @returns {Promise<string[][]>}
 */
async function facetValues(files, facet, matches) {
  const size = files.manifest.facetsInBlock;
  const numbers = [...new Set(matches.map(({ document }) => Math.floor(document / size)))];
  const blocks = new Map(
    await Promise.all(
      numbers.map(
        async (number) =>
          /** @type {const} */ ([number, await files.load(FILE_KINDS[facet], number)]),
      ),
    ),
  );
  return matches.map(({ document }) => {
    const column = blocks.get(Math.floor(document / size))[facet];
    if (Array.isArray(column)) {
      return column[document % size] ? [String(column[document % size])] : [];
    }
    return column.rows[document % size].map((/** @type {number} */ index) => column.values[index]);
  });
}
