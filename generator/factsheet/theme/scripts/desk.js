/** What stands on the desk: its fields and buttons, the report under them, and the column that it adds to a table. */

import { makeButton, makeElement } from "./elements.js";
import { describeAnswer, describeBriefly, quoteWords } from "./verdicts.js";

/**
 * @typedef {import("./passages.js").Source} Source
 * @typedef {import("./passages.js").Answer} Answer
 */

/** How many passages the report names; the table has them all. */
const NAMED = 12;

/**
 * Build the fields and buttons.
 * @param {HTMLElement} place What they are put into, instead of what is in it.
 * @param {Source[]} sources
 */
export function build(place, sources) {
  const options = sources.map((one) => makeElement("option", { value: one.id }, `${one.letter}: ${one.label}`));
  const select = makeElement("select", { id: "desk-source", autocomplete: "off" }, ...options);
  const file = makeElement("input", {
    id: "desk-file",
    type: "file",
    accept: ".txt,.text,.md,.html,.htm,.xhtml,text/plain,text/html",
  });
  const paste = makeElement("textarea", { id: "desk-paste", rows: 6, autocomplete: "off", spellcheck: "false" });
  const check = makeButton("Check this text", { id: "desk-check" });
  const copy = makeButton("Copy the result", { id: "desk-copy", hidden: true });
  const clear = makeButton("Clear", { id: "desk-clear" });
  const said = makeElement("div", { id: "desk-said", role: "status" });
  place.replaceChildren(
    makeField("The source", select),
    makeField("Open your copy", file, "Plain text or a saved web page, in UTF-8."),
    makeField("Or paste its text", paste),
    makeElement("div", { class: "fs-desk-buttons" }, check, copy, clear),
    said,
  );
  return { select, file, paste, check, copy, clear, said };
}

/**
 * Show sentences where answers are given.
 * @param {HTMLElement} said
 * @param {...string} sentences
 */
export function tell(said, ...sentences) {
  said.className = "";
  said.replaceChildren(...sentences.map((text) => makeElement("p", {}, text)));
}

/**
 * Show what all answers come to, and each passage whose words were not found as we have them.
 * @param {HTMLElement} said
 * @param {Source} source
 * @param {Answer[]} answers
 * @param {string[]} summary
 */
export function report(said, source, answers, [first, ...rest]) {
  const open = answers.flatMap((answer, place) => (["same", "alike"].includes(answer.state) ? [] : [place]));
  const points = open.slice(0, NAMED).map((place) => {
    const link = makeElement("a", { href: `#${makeRowId(source, place)}` }, quoteWords(source.passages[place]));
    return makeElement("li", {}, link, `: ${describeBriefly(answers[place])}`);
  });
  const left = open.length - points.length;
  if (left) points.push(makeElement("li", {}, `and ${left} more, marked in the table`));
  tell(said, ...rest);
  said.className = open.length ? "fs-desk-open" : "fs-desk-same";
  said.prepend(makeElement("p", {}, makeElement("strong", {}, first)));
  if (points.length) said.append(makeElement("ul", {}, ...points));
}

/**
 * Show words to be copied by hand.
 * @param {HTMLElement} said
 * @param {string} words
 */
export function offer(said, words) {
  const box = makeElement("textarea", { readonly: true, rows: 6, "aria-label": "The result, to copy by hand" }, words);
  said.append(makeElement("p", {}, "The browser did not let the page copy. Copy it from here:"), box);
  box.select();
}

/**
 * Add the column "In your copy" to a source's table.
 * @param {Source} source
 * @param {Answer[]} answers
 */
export function showColumn(source, answers) {
  const [head, ...rows] = findRows(source);
  head?.append(makeElement("th", { class: "fs-answer", scope: "col" }, "In your copy"));
  rows.forEach((row, place) => {
    const answer = answers[place];
    const words = makeElement("em", { class: `fs-answer-${answer.state}` }, describeAnswer(answer));
    row.id = makeRowId(source, place);
    row.append(makeElement("td", { class: "fs-answer" }, words));
  });
}

/**
 * Take that column away again.
 * @param {Source} source
 */
export function clearColumn(source) {
  for (const row of findRows(source)) row.querySelector(".fs-answer")?.remove();
}

/**
 * The rows of a source's table: its heading, then one for each passage, in the same order.
 * @param {Source} source
 */
function findRows(source) {
  const heading = document.getElementById(`source-${source.id}`);
  let part = heading?.nextElementSibling;
  while (part && !part.classList.contains("fs-sought")) part = part.nextElementSibling;
  return part ? [...part.querySelectorAll("tr")] : [];
}

/**
 * @param {Source} source
 * @param {number} place
 */
function makeRowId(source, place) {
  return `passage-${source.id}-${place + 1}`;
}

/**
 * @param {string} words
 * @param {HTMLElement} control
 * @param {string} [note]
 */
function makeField(words, control, note = "") {
  const parts = [makeElement("label", { for: control.id }, words), control];
  if (note) {
    parts.push(makeElement("small", { id: `${control.id}-note` }, note));
    control.setAttribute("aria-describedby", `${control.id}-note`);
  }
  return makeElement("div", { class: "fs-desk-field" }, ...parts);
}
