/**
 * Words, numbers and dates as people type them: what is indexed, what is looked for, and what is marked.
 * Case and diacritics are folded; a number becomes one term however it is written, `5 million`, `5,000,000`,
 * `5 000 000` or `5m`, and so does a date, `5 September 2023`, `Sept 5, 2023` or `2023-09-05`.
 */

import { NAMES } from "./synonyms.js";

/**
 * @typedef {object} Token
 * @property {number} start Where the token begins in the text.
 * @property {number} end Where it ends.
 * @property {string[]} terms What it is found by; the first says most.
 */

const SCALES = new Map([
  ["k", 1e3], ["thousand", 1e3], ["m", 1e6], ["mn", 1e6], ["mln", 1e6], ["million", 1e6],
  ["bn", 1e9], ["billion", 1e9], ["tn", 1e12], ["trillion", 1e12],
]);
const COUNTS = new Map([
  ["half a", .5], ["a", 1], ["one", 1], ["two", 2], ["three", 3], ["four", 4], ["five", 5], ["six", 6],
  ["seven", 7], ["eight", 8], ["nine", 9], ["ten", 10], ["twelve", 12],
]);
const MONTHS = [
  "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
];

/** Letters that do not fall into a letter and a mark. */
const LETTERS = new Map([
  ["ł", "l"], ["ø", "o"], ["đ", "d"], ["ı", "i"], ["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["þ", "th"], ["ð", "d"],
  ["ʻ", ""], ["ʼ", ""],
]);

const SPACE = "[ \\u00a0\\u2009\\u202f]";
const MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
/** Each alternative says by what it begins, which spares most words the trial. */
const DATE = [
  `(?=\\d)(?<y1>\\d{4})-(?<m1>\\d\\d)(?:-(?<d1>\\d\\d))?(?![\\d-])`,
  `(?=\\d)(?<d2>\\d{1,2})(?:st|nd|rd|th)?${SPACE}+(?:of${SPACE}+)?(?<m2>${MONTH})\\b\\.?(?:,?${SPACE}+(?<y2>\\d{4})(?!\\d))?`,
  `(?=[jfmasond])(?<m3>${MONTH})\\b\\.?${SPACE}+(?<d3>\\d{1,2})(?:st|nd|rd|th)?(?![\\d,.%]*\\d)(?:,?${SPACE}+(?<y3>\\d{4})(?!\\d))?`,
  `(?=[jfmasond])(?<m4>${MONTH})\\b\\.?,?${SPACE}+(?<y4>\\d{4})(?!\\d)`,
  `(?=\\d)(?<d5>\\d{1,2})[./](?<m5>\\d{1,2})[./](?<y5>\\d{4})(?!\\d)`,
].join("|");
const NUMBER = `\\d{1,3}(?:(?:${SPACE}|[,'’])\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:\\.\\d+|,\\d{1,2}(?!\\d))?`;
const SCALE = `${SPACE}?(?<percent>%|per ?cent\\b)|(?:${SPACE}|-)?(?<scale>thousand|million|billion|trillion|mln|mn|bn|tn)\\b|(?<letter>[km])\\b`;
const COUNTED = `(?=[haotfsen])(?<count>${[...COUNTS.keys()].join("|")})(?:${SPACE}|-)(?<of>thousand|million|billion|trillion)\\b`;
const WORD = "\\p{L}[\\p{L}\\p{M}\\p{N}]*(?:['’ʻʼ]\\p{L}+)*";
const TOKEN = new RegExp(
  `${DATE}|${COUNTED}|(?=[${[...new Set(NAMES.map((name) => name[0]))].join("")}])(?<name>${NAMES.join("|").replaceAll(" ", `(?:${SPACE}|-)`)})\\b`
  + `|(?<number>${NUMBER})(?:${SCALE})?|(?<initials>(?:\\p{L}\\.){2,})|[$€]|${WORD}`,
  "giu",
);

/** Words that say nothing of what is looked for, questions among them. */
const EMPTY = new Set(
  "a an and any are as by did do does for from get gets has have he his how in is it its many much of on or she that the their there they this to was were what when where which who whom whose why with"
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
    const terms = readMatch(one[0], one.groups ?? {});
    if (terms.length) found.push({ start: one.index, end: one.index + one[0].length, terms });
  }
  return found;
}

/** @param {string} text @param {Record<string, string | undefined>} groups @returns {string[]} */
function readMatch(text, groups) {
  if (groups.number) return readNumber(groups);
  if (groups.count) return readNumber({ number: String(COUNTS.get(groups.count.toLowerCase())), scale: groups.of });
  if (groups.name) return [fold(text).replace(/\W/g, "-"), ...fold(text).split(/\W/)];
  if (groups.initials) return [fold(text).replaceAll(".", "")];
  const of = [1, 2, 3, 4, 5].find((place) => groups[`m${place}`]);
  return of ? readDate(text, groups[`y${of}`], groups[`m${of}`] ?? "", groups[`d${of}`]) : readWord(text);
}

/**
 * Tell whether a term is a number or a date: those are found exactly or not at all.
 * @param {string} term
 */
export const isNumber = (term) => /^[\d-]/.test(term);

/**
 * Fold case, diacritics and apostrophes.
 * @param {string} word
 */
export function fold(word) {
  const plain = word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.replace(/['’]s$/, "").replace(/['’]/g, "").replace(/[^\x00-\x7f]/g, (letter) => LETTERS.get(letter) ?? letter);
}

/** What is folded for a stem, in this order: plural, British spelling, ending; words stay apart where that would be too short. */
const ENDINGS = /** @type {[RegExp, string][]} */ ([
  [/(?<=..)ies$/, "y"], [/(?<=..(?:ss|sh|ch|x|z))es$/, ""], [/(?<=..[^sui])s$/, ""],
  [/(?<=..)ys(?=(?:e|ed|ing|er)$)/, "yz"], [/(?<=...i)s(?=(?:e|ed|ing|er|ation|able)$)/, "z"],
  [/(?<=...)our(?=(?:ed|ing|er|able|ful|ite)?$)/, "or"], [/(?<=..[tb])re$/, "er"], [/(?<=..)ense$/, "ence"],
  [/(?<=..)ogue$/, "og"], [/(?<=progra)mme$/, "m"], [/(?<=dg)ement$/, "ment"],
  [/(?<=[\p{L}]{3}[^e])(?:ing|ed)$/u, ""], [/(?<=..l)l$/, ""], [/(?<=...)e$/, ""],
]);

/**
 * Fold a folded word further, so that its spellings, its plural and its verbal forms become one.
 * @param {string} term
 */
export function stem(term) {
  let shorter = term;
  for (const [ending, instead] of ENDINGS) shorter = shorter.replace(ending, instead);
  return shorter;
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

/**
 * Read a date; what is none, such as 31 February, is read as a word.
 * @param {string} text
 * @param {string | undefined} year
 * @param {string} named The month, as a number or in letters.
 * @param {string | undefined} day
 */
function readDate(text, year, named, day) {
  const letters = named.slice(0, 3).toLowerCase();
  const number = /^\d/.test(named) ? Number(named) : MONTHS.findIndex((one) => one.startsWith(letters)) + 1;
  const name = MONTHS[number - 1];
  if (!name || (day && (Number(day) < 1 || Number(day) > countDays(year, number)))) return readWord(text);
  const month = String(number).padStart(2, "0");
  const part = day ? `-${day.padStart(2, "0")}` : "";
  if (!year) return [`--${month}${part}`, name, String(Number(day))]; // “5 may be too few” is no date
  return [...new Set([`${year}-${month}${part}`, `${year}-${month}`, year, ...(day ? [`--${month}${part}`] : []), name])];
}

/** @param {string | undefined} year Left out, any year is meant. @param {number} month */
function countDays(year, month) {
  return new Date(Date.UTC(2000 + (Number(year ?? 0) % 400), month, 0)).getUTCDate();
}

/**
 * Read what somebody wrote into a field for a date.
 * @param {string} text
 * @returns {string} A year, a month or a day as `2023`, `2023-09` or `2023-09-05`; empty where it is none.
 */
export function readDateField(text) {
  const only = findOnly(text);
  const date = only && /^\d{4}(-\d\d){0,2}$/.test(only) ? only : "";
  return date.startsWith("0000") ? "" : date;
}

/**
 * Read what somebody wrote into a field for a number.
 * @param {string} text
 * @returns {string} Plain digits; empty where it is no number.
 */
export function readNumberField(text) {
  const sign = /^[-\u2212]/.exec(text.trim()) ? "-" : "";
  const plain = text.trim().replace(/^[-\u2212]/, "").replace(/^[$€£]|_/g, "");
  if (/^\d{1,30}(\.\d{1,30})?$/.test(plain)) return sign + plain;
  const only = findOnly(plain).replace(/%$/, "");
  return /^\d+(\.\d+)?$/.test(only) ? sign + only : "";
}

/** @param {string} text @returns {string} What the text says most by, if it is one token and nothing beside it. */
function findOnly(text) {
  const [one, ...others] = readTokens(text);
  return one && !others.length && !text.slice(0, one.start).trim() && !text.slice(one.end).trim() ? one.terms[0] : "";
}
