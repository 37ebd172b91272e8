/** Runs a search: turns a query into results, counts and corrections. */

import { applyFilters, countValues } from "./facets.js";
import { IndexFiles, LoadError } from "./index_files.js";
import { plan } from "./plan.js";
import { documentsWith, rank } from "./ranking.js";
import { nearestWord } from "./spelling.js";
import { foldText, highlight, tokenize } from "./tokens.js";

/** @import { Facet, Filters, ValueCount } from "./facets.js" */
/** @import { Manifest, SearchRecord } from "./index_files.js" */
/** @import { MissingWord, Plan } from "./plan.js" */
/** @import { Match } from "./ranking.js" */

/**
 * @typedef {object} SearchRequest
 * @property {string} text
 * @property {Filters} [filters]
 * @property {"relevance" | "date"} [sort]
 * @property {number} [offset] index of the first result to return; if it is past the end, the last page is returned
 * @property {number} [limit] number of results to return
 * @property {Facet[]} [facets] the facets to count
 *
 * @typedef {object} Matches
 * @property {Match[]} complete papers with all words
 * @property {Match[]} partial papers with some of the words
 *
 * @typedef {object} Result
 * @property {SearchRecord} record
 * @property {number} score
 * @property {string} title HTML with the query's words marked
 * @property {string} excerpt HTML with the query's words marked
 * @property {boolean} partial whether it has only some of the words
 *
 * @typedef {object} SearchResponse
 * @property {number} total number of matching papers
 * @property {number} complete number of papers with all words
 * @property {Result[]} results the requested results
 * @property {number} offset index of the first of them
 * @property {string} [suggestion] the query with misspelt words corrected
 * @property {MissingWord[]} missing words that no paper contains
 * @property {boolean} needsMoreLetters whether the last word is too short to be completed
 * @property {boolean} onlyStopWords whether all words are too common to search for
 * @property {boolean} truncated whether words beyond the limit were ignored
 * @property {Partial<Record<Facet, ValueCount[]>>} counts
 * @property {Record<string, string>} labels tag labels by slug
 */

/** If fewer papers contain all words, papers with some of the words follow. */
const MIN_COMPLETE = 10;

/** Searches the index of a site. The first search loads the index. */
export class Engine {
  /** @param {URL} folder the folder of the index */
  constructor(folder) {
    this.folder = folder;
    /** @type {Promise<IndexFiles> | undefined} */
    this.opening = undefined;
  }

  /**
   * Returns the files of the index.
   * @param {boolean} [fresh] whether to bypass the browser's cache
   */
  files(fresh = false) {
    if (!this.opening || fresh) {
      const opening = IndexFiles.open(this.folder, fresh);
      opening.catch(() => (this.opening = undefined));
      this.opening = opening;
    }
    return this.opening;
  }

  /**
   * Runs a search. A missing file may belong to an older index, so the search is repeated once with
   * a fresh manifest.
   * @param {SearchRequest} request
   * @returns {Promise<SearchResponse>}
   */
  async search(request) {
    try {
      return await respond(await this.files(), request);
    } catch (error) {
      if (!(error instanceof LoadError)) {
        throw error;
      }
      return await respond(await this.files(true), request);
    }
  }
}

/**
 * @param {IndexFiles} files
 * @param {SearchRequest} request
 * @returns {Promise<SearchResponse>}
 */
async function respond(files, request) {
  const { text, filters = {}, sort = "relevance", limit = 10 } = request;
  const query = await plan(files, text);
  const unfiltered = findMatches(files.manifest, query, text);
  const complete = await applyFilters(files, unfiltered.complete, filters);
  const partial = await applyFilters(files, unfiltered.partial, filters);
  const all = [...sorted(complete, sort), ...sorted(partial, sort)];
  const lastPage = Math.max(0, Math.ceil(all.length / limit) - 1) * limit;
  const offset = Math.min(request.offset ?? 0, lastPage);
  return {
    total: all.length,
    complete: complete.length,
    offset,
    results: await Promise.all(
      all.slice(offset, offset + limit).map(async (match, index) => {
        const record = await files.record(match.document);
        return toResult(record, match, query, offset + index >= complete.length);
      }),
    ),
    suggestion: await suggest(files, text, query),
    missing: query.missing,
    needsMoreLetters: query.needsMoreLetters,
    onlyStopWords:
      query.clauses.length === 0 && !query.needsMoreLetters && tokenize(text).length > 0,
    truncated: query.truncated,
    counts: Object.fromEntries(
      await Promise.all(
        (request.facets ?? []).map(async (facet) => {
          const matches = [...unfiltered.complete, ...unfiltered.partial];
          return [facet, await countValues(files, facet, matches, filters)];
        }),
      ),
    ),
    labels: files.manifest.tags,
  };
}

/**
 * @param {Match[]} matches
 * @param {"relevance" | "date"} sort
 */
function sorted(matches, sort) {
  return sort === "date"
    ? matches.toSorted((one, other) => other.document - one.document)
    : matches;
}

/**
 * Returns the papers with all words and, if there are few of these, the papers with some of the words.
 * @param {Manifest} manifest
 * @param {Plan} query
 * @param {string} text
 * @returns {Matches}
 */
function findMatches(manifest, query, text) {
  if (query.clauses.length === 0 && text.trim()) {
    return { complete: [], partial: [] };
  }
  const complete = rank(manifest, query.clauses);
  if (complete.length >= MIN_COMPLETE || query.freeWords < 2) {
    return { complete, partial: [] };
  }
  const completeDocuments = new Set(complete.map(({ document }) => document));
  const freeClauses = query.looseClauses.filter(({ presence }) => presence === "optional");
  const withFreeWord = documentsWith(manifest, freeClauses);
  const partial = rank(manifest, query.looseClauses).filter(
    ({ document }) => withFreeWord[document] && !completeDocuments.has(document),
  );
  return { complete, partial };
}

/**
 * @param {SearchRecord} record
 * @param {Match} match
 * @param {Plan} query
 * @param {boolean} partial
 * @returns {Result}
 */
function toResult(record, match, query, partial) {
  return {
    record,
    score: match.score,
    title: highlight(record.title, query.matchesWord),
    excerpt: highlight(record.excerpt, query.matchesWord),
    partial,
  };
}

/**
 * Returns the query with its missing words corrected, or undefined if there are no corrections.
 * @param {IndexFiles} files
 * @param {string} text
 * @param {Plan} query
 */
async function suggest(files, text, query) {
  const corrections = await findCorrections(files, query.missing);
  if (corrections.size === 0) {
    return undefined;
  }
  return text
    .trim()
    .replaceAll(
      /[\p{L}\p{N}\p{M}'’]+/gu,
      (word) => corrections.get(tokenize(word)[0] ?? foldText(word)) ?? word,
    );
}

/**
 * Returns the correction of each missing word. If the vocabulary cannot be loaded, returns no
 * corrections, so the results are still shown.
 * @param {IndexFiles} files
 * @param {MissingWord[]} missing
 * @returns {Promise<Map<string, string>>}
 */
async function findCorrections(files, missing) {
  /** @type {Map<string, string>} */
  const corrections = new Map();
  try {
    await Promise.all(
      missing.map(async ({ word }) => {
        const correction = await nearestWord(files, word);
        if (correction) {
          corrections.set(word, correction);
        }
      }),
    );
  } catch (error) {
    if (!(error instanceof LoadError)) {
      throw error;
    }
  }
  return corrections;
}
