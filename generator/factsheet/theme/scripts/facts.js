/**
 * The list of all facts: fetched once, when something first asks for it, and how a fact is shown from it.
 */

import { makeElement } from "./elements.js";

/**
 * @typedef {object} Fact
 * @property {string} id
 * @property {string} url From the root of the site.
 * @property {string} lead What stands before the statement, as `Alleged by A:`; empty for what is not weaker than reported.
 * @property {string} statement Never shown without its lead: see `makeStatement` and `writeStatement`.
 * @property {string} below Who says it, where and when, as far as the lead does not say it.
 * @property {string} attribution The same in full, for where the fact goes without its page.
 * @property {string} value The hedge, the number and the unit together; empty without a value.
 * @property {string} hedge
 * @property {string} number
 * @property {string} unit
 * @property {string} measure By which unit it is found; empty without a value.
 * @property {string | null} low Its limits in that measure, as plain decimals.
 * @property {boolean} low_open
 * @property {string | null} high
 * @property {boolean} high_open
 * @property {string | null} point
 * @property {string} standing Of a derived fact, the weakest of what it was worked out from.
 * @property {string} standing_text The standing that readers see; of a derived fact, that it was worked out.
 * @property {boolean} derived
 * @property {string} lifecycle
 * @property {{id: string, title: string}} sheet
 * @property {{id: string, letter: string, label: string}[]} sources
 * @property {{id: string, name: string}[]} said_by
 * @property {{id: string, name: string}[]} about
 * @property {{id: string, name: string}[]} places
 * @property {string | null} as_of
 * @property {string | null} when
 * @property {string | null} from The first and the last day that its date leaves possible.
 * @property {string | null} to
 * @property {number} independent How many of its sources do not repeat each other.
 * @property {string[]} differs
 * @property {string} dated When it holds, in words; empty without a date.
 * @property {string[]} tags
 * @property {string} caveat
 * @property {{where: string, url: string | null}[]} passages
 * @property {string} text
 *
 * @typedef {object} Page
 * @property {string} kind `sheet`, `source`, `actor` or `place`.
 * @property {string} url From the root of the site.
 * @property {string} title
 * @property {string} text
 * @property {string[]} [aliases] Other names, spellings and scripts; pages of the navigation have none.
 *
 * @typedef {{edition: string, standings: {word: string, label: string, meaning: string}[], facts: Fact[], pages: Page[], synonyms: string[]}} Index
 */

/** The address of the site, wherever it lies. */
export const ROOT = new URL("../", import.meta.url);

/** What is left out of the list where a fact has none. */
const EMPTY = {
  measure: "", low: null, low_open: false, high: null, high_open: false, point: null, derived: false,
  said_by: [], about: [], places: [], sources: [], from: null, to: null,
};

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();

/**
 * Fetch a list once; a failed attempt is not remembered.
 * @param {string} name
 * @returns {Promise<any>}
 */
function load(name) {
  const loading = fetched.get(name) ?? fetch(new URL(`downloads/${name}`, ROOT)).then((answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  });
  fetched.set(name, loading);
  loading.catch(() => fetched.delete(name));
  return loading;
}

/**
 * Fetch what facts are filtered and sorted by; their words are not there until the whole index is.
 * @returns {Promise<Pick<Index, "edition" | "standings" | "facts">>}
 */
export async function loadFilters() {
  const index = await load("facts-index.json");
  for (const fact of index.facts) Object.assign(fact, { ...EMPTY, ...fact });
  return index;
}

/**
 * Fetch the list of all facts with their words, and of all pages.
 * @returns {Promise<Index>}
 */
export async function loadIndex() {
  const [index, { facts, ...others }] = await Promise.all([loadFilters(), load("search-index.json")]);
  for (const [place, words] of facts.entries()) Object.assign(index.facts[place], words);
  return { ...index, ...others };
}

/**
 * Return what a fact says, behind its speaker where it is weaker than reported.
 * @param {Pick<Fact, "lead" | "statement">} fact
 */
export const writeStatement = ({ lead, statement }) => (lead ? `${lead} ${statement}` : statement);

/**
 * Show what a fact says, behind its speaker where it is weaker than reported.
 * @param {Fact} fact
 * @param {(text: string) => Node} [write] How each part is written.
 * @returns {(string | Node)[]}
 */
export function makeStatement({ lead, statement }, write = (text) => document.createTextNode(text)) {
  return lead ? [makeElement("em", { class: "fs-attribution" }, write(lead)), " ", write(statement)] : [write(statement)];
}

/**
 * Show what a fact says in numbers, with the hedge before the number; null where it has none.
 * @param {Fact} fact
 * @param {(text: string) => Node} [write] How each part is written.
 */
export function makeValue(fact, write = (text) => document.createTextNode(text)) {
  if (!fact.value) return null;
  const parts = /** @type {const} */ (["hedge", "number", "unit"]).filter((name) => fact[name]);
  const spans = parts.map((name) => makeElement("em", { class: `fs-${name}` }, write(fact[name])));
  return makeElement("span", { class: "fs-value" }, ...spans.flatMap((span, place) => (place ? [" ", span] : [span])));
}

/**
 * Show how far a fact is known and where it stands in its life: a mark and a word for each.
 * @param {Fact} fact
 * @returns {HTMLElement[]}
 */
export function makeStandings(fact) {
  const standing = makeElement("em", { class: `fs-${fact.derived ? "derived" : fact.standing}` }, fact.standing_text);
  return fact.lifecycle === "current" ? [standing] : [standing, makeElement("em", { class: `fs-${fact.lifecycle}` }, fact.lifecycle)];
}

/**
 * Show the letters of a fact's sources, with their names for those who do not see the page.
 * @param {Fact} fact
 * @returns {HTMLElement[]}
 */
export function makeLetters(fact) {
  return fact.sources.map(({ letter, label }) => makeElement("em", { class: "fs-source-mark", title: `${letter}: ${label}` }, letter));
}
