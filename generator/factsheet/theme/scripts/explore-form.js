/** The controls above the table. They show a state and tell of each change; what matches is found elsewhere. */

import { makeButton, makeElement } from "./elements.js";
import { ANY_UNIT, CHOICES, makeEmptyState, mapChoices } from "./explore-state.js";

/** @typedef {import("./explore-state.js").State} State */
/** @typedef {import("./explore-state.js").ChoiceName} ChoiceName */
/** @typedef {import("./explore-state.js").Fault} Fault */
/** @typedef {{key: string, label: string, title?: string}} Choice */
/** @typedef {{words: string, without: Partial<State>}} Active A filter in use, and what changes when it goes. */
/** @typedef {Record<ChoiceName | "unit", Choice[]>} Choices */
/**
 * @typedef {{choices: Choices, total: number, edition: string,
 *   change: (state: State, typed: boolean) => void, take: (kind: string) => void, begin: () => void}} Wanted
 */

const NAMES = { sheet: "Sheet", source: "Source", said_by: "Said by", about: "About", place: "Place", standing: "Standing" };
const FOLDED = /** @type {const} */ (["sheet", "source", "said_by", "about", "place"]);
const ORDERS = [
  ["", "as on the sheets"],
  ["statement", "statement, A to Z"],
  ["-statement", "statement, Z to A"],
  ["value", "value, smallest first"],
  ["-value", "value, largest first"],
  ["date", "date, earliest first"],
  ["-date", "date, latest first"],
  ["standing", "standing, strongest first"],
  ["-standing", "standing, weakest first"],
];
const WIDE = matchMedia("(min-width: 52em)");

/**
 * Build the controls into a box.
 *
 * @param {HTMLElement} box
 * @param {Wanted} wanted
 * @returns {(state: State, shown: number, counts: import("./explore-filter.js").Counts, faults: Fault[], fit: string) => void}
 *   Makes the controls show a state.
 */
export function buildForm(box, wanted) {
  let state = makeEmptyState();
  const change = (/** @type {Partial<State>} */ part, typed = false) => wanted.change({ ...state, ...part }, typed);
  const words = makeWordsField((q) => change({ q }, true), wanted.begin);
  const lists = mapChoices((name) => makeChoiceList(name, wanted.choices[name], (chosen) => change({ [name]: chosen })));
  const dates = makeDatesFilter(change);
  const numbers = makeNumbersFilter(wanted.choices.unit, change);
  const folds = FOLDED.map((name) => ({ name, ...makeFold(NAMES[name], lists[name].node) }));
  const standing = makeElement("fieldset", { class: "fs-chips" }, makeElement("legend", {}, NAMES.standing), lists.standing.node);
  const form = makeElement("form", { class: "fs-filters-form", "aria-label": "Filter the facts" },
    makeElement("div", { class: "fs-filters-row" }, words.node, ...folds.map((one) => one.node), dates.fold.node, numbers.fold.node), standing);
  form.addEventListener("submit", (event) => event.preventDefault());
  closeFolds(form);
  const opener = makeButton("Filters", { class: "fs-filters-opener", "aria-expanded": "false" }, () => {
    opener.setAttribute("aria-expanded", String(form.classList.toggle("fs-opened")));
  });
  const results = makeResultLine(wanted, change);
  box.replaceChildren(opener, form, results.node);

  return (next, shown, counts, faults, fit) => {
    state = next;
    words.show(state.q);
    for (const name of CHOICES) lists[name].show(state[name], counts[name]);
    for (const { name, show } of folds) show(describeChosen(state[name], wanted.choices[name]), state[name].length > 0);
    dates.show(state, faults);
    numbers.show(state, counts.unit, faults);
    const active = listActive(state, wanted.choices);
    opener.textContent = active.length ? `Filters, ${active.length} active` : "Filters";
    results.show(state, shown, active, faults, fit);
  };
}

/** @param {(words: string) => void} tell @param {() => void} begin What is fetched before the first word is whole. */
function makeWordsField(tell, begin) {
  const input = makeElement("input", { type: "search", autocomplete: "off", spellcheck: "false", maxlength: "200", placeholder: "in all that a fact says" });
  input.addEventListener("input", () => tell(input.value));
  input.addEventListener("focus", begin, { once: true });
  const node = makeElement("label", { class: "fs-filter fs-filter-words" }, makeElement("span", { class: "fs-filter-name" }, "Find words"), input);
  return {
    node,
    show(/** @type {string} */ q) {
      if (input.value.trim() !== q.trim()) input.value = q; // or a space just typed would go
    },
  };
}

/** @param {ChoiceName} name @param {Choice[]} choices @param {(chosen: string[]) => void} tell */
function makeChoiceList(name, choices, tell) {
  const rows = choices.map((choice) => {
    const input = makeElement("input", { type: "checkbox", name, value: choice.key });
    const count = makeElement("span", { class: "fs-count" });
    const words = name === "standing" ? makeElement("em", { class: `fs-${choice.key}`, title: choice.title }, choice.label) : makeElement("span", {}, choice.label);
    input.addEventListener("change", () => tell(rows.filter((row) => row.input.checked).map((row) => row.key)));
    return { key: choice.key, input, count, node: makeElement("label", { class: name === "standing" ? "fs-chip" : "fs-choice" }, input, words, " ", count) };
  });
  return {
    node: makeElement("div", { class: "fs-choices", ...(name === "standing" ? {} : { role: "group", "aria-label": NAMES[name] }) }, ...rows.map((row) => row.node)),
    show(/** @type {string[]} */ chosen, /** @type {Map<string, number>} */ counts) {
      for (const row of rows) {
        const count = counts.get(row.key) ?? 0;
        row.input.checked = chosen.includes(row.key);
        row.node.classList.toggle("fs-none", count === 0);
        if (row.count.textContent !== String(count)) row.count.textContent = String(count);
      }
    },
  };
}

/** @param {string} name @param {...Node} inside */
function makeFold(name, ...inside) {
  const chosen = makeElement("span", { class: "fs-filter-chosen" }, "any");
  const summary = makeElement("summary", {}, makeElement("span", { class: "fs-filter-name" }, name), " ", chosen);
  const node = makeElement("details", { class: "fs-filter", name: "fs-filter" }, summary, makeElement("div", { class: "fs-filter-panel" }, ...inside));
  return {
    node,
    show(/** @type {string} */ words, /** @type {boolean} */ active) {
      chosen.textContent = words || "any";
      node.classList.toggle("fs-active", active);
    },
  };
}

/**
 * Escape closes a fold; on a wide screen, where it lies over the page, so does going elsewhere.
 * @param {HTMLFormElement} form
 */
function closeFolds(form) {
  const findOpen = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (form.querySelectorAll("details[open]"));
  /** Close all folds but the one that a node is in. */
  const leave = (/** @type {EventTarget | null} */ target) => {
    if (!WIDE.matches || !(target instanceof Node)) return;
    for (const fold of findOpen()) fold.open = fold.contains(target);
  };
  form.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const fold = key === "Escape" && target instanceof Node && [...findOpen()].find((one) => one.contains(target));
    if (!fold) return;
    event.preventDefault();
    fold.open = false;
    fold.querySelector("summary")?.focus();
  });
  form.addEventListener("focusout", (event) => leave(event.relatedTarget));
  document.addEventListener("pointerdown", (event) => leave(event.target));
}

/**
 * @param {"from" | "to" | "min" | "max"} name
 * @param {string} label
 * @param {string} note Id of what describes it, with its faults.
 * @param {Record<string, string>} attributes
 * @param {(text: string) => void} tell
 */
function makeField(name, label, note, attributes, tell) {
  const input = makeElement("input", { type: "text", autocomplete: "off", "aria-describedby": note, ...attributes });
  /** Read what was typed; what cannot be read goes on as it is, and is refused there. */
  const read = async () => {
    const text = input.value.trim();
    const { readDateField, readNumberField } = await import("./words.js");
    tell((name === "from" || name === "to" ? readDateField(text) : readNumberField(text)) || text);
  };
  input.addEventListener("change", read);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") read();
  });
  return {
    node: makeElement("label", { class: "fs-field" }, makeElement("span", {}, label), input),
    /** What could not be read stays, so that it can be put right. */
    show(/** @type {State} */ state, /** @type {Fault[]} */ faults) {
      const bad = faults.find(({ texts }) => name in texts);
      input.value = bad ? bad.texts[name] ?? "" : state[name];
      if (bad) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}

/** @param {(part: Partial<State>) => void} change */
function makeDatesFilter(change) {
  const { id, node, tell } = makeNote("fs-date-note", ["from", "to"], "A year, a month or a day, as 2023, Sept 2023 or 5 September 2023. A fact matches when its time and the range have a day in common.");
  const from = makeField("from", "from", id, { placeholder: "Feb 2022", size: "10" }, (text) => change({ from: text }));
  const to = makeField("to", "until", id, { placeholder: "2023", size: "10" }, (text) => change({ to: text }));
  const fold = makeFold("Date", makeElement("div", { class: "fs-fields", role: "group", "aria-label": "Date" }, from.node, to.node), node);
  return {
    fold,
    show(/** @type {State} */ state, /** @type {Fault[]} */ faults) {
      from.show(state, faults);
      to.show(state, faults);
      tell(faults);
      fold.show(describeRange(state.from, state.to, "from", "until"), Boolean(state.from || state.to));
    },
  };
}

/** @param {Choice[]} units @param {(part: Partial<State>) => void} change */
function makeNumbersFilter(units, change) {
  const options = new Map(units.map((unit) => [unit.key, { label: unit.label, node: makeElement("option", { value: unit.key }, unit.label) }]));
  const select = makeElement("select", {}, makeElement("option", { value: "" }, "any, or no number"), ...[...options.values()].map((one) => one.node));
  select.addEventListener("change", () => change({ unit: select.value }));
  const { id, node, tell } = makeNote("fs-number-note", ["min", "max"], "As 250,000, 280k or 1.5 million. A fact matches when its value could lie in the range. “At least 93” has no upper limit, so it matches every range that reaches to 93 or above.");
  const least = makeField("min", "at least", id, { size: "9" }, (text) => change({ min: text }));
  const most = makeField("max", "at most", id, { size: "9" }, (text) => change({ max: text }));
  const fold = makeFold("Number", makeElement("div", { class: "fs-fields", role: "group", "aria-label": "Number" }, makeElement("label", { class: "fs-field fs-field-wide" }, makeElement("span", {}, "unit"), select), least.node, most.node), node);
  return {
    fold,
    show(/** @type {State} */ state, /** @type {Map<string, number>} */ counts, /** @type {Fault[]} */ faults) {
      tell(faults);
      for (const [key, option] of options) option.node.textContent = `${option.label} (${counts.get(key) ?? 0})`;
      select.value = state.unit;
      least.show(state, faults);
      most.show(state, faults);
      const range = describeRange(state.min, state.max, "from", "to");
      const unit = options.get(state.unit)?.label ?? "";
      fold.show([range, unit].filter(Boolean).join(" "), Boolean(range || unit));
    },
  };
}

/**
 * Make what stands below the fields of a fold: what can be written there, and before it what could not be read.
 * @param {string} id
 * @param {("from" | "to" | "min" | "max")[]} names
 * @param {string} words
 */
function makeNote(id, names, words) {
  const fault = makeElement("span", { class: "fs-fault" });
  return {
    id,
    node: makeElement("p", { class: "fs-filter-note", id }, fault, words),
    tell(/** @type {Fault[]} */ faults) {
      fault.textContent = faults.filter(({ texts }) => names.some((name) => name in texts)).map((one) => one.words).join(" ");
      fault.hidden = !fault.textContent;
    },
  };
}

/** @param {string} low @param {string} high @param {string} first @param {string} last */
function describeRange(low, high, first, last) {
  if (low && high) return low === high ? low : `${low} to ${high}`;
  return low ? `${first} ${low}` : high && `${last} ${high}`;
}

/** @param {string[]} chosen @param {Choice[]} choices */
function describeChosen(chosen, choices) {
  return chosen.length > 1 ? `${chosen.length} chosen` : choices.find((one) => one.key === chosen[0])?.label ?? "";
}

/**
 * @param {State} state
 * @param {Choices} choices
 * @returns {Active[]}
 */
function listActive(state, choices) {
  /** @type {Active[]} */
  const active = state.q.trim() ? [{ words: `words: ${state.q.trim()}`, without: { q: "" } }] : [];
  for (const name of /** @type {const} */ ([...FOLDED, "standing"])) {
    for (const key of state[name]) {
      const label = choices[name].find((one) => one.key === key)?.label ?? key;
      active.push({ words: `${NAMES[name].toLowerCase()}: ${label}`, without: { [name]: state[name].filter((one) => one !== key) } });
    }
  }
  const dates = describeRange(state.from, state.to, "from", "until");
  if (dates) active.push({ words: `date: ${dates}`, without: { from: "", to: "" } });
  const range = describeRange(state.min, state.max, "from", "to");
  const unit = state.unit === ANY_UNIT ? "any unit" : state.unit;
  if (range || unit) active.push({ words: `number: ${[range, unit].filter(Boolean).join(" ")}`, without: { unit: "", min: "", max: "" } });
  return active;
}

/** @param {Wanted} wanted @param {(part: Partial<State>) => void} change */
function makeResultLine({ total, take }, change) {
  const count = makeElement("p", { class: "fs-result", role: "status", tabindex: -1 });
  const fault = makeElement("p", { class: "fs-fault", role: "status" });
  const way = makeElement("p", { class: "fs-way-out" }, "No fact matches all of this. Take away one of the filters above, or ");
  const list = makeElement("ul", { class: "fs-in-use", "aria-label": "Filters in use" });
  const order = makeElement("select", {}, ...ORDERS.map(([key, label]) => makeElement("option", { value: key }, label)));
  order.addEventListener("change", () => change({ sort: order.value }));
  const clear = () => {
    change({ ...makeEmptyState(), sort: order.value });
    count.focus();
  };
  way.append(makeButton("see all facts", { class: "fs-word" }, clear), ".");
  const files = ["CSV", "JSON"].map((kind) =>
    makeButton(kind, { class: "fs-word", "aria-label": `${kind} of the facts shown` }, () => take(kind)));
  const tools = makeElement("div", { class: "fs-tools" }, makeElement("label", {}, makeElement("span", {}, "Order"), " ", order), ...files);
  return {
    node: makeElement("div", { class: "fs-filters-result" }, count, list, tools, fault, way),
    show(/** @type {State} */ state, /** @type {number} */ shown, /** @type {Active[]} */ active, /** @type {Fault[]} */ faults, /** @type {string} */ fit) {
      const words = shown === total ? `${total} ${total === 1 ? "fact" : "facts"}` : `${shown} of ${total} facts`;
      if (count.textContent !== words) count.textContent = words;
      const held = list.contains(document.activeElement);
      list.replaceChildren(...active.map((one) => makeElement("li", {}, makeRemoval(one, change))));
      if (active.length) list.append(makeElement("li", {}, makeButton("Clear filters", { class: "fs-word" }, clear)));
      if (held) count.focus();
      order.value = state.sort;
      way.hidden = shown > 0;
      const left = faults.length > 1 ? "They were left out." : "It was left out.";
      fault.textContent = faults.length ? `${faults.map((one) => one.words).join(" ")} ${left}` : fit;
      fault.hidden = !fault.textContent;
    },
  };
}

/** @param {Active} one @param {(part: Partial<State>) => void} change */
function makeRemoval({ words, without }, change) {
  return makeButton(words, { class: "fs-remove", "aria-label": `Remove ${words}` }, () => change(without));
}
