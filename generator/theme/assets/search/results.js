/** The search page's parts: results, filters in use, counts by facet, pages. */

import { toggled, written } from "./address.js";
import { made, markedUp } from "./elements.js";

/** @import { View } from "./address.js" */
/** @import { Answer, Result } from "./engine.js" */
/** @import { Counts, Facet } from "./facets.js" */

export const PER_PAGE = 20;

/** Values of a facet that are shown at first. */
const FIRST_VALUES = 8;
const MOST_VALUES = 100;

/** The facets that papers can be filtered by here, and what they are called. */
const GROUPS = /** @type {const} */ ([
  ["tag", "Tags"],
  ["year", "Years"],
  ["author", "Authors"],
  ["venue", "Venues"],
]);

/** @type {Record<Facet, string>} */
const NAMES = { tag: "Tag", year: "Year", author: "Author", venue: "Venue", day: "Day" };

/** The site's root, from the search page. */
const ROOT = "../";

/**
 * Returns a result as a list item.
 * @param {Result} result
 * @param {Record<string, string>} labels
 */
export function paper({ record, title, excerpt, partial }, labels) {
  const { authors = [], others = 0, day = "", venue = "", tags = [] } = record;
  const item = made("li", { class: "result" });
  const heading = made("h2", { class: "result-title" });
  heading.append(markedUp("a", { href: ROOT + record.path }, title));
  item.append(heading);
  if (authors.length > 0) {
    const more = others > 0 ? ` and ${others} more` : "";
    item.append(made("p", { class: "by" }, authors.join(", ") + more));
  }
  const facts = [day, venue, partial ? "has only some of the words" : ""].filter(Boolean);
  if (facts.length > 0) {
    item.append(made("p", { class: "facts" }, facts.join(" · ")));
  }
  item.append(markedUp("p", { class: "result-excerpt" }, excerpt));
  if (tags.length > 0) {
    const links = tags.map((tag) => made("a", { href: `${ROOT}tags/${tag}/` }, labels[tag] ?? tag));
    item.append(made("p", { class: "pills" }, ...links));
  }
  return item;
}

/**
 * Returns the filters in use, each a link that takes it away.
 * @param {View} view
 * @param {Record<string, string>} labels
 */
export function chips(view, labels) {
  return Object.entries(view.filters).flatMap(([name, values]) => {
    const facet = /** @type {Facet} */ (name);
    return values.map((value) => {
      const said = `${NAMES[facet]}: ${shown(facet, value, labels)}`;
      const link = made(
        "a",
        { href: written(toggled(view, facet, value)), "aria-label": `Remove the filter ${said}` },
        said,
        made("span", { "aria-hidden": "true" }, " ×"),
      );
      return made("li", {}, link);
    });
  });
}

/**
 * Returns the facets with the counts of the papers found; those without counts are closed.
 * @param {View} view
 * @param {Answer} answer
 * @param {Set<Facet>} opened
 */
export function groups(view, answer, opened) {
  return GROUPS.map(([facet, name]) => {
    const counts = answer.counts[facet];
    const group = made(
      "details",
      { class: "facet", "data-facet": facet },
      made("summary", {}, name),
    );
    if (counts && opened.has(facet)) {
      group.setAttribute("open", "");
      group.append(...listed(view, facet, counts, answer.labels));
    }
    return group;
  });
}

/**
 * @param {View} view
 * @param {Facet} facet
 * @param {Counts} counts
 * @param {Record<string, string>} labels
 */
function listed(view, facet, counts, labels) {
  if (counts.length === 0) {
    return [made("p", { class: "facet-none" }, "none")];
  }
  const items = counts.slice(0, MOST_VALUES).map(({ value, count }, place) => {
    const active = view.filters[facet].includes(value);
    const link = made(
      "a",
      { href: written(toggled(view, facet, value)), ...(active ? { "aria-current": "true" } : {}) },
      made("span", {}, shown(facet, value, labels)),
      " ",
      made("span", { class: "facet-count" }, count.toLocaleString("en")),
    );
    return made("li", place >= FIRST_VALUES ? { class: "facet-more" } : {}, link);
  });
  const list = made("ul", {}, ...items);
  if (items.length <= FIRST_VALUES) {
    return [list];
  }
  const button = made("button", { type: "button", class: "facet-all" }, "Show more");
  button.addEventListener("click", () => {
    list.classList.add("facet-whole");
    button.remove();
    items[FIRST_VALUES]?.querySelector("a")?.focus();
  });
  return [list, button];
}

/**
 * Returns the links to the pages of the results around the one shown.
 * @param {View} view
 * @param {number} total
 */
export function turner(view, total) {
  const last = Math.ceil(total / PER_PAGE);
  if (last < 2) {
    return [];
  }
  const near = [1, view.page - 1, view.page, view.page + 1, last];
  const pages = [...new Set(near)].filter((page) => page >= 1 && page <= last);
  return pages.flatMap((page, place) => {
    const label = { "aria-label": `Page ${page}` };
    const href = { href: written({ ...view, page }) };
    const current = page === view.page;
    const link = made(
      "a",
      current ? { ...href, ...label, "aria-current": "page" } : { ...href, ...label },
      String(page),
    );
    const gap = place > 0 && page - (pages[place - 1] ?? page) > 1;
    return gap ? [made("span", { "aria-hidden": "true" }, "…"), link] : [link];
  });
}

/**
 * Returns a value of a facet as readers know it.
 * @param {Facet} facet
 * @param {string} value
 * @param {Record<string, string>} labels
 */
function shown(facet, value, labels) {
  return facet === "tag" && Object.hasOwn(labels, value) ? (labels[value] ?? value) : value;
}
