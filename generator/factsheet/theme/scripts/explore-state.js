/**
 * What the reader has chosen, and how it stands in the address: short, readable, the same for the same choice.
 * What the address asks for and we do not know is left out and told.
 */

/** Filters whose choices stand in the address as words parted by commas. */
export const CHOICES = /** @type {const} */ (["sheet", "standing", "source", "said_by", "about", "place"]);
/** Filters and the order, as words of their own. */
const WORDS = /** @type {const} */ (["q", "from", "to", "unit", "min", "max", "sort"]);
/** Names of the address, in the order in which they are written. */
const NAMES = /** @type {const} */ (["q", ...CHOICES, "from", "to", "unit", "min", "max", "sort"]);
/** What is chosen, where that is not the name of the filter. */
const NOUNS = new Map([["said_by", "speaker"], ["about", "actor"]]);
export const SORTS = ["statement", "value", "date", "standing"];
/** Any number, whatever its unit. */
export const ANY_UNIT = "*";
/** Longer words than these cannot be told from a mistake. */
const LONGEST = 200;

/**
 * @typedef {{q: string, sheet: string[], standing: string[], source: string[], said_by: string[], about: string[], place: string[],
 *   from: string, to: string, unit: string, min: string, max: string, sort: string}} State
 * @typedef {typeof CHOICES[number]} ChoiceName
 * @typedef {{words: string, texts: Partial<Record<"from" | "to" | "min" | "max", string>>}} Fault What could not be
 *   read, as a sentence, and what stands in the fields that it is about.
 * @typedef {Readonly<Record<ChoiceName | "unit", ReadonlyArray<string>>>} Known The choices there are, by filter; `unit` too.
 */

/**
 * Make one thing for each filter with choices.
 * @template Thing
 * @param {(name: ChoiceName) => Thing} make
 */
export function mapChoices(make) {
  return /** @type {Record<ChoiceName, Thing>} */ (Object.fromEntries(CHOICES.map((name) => [name, make(name)])));
}

/** @returns {State} Nothing chosen. */
export function makeEmptyState() {
  return { q: "", sheet: [], standing: [], source: [], said_by: [], about: [], place: [], from: "", to: "", unit: "", min: "", max: "", sort: "" };
}

/**
 * Read an address.
 *
 * @param {string} search The part from the question mark on.
 * @param {Known} known
 * @returns {{state: State, faults: Fault[]}}
 */
export function readAddress(search, known) {
  const asked = new URLSearchParams(search);
  const state = makeEmptyState();
  /** @type {Fault[]} */
  const faults = [];
  const tell = (/** @type {string} */ words) => faults.push({ words, texts: {} });
  for (const name of new Set(asked.keys())) {
    if (!NAMES.some((one) => one === name)) tell(`There is no filter named “${shorten(name)}”.`);
  }
  for (const name of CHOICES) {
    const words = asked.getAll(name).flatMap((list) => list.split(",")).filter(Boolean);
    state[name] = known[name].filter((one) => words.includes(one));
    for (const word of new Set(words)) {
      if (!known[name].includes(word)) tell(`There is no ${NOUNS.get(name) ?? name} “${shorten(word)}”.`);
    }
  }
  for (const name of WORDS) state[name] = (asked.get(name) ?? "").trim().slice(0, LONGEST);
  return { state, faults: [...faults, ...settle(state, known)] };
}

/**
 * Take out of a state what cannot be meant. Dates and numbers are plain here: the fields read what people type.
 *
 * @param {State} state Is changed.
 * @param {Known} known
 * @returns {Fault[]} What was left out.
 */
export function settle(state, known) {
  /** @type {Fault[]} */
  const faults = [];
  const drop = (/** @type {(typeof WORDS[number])[]} */ names, /** @type {string} */ words) => {
    faults.push({ words, texts: Object.fromEntries(names.filter((name) => name !== "unit" && name !== "sort").map((name) => [name, state[name]])) });
    for (const name of names) state[name] = "";
  };
  if (state.unit && state.unit !== ANY_UNIT && !known.unit.includes(state.unit)) {
    drop(["unit"], `There is no unit “${shorten(state.unit)}”.`);
  }
  for (const name of /** @type {const} */ (["min", "max"])) {
    const number = state[name].replace(/[\s,_]/g, "").replace(/^\u2212/, "-");
    if (state[name] && !/^-?\d{1,30}(\.\d{1,30})?$/.test(number)) drop([name], `“${shorten(state[name])}” is not a number. Write it as 250000, 250,000, 280k or 1.5 million.`);
    else state[name] = number;
  }
  for (const name of /** @type {const} */ (["from", "to"])) {
    if (state[name] && !findDay(state[name], name === "to")) drop([name], `“${shorten(state[name])}” is not a date. Write a year, a month or a day, as 2023, Sept 2023 or 5 September 2023.`);
  }
  if (state.min && state.max && Number(state.min) > Number(state.max)) {
    drop(["min", "max"], `No number is at least ${state.min} and at most ${state.max}.`);
  }
  if (state.from && state.to && findDay(state.from, false) > findDay(state.to, true)) {
    drop(["from", "to"], `No day is from ${state.from} and until ${state.to}.`);
  }
  if (state.sort && !SORTS.includes(state.sort.replace(/^-/, ""))) {
    drop(["sort"], `There is no order by “${shorten(state.sort)}”.`);
  }
  return faults;
}

/**
 * Write a state as the part of an address from the question mark on; empty when nothing is chosen.
 *
 * @param {State} state
 * @returns {string}
 */
export function write(state) {
  const parts = NAMES.filter((name) => state[name].length).map((name) => {
    return `${name}=${[state[name]].flat().map(encodeWord).join(",")}`;
  });
  return parts.length ? `?${parts.join("&")}` : "";
}

/**
 * The first or the last day of a year, a month or a day.
 *
 * @param {string} text Such as `2023-01`.
 * @param {boolean} last
 * @returns {string} An ISO date, or nothing where the text is no date.
 */
export function findDay(text, last) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (!found || found[1] === "0000") return "";
  const month = found[2] ?? (last ? "12" : "01");
  const length = new Date(Date.UTC(2000 + (Number(found[1]) % 400), Number(month), 0)).getUTCDate();
  const date = found[3] ?? (last ? String(length) : "01");
  const there = month >= "01" && month <= "12" && date >= "01" && Number(date) <= length;
  return there ? `${found[1]}-${month}-${date}` : "";
}

/** @param {string} word @returns {string} The word as it may stand in an address, with what may stay readable. */
function encodeWord(word) {
  return encodeURIComponent(word).replaceAll("%20", "+").replaceAll("%3A", ":").replaceAll("%2C", ",");
}

/** @param {string} text @returns {string} */
function shorten(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
