/** What a copy says of the passages that our facts lean on: one answer for each locator, in order. */

import { find, nearMiss, prepare } from "./locator.js";

/** A passage found more often than this is only said to be found often. */
const MOST = 50;

/**
 * @typedef {{fact: string, first: string, last: string, paragraph: number | null, passage: string | null}} Sought
 *   The fact, its words, where they stand in our copy, and the SHA-256 of the whole passage there.
 * @typedef {{id: string, letter: string, label: string, sha256: string | null, paragraphs: number | null,
 *   passages: Sought[]}} Source
 * @typedef {"same" | "found" | "other" | "several" | "missing"} State
 *   Once and letter for letter as in our copy; once, with nothing to compare by; once, but other than ours between
 *   the first and the last words; more than once; not at all.
 * @typedef {{state: State, paragraphs: number[], more: boolean, hint: string}} Answer
 */

/**
 * Look for every passage in a text.
 * @param {Sought[]} sought
 * @param {string} raw
 * @returns {Promise<{answers: Answer[], paragraphs: number}>}
 */
export async function answerAll(sought, raw) {
  const snapshot = prepare(raw);
  /** @type {Answer[]} */
  const answers = [];
  for (const one of sought) answers.push(await answerOne(one, snapshot));
  return { answers, paragraphs: snapshot.starts.length };
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
 * @param {import("./locator.js").Snapshot} snapshot
 * @returns {Promise<Answer>}
 */
async function answerOne(one, snapshot) {
  const found = find(one, snapshot, MOST + 1);
  const paragraphs = found.slice(0, MOST).map((passage) => passage.paragraph);
  const shown = { paragraphs, more: found.length > MOST, hint: "" };
  if (!found.length) return { ...shown, state: "missing", hint: nearMiss(one, snapshot) };
  if (found.length > 1) return { ...shown, state: "several" };
  const digest = one.passage && (await hashBytes(new TextEncoder().encode(found[0].text)));
  if (!digest) return { ...shown, state: "found" };
  return { ...shown, state: digest === one.passage ? "same" : "other" };
}
