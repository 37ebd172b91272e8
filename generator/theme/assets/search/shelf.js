/** The files of the index, each fetched once and only when a query wants it. */

/**
 * @typedef {object} Manifest
 * @property {number} format
 * @property {number} documents
 * @property {number} recordsInBlock
 * @property {number} facetsInBlock
 * @property {Record<string, {boost: number, length: number}>} fields
 * @property {Record<Tier, string[]>} firstTerms
 * @property {Record<string, string>} tags labels by slug
 * @property {Record<Kind, string>} files digests, in order, parted by blanks
 *
 * @typedef {"archive" | "recent"} Tier
 * @typedef {Tier | "records" | "facets" | "authors" | "vocabulary"} Kind
 *
 * @typedef {object} Postings the documents with a term in a field
 * @property {number[]} documents
 * @property {number[]} counts how often it stands there
 * @property {number[]} lengths how many terms the field has
 *
 * @typedef {Map<string, Postings>} Found a term's postings by field
 *
 * @typedef {object} PaperRecord what results show of a paper or page
 * @property {string} path
 * @property {string} title
 * @property {string} excerpt
 * @property {string[]} [authors]
 * @property {number} [others]
 * @property {string} [day]
 * @property {string} [venue]
 * @property {string[]} [tags]
 */

const FORMAT = 1;

/** Shards up to which all terms with a prefix are loaded. */
const WIDEST_PREFIX = 6;

/** A file could not be had; the same may work later. */
export class Unreachable extends Error {}

/** The index has a form that these scripts do not know: the site is newer than the page. */
export class Newer extends Error {}

/** The files that a manifest lists. */
export class Shelf {
  /**
   * Returns the shelf below an address.
   * @param {URL} folder where `index.json` lies
   * @param {boolean} [fresh] whether to pass by the browser's cache
   */
  static async open(folder, fresh = false) {
    const manifest = await fetched(new URL("index.json", folder), fresh ? "reload" : "default");
    if (manifest.format !== FORMAT) {
      throw new Newer("the index has another form");
    }
    return new Shelf(folder, manifest);
  }

  /**
   * @param {URL} folder
   * @param {Manifest} manifest
   */
  constructor(folder, manifest) {
    this.folder = folder;
    this.manifest = manifest;
    /** @type {Map<string, Promise<any>>} */
    this.loaded = new Map();
    this.names = Object.fromEntries(
      Object.entries(manifest.files).map(([kind, names]) => [kind, names.split(" ")]),
    );
  }

  /**
   * Returns what is in one of the files.
   * @param {Kind} kind
   * @param {number} number
   * @returns {Promise<any>}
   */
  file(kind, number) {
    const name = `${kind}/${number}.${this.names[kind]?.[number]}.json`;
    const known = this.loaded.get(name);
    if (known) {
      return known;
    }
    const loading = fetched(new URL(name, this.folder), "default");
    this.loaded.set(name, loading);
    loading.catch(() => this.loaded.delete(name));
    return loading;
  }

  /**
   * Returns the postings of a term.
   * @param {string} term
   * @returns {Promise<Found>}
   */
  async postings(term) {
    const found = await this.between(term, term);
    return found.get(term) ?? new Map();
  }

  /**
   * Returns the terms that begin with a prefix and their postings; nothing if there are too many.
   * @param {string} prefix
   * @returns {Promise<Map<string, Found> | undefined>}
   */
  async startingWith(prefix) {
    const last = `${prefix}\uFFFF`;
    const shards = tiers.flatMap((tier) => this.shards(tier, prefix, last));
    return shards.length > WIDEST_PREFIX ? undefined : await this.between(prefix, last);
  }

  /**
   * Returns the terms from one to another, both included, with their postings.
   * @param {string} first
   * @param {string} last
   * @returns {Promise<Map<string, Found>>}
   */
  async between(first, last) {
    const shards = tiers.flatMap((tier) =>
      this.shards(tier, first, last).map((number) => this.shard(tier, number)),
    );
    /** @type {Map<string, Found>} */
    const found = new Map();
    for (const shard of await Promise.all(shards)) {
      for (const [term, fields] of shard) {
        if (term >= first && term <= last) {
          found.set(term, added(found.get(term) ?? new Map(), fields));
        }
      }
    }
    return found;
  }

  /**
   * Returns the numbers of the shards that may hold terms from one to another.
   * @param {Tier} tier
   * @param {string} first
   * @param {string} last
   */
  shards(tier, first, last) {
    const begins = this.manifest.firstTerms[tier];
    const numbers = [];
    for (
      let number = Math.max(0, after(begins, first) - 1);
      number < after(begins, last);
      number += 1
    ) {
      numbers.push(number);
    }
    return numbers;
  }

  /**
   * Returns a shard's terms and their fields.
   * @param {Tier} tier
   * @param {number} number
   * @returns {Promise<[string, Record<string, [number[], number[], number[]]>][]>}
   */
  shard(tier, number) {
    return this.file(tier, number);
  }

  /**
   * Returns what results show of a document.
   * @param {number} document
   * @returns {Promise<PaperRecord>}
   */
  async record(document) {
    const size = this.manifest.recordsInBlock;
    const block = await this.file("records", Math.floor(document / size));
    return block[document % size];
  }
}

/** @type {Tier[]} */
const tiers = ["archive", "recent"];

/**
 * Returns how many of some sorted texts are at most another one.
 * @param {string[]} texts
 * @param {string} text
 */
function after(texts, text) {
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
 * Adds a shard's postings of a term to those of an earlier tier.
 * @param {Found} found
 * @param {Record<string, [number[], number[], number[]]>} fields
 */
function added(found, fields) {
  for (const [field, [distances, counts, lengths]] of Object.entries(fields)) {
    let document = 0;
    const documents = distances.map((distance) => (document += distance));
    const before = found.get(field);
    found.set(field, {
      documents: [...(before?.documents ?? []), ...documents],
      counts: [...(before?.counts ?? []), ...counts],
      lengths: [...(before?.lengths ?? []), ...lengths],
    });
  }
  return found;
}

/**
 * Returns the JSON at an address.
 * @param {URL} address
 * @param {RequestCache} cache
 */
async function fetched(address, cache) {
  try {
    const answer = await fetch(address, { cache });
    if (!answer.ok) {
      throw new Unreachable(`${address}: ${answer.status}`);
    }
    return await answer.json();
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(`${address}: ${error}`);
  }
}
