/** What stands on the desk: its fields and buttons, the report under them, and the column that it adds to a table. */

import { inWords, wordsOf } from "./verdicts.js";

/** How many passages the report names; the table has them all. */
const NAMED = 12;

/**
 * Build the fields and buttons.
 * @param {HTMLElement} place What they are put into, instead of what is in it.
 * @param {object[]} sources
 */
export function build(place, sources) {
  const select = made("select", { id: "desk-source", autocomplete: "off" });
  select.append(...sources.map((one) => made("option", { value: one.id, textContent: `${one.letter}: ${one.label}` })));
  const file = made("input", {
    id: "desk-file",
    type: "file",
    accept: ".txt,.text,.md,.html,.htm,.xhtml,text/plain,text/html",
  });
  const paste = made("textarea", { id: "desk-paste", rows: 6, autocomplete: "off", spellcheck: false });
  const check = button("Check this text", "desk-check");
  const copy = button("Copy the result", "desk-copy", true);
  const clear = button("Clear", "desk-clear");
  const said = made("div", { id: "desk-said" });
  said.setAttribute("role", "status");
  place.replaceChildren(
    field("The article", select),
    field("Open your copy", file, "Plain text or a saved web page, in UTF-8."),
    field("Or paste its text", paste),
    made("div", { className: "fs-desk-buttons" }, check, copy, clear),
    said,
  );
  return { select, file, paste, check, copy, clear, said };
}

/** Show sentences where answers are given. */
export function tell(said, ...sentences) {
  said.className = "";
  said.replaceChildren(...sentences.map((text) => made("p", { textContent: text })));
}

/** Show what all answers come to, and each passage that is not found as we have it. */
export function report(said, source, answers, [first, ...rest]) {
  const open = answers.flatMap((answer, place) => (answer.state === "same" ? [] : [place]));
  const points = open.slice(0, NAMED).map((place) => {
    const link = made("a", { href: `#${rowId(source, place)}`, textContent: wordsOf(source.passages[place]) });
    return made("li", {}, link, `: ${inWords(answers[place], source.passages[place])}`);
  });
  const left = open.length - points.length;
  if (left) points.push(made("li", { textContent: `and ${left} more, marked in the table` }));
  tell(said, ...rest);
  said.className = open.length ? "fs-desk-open" : "fs-desk-same";
  said.prepend(made("p", {}, made("strong", { textContent: first })));
  if (points.length) said.append(made("ul", {}, ...points));
}

/** Show words to be copied by hand. */
export function offer(said, words) {
  const box = made("textarea", { value: words, readOnly: true, rows: 6 });
  box.setAttribute("aria-label", "The result, to copy by hand");
  said.append(made("p", { textContent: "The browser did not let the page copy. Copy it from here:" }), box);
  box.select();
}

/** Add the column "In your copy" to a source's table. */
export function showColumn(source, answers) {
  const [head, ...rows] = rowsOf(source);
  head?.append(made("th", { className: "fs-answer", textContent: "In your copy", scope: "col" }));
  rows.forEach((row, place) => {
    const words = made("em", {
      className: `fs-answer-${answers[place].state}`,
      textContent: inWords(answers[place], source.passages[place]),
    });
    row.id = rowId(source, place);
    row.append(made("td", { className: "fs-answer" }, words));
  });
}

/** Take that column away again. */
export function clearColumn(source) {
  for (const row of rowsOf(source)) row.querySelector(".fs-answer")?.remove();
}

/** The rows of a source's table: its heading, then one for each passage, in the same order. */
function rowsOf(source) {
  const heading = document.getElementById(`source-${source.id}`);
  let part = heading?.nextElementSibling;
  while (part && !part.classList.contains("fs-sought")) part = part.nextElementSibling;
  return part ? [...part.querySelectorAll("tr")] : [];
}

function rowId(source, place) {
  return `passage-${source.id}-${place + 1}`;
}

/** An element with its properties and what stands in it; words become text, never markup. */
function made(name, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

function button(words, id, hidden = false) {
  return made("button", { id, type: "button", textContent: words, hidden });
}

function field(words, control, note = "") {
  const parts = [made("label", { htmlFor: control.id, textContent: words }), control];
  if (note) {
    parts.push(made("small", { id: `${control.id}-note`, textContent: note }));
    control.setAttribute("aria-describedby", `${control.id}-note`);
  }
  return made("div", { className: "fs-desk-field" }, ...parts);
}
