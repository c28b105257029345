/** What a copy says of the passages that our facts rest on: one answer for each locator, in order. */

import { fold } from "./folding.js";
import { find, findParagraph, findSpans, nearMiss, prepare } from "./locator.js";
import { findNear } from "./near.js";

/** Most places of one locator whose passages are compared with ours. */
const MOST = 50;

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
 * @typedef {{state: State, paragraph: number, theirs: string, ours: string, hint: string}} Answer
 *   The paragraph of the copy, its words where they differ, our public words there if any, and what comes near.
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
  for (const { text, paragraph } of find(one, snapshot, MOST)) {
    if (one.passage && (await hashText(text)) === one.passage) return makeAnswer("same", paragraph);
  }
  const ends = { first: fold(one.first, folds).text, last: fold(one.last, folds).text };
  const getParagraph = (/** @type {number} */ at) => findParagraph(snapshot, folded.places[at]);
  const spans = listSpans(ends, folded.text);
  for (const [at, until] of spans) {
    const digest = one.folded && (await hashText(folded.text.slice(at, until)));
    if (digest && digest === one.folded) return makeAnswer("alike", getParagraph(at));
  }
  const canHash = Boolean(await hashText(""));
  if (spans.length && !(canHash && one.folded)) {
    return makeAnswer(canHash && one.passage ? "other" : "found", getParagraph(spans[0][0]));
  }
  const near = findNear(one, ends, one.length, folded.text);
  if (!near) return { ...makeAnswer("missing", 0), hint: nearMiss(one, snapshot) };
  const theirs = snapshot.text.slice(folded.places[near.at], folded.places[near.until - 1] + 1);
  return { ...makeAnswer("differs", getParagraph(near.at)), theirs, ours: near.ours };
}

/**
 * @param {State} state
 * @param {number} paragraph
 * @returns {Answer}
 */
function makeAnswer(state, paragraph) {
  return { state, paragraph, theirs: "", ours: "", hint: "" };
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
