/**
 * Loaded on every page. Each part is fetched only where the page has something for it; a page without
 * scripts shows the same words.
 */

/** @type {ReadonlyArray<[selector: string, part: string]>} */
const PARTS = [
  [".fs-cite", "./cite.js"],
];

for (const [selector, part] of PARTS) {
  if (document.querySelector(selector)) import(part);
}
