/** The page's elements: found, and made. */

/**
 * Returns the element that a selector names.
 * @template {HTMLElement} E
 * @param {string} selector
 * @param {new () => E} kind
 * @returns {E}
 */
export function the(selector, kind) {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) {
    throw new TypeError(`no ${selector} on this page`);
  }
  return found;
}

/**
 * Returns a new element; texts among its content are shown as they are.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} content
 */
export function made(tag, attributes, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...content);
  return element;
}

/**
 * Returns a new element with HTML in it that the engine made: text, and words in `<mark>`.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {string} html
 */
export function markedUp(tag, attributes, html) {
  const element = made(tag, attributes);
  element.innerHTML = html;
  return element;
}
