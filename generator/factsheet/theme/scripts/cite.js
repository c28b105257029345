/**
 * The box of citations: puts the address under which the page is read before each path, where the site was
 * built without knowing its own, and gives each line a button that copies it.
 */

import { makeElement } from "./elements.js";

/** Milliseconds for which a button says that it has copied. */
const SHOWN = 4000;
const ROOT = new URL("..", import.meta.url).href;
/** What a screen reader says of a copy; there before the first one, or it would stay silent. */
const said = makeElement("span", { class: "fs-unseen", role: "status" });
const PATH = /(?<![\w/])(facts|sheets|embed)\/[a-z0-9-]+\//g;

for (const box of document.querySelectorAll(".fs-cite")) {
  completeAddresses(box);
  box.after(said); // a page has one box
  for (const line of box.querySelectorAll("p.fs-citation")) {
    const words = [...line.childNodes].slice(1);
    line.append(" ", makeCopyButton(line.firstChild?.textContent ?? "", () => joinText(words)));
  }
  for (const block of box.querySelectorAll("pre.fs-verbatim")) {
    const name = block.closest("details")?.querySelector("summary")?.textContent ?? "";
    block.after(makeCopyButton(name, () => block.textContent ?? ""));
  }
}

/** @param {Element} box */
function completeAddresses(box) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    node.textContent = (node.textContent ?? "").replace(PATH, (path) => ROOT + path);
  }
}

/** @param {Node[]} nodes */
function joinText(nodes) {
  return nodes.map((node) => node.textContent).join("").trim();
}

/**
 * @param {string} name what is copied, such as `APA`
 * @param {() => string} read
 */
function makeCopyButton(name, read) {
  const button = makeElement("button", { type: "button", class: "fs-copy", "aria-label": `Copy ${name}` }, "Copy");
  const show = (/** @type {string} */ words, /** @type {string} */ label) => {
    button.textContent = words;
    button.setAttribute("aria-label", label);
    said.textContent = words === "Copy" ? "" : label;
  };
  button.addEventListener("click", async () => {
    if (await copyText(read())) show("Copied", `Copied ${name}`);
    else show("Not copied: select it by hand", `Not copied: select ${name} by hand`);
    setTimeout(show, SHOWN, "Copy", `Copy ${name}`);
  });
  return button;
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // the page is not served safely, or the reader forbids it
  }
}
