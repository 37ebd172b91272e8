/** A search: what a reader typed, to the papers found and what to say of them. */

import { counted, filtered } from "./facets.js";
import { plan } from "./plan.js";
import { having, matches } from "./scores.js";
import { Shelf, Unreachable } from "./shelf.js";
import { nearest } from "./spelling.js";
import { bare, marked, words } from "./words.js";

/** @import { Counts, Facet, Filters } from "./facets.js" */
/** @import { Missing, Plan } from "./plan.js" */
/** @import { Match } from "./scores.js" */
/** @import { PaperRecord } from "./shelf.js" */

/**
 * What is asked.
 * @typedef {object} Request
 * @property {string} text
 * @property {Filters} [filters]
 * @property {"relevance" | "date"} [sort]
 * @property {number} [from] the place of the first result that is wanted; past the end, those of
 *   the last place that many before it
 * @property {number} [most] how many are wanted
 * @property {Facet[]} [facets] of which counts are wanted
 *
 * A paper found.
 * @typedef {object} Result
 * @property {PaperRecord} record
 * @property {number} score
 * @property {string} title HTML, with the words found marked
 * @property {string} excerpt the same
 * @property {boolean} partial whether it has only some of the words
 *
 * What was found.
 * @typedef {object} Answer
 * @property {number} total of all papers found
 * @property {number} complete of those that have all words
 * @property {Result[]} results those that were wanted
 * @property {string} [meant] the query with words that are in some paper
 * @property {number} from the place of the first of them
 * @property {Missing[]} missing words that no paper has
 * @property {boolean} short whether another letter is wanted
 * @property {boolean} common whether all its words are too common to look for
 * @property {boolean} cut whether the query had too many words
 * @property {Partial<Record<Facet, Counts>>} counts
 * @property {Record<string, string>} labels of tags, by slug
 */

/** Results with all words below which those with some words follow. */
const FEW = 10;

/** The index of a site, opened when it is first asked, and anew when it has changed meanwhile. */
export class Engine {
  /** @param {URL} folder where the index lies */
  constructor(folder) {
    this.folder = folder;
    /** @type {Promise<Shelf> | undefined} */
    this.opening = undefined;
  }

  /**
   * Returns the index.
   * @param {boolean} [fresh] whether to pass by the browser's cache
   */
  shelf(fresh = false) {
    if (!this.opening || fresh) {
      const opening = Shelf.open(this.folder, fresh);
      opening.catch(() => (this.opening = undefined));
      this.opening = opening;
    }
    return this.opening;
  }

  /**
   * Returns what is found. A file that is gone may be one of an older index: then it looks again.
   * @param {Request} request
   * @returns {Promise<Answer>}
   */
  async search(request) {
    try {
      return await answer(await this.shelf(), request);
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
      return await answer(await this.shelf(true), request);
    }
  }
}

/**
 * @param {Shelf} shelf
 * @param {Request} request
 * @returns {Promise<Answer>}
 */
async function answer(shelf, request) {
  const { text, filters = {}, sort = "relevance", most = 10 } = request;
  const wanted = await plan(shelf, text);
  const matched = await found(shelf, wanted, text);
  const complete = await filtered(shelf, matched.complete, filters);
  const partial = await filtered(shelf, matched.partial, filters);
  const all = [...ordered(complete, sort), ...ordered(partial, sort)];
  const last = Math.max(0, Math.ceil(all.length / most) - 1) * most;
  const from = Math.min(request.from ?? 0, last);
  return {
    total: all.length,
    complete: complete.length,
    from,
    results: await Promise.all(
      all.slice(from, from + most).map(async (match, place) => {
        const record = await shelf.record(match.document);
        return result(record, match, wanted, from + place >= complete.length);
      }),
    ),
    meant: await meant(shelf, text, wanted),
    missing: wanted.missing,
    short: wanted.short,
    common: wanted.clauses.length === 0 && !wanted.short && words(text).length > 0,
    cut: wanted.cut,
    counts: Object.fromEntries(
      await Promise.all(
        (request.facets ?? []).map(async (facet) => {
          const unfiltered = [...matched.complete, ...matched.partial];
          return [facet, await counted(shelf, facet, unfiltered, filters)];
        }),
      ),
    ),
    labels: shelf.manifest.tags,
  };
}

/**
 * @param {Match[]} matched
 * @param {"relevance" | "date"} sort
 */
function ordered(matched, sort) {
  return sort === "date"
    ? matched.toSorted((one, other) => other.document - one.document)
    : matched;
}

/**
 * Returns the papers with all words, and where these are few, those with some.
 * @param {Shelf} shelf
 * @param {Plan} wanted
 * @param {string} text
 * @returns {Promise<{complete: Match[], partial: Match[]}>}
 */
async function found(shelf, wanted, text) {
  if (wanted.clauses.length === 0 && text.trim()) {
    return { complete: [], partial: [] };
  }
  const complete = await matches(shelf, wanted.clauses);
  const few = complete.length < FEW && wanted.free > 1;
  const known = new Set(complete.map(({ document }) => document));
  const free = wanted.loose.filter(({ presence }) => presence === "optional");
  const some = few ? await having(shelf, free) : [];
  const others = few ? await matches(shelf, wanted.loose) : [];
  const partial = others.filter(({ document }) => some[document] && !known.has(document));
  return { complete, partial };
}

/**
 * @param {PaperRecord} record
 * @param {Match} match
 * @param {Plan} wanted
 * @param {boolean} partial
 * @returns {Result}
 */
function result(record, match, wanted, partial) {
  return {
    record,
    score: match.score,
    title: marked(record.title, wanted.fits),
    excerpt: marked(record.excerpt, wanted.fits),
    partial,
  };
}

/**
 * Returns a query with near words in the place of those that no paper has.
 * @param {Shelf} shelf
 * @param {string} text
 * @param {Plan} wanted
 */
async function meant(shelf, text, wanted) {
  const near = await corrections(shelf, wanted.missing);
  if (near.size === 0) {
    return undefined;
  }
  return text
    .trim()
    .replaceAll(
      /[\p{L}\p{N}\p{M}'’]+/gu,
      (written) => near.get(words(written)[0] ?? bare(written)) ?? written,
    );
}

/**
 * Returns the near words of those that no paper has; none if the vocabulary cannot be had, as what
 * was found is worth showing without.
 * @param {Shelf} shelf
 * @param {Missing[]} missing
 * @returns {Promise<Map<string, string>>}
 */
async function corrections(shelf, missing) {
  /** @type {Map<string, string>} */
  const near = new Map();
  try {
    await Promise.all(
      missing.map(async ({ word }) => {
        const known = await nearest(shelf, word);
        if (known) {
          near.set(word, known);
        }
      }),
    );
  } catch (error) {
    if (!(error instanceof Unreachable)) {
      throw error;
    }
  }
  return near;
}
