/**
 * Folds a text to its words, as `fold_words` of `evidence/locator.py` does with the same patterns: what is only
 * typeset differently becomes the same. `tests/fixtures/cases/locators.json` holds the two together.
 */

/**
 * @typedef {[string, string][]} Folds Patterns and what each becomes, in order; `evidence.json` brings them.
 * @typedef {{text: string, places: number[]}} Folded Where each character of the folded text stood before.
 */

/** What can have another form as a small letter; letters are taken one by one, as in Python. */
const LARGE = /[^\p{Ll}\p{Lo}\p{P}\p{Z}\p{Nd}]/gu;

/**
 * Return a normalised text folded to its words, with the place of each of its characters in it.
 * @param {string} text
 * @param {Folds} folds
 * @returns {Folded}
 */
export function fold(text, folds) {
  /** @type {Folded} */
  let folded = { text, places: Array.from({ length: text.length }, (_, at) => at) };
  folded = replaceAll(folded, LARGE, (letter) => letter.toLowerCase());
  for (const [pattern, by] of folds) folded = replaceAll(folded, new RegExp(pattern, "gu"), () => by);
  const blanks = folded.text.length - folded.text.trimStart().length;
  return { text: folded.text.trim(), places: folded.places.slice(blanks) };
}

/**
 * @param {Folded} folded
 * @param {RegExp} pattern
 * @param {(found: string) => string} make
 * @returns {Folded}
 */
function replaceAll({ text, places }, pattern, make) {
  const parts = [];
  /** @type {number[]} */
  const kept = [];
  let at = 0;
  const keepUntil = (/** @type {number} */ end) => {
    parts.push(text.slice(at, end));
    for (; at < end; at += 1) kept.push(places[at]);
  };
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const made = make(found);
    keepUntil(index);
    parts.push(made);
    for (let count = made.length; count; count -= 1) kept.push(places[index]);
    at = index + found.length;
  }
  if (!parts.length) return { text, places };
  keepUntil(text.length);
  return { text: parts.join(""), places: kept };
}
