/** The files of the search index. Each is fetched once, when a query first needs it. */

/**
 * The content of `index.json`.
 * @typedef {object} Manifest
 * @property {number} format
 * @property {number} documents
 * @property {number} recordsInBlock
 * @property {number} facetsInBlock
 * @property {Record<string, {boost: number, length: number}>} fields
 * @property {Record<Tier, string[]>} firstTerms the first term of each shard
 * @property {Record<string, string>} tags labels by slug
 * @property {Record<FileKind, string>} files content hashes in order, separated by spaces
 *
 * @typedef {"archive" | "recent"} Tier
 * @typedef {Tier | "records" | "facets" | "authors" | "vocabulary"} FileKind
 *
 * The documents that have a term in a field.
 * @typedef {object} Postings
 * @property {number[]} documents
 * @property {number[]} counts occurrences of the term in each document
 * @property {number[]} lengths number of terms in the field of each document
 *
 * @typedef {Map<string, Postings>} FieldPostings a term's postings by field
 *
 * The fields of a paper or page that a result shows.
 * @typedef {object} SearchRecord
 * @property {string} path
 * @property {string} title
 * @property {string} excerpt
 * @property {string[]} [authors]
 * @property {number} [others] number of authors that are not listed
 * @property {string} [day]
 * @property {string} [venue]
 * @property {string[]} [tags]
 */

const FORMAT = 1;

/** A prefix that spans more shards than this is not expanded. */
const MAX_PREFIX_SHARDS = 6;

/** A file could not be loaded. A later attempt may succeed. */
export class LoadError extends Error {}

/** The index has a format that these scripts cannot read: the site is newer than the open page. */
export class FormatError extends Error {}

/** The files of one index, loaded on demand. */
export class IndexFiles {
  /**
   * Loads the manifest of an index.
   * @param {URL} folder the folder with `index.json`
   * @param {boolean} [fresh] whether to bypass the browser's cache
   */
  static async open(folder, fresh = false) {
    const manifest = await fetchJson(new URL("index.json", folder), fresh ? "reload" : "default");
    if (manifest.format !== FORMAT) {
      throw new FormatError(`the index has format ${manifest.format}, not ${FORMAT}`);
    }
    return new IndexFiles(folder, manifest);
  }

  /**
   * @param {URL} folder
   * @param {Manifest} manifest
   */
  constructor(folder, manifest) {
    this.folder = folder;
    this.manifest = manifest;
    /** @type {Map<string, Promise<any>>} */
    this.cache = new Map();
    this.hashes = Object.fromEntries(
      Object.entries(manifest.files).map(([kind, hashes]) => [kind, hashes.split(" ")]),
    );
  }

  /**
   * Returns the content of a file.
   * @param {FileKind} kind
   * @param {number} number
   * @returns {Promise<any>}
   */
  load(kind, number) {
    const name = `${kind}/${number}.${this.hashes[kind]?.[number]}.json`;
    const cached = this.cache.get(name);
    if (cached) {
      return cached;
    }
    const loading = fetchJson(new URL(name, this.folder), "default");
    this.cache.set(name, loading);
    loading.catch(() => this.cache.delete(name));
    return loading;
  }

  /**
   * Returns the postings of a term, or an empty map if no document contains it.
   * @param {string} term
   * @returns {Promise<FieldPostings>}
   */
  async postings(term) {
    const postings = await this.postingsBetween(term, term);
    return postings.get(term) ?? new Map();
  }

  /**
   * Returns the terms with a prefix and their postings, or undefined if there are too many.
   * @param {string} prefix
   * @returns {Promise<Map<string, FieldPostings> | undefined>}
   */
  async postingsWithPrefix(prefix) {
    const last = `${prefix}\uFFFF`;
    const shards = TIERS.flatMap((tier) => this.shardNumbers(tier, prefix, last));
    return shards.length > MAX_PREFIX_SHARDS ? undefined : await this.postingsBetween(prefix, last);
  }

  /**
   * Returns the terms in a range, both ends included, with their postings.
   * @param {string} first
   * @param {string} last
   * @returns {Promise<Map<string, FieldPostings>>}
   */
  async postingsBetween(first, last) {
    const shards = TIERS.flatMap((tier) =>
      this.shardNumbers(tier, first, last).map((number) => this.shard(tier, number)),
    );
    /** @type {Map<string, FieldPostings>} */
    const postings = new Map();
    for (const shard of await Promise.all(shards)) {
      for (const [term, columns] of shard) {
        if (term >= first && term <= last) {
          postings.set(term, appendPostings(postings.get(term) ?? new Map(), columns));
        }
      }
    }
    return postings;
  }

  /**
   * Returns the numbers of the shards that may contain terms of a range.
   * @param {Tier} tier
   * @param {string} first
   * @param {string} last
   */
  shardNumbers(tier, first, last) {
    const firstTerms = this.manifest.firstTerms[tier];
    const numbers = [];
    for (
      let number = Math.max(0, countUpTo(firstTerms, first) - 1);
      number < countUpTo(firstTerms, last);
      number += 1
    ) {
      numbers.push(number);
    }
    return numbers;
  }

  /**
   * Returns a shard's terms, each with its encoded postings by field.
   * @param {Tier} tier
   * @param {number} number
   * @returns {Promise<[string, Record<string, [number[], number[], number[]]>][]>}
   */
  shard(tier, number) {
    return this.load(tier, number);
  }

  /**
   * Returns the fields of a document that a result shows.
   * @param {number} document
   * @returns {Promise<SearchRecord>}
   */
  async record(document) {
    const size = this.manifest.recordsInBlock;
    const block = await this.load("records", Math.floor(document / size));
    return block[document % size];
  }
}

/** @type {Tier[]} */
const TIERS = ["archive", "recent"];

/**
 * Returns the number of sorted texts that are less than or equal to another text.
 * @param {string[]} texts
 * @param {string} text
 */
function countUpTo(texts, text) {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {string} */ (texts[middle]) <= text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * Decodes a shard's postings of a term and appends them to those of an earlier tier.
 * @param {FieldPostings} postings
 * @param {Record<string, [number[], number[], number[]]>} columns
 */
function appendPostings(postings, columns) {
  for (const [field, [distances, counts, lengths]] of Object.entries(columns)) {
    let document = 0;
    const documents = distances.map((distance) => (document += distance));
    const before = postings.get(field);
    postings.set(field, {
      documents: [...(before?.documents ?? []), ...documents],
      counts: [...(before?.counts ?? []), ...counts],
      lengths: [...(before?.lengths ?? []), ...lengths],
    });
  }
  return postings;
}

/**
 * Returns the JSON at a URL.
 * @param {URL} url
 * @param {RequestCache} cache
 */
async function fetchJson(url, cache) {
  try {
    const response = await fetch(url, { cache });
    if (!response.ok) {
      throw new LoadError(`${url}: ${response.status}`);
    }
    return await response.json();
  } catch (error) {
    throw error instanceof LoadError ? error : new LoadError(`${url}: ${error}`);
  }
}
