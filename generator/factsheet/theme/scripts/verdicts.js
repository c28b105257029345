/** The answers in words: for the table, for the report that is read out, and for the result to copy. */

/** How many paragraphs are named one by one. */
const NAMED = 5;

/**
 * Return one answer as words.
 * @param {import("./passages.js").Answer} answer
 * @param {import("./passages.js").Sought} sought
 * @returns {string}
 */
export function describeAnswer({ state, paragraphs, more, hint }, sought) {
  const [paragraph] = paragraphs;
  const ours = sought.paragraph;
  const where = `in paragraph ${paragraph}${ours && ours !== paragraph ? ` (paragraph ${ours} in our copy)` : ""}`;
  switch (state) {
    case "same":
      return `found once, letter for letter, ${where}`;
    case "found":
      return `found once, ${where}; what is between was not compared`;
    case "other":
      return `found once, ${where}, but not letter for letter`;
    case "several":
      return `found ${more ? `more than ${paragraphs.length}` : paragraphs.length} times, ${listParagraphs(paragraphs)}`;
    default:
      return `not found: ${hint}`;
  }
}

/**
 * Return the words that are looked for, as the table has them.
 * @param {import("./passages.js").Sought} sought
 */
export function quoteWords({ first, last }) {
  return last ? `${first} … ${last}` : first;
}

/**
 * Return the whole result as plain text, to keep or to send to us.
 * @param {import("./passages.js").Source} source
 * @param {import("./passages.js").Answer[]} answers
 * @param {string[]} summary
 */
export function writeResult(source, answers, summary) {
  const lines = answers.map((answer, place) => {
    const one = source.passages[place];
    return `${one.fact}: ${quoteWords(one)}: ${describeAnswer(answer, one)}`;
  });
  return [`${source.letter}: ${source.label}`, ...summary, "", ...lines, ""].join("\n");
}

/** @param {number[]} paragraphs */
function listParagraphs(paragraphs) {
  const each = [...new Set(paragraphs)];
  const shown = each.slice(0, NAMED).join(", ") + (each.length > NAMED ? ", …" : "");
  return `in paragraph${each.length > 1 ? "s" : ""} ${shown}`;
}

/**
 * Return what all answers come to, a sentence or two a line; the first is the one that matters.
 * @param {{letter: string, label: string, sha256: string | null, paragraphs: number | null}} source
 * @param {{answers: import("./passages.js").Answer[], paragraphs: number}} found
 * @param {{digest: string | null, isFile: boolean, likelier: {letter: string, label: string} | null}} file
 * @returns {string[]}
 */
export function summarise(source, { answers, paragraphs }, { digest, isFile, likelier }) {
  const all = answers.length;
  const countOf = (/** @type {import("./passages.js").State[]} */ ...states) => answers.filter(({ state }) => states.includes(state)).length;
  const once = countOf("same", "found", "other");
  const stand = all === 1 ? "passage stands" : "passages stand";
  const lines = [`${once} of ${all} ${stand} in your copy, each once${describeLeft(all - once)}.`];
  if (countOf("other")) lines.push(`${countOf("other")} of them differ${countOf("other") === 1 ? "s" : ""} inside from our copy.`);
  else if (once && !countOf("found")) lines.push("What stands there is letter for letter as in our copy.");
  if (countOf("found")) {
    lines.push(
      "What stands between first and last words could not be compared: browsers do that on secure pages (https) only.",
    );
  }
  const ours = source.paragraphs === null ? "" : `, ours ${source.paragraphs}`;
  lines.push(`Your copy has ${paragraphs} ${paragraphs === 1 ? "paragraph" : "paragraphs"}${ours}.`);
  if (isFile) lines.push(describeComparison(source, digest));
  if (likelier) lines.push(`Your copy looks like ${likelier.letter}: ${likelier.label}. Choose that article above.`);
  return lines;
}

/** @param {number} count */
function describeLeft(count) {
  if (!count) return "";
  return count === 1 ? "; 1 does not" : `; ${count} do not`;
}

/**
 * @param {{sha256: string | null}} source
 * @param {string | null} digest
 */
function describeComparison(source, digest) {
  if (!digest || !source.sha256) return "Whether the file is the one that we hold could not be compared.";
  return digest === source.sha256
    ? "The file is byte for byte the copy that we hold."
    : "The file is not byte for byte the copy that we hold. That alone means little: one blank makes another file.";
}
