/** The elements of the search page: results, active filters, facets and page links. */

import { createElement, createHighlighted } from "./dom.js";
import { toggleFilter, viewUrl } from "./url_state.js";

/** @import { Result, SearchResponse } from "./engine.js" */
/** @import { Facet, ValueCount } from "./facets.js" */
/** @import { View } from "./url_state.js" */

export const PER_PAGE = 20;

/** Number of a facet's values that are visible at first. */
const FIRST_VALUES = 8;
const MAX_VALUES = 100;

/** The facets that the page offers as filters, with their headings. */
const HEADINGS = /** @type {const} */ ([
  ["tag", "Tags"],
  ["year", "Years"],
  ["author", "Authors"],
  ["venue", "Venues"],
]);

/** @type {Record<Facet, string>} */
const NAMES = { tag: "Tag", year: "Year", author: "Author", venue: "Venue", day: "Day" };

/** The site's root, relative to the search page. */
const ROOT = "../";

/**
 * Returns a result as a list item.
 * @param {Result} result
 * @param {Record<string, string>} labels
 */
export function resultItem({ record, title, excerpt, partial }, labels) {
  const { authors = [], others = 0, day = "", venue = "", tags = [] } = record;
  const item = createElement("li", { class: "result" });
  const heading = createElement("h2", { class: "result-title" });
  heading.append(createHighlighted("a", { href: ROOT + record.path }, title));
  item.append(heading);
  if (authors.length > 0) {
    const more = others > 0 ? ` and ${others} more` : "";
    item.append(createElement("p", { class: "by" }, authors.join(", ") + more));
  }
  const facts = [day, venue, partial ? "matches only some words" : ""].filter(Boolean);
  if (facts.length > 0) {
    item.append(createElement("p", { class: "facts" }, facts.join(" · ")));
  }
  item.append(createHighlighted("p", { class: "result-excerpt" }, excerpt));
  if (tags.length > 0) {
    const links = tags.map((tag) =>
      createElement("a", { href: `${ROOT}tags/${tag}/` }, labels[tag] ?? tag),
    );
    item.append(createElement("p", { class: "pills" }, ...links));
  }
  return item;
}

/**
 * Returns the active filters as links that remove them.
 * @param {View} view
 * @param {Record<string, string>} labels
 */
export function filterChips(view, labels) {
  return Object.entries(view.filters).flatMap(([name, values]) => {
    const facet = /** @type {Facet} */ (name);
    return values.map((value) => {
      const text = `${NAMES[facet]}: ${valueLabel(facet, value, labels)}`;
      const href = viewUrl(toggleFilter(view, facet, value));
      const cross = createElement("span", { "aria-hidden": "true" }, " ×");
      const attributes = { href, "aria-label": `Remove filter ${text}` };
      return createElement("li", {}, createElement("a", attributes, text, cross));
    });
  });
}

/**
 * Returns the facets with the counts of their values. A facet without counts is collapsed.
 * @param {View} view
 * @param {SearchResponse} response
 * @param {Set<Facet>} expanded
 */
export function facetGroups(view, response, expanded) {
  return HEADINGS.map(([facet, heading]) => {
    const counts = response.counts[facet];
    const group = createElement(
      "details",
      { class: "facet", "data-facet": facet },
      createElement("summary", {}, heading),
    );
    if (counts && expanded.has(facet)) {
      group.setAttribute("open", "");
      group.append(...facetContent(view, facet, counts, response.labels));
    }
    return group;
  });
}

/**
 * @param {View} view
 * @param {Facet} facet
 * @param {ValueCount[]} counts
 * @param {Record<string, string>} labels
 */
function facetContent(view, facet, counts, labels) {
  if (counts.length === 0) {
    return [createElement("p", { class: "facet-empty" }, "None")];
  }
  const items = counts.slice(0, MAX_VALUES).map(({ value, count }, index) => {
    const href = viewUrl(toggleFilter(view, facet, value));
    const isActive = view.filters[facet].includes(value);
    const link = createElement(
      "a",
      isActive ? { href, "aria-current": "true" } : { href },
      createElement("span", {}, valueLabel(facet, value, labels)),
      " ",
      createElement("span", { class: "facet-count" }, count.toLocaleString("en")),
    );
    return createElement("li", index >= FIRST_VALUES ? { class: "facet-extra" } : {}, link);
  });
  const list = createElement("ul", {}, ...items);
  if (items.length <= FIRST_VALUES) {
    return [list];
  }
  const button = createElement("button", { type: "button", class: "facet-show-more" }, "Show more");
  button.addEventListener("click", () => {
    list.classList.add("facet-expanded");
    button.remove();
    items[FIRST_VALUES]?.querySelector("a")?.focus();
  });
  return [list, button];
}

/**
 * Returns links to the first, the last and the neighbouring pages of results.
 * @param {View} view
 * @param {number} total
 */
export function pageLinks(view, total) {
  const last = Math.ceil(total / PER_PAGE);
  if (last < 2) {
    return [];
  }
  const candidates = [1, view.page - 1, view.page, view.page + 1, last];
  const pages = [...new Set(candidates)].filter((page) => page >= 1 && page <= last);
  return pages.flatMap((page, index) => {
    const attributes = { href: viewUrl({ ...view, page }), "aria-label": `Page ${page}` };
    const link = createElement(
      "a",
      page === view.page ? { ...attributes, "aria-current": "page" } : attributes,
      String(page),
    );
    const hasGap = index > 0 && page - (pages[index - 1] ?? page) > 1;
    return hasGap ? [createElement("span", { "aria-hidden": "true" }, "…"), link] : [link];
  });
}

/**
 * Returns the text shown for a facet's value: the label of a tag, or the value itself.
 * @param {Facet} facet
 * @param {string} value
 * @param {Record<string, string>} labels
 */
function valueLabel(facet, value, labels) {
  return facet === "tag" && Object.hasOwn(labels, value) ? (labels[value] ?? value) : value;
}
