// Adds a copy button to each citation. Included in frame.js.

addEventListener("DOMContentLoaded", () => {
  for (const citation of document.querySelectorAll(".cite")) {
    const text = citation.querySelector("p, pre");
    const button = document.createElement("button");
    const label = `Copy ${citation.querySelector("h3")?.textContent}`;
    button.type = "button";
    button.textContent = "Copy";
    button.ariaLabel = label;
    button.addEventListener("click", async () => {
      const isCopied = await copyText(/** @type {Element} */ (text));
      button.textContent = isCopied ? "Copied" : "Selected";
      button.ariaLabel = `${label}: ${button.textContent}`;
      setTimeout(() => {
        button.textContent = "Copy";
        button.ariaLabel = label;
      }, 2000);
    });
    citation.append(button);
  }
});

/**
 * Copies an element's text. If the page has no access to the clipboard, selects the text instead.
 *
 * @param {Element} element
 * @returns {Promise<boolean>} whether the text was copied
 */
async function copyText(element) {
  try {
    await navigator.clipboard.writeText((element.textContent ?? "").trim());
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return false;
  }
}
