// While a page loads, adds the parts that all pages share: the header's buttons and search box, and the
// configuration of the theme's script. Included in frame.js after the constant `theme`. This is a
// classic script, because it must run before the rest of the page. Every page calls frame() and
// settings(), so their names are short. Zensical has its own header and search; its pages load this
// file only for the functions that the theme's scripts call.

const root = new URL("../", /** @type {HTMLScriptElement} */ (document.currentScript).src);

// The theme's scripts store the reader's settings with these functions.
const __md_scope = root;
const __md_hash = (/** @type {string} */ text) =>
  [...text].reduce(
    (hash, letter) => (hash << 5) - hash + /** @type {number} */ (letter.codePointAt(0)),
    0,
  );
const __md_get = (/** @type {string} */ name, store = localStorage, scope = __md_scope) =>
  JSON.parse(/** @type {string} */ (store.getItem(`${scope.pathname}.${name}`)));
const __md_set = (
  /** @type {string} */ name,
  /** @type {unknown} */ value,
  store = localStorage,
  scope = __md_scope,
) => {
  try {
    store.setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
  } catch {
    // If the browser blocks storage, settings apply only to this page.
  }
};

// A link to a content tab opens it.
addEventListener("DOMContentLoaded", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLInputElement && target.name.startsWith("__tabbed_")) {
    target.checked = true;
  }
});

/**
 * Inserts the palette switches and the search box into the header, after the calling script.
 *
 * @param {boolean} [isSearchPage] whether to leave out the box, as the page has its own
 */
function frame(isSearchPage) {
  const box = theme.box
    .replace('role="dialog"', `role="dialog" aria-label="${theme.search}"`)
    .replace('name="search"', `name="site-search" action="${root.href}search/"`)
    .replace('name="query"', 'name="q"');
  const button =
    `<label class="md-header__button md-icon" for="__search" title="${theme.search}">` +
    `${theme.magnifier}</label>`;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  script.insertAdjacentHTML("afterend", theme.switches + (isSearchPage ? "" : button + box));
  if (theme.switches) applyPalette();
}

/** Applies the palette that the reader chose. */
function applyPalette() {
  const color = __md_get("__palette")?.color;
  if (!color) return;
  if (color.media === "(prefers-color-scheme)") {
    const scheme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const option = document.querySelector(
      `[data-md-color-media="(prefers-color-scheme: ${scheme})"]`,
    );
    for (const name of ["media", "scheme", "primary", "accent"]) {
      color[name] = option?.getAttribute(`data-md-color-${name}`);
    }
  }
  for (const [name, value] of Object.entries(color)) {
    document.body.setAttribute(`data-md-color-${name}`, value);
  }
}

/**
 * Inserts the configuration that the theme's script reads, with the URL of the search worker.
 *
 * @param {string} base the relative URL of the site's root
 */
function settings(base) {
  const channel = `${Math.random()}`;
  const node = document.createElement("script");
  node.id = "__config";
  node.type = "application/json";
  const { features, translations } = theme;
  const search = searchWorkerUrl(channel);
  node.textContent = JSON.stringify({ base, features, translations, search });
  document.currentScript?.after(node);
  document
    .getElementById("__search")
    ?.addEventListener("change", () => new BroadcastChannel(channel).postMessage(0));
}

/**
 * Returns the URL of the worker that the theme starts when a page loads.
 *
 * The worker is small. It loads all search modules in parallel when the box is opened. Otherwise, the
 * imports of a module would be requested only after the module has loaded.
 *
 * @param {string} channel the name of the channel that announces that the box was opened
 */
function searchWorkerUrl(channel) {
  const offlineItem = {
    title: "Search could not be loaded",
    text: "<p>Are you offline? Retrying every few seconds.</p>",
    location: "search/",
    score: 0,
    terms: {},
  };
  const modules = theme.searchModules.map((name) => `${root.href}assets/search/${name}`);
  const parameters = [root.href, modules, channel, offlineItem];
  const source = `(${runSearchWorker})(${parameters.map((each) => JSON.stringify(each))})`;
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

/**
 * Replies to the theme's messages. Runs in a worker, without access to the rest of this file.
 *
 * @param {string} site the URL of the site's root
 * @param {string[]} modules the URLs of header_box.js and of the modules that it imports
 * @param {string} channel the name of the channel that announces that the box was opened
 * @param {object} offlineItem the item to show if the search cannot be loaded
 */
function runSearchWorker(site, modules, channel, offlineItem) {
  /** @type {Promise<any[]> | undefined} */
  let loading;
  let latest = 0;
  const load = () => {
    loading ||= Promise.all([
      ...modules.map((url) => import(url)),
      import(`${site}search/lunr.js`),
      fetch(`${site}search/index.json`),
    ]).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  const show = (/** @type {object[][]} */ items, /** @type {number} */ id) => {
    if (id === latest) postMessage({ type: 3, data: { items } });
  };
  const search = async (/** @type {string} */ text, /** @type {number} */ id) => {
    if (id !== latest) return;
    try {
      show(text.trim() ? await (await load())[0].searchItems(text) : [], id);
    } catch {
      show([[offlineItem]], id);
      setTimeout(() => search(text, id), 2000);
    }
  };
  new BroadcastChannel(channel).addEventListener("message", () => load().catch(() => 0));
  addEventListener("message", ({ data: { type, data: text } }) => {
    latest += 1;
    if (type === 2) search(text, latest);
  });
  postMessage({ type: 1 });
}
