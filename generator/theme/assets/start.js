// What is the same on every page, put in place while the page is being read: the switches of the
// header, the search box, and the settings that the theme's own script asks for. It is included
// in frame.js, below the constant `theme`; its scripts are classic ones, as they may not wait.
// Zensical, which has switches and a box of its own, takes from here what its scripts share.

const root = new URL("../", /** @type {HTMLScriptElement} */ (document.currentScript).src);

// The theme's scripts keep what a reader chose under these names.
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
    // A reader may forbid it; then nothing is kept.
  }
};

// A link to a tab opens it.
addEventListener("DOMContentLoaded", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLInputElement && target.name.startsWith("__tabbed_")) {
    target.checked = true;
  }
});

/**
 * Puts switches and the search box into the header, behind the script that calls it.
 *
 * @param {boolean} [isSearch] whether the page is the search itself, which needs no box
 */
function frame(isSearch) {
  const find = theme.box
    .replace('role="dialog"', `role="dialog" aria-label="${theme.search}"`)
    .replace('name="search"', `name="find" action="${root.href}search/"`)
    .replace('name="query"', 'name="q"');
  const button =
    `<label class="md-header__button md-icon" for="__search" title="${theme.search}">` +
    `${theme.magnifier}</label>`;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  script.insertAdjacentHTML("afterend", theme.switches + (isSearch ? "" : button + find));
  if (theme.switches) paint();
}

/** Gives the page the colours that the reader chose. */
function paint() {
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
 * Writes the settings that the theme's script reads, with the search worker among them.
 *
 * @param {string} base the way from the page to the site's root
 */
function settings(base) {
  const opened = `${Math.random()}`;
  const node = document.createElement("script");
  node.id = "__config";
  node.type = "application/json";
  const worker = workerAddress(opened);
  const { features, translations } = theme;
  node.textContent = JSON.stringify({ base, features, translations, search: worker });
  document.currentScript?.after(node);
  document
    .getElementById("__search")
    ?.addEventListener("change", () => new BroadcastChannel(opened).postMessage(0));
}

/**
 * Returns the address of the worker that the theme starts with the page.
 *
 * It is a few lines, which fetch the rest when the box is opened: the modules that
 * search/box.js imports, all at once.
 *
 * @param {string} opened the channel on which the box says that it is opened
 */
function workerAddress(opened) {
  const offline = {
    title: "The search could not be loaded",
    text: "<p>It is tried again every few seconds. Are you offline?</p>",
    location: "search/",
    score: 0,
    terms: {},
  };
  const given = [root.href, opened, offline].map((each) => JSON.stringify(each));
  return URL.createObjectURL(new Blob([`(${answer})(${given})`], { type: "text/javascript" }));
}

/**
 * Answers the theme's messages: it stands in a worker of its own, and sees nothing of this file.
 *
 * @param {string} site the site's root
 * @param {string} opened the channel on which the box says that it is opened
 * @param {object} offline what is shown where the search cannot be loaded
 */
function answer(site, opened, offline) {
  /** @type {Promise<any[]> | undefined} */
  let loading;
  let latest = 0;
  const modules = "box engine facets plan query scores shelf spelling words".split(" ");
  const load = () => {
    loading ||= Promise.all([
      ...modules.map((name) => import(`${site}assets/search/${name}.js`)),
      import(`${site}search/lunr.js`),
      fetch(`${site}search/index.json`),
    ]).catch((failure) => {
      loading = undefined;
      throw failure;
    });
    return loading;
  };
  const show = (/** @type {object[][]} */ items, /** @type {number} */ turn) => {
    if (turn === latest) postMessage({ type: 3, data: { items } });
  };
  const search = async (/** @type {string} */ text, /** @type {number} */ turn) => {
    if (turn !== latest) return;
    try {
      show(text.trim() ? await (await load())[0].items(text) : [], turn);
    } catch {
      show([[offline]], turn);
      setTimeout(() => search(text, turn), 2000);
    }
  };
  new BroadcastChannel(opened).addEventListener("message", () => load().catch(() => 0));
  addEventListener("message", ({ data: { type, data: text } }) => {
    latest += 1;
    if (type === 2) search(text, latest);
  });
  postMessage({ type: 1 });
}
