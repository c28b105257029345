/**
 * Every fact in one table, filtered where it is read. The table is in the page; this adds the controls above
 * it. What is chosen stands in the address, so that a view can be shared.
 */

import { makeElement } from "./elements.js";
import { csv, json, keep } from "./explore-files.js";
import { filter, prepare, sorted } from "./explore-filter.js";
import { buildForm } from "./explore-form.js";
import { ANY_UNIT, nothing, read, settle, write } from "./explore-state.js";
import { holdTable } from "./explore-table.js";

const ROOT = new URL("../", import.meta.url);
const INDEX = new URL("downloads/facts-index.json", ROOT);
/** Milliseconds without a key after which what was typed goes into the address; browsers refuse too many. */
const PAUSE = 250;

/** @returns {Promise<object>} */
async function fetched() {
  const answer = await fetch(INDEX);
  if (!answer.ok) throw new Error(`${INDEX}: ${answer.status}`);
  return answer.json();
}

/** The choices of each filter, as far as a fact in the table has them. */
function choicesOf(facts, standings) {
  const known = { sheet: new Map(), source: new Map(), actor: new Map(), place: new Map(), unit: new Map() };
  const letters = new Map();
  for (const { record } of facts) {
    known.sheet.set(record.sheet.id, record.sheet.title);
    for (const one of record.sources) {
      letters.set(one.id, one.letter);
      known.source.set(one.id, `${one.letter}: ${one.label}`);
    }
    for (const one of record.actors) known.actor.set(one.id, one.name);
    for (const one of record.places) known.place.set(one.id, one.name);
    if (record.measure) known.unit.set(record.measure, record.measure);
  }
  const lists = Object.fromEntries(Object.entries(known).map(([name, found]) => [name, [...found].map(([key, label]) => ({ key, label }))]));
  const byName = new Intl.Collator("en", { numeric: true });
  for (const name of ["actor", "place", "unit"]) lists[name].sort((one, other) => byName.compare(one.label, other.label));
  const letter = ({ key }) => letters.get(key);
  lists.source.sort((one, other) => letter(one).length - letter(other).length || byName.compare(letter(one), letter(other)));
  lists.unit.unshift({ key: ANY_UNIT, label: "any unit" });
  const held = new Set(facts.map(({ record }) => record.standing));
  lists.standing = standings.filter((one) => held.has(one.word)).map((one) => ({ key: one.word, label: one.word, title: one.meaning }));
  return lists;
}

/** @param {HTMLElement} box @param {HTMLTableElement} table @param {object} index */
function start(box, table, index) {
  const rows = holdTable(table, (sort) => change({ ...state, sort }, false));
  const facts = prepare(index).filter(({ record }) => rows.rows.has(record.id));
  const choices = choicesOf(facts, index.standings);
  const known = Object.fromEntries(Object.entries(choices).map(([name, list]) => [name, list.map((one) => one.key)]));
  let state = nothing();
  let shown = facts;
  let waiting = 0;
  let typing = false;

  function show(faults) {
    const found = filter(facts, state);
    shown = found.shown;
    rows.show(new Set(shown.map(({ record }) => record.id)), state.sort, () => sorted(facts, state.sort));
    form(state, shown.length, found.counts, faults);
  }

  function address() {
    return `${location.pathname}${write({ ...state, q: state.q.trim() })}`;
  }

  /** A choice is a step that the reader can go back from; so is each run of typing as a whole. */
  function remember(typed) {
    clearTimeout(waiting);
    if (address() === `${location.pathname}${location.search}` && !location.hash) return;
    history[typed && typing ? "replaceState" : "pushState"](null, "", address());
    typing = typed;
  }

  function change(next, typed) {
    if (!typed && waiting) remember(true); // what was typed just before is a step of its own
    state = next;
    const faults = settle(state, known);
    show(faults);
    clearTimeout(waiting);
    waiting = typed ? setTimeout(() => { waiting = 0; remember(true); }, PAUSE) : 0;
    if (!typed) remember(false);
  }

  function take(kind) {
    const ordered = sorted(shown, state.sort);
    const name = `facts-${index.edition}.${kind.toLowerCase()}`;
    if (kind === "CSV") keep(csv(ordered, ROOT), name, "text/csv;charset=utf-8");
    else keep(json(ordered, index.edition, ROOT, location.origin + address()), name, "application/json");
  }

  function follow() {
    clearTimeout(waiting);
    waiting = 0;
    typing = false;
    const found = read(location.search, known);
    state = found.state;
    show(found.faults);
  }

  const form = buildForm(box, { choices, total: facts.length, edition: index.edition, change, take });
  addEventListener("popstate", follow);
  follow();
}

const box = document.querySelector(".fs-filters");
const table = document.querySelector("table.fs-ledger");
if (box && table) {
  fetched().then((index) => start(box, table, index), () => {
    box.replaceChildren(makeElement("p", { class: "fs-fault", role: "status" }, "The filters could not be loaded. The table below has every fact."));
  });
}
