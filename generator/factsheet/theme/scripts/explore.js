/**
 * Every fact in one table, filtered where it is read. The table is in the page; this adds the controls above
 * it. What is chosen stands in the address, so that a view can be shared.
 */

import { makeElement } from "./elements.js";
import { filter, prepare, sortFacts } from "./explore-filter.js";
import { buildForm } from "./explore-form.js";
import { ANY_UNIT, makeEmptyState, mapChoices, readAddress, settle, write } from "./explore-state.js";
import { holdTable } from "./explore-table.js";
import { loadFilters, loadIndex, ROOT } from "./facts.js";

/** Milliseconds without a key after which what was typed goes into the address; browsers refuse too many. */
const PAUSE = 250;
/** @type {import("./explore-state.js").Fault} */
const NO_WORDS = { words: "The words of the facts could not be loaded, so they were not searched.", texts: {} };

/**
 * @typedef {import("./explore-state.js").State} State
 * @typedef {import("./explore-form.js").Choice} Choice
 * @typedef {import("./facts.js").Index} Index
 */

/**
 * The choices of each filter, as far as a fact in the table has them.
 * @param {import("./explore-filter.js").Prepared[]} facts
 * @param {Index["standings"]} standings
 * @returns {import("./explore-form.js").Choices}
 */
function listChoices(facts, standings) {
  /** @type {Record<"sheet" | "source" | "said_by" | "about" | "place" | "unit", Map<string, string>>} */
  const known = { sheet: new Map(), source: new Map(), said_by: new Map(), about: new Map(), place: new Map(), unit: new Map() };
  /** @type {Map<string, string>} */
  const letters = new Map();
  for (const { record } of facts) {
    known.sheet.set(record.sheet.id, record.sheet.title);
    for (const one of record.sources) {
      letters.set(one.id, one.letter);
      known.source.set(one.id, `${one.letter}: ${one.label}`);
    }
    for (const name of /** @type {const} */ (["said_by", "about"])) for (const one of record[name]) known[name].set(one.id, one.name);
    for (const one of record.places) known.place.set(one.id, one.name);
    if (record.measure) known.unit.set(record.measure, record.measure);
  }
  const { compare } = new Intl.Collator("en", { numeric: true });
  const list = (/** @type {Map<string, string>} */ found) => [...found].map(([key, label]) => ({ key, label }));
  const listByName = (/** @type {Map<string, string>} */ found) => list(found).sort((one, other) => compare(one.label, other.label));
  const findLetter = (/** @type {Choice} */ { key }) => letters.get(key) ?? "";
  const held = new Set(facts.flatMap(({ keys }) => keys.standing));
  return {
    sheet: list(known.sheet),
    source: list(known.source).sort((one, other) => findLetter(one).length - findLetter(other).length || compare(findLetter(one), findLetter(other))),
    said_by: listByName(known.said_by),
    about: listByName(known.about),
    place: listByName(known.place),
    standing: standings.filter((one) => held.has(one.word)).map((one) => ({ key: one.word, label: one.label, title: one.meaning })),
    unit: [{ key: ANY_UNIT, label: "any unit" }, ...listByName(known.unit)],
  };
}

/** Tell who is named before a statement from the statement. @param {Node} part */
const isLead = (part) => part instanceof HTMLElement && part.classList.contains("fs-attribution");

/** @param {HTMLElement} box @param {HTMLTableElement} table @param {Pick<Index, "edition" | "standings" | "facts">} index */
function start(box, table, index) {
  const rows = holdTable(table, (sort) => change({ ...state, sort }, false));
  const statements = new Map([...rows.rows].map(([id, row]) => [id, [...row.querySelector("th > a")?.childNodes ?? []].filter((part) => !isLead(part)).map((part) => part.textContent).join("").trim()]));
  const facts = prepare(index, statements).filter(({ record }) => rows.rows.has(record.id));
  const choices = listChoices(facts, index.standings);
  const listKeys = (/** @type {Choice[]} */ list) => list.map((one) => one.key);
  const known = { ...mapChoices((name) => listKeys(choices[name])), unit: listKeys(choices.unit) };
  let state = makeEmptyState();
  let shown = facts;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let typing = false;

  /** @type {((query: string) => import("./finder.js").Found) | undefined} */
  let find;
  /** @type {typeof import("./finder.js").explainFit | undefined} */
  let explainFit;

  /** Fetch the words of the facts and what finds them, when the reader first looks for some. */
  async function loadFinder() {
    const [finder, whole] = await Promise.all([import("./finder.js"), loadIndex()]);
    explainFit = finder.explainFit;
    find ??= finder.makeFinder(whole);
  }

  /** @param {import("./explore-state.js").Fault[]} faults */
  function show(faults) {
    if (state.q.trim() && !find) {
      loadFinder().then(() => show(faults), () => form(state, shown.length, filter(facts, state, null).counts, [...faults, NO_WORDS], ""));
      return;
    }
    const words = state.q.trim() && find ? find(state.q) : null;
    const found = filter(facts, state, words?.asked ? new Set(words.facts.map(({ fact }) => fact.id)) : null);
    shown = found.shown;
    const fit = words?.fit && words.facts.length ? explainFit?.(words.fit, "fact") ?? "" : "";
    rows.show(new Set(shown.map(({ record }) => record.id)), state.sort, () => sortFacts(facts, state.sort));
    form(state, shown.length, found.counts, faults, fit);
  }

  function writeAddress() {
    return `${location.pathname}${write({ ...state, q: state.q.trim() })}`;
  }

  /** A choice is a step that the reader can go back from; so is each run of typing as a whole. @param {boolean} typed */
  function remember(typed) {
    clearTimeout(waiting);
    if (writeAddress() === `${location.pathname}${location.search}` && !location.hash) return;
    history[typed && typing ? "replaceState" : "pushState"](null, "", writeAddress());
    typing = typed;
  }

  /** @param {State} next @param {boolean} typed */
  function change(next, typed) {
    if (!typed && waiting) remember(true); // what was typed just before is a step of its own
    state = next;
    const faults = settle(state, known);
    show(faults);
    clearTimeout(waiting);
    waiting = typed ? setTimeout(() => { waiting = undefined; remember(true); }, PAUSE) : undefined;
    if (!typed) remember(false);
  }

  /** @param {string} kind */
  async function take(kind) {
    const [{ keep, writeCsv, writeJson }] = await Promise.all([import("./explore-files.js"), loadIndex()]);
    const ordered = sortFacts(shown, state.sort);
    const name = `facts-${index.edition}.${kind.toLowerCase()}`;
    if (kind === "CSV") keep(writeCsv(ordered, ROOT), name, "text/csv;charset=utf-8");
    else keep(writeJson(ordered, index.edition, ROOT, location.origin + writeAddress()), name, "application/json");
  }

  function follow() {
    clearTimeout(waiting);
    waiting = undefined;
    typing = false;
    const found = readAddress(location.search, known);
    state = found.state;
    show(found.faults);
  }

  const form = buildForm(box, { choices, total: facts.length, edition: index.edition, change, take, begin: () => loadFinder().catch(() => {}) });
  addEventListener("popstate", follow);
  follow();
}

const box = document.querySelector(".fs-filters");
const table = document.querySelector("table.fs-ledger");
if (box instanceof HTMLElement && table instanceof HTMLTableElement) {
  loadFilters().then((index) => start(box, table, index), () => {
    box.replaceChildren(makeElement("p", { class: "fs-fault", role: "status" }, "The filters could not be loaded. The table below has every fact."));
  });
}
