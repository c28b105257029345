/**
 * Loaded on every page. Each part is fetched only where the page has something for it, or when it is asked
 * for; a page without scripts shows the same words.
 */

/** @type {ReadonlyArray<[selector: string, part: string]>} */
const PARTS = [];

for (const [selector, part] of PARTS) {
  if (document.querySelector(selector)) import(part);
}

// --- Search: the link to all facts becomes the button that opens it. Nothing is fetched before.

/** Where a reader's wish not to have the key `/` is kept. */
const KEY_OFF = "factsheet.search-key-off";

const link = document.querySelector("a.fs-search-open");
if (link instanceof HTMLAnchorElement) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-keyshortcuts", "/ Control+K");
  button.append(...link.childNodes);
  link.replaceWith(button);

  const open = () => import("./search.js").then((search) => search.open(link.href, KEY_OFF));
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const plain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!chord && (!plain || isWriting(event.target) || isOff())) return;
    event.preventDefault();
    open();
  });
}

/** @param {EventTarget | null} target */
function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function isOff() {
  try {
    return localStorage.getItem(KEY_OFF) !== null;
  } catch {
    return false;
  }
}

// --- Hints: what a reference, a letter or a mark stands for, fetched with the first one that is pointed at.

const HINTED = ".md-typeset :is(a[href], em[title])";
const FIRST = ["pointerover", "keydown", "pointerdown"];

/** @param {Event} event */
function begin(event) {
  const pointed = event.target instanceof Element && event.target.closest(HINTED);
  if (!pointed && !(event instanceof KeyboardEvent && event.key === "Tab")) return;
  for (const name of FIRST) document.removeEventListener(name, begin);
  import("./hints.js").then((hints) => hints.start(event));
}

for (const name of FIRST) document.addEventListener(name, begin);
