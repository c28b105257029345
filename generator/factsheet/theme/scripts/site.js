/**
 * Loaded on every page. Each part is fetched only where the page has something for it, or when it is asked
 * for; a page without scripts shows the same words.
 */

/** @type {ReadonlyArray<[selector: string, part: string]>} */
const PARTS = [
  [".fs-cite", "./cite.js"],
];

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

  const open = (/** @type {string} */ query = "") => import("./search.js").then((search) => search.open(link.href, KEY_OFF, query));
  if (history.state?.search) open(history.state.search); // Back has led to a page that was left by a result
  button.addEventListener("click", () => open());
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

// --- The drawer closes with Escape, and the focus is back at what opened it.

const drawer = document.querySelector("#__drawer");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(drawer instanceof HTMLInputElement) || !drawer.checked) return;
  drawer.checked = false;
  drawer.dispatchEvent(new Event("change"));
  drawer.focus();
});

// --- Hints: what a reference, a letter or a mark stands for, fetched with the first one that is asked for.

const HINTED = ".md-typeset :is(a[href], em[title])";
const ASKING = ["pointerover", "focusin", "click"];

/** @type {Event | undefined} The last one that asked: a touch is a focus and then a click, both while the part loads. */
let asked;

/** @param {Event} event */
function begin(event) {
  const subject = event.target instanceof Element && event.target.closest(HINTED);
  if (!subject || (event.type === "pointerover" && /** @type {PointerEvent} */ (event).pointerType === "touch")) return;
  const isFirst = !asked;
  asked = event;
  if (isFirst) import("./hints.js").then(startHints, () => { asked = undefined; });
}

/** @param {typeof import("./hints.js")} hints */
function startHints(hints) {
  for (const name of ASKING) document.removeEventListener(name, begin);
  if (asked) hints.start(asked);
}

for (const name of ASKING) document.addEventListener(name, begin);

// The keyboard reaches each meaning once, where it first stands; a stop at every mark would be hundreds.
const met = new Set();
for (const mark of document.querySelectorAll(".md-typeset em[title]:not(p.fs-index > em, a em, summary em)")) {
  const meaning = `${mark.className} ${mark.getAttribute("title")}`;
  if (mark instanceof HTMLElement && !met.has(meaning)) mark.tabIndex = 0;
  met.add(meaning);
}
