/**
 * Why a search for exact words failed: the nearest thing that a text does hold, as
 * `evidence/look_alikes.py` tells it. Only hints are made of this; nothing found here counts as found.
 */

const QUOTES = "'`\"«»‘’“”\u00b4\u02bc\u201a\u201b\u201e\u201f\u2032\u2033\u2039\u203a";
const DASHES = "-\u2010\u2011\u2012–\u2014\u2015−";
const UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff";
const MARKUP = String.raw`(?:[\[*_\x60]|\]\([^()\s]{0,2000}\)){0,8}`;

/** Python's `\w`, which JavaScript's is not: it knows the letters of one language only. */
const WORD = String.raw`[\p{L}\p{N}_]`;
const NO_WORD = String.raw`[^\p{L}\p{N}_]`;

/** A link's address inside the words can be long; the hint shows this many characters of it at most. */
const SHOWN = 120;

/**
 * Return the first stretch of the text that differs from the words in one small way; null when none does.
 * @param {string} words Normalised.
 * @param {string} text Normalised.
 * @returns {{at: number, text: string, why: string} | null}
 */
export function findLookAlike(words, text) {
  for (const [why, pattern, flags] of loosen(words)) {
    const match = new RegExp(pattern, flags).exec(text);
    if (match) {
      const characters = Array.from(match[0]);
      const shown = characters.length <= SHOWN ? match[0] : `${characters.slice(0, SHOWN - 1).join("")}…`;
      return { at: match.index, text: shown, why };
    }
  }
  return null;
}

/**
 * Yield patterns for the words, each looser than exact in one way; what changes least comes first.
 * @param {string} words
 * @returns {Generator<[why: string, pattern: string, flags: string]>}
 */
function* loosen(words) {
  const characters = Array.from(words);
  const plain = escapePattern(words);
  const visible = characters.filter((one) => !UNSEEN.includes(one)).map(escapePattern);
  const parts = words.match(new RegExp(`${WORD}+`, "gu")) ?? [];
  yield ["its capital letters differ", makeWholePattern(plain), "iu"];
  yield ["its quotation marks or apostrophes differ", makeWholePattern(makeAlikePattern(characters, QUOTES)), "u"];
  yield ["its dashes differ", makeWholePattern(makeAlikePattern(characters, DASHES)), "u"];
  if (visible.length) {
    yield ["it holds a character that cannot be seen", makeWholePattern(visible.join(`${makeGroup(UNSEEN)}{0,8}`)), "u"];
  }
  yield [
    "it contains markup, so choose words beside it",
    makeWholePattern(characters.map(escapePattern).join(MARKUP)),
    "u",
  ];
  yield ["it is part of a longer word there", plain, "u"];
  if (parts.length) {
    yield ["its spelling or punctuation differs", makeWholePattern(parts.map(escapePattern).join(`${NO_WORD}{0,40}`)), "iu"];
  }
}

/**
 * A pattern for the words in which any character of a set stands for any other.
 * @param {string[]} words Their characters.
 * @param {string} set
 */
function makeAlikePattern(words, set) {
  return words.map((one) => (set.includes(one) ? makeGroup(set) : escapePattern(one))).join("");
}

/**
 * A pattern for any character of a set.
 * @param {string} set
 */
function makeGroup(set) {
  return `[${Array.from(set, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join("")}]`;
}

/**
 * The pattern held to whole words.
 * @param {string} pattern
 */
function makeWholePattern(pattern) {
  return `(?<!${WORD})${pattern}(?!${WORD})`;
}

/**
 * A pattern for exactly these characters.
 * @param {string} words
 */
function escapePattern(words) {
  return words.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
