/**
 * Words and numbers as people type them: what search indexes, what it looks for, and what it marks.
 * Case and diacritics are folded; a number becomes one term however it is written, `5 million`, `5,000,000`,
 * `5 000 000` or `5m`.
 */

/**
 * @typedef {object} Token
 * @property {number} start Where the token begins in the text.
 * @property {number} end Where it ends.
 * @property {string[]} terms What it is found by; the first says most.
 */

const SCALES = new Map([
  ["k", 1e3], ["thousand", 1e3], ["m", 1e6], ["mn", 1e6], ["million", 1e6],
  ["bn", 1e9], ["billion", 1e9], ["tn", 1e12], ["trillion", 1e12],
]);

/** Letters that do not fall into a letter and a mark. */
const LETTERS = new Map([
  ["ł", "l"], ["ø", "o"], ["đ", "d"], ["ı", "i"], ["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["þ", "th"], ["ð", "d"],
]);

const SPACE = "[ \\u00a0\\u2009\\u202f]";
const NUMBER = `\\d{1,3}(?:(?:${SPACE}|[,'’])\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:\\.\\d+|,\\d{1,2}(?!\\d))?`;
const SCALE = `${SPACE}?(?<percent>%|per ?cent\\b)|(?:${SPACE}|-)?(?<scale>thousand|million|billion|trillion|mn|bn|tn)\\b|(?<letter>[km])\\b`;
const TOKEN = new RegExp(`(?<number>${NUMBER})(?:${SCALE})?|\\p{L}[\\p{L}\\p{M}\\p{N}]*(?:['’]\\p{L}+)*`, "giu");

/** Words that say nothing of what is looked for. */
const EMPTY = new Set(
  "a an and are as by did do does for from has have he how in is it its many much of on or she that the their they this to was were what when where which who with"
    .split(" "),
);

/**
 * Read a text as tokens, in order; words that say nothing are left out.
 * @param {string} text
 * @returns {Token[]}
 */
export function readTokens(text) {
  const found = [];
  for (const one of text.matchAll(TOKEN)) {
    const terms = one.groups?.number ? readNumber(one.groups) : readWord(one[0]);
    if (terms.length) found.push({ start: one.index, end: one.index + one[0].length, terms });
  }
  return found;
}

/**
 * Tell whether a term is a number: those are found exactly or not at all.
 * @param {string} term
 */
export const isNumber = (term) => /^\d/.test(term);

/**
 * Fold case, diacritics and apostrophes.
 * @param {string} word
 */
export function fold(word) {
  const plain = word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.replace(/['’]s$/, "").replace(/['’]/g, "").replace(/[^\x00-\x7f]/g, (letter) => LETTERS.get(letter) ?? letter);
}

/**
 * What words were read as before: a thousand facts have few different ones.
 * @type {Map<string, string[]>}
 */
const READ = new Map();

/** @param {string} word */
function readWord(word) {
  let terms = READ.get(word);
  if (!terms) {
    const term = fold(word);
    terms = EMPTY.has(term) ? [] : [term];
    READ.set(word, terms);
  }
  return terms;
}

/** @param {Record<string, string | undefined>} groups */
function readNumber({ number = "", percent, scale, letter }) {
  const grouped = /^\d{1,3}(\D\d{3})+(\.\d+)?$/.test(number) && !/^\d+\.\d{3}$/.test(number);
  const bare = grouped ? number.replace(/[^\d.]/g, "") : number.replace(",", ".");
  const count = String(Number(bare));
  if (percent) return [`${count}%`, count];
  const named = (scale ?? letter)?.toLowerCase();
  if (!named) return [count];
  // Twelve digits are more than any fact has, and fewer than would show how a machine rounds.
  const whole = String(Number((Number(bare) * (SCALES.get(named) ?? 1)).toPrecision(12)));
  return scale ? [whole, count, named] : [whole, count];
}
