/** The facts shown, as files: made in the browser, asked of nobody. */

import { writeStatement } from "./facts.js";

/** @typedef {import("./facts.js").Fact} Fact */
/** @typedef {{record: Fact}} Prepared */

const BYTE_ORDER_MARK = "\ufeff"; // or Excel would read UTF-8 in the code page of the country
// Where a formula would begin: also after blanks, and where a spreadsheet ends a cell at a semicolon or a line break.
const FORMULA = /(?<=^|[;\t\r\n])(?=[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])|^(?=[\t\r\n])/gu;
const NUMBER = /^-?\d+(\.\d+)?$/;
const join = (/** @type {string[]} */ names) => names.join("; ");
const sayYes = (/** @type {boolean} */ truth) => (truth ? "yes" : "");

/**
 * Name of a column and what it holds; the page describes them in the same order.
 * @type {ReadonlyArray<[name: string, of: (fact: Fact, root: URL) => string | null]>}
 */
const COLUMNS = [
  ["id", (fact) => fact.id],
  ["statement", writeStatement],
  ["attribution", (fact) => fact.attribution],
  ["value", (fact) => fact.value],
  ["unit", (fact) => fact.measure],
  ["low", (fact) => fact.low],
  ["low_open", (fact) => sayYes(fact.low_open)],
  ["high", (fact) => fact.high],
  ["high_open", (fact) => sayYes(fact.high_open)],
  ["standing", (fact) => fact.standing_text],
  ["worked_out", (fact) => sayYes(fact.derived)],
  ["lifecycle", (fact) => fact.lifecycle],
  ["sheet", (fact) => fact.sheet.title],
  ["sources", (fact) => join(fact.sources.map((one) => one.label))],
  ["independent", (fact) => String(fact.independent)],
  ["differs", (fact) => join(fact.differs)],
  ["said_by", (fact) => join(fact.said_by.map((one) => one.name))],
  ["about", (fact) => join(fact.about.map((one) => one.name))],
  ["places", (fact) => join(fact.places.map((one) => one.name))],
  ["when", (fact) => fact.when],
  ["as_of", (fact) => fact.as_of],
  ["caveat", (fact) => fact.caveat],
  ["passages", (fact) => join(fact.passages.map((one) => one.where))],
  ["passage_urls", (fact) => join(fact.passages.map((one) => one.url ?? "").filter(Boolean))],
  ["url", (fact, root) => new URL(fact.url, root).href],
];

/**
 * @param {ReadonlyArray<Prepared>} facts
 * @param {URL} root The first page of the site.
 * @returns {string} A CSV as RFC 4180 has it.
 */
export function writeCsv(facts, root) {
  const rows = facts.map(({ record }) => COLUMNS.map(([, of]) => writeCell(of(record, root))));
  return `${BYTE_ORDER_MARK}${[COLUMNS.map(([name]) => name), ...rows].map((row) => `${row.join(",")}\r\n`).join("")}`;
}

/**
 * @param {string | null} text
 * @returns {string} A cell that no spreadsheet runs; a plain number stays one, even a negative one.
 */
function writeCell(text) {
  const plain = text ?? "";
  const safe = NUMBER.test(plain) ? plain : plain.replace(FORMULA, "'");
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param {ReadonlyArray<Prepared>} facts
 * @param {string} edition
 * @param {URL} root
 * @param {string} address Of the view.
 * @returns {string}
 */
export function writeJson(facts, edition, root, address) {
  const records = facts.map(({ record }) => {
    return { ...record, url: new URL(record.url, root).href, statement: writeStatement(record), below: undefined };
  });
  return `${JSON.stringify({ edition, view: address, facts: records }, null, 2)}\n`;
}

/**
 * Let the reader keep a text as a file.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} type
 */
export function keep(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a slow disk has its time
}
