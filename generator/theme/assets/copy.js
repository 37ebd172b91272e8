// Gives each text that is made to be copied a button that does so. It is included in frame.js.

addEventListener("DOMContentLoaded", () => {
  for (const cite of document.querySelectorAll(".cite")) {
    const text = cite.querySelector("p, pre");
    const button = document.createElement("button");
    const label = `Copy ${cite.querySelector("h3")?.textContent}`;
    button.type = "button";
    button.textContent = "Copy";
    button.ariaLabel = label;
    button.addEventListener("click", async () => {
      const copied = await copy(/** @type {Element} */ (text));
      button.textContent = copied ? "Copied" : "Selected";
      button.ariaLabel = `${label}: ${button.textContent}`;
      setTimeout(() => {
        button.textContent = "Copy";
        button.ariaLabel = label;
      }, 2000);
    });
    cite.append(button);
  }
});

/**
 * Copies the text of an element. Where a page may not, the text is selected, for a reader to copy.
 *
 * @param {Element} element
 * @returns {Promise<boolean>} whether it was copied
 */
async function copy(element) {
  try {
    await navigator.clipboard.writeText((element.textContent ?? "").trim());
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return false;
  }
}
