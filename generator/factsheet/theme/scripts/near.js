/** What a copy has where a passage should be: found by the words at its ends, one of which may be another there. */

import { findPlaces, MAX_PASSAGE } from "./locator.js";

/** Most places that are looked at for each end. */
const MOST = 50;

/**
 * @typedef {{at: number, until: number, ours: string}} Near
 *   From where to where the folded copy has other words, and our public words that should be there; empty where the
 *   two ends are there, and something between them differs.
 * @typedef {{at: number, until: number, exact: boolean}} Spot Where an end of a passage is, or nearly is.
 */

/**
 * Return the place in a folded copy that is most like a passage; null where nothing is.
 * @param {{first: string, last: string}} ours The words at its ends.
 * @param {{first: string, last: string}} folded The same, folded.
 * @param {number | null} length Of our passage.
 * @param {string} text The folded copy.
 * @returns {Near | null}
 */
export function findNear(ours, folded, length, text) {
  const begins = listSpots(folded.first, text);
  const ends = listSpots(folded.last, text);
  const size = length ?? 0;
  const flaws = (/** @type {Spot} */ begin, /** @type {Spot} */ end) =>
    (Number(!begin.exact) + Number(!end.exact)) * MAX_PASSAGE + Math.abs(end.until - begin.at - size);
  const [pair] = begins
    .flatMap((begin) => ends.map((end) => ({ begin, end })))
    .filter(({ begin, end }) => end.at >= begin.until && end.until - begin.at <= MAX_PASSAGE)
    .sort((one, other) => flaws(one.begin, one.end) - flaws(other.begin, other.end));
  if (pair) {
    const { begin, end } = pair;
    if (begin.exact && end.exact) return { at: begin.at, until: end.until, ours: "" };
    return begin.exact ? { ...end, ours: ours.last } : { ...begin, ours: ours.first };
  }
  const alone = [...begins, ...ends];
  // One end alone says where to look only if it is nowhere else.
  if (alone.length !== 1) return null;
  const [{ at, until, exact }] = alone;
  if (!exact) return { at, until, ours: begins.length ? ours.first : ours.last };
  return begins.length
    ? { at, until: Math.max(until, Math.min(text.length, at + size)), ours: ours.last && `… ${ours.last}` }
    : { at: Math.min(at, Math.max(0, until - size)), until, ours: `${ours.first} …` };
}

/**
 * List where words are in a text; where they are not, where all but one of them are.
 * @param {string} words
 * @param {string} text
 * @returns {Spot[]}
 */
function listSpots(words, text) {
  /** @type {Spot[]} */
  const spots = [];
  for (const at of findPlaces(words, text, 0)) {
    if (spots.push({ at, until: at + words.length, exact: true }) === MOST) return spots;
  }
  if (spots.length) return spots;
  const parts = words.split(" ").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"));
  if (parts.length < 2) return [];
  for (const place of parts.keys()) {
    const pattern = parts.with(place, "[^ ]{1,80}").join(" ");
    for (const found of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "gu"))) {
      if (spots.push({ at: found.index, until: found.index + found[0].length, exact: false }) === MOST) return spots;
    }
  }
  return spots;
}
