/**
 * The box of citations: puts the address under which the page is read before each path, where the site was
 * built without knowing its own, and gives each line a button that copies it.
 */

const ROOT = new URL("..", import.meta.url).href;
const PATH = /(?<![\w/])(facts|sheets|embed)\/[a-z0-9-]+\//g;

for (const box of document.querySelectorAll(".fs-cite")) {
  completeAddresses(box);
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
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fs-copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${name}`);
  button.addEventListener("click", async () => {
    button.textContent = (await copyText(read())) ? "Copied" : "Not copied: select it by hand";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
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
