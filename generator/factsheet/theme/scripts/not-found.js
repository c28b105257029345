/**
 * The page for an address that does not exist: names the pages whose ids are nearest to what was asked for, and
 * completes its links where the site was built without knowing its own address.
 */

import { makeElement } from "./elements.js";
import { loadIndex, makeStatement, makeValue, ROOT } from "./facts.js";

/** How many pages are named, and how far at most an id may be from what was asked for, from 0 to 1. */
const MOST = 6;
const FARTHEST = 0.4;
/** What a page of the same kind is nearer by. */
const SAME_FOLDER = 0.1;

for (const link of document.querySelectorAll("a[data-path]")) {
  if (link instanceof HTMLAnchorElement) link.href = new URL(link.dataset.path ?? "", ROOT).href;
}
document.querySelector("#ways")?.removeAttribute("hidden");
const nearest = findNearest(location.pathname, await loadIndex());
if (nearest.length) {
  const points = nearest.map(({ url, words }) => makeElement("li", {}, makeElement("a", { href: new URL(url, ROOT).href }, ...words())));
  document.querySelector("#nearest")?.append(makeElement("h2", {}, "Did you mean"), makeElement("ul", {}, ...points));
}

/**
 * Return the pages with the ids nearest to the last part of an address, the nearest first.
 * @param {string} path
 * @param {import("./facts.js").Index} index
 */
function findNearest(path, index) {
  const { folder, id } = splitAddress(path);
  const known = [
    ...index.facts.map((fact) => ({ url: fact.url, words: () => writeFact(fact) })),
    ...index.pages.map((page) => ({ url: page.url, words: () => [page.title] })),
  ];
  return known
    .map((page) => {
      const own = splitAddress(page.url);
      return { ...page, far: measureDistance(id, own.id) - (own.folder === folder ? SAME_FOLDER : 0) };
    })
    .filter(({ far }) => far <= FARTHEST)
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST);
}

/**
 * @param {string} path
 * @returns {{folder: string, id: string}}
 */
function splitAddress(path) {
  const parts = path.toLowerCase().replace(/(index)?\.(html?|json|md)$/, "").split("/").filter(Boolean);
  return { folder: parts.at(-2) ?? "", id: parts.at(-1) ?? "" };
}

/** @param {import("./facts.js").Fact} fact */
function writeFact(fact) {
  const value = makeValue(fact);
  return [...makeStatement(fact), ...(value ? [": ", value] : [])];
}

/**
 * Return how far two ids are from each other: by their letters, or by the words that they share.
 * @param {string} one
 * @param {string} other
 */
function measureDistance(one, other) {
  if (!one) return 1;
  const words = new Set(one.split(/[^\p{L}\p{N}]+/u));
  const others = new Set(other.split("-"));
  const shared = [...words].filter((word) => others.has(word)).length;
  return Math.min(countEdits(one, other) / Math.max(one.length, other.length), 1 - (2 * shared) / (words.size + others.size));
}

/**
 * Return how many letters must be changed, added or left out to make one text of another.
 * @param {string} one
 * @param {string} other
 */
function countEdits(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [place, beside] of [...other].entries()) {
      next.push(Math.min(row[place + 1] + 1, next[place] + 1, row[place] + (letter === beside ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
