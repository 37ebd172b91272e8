/** The search page: what its address asks for, asked of the worker and shown. */

import { FACETS, read, written } from "./address.js";
import { made, the } from "./elements.js";
import { counted, remarks } from "./remarks.js";
import { PER_PAGE, chips, groups, paper, turner } from "./results.js";

/** @import { View } from "./address.js" */
/** @import { Answer, Request } from "./engine.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Reply } from "./worker.js" */

/** Milliseconds after a letter until it is searched for. */
const PAUSE = 80;
const RETRY = 3000;

const form = the("form.find", HTMLFormElement);
const text = the(".find-text", HTMLInputElement);
const found = the(".found", HTMLElement);
const chosen = the(".chips", HTMLElement);
const facets = the(".facets-groups", HTMLElement);
const papers = the(".found-papers", HTMLElement);
const count = the(".found-count", HTMLElement);
const sort = the(".found-sort select", HTMLSelectElement);
const remark = the(".found-note", HTMLElement);
const list = the(".results", HTMLElement);
const pages = the(".turner", HTMLElement);

const title = document.title;
/** @type {Worker | undefined} */
let worker;
/** @type {Set<Facet>} */
const opened = new Set(["tag", "year"]);
let view = read(location.search);
let turn = 0;
let waiting = 0;
let typing = false;

/** Asks for what the page is to show. */
function ask() {
  outdate();
  for (const facet of FACETS) {
    if (view.filters[facet].length > 0) {
      opened.add(facet);
    }
  }
  /** @type {Request} */
  const request = {
    ...view,
    from: (view.page - 1) * PER_PAGE,
    most: PER_PAGE,
    facets: [...opened],
  };
  worker ??= started();
  worker.postMessage({ turn, request });
}

/** Takes what is shown for old: no answer to an earlier question will be shown. */
function outdate() {
  clearTimeout(waiting);
  turn += 1;
  papers.setAttribute("aria-busy", "true");
}

/** Returns a new worker; one that could not be loaded is given up, as it answers nothing. */
function started() {
  const begun = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  begun.addEventListener("message", (/** @type {MessageEvent<Reply>} */ { data }) => {
    if (data.turn === turn) {
      papers.setAttribute("aria-busy", "false");
      if (data.answer) {
        show(data.answer);
      } else {
        fail(data.error);
      }
    }
  });
  begun.addEventListener("error", (event) => {
    event.preventDefault();
    begun.terminate();
    worker = undefined;
    fail("unreachable");
  });
  return begun;
}

/** @param {Answer} answer */
function show(answer) {
  chosen.replaceChildren(...chips(view, answer.labels));
  const focused = focusedPlace();
  facets.replaceChildren(...groups(view, answer, opened));
  for (const group of facets.querySelectorAll("details")) {
    group.addEventListener("toggle", () => toggle(group));
  }
  focusAgain(focused);
  count.textContent = counted(answer);
  remark.replaceChildren(...remarks(view, answer));
  list.replaceChildren(...answer.results.map((result) => paper(result, answer.labels)));
  list.setAttribute("start", String(answer.from + 1));
  view = { ...view, page: answer.from / PER_PAGE + 1 };
  pages.replaceChildren(...turner(view, answer.total));
}

/** @param {Reply["error"]} error */
function fail(error) {
  papers.setAttribute("aria-busy", "false");
  const asked = turn;
  count.textContent = "";
  list.replaceChildren();
  pages.replaceChildren();
  if (error === "newer") {
    const link = made("a", { href: location.href }, "Load it anew");
    remark.replaceChildren(
      made("p", { role: "alert" }, "The site has changed since this page was opened. ", link, "."),
    );
    return;
  }
  const button = made("button", { type: "button", class: "find-button" }, "Try again");
  button.addEventListener("click", () => ask());
  const said =
    error === "fault"
      ? "The search could not be done: please report this address as a fault. "
      : "The search could not be loaded. Are you offline? It is tried again every few seconds. ";
  remark.replaceChildren(made("p", { role: "alert" }, said), button);
  if (error !== "fault") {
    waiting = setTimeout(() => asked === turn && ask(), RETRY);
  }
}

/**
 * Shows a view, at an address of its own.
 * @param {View} next
 */
function go(next) {
  const same = written(next) === written(view);
  view = next;
  typing = false;
  if (!same) {
    history.pushState({}, "", written(view));
  }
  fill();
  ask();
}

function fill() {
  if (text.value !== view.text) {
    text.value = view.text;
  }
  sort.value = view.sort;
  the(".found-sort", HTMLElement).hidden = !view.text.trim();
  document.title = view.text.trim() ? `${view.text.trim().slice(0, 60)} - ${title}` : title;
}

/** @param {HTMLDetailsElement} group */
function toggle(group) {
  const facet = /** @type {Facet} */ (group.dataset.facet);
  const fresh = group.open && !opened.has(facet);
  opened[group.open ? "add" : "delete"](facet);
  if (fresh) {
    ask();
  }
}

/** Returns what tells the focused link among the filters, which are made anew with each answer. */
function focusedPlace() {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !facets.contains(focused)) {
    return undefined;
  }
  return {
    facet: focused.closest("details")?.dataset.facet,
    said: focused.firstChild?.textContent,
    tag: focused.tagName,
  };
}

/** @param {ReturnType<typeof focusedPlace>} place */
function focusAgain(place) {
  if (place) {
    const group = `details[data-facet="${place.facet}"]`;
    const links = [...facets.querySelectorAll(`${group} ${place.tag.toLowerCase()}`)];
    const same = links.find((link) => link.firstChild?.textContent === place.said);
    const next = same ?? facets.querySelector(`${group} summary`);
    if (next instanceof HTMLElement) {
      next.focus();
    }
  }
}

text.addEventListener("input", () => {
  view = { ...view, text: text.value, page: 1 };
  history[typing ? "replaceState" : "pushState"]({}, "", written(view));
  typing = true;
  fill();
  outdate();
  waiting = setTimeout(ask, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  typing = false;
  ask();
});
sort.addEventListener("change", () => {
  go({ ...view, sort: sort.value === "date" ? "date" : "relevance", page: 1 });
});
found.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : undefined;
  if (link && !modified(event) && !event.shiftKey && link.getAttribute("href")?.startsWith("?")) {
    event.preventDefault();
    const next = read(link.search);
    go(remark.contains(link) ? next : { ...next, text: text.value });
    if (pages.contains(link) || remark.contains(link)) {
      count.focus();
    } else if (chosen.contains(link)) {
      text.focus();
    }
  }
});
addEventListener("popstate", () => {
  view = read(location.search);
  typing = false;
  fill();
  ask();
});
addEventListener("online", () => {
  if (remark.querySelector("[role=alert]")) {
    ask();
  }
});
addEventListener("keydown", (event) => {
  if (event.isComposing || modified(event)) {
    return;
  }
  const inField =
    event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === "/" && !inField) {
    event.preventDefault();
    text.focus();
    text.select();
  } else if (!event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    step(event);
  }
});

/**
 * Returns whether keys are held that make another command of a click or a key.
 * @param {MouseEvent | KeyboardEvent} event
 */
function modified(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/**
 * Moves between the text and the results with the arrow keys.
 * @param {KeyboardEvent} event
 */
function step(event) {
  const stops = [text, ...list.querySelectorAll("h2 a")];
  const at = stops.indexOf(/** @type {any} */ (document.activeElement));
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at >= 0 && next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
  }
}

the(".without-script", HTMLElement).hidden = true;
form.hidden = false;
found.hidden = false;
the(".facets", HTMLDetailsElement).open = matchMedia("(min-width: 45em)").matches;
fill();
ask();
if (!view.text) {
  text.focus();
}
