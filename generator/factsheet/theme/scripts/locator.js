/**
 * Finds the passages that locators lead to, exactly as `evidence/locator.py` does: the two are twins,
 * held together by `tests/fixtures/cases/locators.json`. Matching is exact after normalising and never fuzzy.
 *
 * Offsets that leave this module count code points, as Python counts; inside, they are JavaScript's own (UTF-16),
 * which is why each is called `at`, and the others `start` and `end`. The two know as many letters as their
 * versions of Unicode do; they can differ in characters that are newer than one of these.
 */

import { findLookAlike } from "./look-alikes.js";

/** Names the rules of `normalise`; the evidence lock records it. */
export const NORMALISER = "nfc-fold-1";

/** Most characters of a passage, from the first of the first words to the last of the last words. */
export const MAX_PASSAGE = 1200;

/** What Python's `str.split` splits at. `\s` would not do: it has U+FEFF, and not U+001C to U+001F and U+0085. */
const WHITE_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;
const LINE_END = /\r\n|\r|\n/u;
const MARK = /^\p{M}$/u;
const IN_WORD = /^[\p{L}\p{N}\p{M}]$/u;

/**
 * @typedef {{first: string, last: string}} Locator The last words are empty when it is a single run of words.
 * @typedef {{text: string, starts: number[]}} Snapshot A copy made ready; `starts` tells where paragraphs begin.
 * @typedef {{start: number, end: number, paragraph: number, text: string}} Passage
 */

/**
 * Return the text in NFC with every run of white space as one space and none at the ends.
 * @param {string} text
 * @returns {string}
 */
export function normalise(text) {
  const folded = text.normalize("NFC").replace(WHITE_SPACE, " ");
  return folded.slice(folded.startsWith(" ") ? 1 : 0, folded.endsWith(" ") ? -1 : undefined);
}

/**
 * Return a copy's text ready for finding. Paragraphs are its lines that are not empty.
 * @param {string} raw
 * @returns {Snapshot}
 */
export function prepare(raw) {
  const paragraphs = raw.split(LINE_END).map(normalise).filter(Boolean);
  const starts = [];
  let at = 0;
  for (const paragraph of paragraphs) {
    starts.push(at);
    at += paragraph.length + 1;
  }
  return { text: paragraphs.join(" "), starts };
}

/**
 * Return the passages that a locator may mean, in order; it is a good locator when there is exactly one.
 * @param {Locator} locator
 * @param {Snapshot} snapshot
 * @param {number} most The search ends when so many are found.
 * @returns {Passage[]}
 */
export function find(locator, snapshot, most = Infinity) {
  const { text } = snapshot;
  const found = [];
  let counted = 0;
  let start = 0;
  for (const [at, until] of findSpans(locator, text)) {
    if (found.length >= most) break;
    const passage = text.slice(at, until);
    start += countCharacters(text.slice(counted, at));
    counted = at;
    found.push({ start, end: start + countCharacters(passage), paragraph: findParagraph(snapshot, at), text: passage });
  }
  return found;
}

/**
 * Say why a locator is not found and what the copy has instead; an empty string when it is found.
 * @param {Locator} locator
 * @param {Snapshot} snapshot
 * @returns {string}
 */
export function nearMiss(locator, snapshot) {
  if (find(locator, snapshot, 1).length) return "";
  const sides = [locator.first, locator.last].filter(Boolean);
  const missed = sides.filter((side) => !locateWords(side, snapshot));
  const met = sides.filter((side) => !missed.includes(side)).map((side) => `${locateWords(side, snapshot)} has '${side}'`);
  if (!missed.length) {
    return `${met.join(" and ")}, but the last words do not follow within ${MAX_PASSAGE} characters`;
  }
  return [...met, ...missed.map((side) => explainDifference(side, snapshot))].join("; ");
}

/**
 * Yield where each passage begins and where it ends.
 * @param {Locator} locator
 * @param {string} text
 * @returns {Generator<[number, number]>}
 */
export function* findSpans({ first, last }, text) {
  let closing = -1;
  for (const at of findPlaces(first, text, 0)) {
    const end = at + first.length;
    if (!last) {
      yield [at, end];
      continue;
    }
    // Passages begin later and later, so the last words that were found stay the nearest until they are passed.
    if (closing < end) closing = findPlaces(last, text, end).next().value ?? Infinity;
    if (closing === Infinity) return;
    const until = closing + last.length;
    if (isWithin(text, at, until)) yield [at, until];
  }
}

/**
 * Whether a stretch is no longer than a passage may be; its code points are counted only where it matters.
 * @param {string} text
 * @param {number} at
 * @param {number} until
 */
function isWithin(text, at, until) {
  if (until - at <= MAX_PASSAGE) return true;
  return until - at <= 2 * MAX_PASSAGE && countCharacters(text.slice(at, until)) <= MAX_PASSAGE;
}

/**
 * Yield each offset at which the words stand on word boundaries, overlapping ones too.
 * @param {string} words
 * @param {string} text
 * @param {number} begin
 * @returns {Generator<number>}
 */
export function* findPlaces(words, text, begin) {
  let at = words ? text.indexOf(words, begin) : -1;
  while (at >= 0) {
    if (standsAlone(text, at, at + words.length)) yield at;
    at = text.indexOf(words, at + 1);
  }
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number} until
 */
function standsAlone(text, at, until) {
  const before = getCharacterBefore(text, at);
  const after = getCharacterAt(text, until);
  return !(
    MARK.test(after) ||
    (IN_WORD.test(getCharacterAt(text, at)) && IN_WORD.test(before)) ||
    (IN_WORD.test(getCharacterBefore(text, until)) && IN_WORD.test(after))
  );
}

/**
 * The code point at an offset; empty at the end.
 * @param {string} text
 * @param {number} at
 */
function getCharacterAt(text, at) {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : "";
}

/**
 * The code point that ends before an offset; empty at the beginning.
 * @param {string} text
 * @param {number} at
 */
function getCharacterBefore(text, at) {
  const pair = at > 1 ? getCharacterAt(text, at - 2) : "";
  return pair.length === 2 ? pair : text.slice(Math.max(0, at - 1), at);
}

/**
 * How many code points a text has.
 * @param {string} text
 */
function countCharacters(text) {
  let count = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) count += 1;
  return count;
}

/**
 * The number, from 1, of the paragraph that an offset lies in.
 * @param {Snapshot} snapshot
 * @param {number} at
 */
function findParagraph({ starts }, at) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * In which paragraph words first stand, as `paragraph 3`; empty where they do not.
 * @param {string} words
 * @param {Snapshot} snapshot
 */
function locateWords(words, snapshot) {
  const at = findPlaces(words, snapshot.text, 0).next().value;
  return at === undefined ? "" : `paragraph ${findParagraph(snapshot, at)}`;
}

/**
 * What the copy has instead of words that do not stand in it.
 * @param {string} words
 * @param {Snapshot} snapshot
 */
function explainDifference(words, snapshot) {
  const alike = findLookAlike(words, snapshot.text);
  if (alike) return `paragraph ${findParagraph(snapshot, alike.at)} has '${alike.text}' for '${words}': ${alike.why}`;
  const parts = words.split(" ");
  for (let count = parts.length - 1; count > 1; count -= 1) {
    const begun = parts.slice(0, count).join(" ");
    const where = locateWords(begun, snapshot);
    if (where) return `${where} has '${begun}' but not the rest of '${words}'`;
  }
  return `'${words}' stands nowhere in the copy`;
}
