/** What papers have in common, for filters and their counts: tags, years, days, venues, authors. */

/** @import { Kind, Shelf } from "./shelf.js" */
/** @import { Match } from "./scores.js" */

/** @typedef {"tag" | "year" | "day" | "venue" | "author"} Facet */
/** @typedef {Partial<Record<Facet, string[]>>} Filters the values that papers must have, by facet */
/** @typedef {{value: string, count: number}[]} Counts */

/** @type {Record<Facet, Kind>} */
const KINDS = { tag: "facets", year: "facets", day: "facets", venue: "facets", author: "authors" };

/** Facets of which a paper may have several values: it must have all that are asked for. */
const MANY = new Set(["tag", "author"]);

/**
 * Returns the matches that pass the filters of every facet.
 * @template {Match} M
 * @param {Shelf} shelf
 * @param {M[]} found
 * @param {Filters} filters
 * @returns {Promise<M[]>}
 */
export async function filtered(shelf, found, filters) {
  const wanted = Object.entries(filters).filter(([, values]) => values.length > 0);
  const tests = await Promise.all(
    wanted.map(async ([facet, values]) => {
      const held = await valuesOf(shelf, /** @type {Facet} */ (facet), found);
      const enough = MANY.has(facet) ? "every" : "some";
      return (/** @type {number} */ place) =>
        values[enough]((value) => held[place]?.includes(value));
    }),
  );
  return found.filter((_, place) => tests.every((passes) => passes(place)));
}

/**
 * Returns how many matches each value of a facet leaves, most first: next to the other filters, and
 * of a facet with several values a paper next to its own.
 * @param {Shelf} shelf
 * @param {Facet} facet
 * @param {Match[]} found before any filter
 * @param {Filters} filters
 * @returns {Promise<Counts>}
 */
export async function counted(shelf, facet, found, filters) {
  const left = await filtered(
    shelf,
    found,
    MANY.has(facet) ? filters : { ...filters, [facet]: [] },
  );
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const values of await valuesOf(shelf, facet, left)) {
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
 * Returns the values of a facet that each match has.
 * @param {Shelf} shelf
 * @param {Facet} facet
 * @param {Match[]} found
 * @returns {Promise<string[][]>}
 */
async function valuesOf(shelf, facet, found) {
  const size = shelf.manifest.facetsInBlock;
  const numbers = [...new Set(found.map(({ document }) => Math.floor(document / size)))];
  const blocks = new Map(
    await Promise.all(
      numbers.map(
        async (number) => /** @type {const} */ ([number, await shelf.file(KINDS[facet], number)]),
      ),
    ),
  );
  return found.map(({ document }) => {
    const held = blocks.get(Math.floor(document / size))[facet];
    if (Array.isArray(held)) {
      return held[document % size] ? [String(held[document % size])] : [];
    }
    return held.rows[document % size].map((/** @type {number} */ place) => held.values[place]);
  });
}
