/** What a copy says of the passages that our facts rest on: one answer for each locator, in order. */

import { fold } from "./folding.js";
import { find, findSpans, nearMiss, prepare } from "./locator.js";
import { findNear } from "./near.js";

/** Most places of one locator whose passages are compared with ours. */
const MOST = 50;

/** Most paragraphs inside a passage that may be a page's own: each is left out, alone and with others. */
const MOST_BETWEEN = 6;

/**
 * @typedef {{fact: string, first: string, last: string, paragraph: number | null, passage: string | null,
 *   folded: string | null, length: number | null}} Sought
 *   The fact, its words, where they are in our copy, and of the whole passage there: its SHA-256, that of its words
 *   alone, which older evidence lacks, and its length.
 * @typedef {{id: string, letter: string, label: string, sha256: string | null, paragraphs: number | null,
 *   passages: Sought[]}} Source
 * @typedef {"same" | "alike" | "differs" | "other" | "found" | "missing"} State
 *   Identical; the same words, typeset otherwise; other words; not identical, with nothing to compare the words by;
 *   found, with nothing to compare by at all; not found.
 * @typedef {{state: State, theirs: string, ours: string, hint: string}} Answer
 *   The words of the copy where they differ, our public words there if any, and what else there is to say.
 * @typedef {{snapshot: import("./locator.js").Snapshot, folded: import("./folding.js").Folded,
 *   folds: import("./folding.js").Folds}} Copy
 */

/**
 * Look for every passage in a text.
 * @param {Sought[]} sought
 * @param {string} raw
 * @param {import("./folding.js").Folds} folds
 * @returns {Promise<{answers: Answer[]}>}
 */
export async function answerAll(sought, raw, folds) {
  const snapshot = prepare(raw);
  const copy = { snapshot, folded: fold(snapshot.text, folds), folds };
  /** @type {Answer[]} */
  const answers = [];
  for (const one of sought) answers.push(await answerOne(one, copy));
  return { answers };
}

/**
 * Return how many of the passages stand in a text, each once.
 * @param {Sought[]} sought
 * @param {string} raw
 * @returns {number}
 */
export function countFound(sought, raw) {
  const snapshot = prepare(raw);
  return sought.filter((one) => find(one, snapshot, 2).length === 1).length;
}

/**
 * SHA-256 of bytes in hexadecimal; null where the page was not loaded safely, since browsers then refuse it.
 * @param {BufferSource} bytes
 */
export async function hashBytes(bytes) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Sought} one
 * @param {Copy} copy
 * @returns {Promise<Answer>}
 */
async function answerOne(one, { snapshot, folded, folds }) {
  for (const { text } of find(one, snapshot, MOST)) {
    if (one.passage && (await hashText(text)) === one.passage) return makeAnswer("same");
  }
  const ends = { first: fold(one.first, folds).text, last: fold(one.last, folds).text };
  const spans = listSpans(ends, folded.text);
  for (const [at, until] of spans) {
    const digest = one.folded && (await hashText(folded.text.slice(at, until)));
    if (digest && digest === one.folded) return makeAnswer("alike");
  }
  for (const [at, until] of spans.slice(0, 3)) {
    for (const words of skipParagraphs(snapshot, folded.places[at], folded.places[until - 1] + 1)) {
      const digest = one.folded && (await hashText(fold(words, folds).text));
      if (digest && digest === one.folded) return { ...makeAnswer("alike"), hint: "with other lines between them" };
    }
  }
  const canHash = Boolean(await hashText(""));
  if (spans.length && !(canHash && one.folded)) return makeAnswer(canHash && one.passage ? "other" : "found");
  const near = findNear(one, ends, one.length, folded.text);
  if (!near) return { ...makeAnswer("missing"), hint: nearMiss(one, snapshot) };
  const theirs = snapshot.text.slice(folded.places[near.at], folded.places[near.until - 1] + 1);
  return { ...makeAnswer("differs"), theirs, ours: near.ours };
}

/**
 * @param {State} state
 * @returns {Answer}
 */
function makeAnswer(state) {
  return { state, theirs: "", ours: "", hint: "" };
}

/**
 * Yield a stretch of a copy without some of the paragraphs inside it: a page puts captions and links between ours.
 * @param {import("./locator.js").Snapshot} snapshot
 * @param {number} at
 * @param {number} until
 */
function* skipParagraphs({ text, starts }, at, until) {
  const bounds = [at, ...starts.filter((start) => start > at && start < until), until];
  const parts = bounds.slice(1).map((end, place) => text.slice(bounds[place], end));
  const between = parts.length - 2;
  if (between < 1 || between > MOST_BETWEEN) return;
  for (let left = 1; left < 1 << between; left += 1) {
    yield parts.filter((_, place) => place === 0 || place > between || !(left & (1 << (place - 1)))).join("");
  }
}

/**
 * @param {import("./locator.js").Locator} ends
 * @param {string} text
 */
function listSpans(ends, text) {
  /** @type {[number, number][]} */
  const spans = [];
  for (const span of findSpans(ends, text)) {
    if (spans.push(span) === MOST) break;
  }
  return spans;
}

/** @param {string} text */
function hashText(text) {
  return hashBytes(new TextEncoder().encode(text));
}
