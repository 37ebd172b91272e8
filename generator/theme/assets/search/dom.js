/** Finds and creates elements of the page. */

/**
 * Returns the element that a selector matches.
 * @template {HTMLElement} E
 * @param {string} selector
 * @param {new () => E} type
 * @returns {E}
 */
export function requireElement(selector, type) {
  const element = document.querySelector(selector);
  if (!(element instanceof type)) {
    throw new TypeError(`no ${selector} on this page`);
  }
  return element;
}

/**
 * Returns a new element. Strings in its content are shown as text.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} content
 */
export function createElement(tag, attributes, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...content);
  return element;
}

/**
 * Returns a new element with HTML from the engine: escaped text with words in `<mark>`.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {string} html
 */
export function createHighlighted(tag, attributes, html) {
  const element = createElement(tag, attributes);
  element.innerHTML = html;
  return element;
}
