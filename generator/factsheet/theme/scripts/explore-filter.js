/**
 * Which facts match, how many each further choice would leave, and in which order they stand.
 * Nothing here touches the page.
 */

import { ANY_UNIT, CHOICES, findDay, mapChoices } from "./explore-state.js";

/**
 * @typedef {import("./explore-state.js").State} State
 * @typedef {import("./explore-state.js").ChoiceName} ChoiceName
 * @typedef {import("./facts.js").Fact} Fact
 * @typedef {{place: number, record: Fact, statement: string, low: number, high: number, number: number,
 *   measured: boolean, rank: number, keys: Record<ChoiceName, string[]>}} Prepared
 * @typedef {Record<ChoiceName | "unit", Map<string, number>>} Counts
 * @typedef {((fact: Prepared) => boolean) | null} Test Null where nothing is asked for.
 */

/** Words and choices in the order of their bits; a fact is shown when none of them speaks against it. */
const ASPECTS = /** @type {const} */ (["q", ...CHOICES, "date", "number"]);
const BITS = /** @type {Record<typeof ASPECTS[number], number>} */ (
  Object.fromEntries(ASPECTS.map((name, place) => [name, 1 << place]))
);

/** Standings as strong as reported or stronger. */
const STRONG = new Set(["established", "observed", "reported"]);

/** @type {Record<ChoiceName, (record: Fact) => string[]>} */
const KEYS = {
  sheet: (record) => [record.sheet.id],
  // What was worked out is never reported; from what is weaker than that, it is found by that standing too.
  standing: (record) => (record.derived ? ["derived", ...(STRONG.has(record.standing) ? [] : [record.standing])] : [record.standing]),
  source: (record) => record.sources.map((one) => one.id),
  said_by: (record) => record.said_by.map((one) => one.id),
  about: (record) => record.about.map((one) => one.id),
  place: (record) => record.places.map((one) => one.id),
};

/**
 * Work out once what every filtering looks at.
 *
 * @param {Pick<import("./facts.js").Index, "facts" | "standings">} index
 * @param {ReadonlyMap<string, string>} statements As they stand in the table, by the ids of the facts.
 * @returns {Prepared[]} In the order of the sheets.
 */
export function prepare(index, statements) {
  const ranks = new Map(index.standings.map((one, rank) => [one.word, rank]));
  return index.facts.map((record, place) => {
    const low = record.low === null ? -Infinity : Number(record.low);
    const high = record.high === null ? Infinity : Number(record.high);
    const middle = record.low !== null && record.high !== null ? (low + high) / 2 : Number(record.low ?? record.high);
    return {
      place,
      record,
      statement: statements.get(record.id) ?? "",
      low,
      high,
      number: record.point === null ? middle : Number(record.point),
      measured: record.low !== null || record.high !== null,
      rank: ranks.get(record.standing) ?? ranks.size,
      keys: mapChoices((name) => KEYS[name](record)),
    };
  });
}

/**
 * Find what matches a state.
 *
 * @param {ReadonlyArray<Prepared>} facts
 * @param {State} state
 * @param {ReadonlySet<string> | null} worded Ids of the facts that answer the words; null where no word is looked for.
 * @returns {{shown: Prepared[], counts: Counts}} The counts beside each choice say
 *   how many facts it has under all the other filters.
 */
export function filter(facts, state, worded) {
  /** @type {Record<typeof ASPECTS[number], Test>} */
  const tests = { q: worded && (({ record }) => worded.has(record.id)), ...mapChoices((name) => testChoice(name, state)), date: testDate(state), number: testNumber(state) };
  const used = ASPECTS.filter((name) => tests[name]);
  /** @type {Counts} */
  const counts = { ...mapChoices(() => new Map()), unit: new Map() };
  /** @type {Prepared[]} */
  const shown = [];
  for (const fact of facts) {
    let against = 0;
    for (const name of used) if (!tests[name]?.(fact)) against |= BITS[name];
    if (!against) shown.push(fact);
    for (const name of CHOICES) if (!(against & ~BITS[name])) for (const key of fact.keys[name]) add(counts[name], key);
    if (!(against & ~BITS.number)) {
      if (fact.record.measure) add(counts.unit, fact.record.measure);
      if (fact.measured) add(counts.unit, ANY_UNIT);
    }
  }
  return { shown, counts };
}

/** @param {Map<string, number>} counts @param {string} key */
function add(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** @param {ChoiceName} name @param {State} state @returns {Test} */
function testChoice(name, state) {
  const chosen = new Set(state[name]);
  return chosen.size ? (fact) => fact.keys[name].some((key) => chosen.has(key)) : null;
}

/** @param {State} state @returns {Test} */
function testDate(state) {
  if (!state.from && !state.to) return null;
  const first = state.from ? findDay(state.from, false) : "";
  const last = state.to ? findDay(state.to, true) : "9999-12-31";
  return ({ record }) => (record.from !== null || record.to !== null)
    && (record.from ?? "") <= last && (record.to ?? "9999-12-31") >= first;
}

/** @param {State} state @returns {Test} */
function testNumber(state) {
  const ranged = Boolean(state.min || state.max);
  if (!state.unit && !ranged) return null;
  const least = state.min ? Number(state.min) : -Infinity;
  const most = state.max ? Number(state.max) : Infinity;
  return (fact) => {
    const { record } = fact;
    if (state.unit && state.unit !== ANY_UNIT && record.measure !== state.unit) return false;
    if (!fact.measured) return !ranged && state.unit !== ANY_UNIT;
    const above = record.high_open ? fact.high > least : fact.high >= least;
    const below = record.low_open ? fact.low < most : fact.low <= most;
    return above && below;
  };
}

const WORDS = new Intl.Collator("en", { numeric: true });
const UNITS = new Intl.Collator("en");

/**
 * Each returns less than 0 where the first fact comes first, and tells apart what has no place in the order.
 * @typedef {(one: Prepared, other: Prepared) => number} Compare
 * @type {Partial<Record<string, {has: (fact: Prepared) => boolean, compare: Compare, within?: Compare}>>}
 */
const ORDERS = {
  statement: { has: () => true, compare: (one, other) => WORDS.compare(one.statement, other.statement) },
  standing: { has: () => true, compare: (one, other) => one.rank - other.rank },
  value: { has: (fact) => fact.measured, within: (one, other) => UNITS.compare(one.record.measure, other.record.measure), compare: (one, other) => one.number - other.number },
  date: {
    has: ({ record }) => record.from !== null || record.to !== null,
    compare: (one, other) => compareText(one.record.from ?? one.record.to ?? "", other.record.from ?? other.record.to ?? "") || compareText(one.record.to ?? "9", other.record.to ?? "9"),
  },
};

/** @param {string} one @param {string} other */
function compareText(one, other) {
  return one < other ? -1 : Number(one > other);
}

/**
 * Sort facts; those without a value or a date come last, whichever way the order runs, and values of one unit
 * stay together.
 *
 * @param {ReadonlyArray<Prepared>} facts
 * @param {string} sort Such as `-value`; empty for the order of the sheets.
 * @returns {Prepared[]}
 */
export function sortFacts(facts, sort) {
  const by = ORDERS[sort.replace(/^-/, "")];
  const way = sort.startsWith("-") ? -1 : 1;
  return [...facts].sort((one, other) => (by && Number(by.has(other)) - Number(by.has(one)))
    || (by?.has(one) && ((by.within?.(one, other) ?? 0) || way * by.compare(one, other)))
    || one.place - other.place);
}
