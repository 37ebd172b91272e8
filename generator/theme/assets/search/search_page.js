/** The search page: sends the query in its URL to the worker and shows the response. */

import { createElement, requireElement } from "./dom.js";
import { resultCount, searchMessages } from "./messages.js";
import { PER_PAGE, facetGroups, filterChips, pageLinks, resultItem } from "./results.js";
import { FACETS, parseView, viewUrl } from "./url_state.js";

/** @import { SearchRequest, SearchResponse } from "./engine.js" */
/** @import { Facet } from "./facets.js" */
/** @import { View } from "./url_state.js" */
/** @import { WorkerReply } from "./worker.js" */

/** Milliseconds between a keystroke and its search. */
const TYPING_DELAY = 80;
/** Milliseconds before a failed search is repeated. */
const RETRY_DELAY = 3000;

const form = requireElement("form.search-form", HTMLFormElement);
const input = requireElement(".search-input", HTMLInputElement);
const body = requireElement(".search-body", HTMLElement);
const chips = requireElement(".chips", HTMLElement);
const facets = requireElement(".facet-groups", HTMLElement);
const panel = requireElement(".results-panel", HTMLElement);
const count = requireElement(".results-count", HTMLElement);
const sort = requireElement(".results-sort select", HTMLSelectElement);
const messages = requireElement(".results-messages", HTMLElement);
const list = requireElement(".results", HTMLElement);
const pages = requireElement(".pagination", HTMLElement);

const pageTitle = document.title;
/** @type {Worker | undefined} */
let worker;
/** @type {Set<Facet>} */
const expanded = new Set(["tag", "year"]);
let view = parseView(location.search);
let requestId = 0;
let timer = 0;
/** Whether the current history entry belongs to a query that is being typed. */
let isTyping = false;

/** Starts the search for the current view. */
function search() {
  discardPending();
  for (const facet of FACETS) {
    if (view.filters[facet].length > 0) {
      expanded.add(facet);
    }
  }
  /** @type {SearchRequest} */
  const request = {
    ...view,
    offset: (view.page - 1) * PER_PAGE,
    limit: PER_PAGE,
    facets: [...expanded],
  };
  worker ??= startWorker();
  worker.postMessage({ id: requestId, request });
}

/** Marks the results as outdated and ignores replies to earlier requests. */
function discardPending() {
  clearTimeout(timer);
  requestId += 1;
  panel.setAttribute("aria-busy", "true");
}

/** Returns a new worker. A worker that fails to load is discarded, because it would never reply. */
function startWorker() {
  const started = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  started.addEventListener("message", (/** @type {MessageEvent<WorkerReply>} */ { data }) => {
    if (data.id === requestId) {
      panel.setAttribute("aria-busy", "false");
      if (data.response) {
        showResponse(data.response);
      } else {
        showError(data.error);
      }
    }
  });
  started.addEventListener("error", (event) => {
    event.preventDefault();
    started.terminate();
    worker = undefined;
    showError("unavailable");
  });
  return started;
}

/** @param {SearchResponse} response */
function showResponse(response) {
  chips.replaceChildren(...filterChips(view, response.labels));
  const focused = focusedFacetElement();
  facets.replaceChildren(...facetGroups(view, response, expanded));
  for (const group of facets.querySelectorAll("details")) {
    group.addEventListener("toggle", () => onFacetToggle(group));
  }
  restoreFocus(focused);
  count.textContent = resultCount(response);
  messages.replaceChildren(...searchMessages(view, response));
  list.replaceChildren(...response.results.map((result) => resultItem(result, response.labels)));
  list.setAttribute("start", String(response.offset + 1));
  view = { ...view, page: response.offset / PER_PAGE + 1 };
  pages.replaceChildren(...pageLinks(view, response.total));
}

/** @param {WorkerReply["error"]} error */
function showError(error) {
  panel.setAttribute("aria-busy", "false");
  const failedId = requestId;
  count.textContent = "";
  list.replaceChildren();
  pages.replaceChildren();
  if (error === "outdated") {
    const link = createElement("a", { href: location.href }, "Reload the page");
    const text = "The site has been updated since you opened this page. ";
    messages.replaceChildren(createElement("p", { role: "alert" }, text, link, "."));
    return;
  }
  const button = createElement("button", { type: "button", class: "search-button" }, "Try again");
  button.addEventListener("click", () => search());
  const text =
    error === "failed"
      ? "Search failed. Please report this as a bug, with the URL of this page."
      : "Search could not be loaded. Are you offline? Retrying every few seconds.";
  messages.replaceChildren(createElement("p", { role: "alert" }, text), button);
  if (error !== "failed") {
    timer = setTimeout(() => failedId === requestId && search(), RETRY_DELAY);
  }
}

/**
 * Shows a view and gives it a history entry.
 * @param {View} next
 */
function navigate(next) {
  const isSame = viewUrl(next) === viewUrl(view);
  view = next;
  isTyping = false;
  if (!isSame) {
    history.pushState({}, "", viewUrl(view));
  }
  updateForm();
  search();
}

function updateForm() {
  if (input.value !== view.text) {
    input.value = view.text;
  }
  sort.value = view.sort;
  const text = view.text.trim();
  requireElement(".results-sort", HTMLElement).hidden = !text;
  document.title = text ? `${text.slice(0, 60)} - ${pageTitle}` : pageTitle;
}

/** @param {HTMLDetailsElement} group */
function onFacetToggle(group) {
  const facet = /** @type {Facet} */ (group.dataset.facet);
  const needsCounts = group.open && !expanded.has(facet);
  expanded[group.open ? "add" : "delete"](facet);
  if (needsCounts) {
    search();
  }
}

/** Describes the focused element among the facets, which each response replaces. */
function focusedFacetElement() {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !facets.contains(focused)) {
    return undefined;
  }
  return {
    facet: focused.closest("details")?.dataset.facet,
    text: focused.firstChild?.textContent,
    tag: focused.tagName,
  };
}

/** @param {ReturnType<typeof focusedFacetElement>} focused */
function restoreFocus(focused) {
  if (focused) {
    const group = `details[data-facet="${focused.facet}"]`;
    const candidates = [...facets.querySelectorAll(`${group} ${focused.tag.toLowerCase()}`)];
    const same = candidates.find((each) => each.firstChild?.textContent === focused.text);
    const next = same ?? facets.querySelector(`${group} summary`);
    if (next instanceof HTMLElement) {
      next.focus();
    }
  }
}

input.addEventListener("input", () => {
  view = { ...view, text: input.value, page: 1 };
  history[isTyping ? "replaceState" : "pushState"]({}, "", viewUrl(view));
  isTyping = true;
  updateForm();
  discardPending();
  timer = setTimeout(search, TYPING_DELAY);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  isTyping = false;
  search();
});
sort.addEventListener("change", () => {
  navigate({ ...view, sort: sort.value === "date" ? "date" : "relevance", page: 1 });
});
body.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : undefined;
  const isPlainClick = !hasModifier(event) && !event.shiftKey;
  if (link && isPlainClick && link.getAttribute("href")?.startsWith("?")) {
    event.preventDefault();
    const next = parseView(link.search);
    navigate(messages.contains(link) ? next : { ...next, text: input.value });
    if (pages.contains(link) || messages.contains(link)) {
      count.focus();
    } else if (chips.contains(link)) {
      input.focus();
    }
  }
});
addEventListener("popstate", () => {
  view = parseView(location.search);
  isTyping = false;
  updateForm();
  search();
});
addEventListener("online", () => {
  if (messages.querySelector("[role=alert]")) {
    search();
  }
});
addEventListener("keydown", (event) => {
  if (event.isComposing || hasModifier(event)) {
    return;
  }
  const isInField =
    event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === "/" && !isInField) {
    event.preventDefault();
    input.focus();
    input.select();
  } else if (!event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    moveFocus(event);
  }
});

/**
 * Returns whether a modifier key gives a click or a keystroke another meaning.
 * @param {MouseEvent | KeyboardEvent} event
 */
function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/**
 * Moves the focus between the input and the results with the arrow keys.
 * @param {KeyboardEvent} event
 */
function moveFocus(event) {
  const stops = [input, ...list.querySelectorAll("h2 a")];
  const current = stops.indexOf(/** @type {any} */ (document.activeElement));
  const next = stops[current + (event.key === "ArrowDown" ? 1 : -1)];
  if (current >= 0 && next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
  }
}

requireElement(".no-javascript", HTMLElement).hidden = true;
form.hidden = false;
body.hidden = false;
requireElement(".facets", HTMLDetailsElement).open = matchMedia("(min-width: 45em)").matches;
updateForm();
search();
if (!view.text) {
  input.focus();
}
