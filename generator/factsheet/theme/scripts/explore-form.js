/** The controls above the table. They show a state and tell of each change; what matches is found elsewhere. */

import { ANY_UNIT, CHOICES, nothing } from "./explore-state.js";

/** @typedef {import("./explore-state.js").State} State */
/** @typedef {{key: string, label: string, title?: string}} Choice */
/**
 * @typedef {{choices: Record<string, Choice[]>, total: number, edition: string,
 *   change: (state: State, typed: boolean) => void, take: (kind: string) => void}} Wanted
 */

const NAMES = { sheet: "Sheet", source: "Source", actor: "Actor", place: "Place", standing: "Standing" };
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
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children Words stay words.
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Build the controls into a box.
 *
 * @param {HTMLElement} box
 * @param {Wanted} wanted
 * @returns {(state: State, shown: number, counts: Record<string, Map<string, number>>, faults: string[]) => void}
 *   Makes the controls show a state.
 */
export function buildForm(box, wanted) {
  let state = nothing();
  const change = (part, typed = false) => wanted.change({ ...state, ...part }, typed);
  const words = wordsField((q) => change({ q }, true));
  const lists = Object.fromEntries(CHOICES.map((name) => [name, choiceList(name, wanted.choices[name], (chosen) => change({ [name]: chosen }))]));
  const dates = datesFilter(change);
  const numbers = numbersFilter(wanted.choices.unit, change);
  const folds = ["sheet", "source", "actor", "place"].map((name) => folded(NAMES[name], lists[name].node));
  const foldOf = { sheet: folds[0], source: folds[1], actor: folds[2], place: folds[3] };
  const standing = element("fieldset", { class: "fs-chips" }, element("legend", {}, NAMES.standing), lists.standing.node);
  const form = element("form", { class: "fs-filters-form", "aria-label": "Filter the facts" },
    element("div", { class: "fs-filters-row" }, words.node, ...folds.map((one) => one.node), dates.fold.node, numbers.fold.node), standing);
  form.addEventListener("submit", (event) => event.preventDefault());
  closeFolds(form);
  const opener = element("button", { type: "button", class: "fs-filters-opener", "aria-expanded": "false" }, "Filters");
  opener.addEventListener("click", () => {
    opener.setAttribute("aria-expanded", String(form.classList.toggle("fs-opened")));
  });
  const results = resultLine(wanted, change);
  box.replaceChildren(opener, form, results.node);

  return (next, shown, counts, faults) => {
    state = next;
    words.show(state.q);
    for (const name of CHOICES) {
      lists[name].show(state[name], counts[name]);
      foldOf[name]?.show(inWords(state[name], wanted.choices[name]), state[name].length > 0);
    }
    dates.show(state);
    numbers.show(state, counts.unit);
    const active = activeOf(state, wanted.choices);
    opener.textContent = active.length ? `Filters, ${active.length} active` : "Filters";
    results.show(state, shown, active, faults);
  };
}

/** @param {(words: string) => void} tell */
function wordsField(tell) {
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false", maxlength: "200", placeholder: "in all that a fact says" });
  input.addEventListener("input", () => tell(input.value));
  const node = element("label", { class: "fs-filter fs-filter-words" }, element("span", { class: "fs-filter-name" }, "Find words"), input);
  return {
    node,
    show(q) {
      if (input.value.trim() !== q.trim()) input.value = q; // or a blank just typed would go
    },
  };
}

/** @param {string} name @param {Choice[]} choices @param {(chosen: string[]) => void} tell */
function choiceList(name, choices, tell) {
  const rows = choices.map((choice) => {
    const input = element("input", { type: "checkbox", name, value: choice.key });
    const count = element("span", { class: "fs-count" });
    const words = name === "standing" ? element("em", { class: `fs-${choice.key}`, title: choice.title }, choice.label) : element("span", {}, choice.label);
    input.addEventListener("change", () => tell(rows.filter((row) => row.input.checked).map((row) => row.key)));
    return { key: choice.key, input, count, node: element("label", { class: name === "standing" ? "fs-chip" : "fs-choice" }, input, words, " ", count) };
  });
  return {
    node: element("div", { class: "fs-choices", ...(name === "standing" ? {} : { role: "group", "aria-label": NAMES[name] }) }, ...rows.map((row) => row.node)),
    show(chosen, counts) {
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
function folded(name, ...inside) {
  const chosen = element("span", { class: "fs-filter-chosen" }, "any");
  const summary = element("summary", {}, element("span", { class: "fs-filter-name" }, name), " ", chosen);
  const node = element("details", { class: "fs-filter", name: "fs-filter" }, summary, element("div", { class: "fs-filter-panel" }, ...inside));
  return {
    node,
    show(words, active) {
      chosen.textContent = words || "any";
      node.classList.toggle("fs-active", active);
    },
  };
}

/** Escape closes a fold; on a wide screen, where it lies over the page, so does going elsewhere. */
function closeFolds(form) {
  const close = (fold) => {
    fold.open = false;
  };
  form.addEventListener("keydown", (event) => {
    const fold = event.key === "Escape" && event.target.closest("details[open]");
    if (!fold) return;
    event.preventDefault();
    close(fold);
    fold.querySelector("summary").focus();
  });
  form.addEventListener("focusout", (event) => {
    const fold = event.target.closest("details[open]");
    if (WIDE.matches && fold && event.relatedTarget && !fold.contains(event.relatedTarget)) close(fold);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!WIDE.matches) return;
    for (const fold of form.querySelectorAll("details[open]")) if (!fold.contains(event.target)) close(fold);
  });
}

/** @param {string} label @param {Record<string, string>} attributes @param {(text: string) => void} tell */
function field(label, attributes, tell) {
  const input = element("input", { type: "text", autocomplete: "off", ...attributes });
  input.addEventListener("change", () => tell(input.value.trim()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") tell(input.value.trim());
  });
  return { input, node: element("label", { class: "fs-field" }, element("span", {}, label), input) };
}

/** @param {(part: Partial<State>) => void} change */
function datesFilter(change) {
  const from = field("from", { placeholder: "2022-02", size: "10" }, (text) => change({ from: text }));
  const to = field("until", { placeholder: "2023", size: "10" }, (text) => change({ to: text }));
  const note = element("p", { class: "fs-filter-note" }, "A year, a month or a day: 2023, 2023-01 or 2023-01-31. A fact matches when its time and the range have a day in common.");
  const fold = folded("Date", element("div", { class: "fs-fields", role: "group", "aria-label": "Date" }, from.node, to.node), note);
  return {
    fold,
    show(state) {
      from.input.value = state.from;
      to.input.value = state.to;
      fold.show(span(state.from, state.to, "from", "until"), Boolean(state.from || state.to));
    },
  };
}

/** @param {Choice[]} units @param {(part: Partial<State>) => void} change */
function numbersFilter(units, change) {
  const options = new Map(units.map((unit) => [unit.key, { label: unit.label, node: element("option", { value: unit.key }, unit.label) }]));
  const select = element("select", {}, element("option", { value: "" }, "any, or no number"), ...[...options.values()].map((one) => one.node));
  select.addEventListener("change", () => change({ unit: select.value }));
  const least = field("at least", { inputmode: "decimal", size: "9" }, (text) => change({ min: text }));
  const most = field("at most", { inputmode: "decimal", size: "9" }, (text) => change({ max: text }));
  const note = element("p", { class: "fs-filter-note" }, "A fact matches when its value could lie in the range. “At least 93” has no upper limit, so it matches every range that reaches to 93 or above.");
  const fold = folded("Number", element("div", { class: "fs-fields", role: "group", "aria-label": "Number" }, element("label", { class: "fs-field fs-field-wide" }, element("span", {}, "unit"), select), least.node, most.node), note);
  return {
    fold,
    show(state, counts) {
      for (const [key, option] of options) option.node.textContent = `${option.label} (${counts.get(key) ?? 0})`;
      select.value = state.unit;
      least.input.value = state.min;
      most.input.value = state.max;
      const range = span(state.min, state.max, "from", "to");
      const unit = state.unit ? options.get(state.unit).label : "";
      fold.show([range, unit].filter(Boolean).join(" "), Boolean(range || unit));
    },
  };
}

/** @param {string} low @param {string} high @param {string} first @param {string} last */
function span(low, high, first, last) {
  if (low && high) return low === high ? low : `${low} to ${high}`;
  return low ? `${first} ${low}` : high && `${last} ${high}`;
}

/** @param {string[]} chosen @param {Choice[]} choices */
function inWords(chosen, choices) {
  return chosen.length > 1 ? `${chosen.length} chosen` : choices.find((one) => one.key === chosen[0])?.label ?? "";
}

/**
 * @param {State} state
 * @param {Record<string, Choice[]>} choices
 * @returns {{words: string, without: Partial<State>}[]} Each filter in use, and what changes when it goes.
 */
function activeOf(state, choices) {
  const active = state.q.trim() ? [{ words: `words: ${state.q.trim()}`, without: { q: "" } }] : [];
  for (const name of ["sheet", "source", "actor", "place", "standing"]) {
    for (const key of state[name]) {
      const label = choices[name].find((one) => one.key === key).label;
      active.push({ words: `${name}: ${label}`, without: { [name]: state[name].filter((one) => one !== key) } });
    }
  }
  const dates = span(state.from, state.to, "from", "until");
  if (dates) active.push({ words: `date: ${dates}`, without: { from: "", to: "" } });
  const range = span(state.min, state.max, "from", "to");
  const unit = state.unit === ANY_UNIT ? "any unit" : state.unit;
  if (range || unit) active.push({ words: `number: ${[range, unit].filter(Boolean).join(" ")}`, without: { unit: "", min: "", max: "" } });
  return active;
}

/** @param {Wanted} wanted @param {(part: Partial<State>) => void} change */
function resultLine({ total, take }, change) {
  const count = element("p", { class: "fs-result", role: "status" });
  const fault = element("p", { class: "fs-fault", role: "status" });
  const way = element("p", { class: "fs-way-out" }, "No fact matches all of this. Take away one of the filters above, or ");
  const list = element("ul", { class: "fs-in-use", "aria-label": "Filters in use" });
  const order = element("select", {}, ...ORDERS.map(([key, label]) => element("option", { value: key }, label)));
  order.addEventListener("change", () => change({ sort: order.value }));
  const clear = () => {
    change({ ...nothing(), sort: order.value });
    list.previousElementSibling.focus();
  };
  count.tabIndex = -1;
  way.append(button("see all facts", "fs-word", clear), ".");
  const files = ["CSV", "JSON"].map((kind) => button(kind, "fs-word", () => take(kind)));
  files.forEach((one) => one.setAttribute("aria-label", `${one.textContent} of the facts shown`));
  const tools = element("div", { class: "fs-tools" }, element("label", {}, element("span", {}, "Order"), " ", order), ...files);
  return {
    node: element("div", { class: "fs-filters-result" }, count, list, tools, fault, way),
    show(state, shown, active, faults) {
      const words = shown === total ? `${total} ${total === 1 ? "fact" : "facts"}` : `${shown} of ${total} facts`;
      if (count.textContent !== words) count.textContent = words;
      const held = list.contains(document.activeElement);
      list.replaceChildren(...active.map((one) => element("li", {}, removal(one, change))));
      if (active.length) list.append(element("li", {}, button("Clear filters", "fs-word", clear)));
      if (held) count.focus();
      order.value = state.sort;
      way.hidden = shown > 0;
      fault.textContent = faults.length ? `${faults.join(" ")} It was left out.` : "";
      fault.hidden = !faults.length;
    },
  };
}

/** @param {{words: string, without: Partial<State>}} one @param {(part: Partial<State>) => void} change */
function removal({ words, without }, change) {
  const made = button(words, "fs-remove", () => change(without));
  made.setAttribute("aria-label", `Remove ${words}`);
  return made;
}

/** @param {string} words @param {string} role @param {() => void} act */
function button(words, role, act) {
  const made = element("button", { type: "button", class: role }, words);
  made.addEventListener("click", act);
  return made;
}
