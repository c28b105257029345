/** The answers in words: for the table, for the report that is read out, and for the result to copy. */

/** Most characters of a reader's words that the report shows; the table shows all. */
const MOST = 160;

/**
 * Return one answer as words.
 * @param {import("./passages.js").Answer} answer
 * @param {number} most Characters of the reader's words that are shown.
 * @returns {string}
 */
export function describeAnswer({ state, theirs, ours, hint }, most = Infinity) {
  const words = theirs.length > most ? `${theirs.slice(0, most)}…` : theirs;
  switch (state) {
    case "same":
      return "identical";
    case "alike":
      return `the same words, ${hint || "other typography"}`;
    case "other":
      return "not identical; whether the words differ could not be compared";
    case "found":
      return "found, not compared";
    case "differs":
      return `the words differ: your copy has “${words}”${ours ? `, ours “${ours}”` : ", which are not the words that we read"}`;
    default:
      return `not found: ${hint}`;
  }
}

/**
 * Return one answer as words for the report.
 * @param {import("./passages.js").Answer} answer
 */
export function describeBriefly(answer) {
  return describeAnswer(answer, MOST);
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
    return `${one.fact}: ${quoteWords(one)}: ${describeAnswer(answer)}`;
  });
  return [`${source.letter}: ${source.label}`, ...summary, "", ...lines, ""].join("\n");
}

/**
 * Return what all answers come to, a sentence or two a line; the first is the one that matters.
 * @param {{letter: string, label: string, sha256: string | null}} source
 * @param {{answers: import("./passages.js").Answer[]}} found
 * @param {{digest: string | null, isFile: boolean, likelier: {letter: string, label: string} | null}} file
 * @returns {string[]}
 */
export function summarise(source, { answers }, { digest, isFile, likelier }) {
  const all = answers.length;
  const countOf = (/** @type {import("./passages.js").State} */ state) => answers.filter((answer) => answer.state === state).length;
  const [same, alike, found] = [countOf("same"), countOf("alike"), countOf("found")];
  const there = same + alike + found;
  const kinds = [
    [same, "identical"],
    [alike, "with other typography"],
    [found, "not compared"],
  ].filter(([count]) => count);
  const [only] = kinds;
  const parts = kinds.length === 1 && there === all && all > 1 ? `all ${only[1]}` : kinds.map(([count, kind]) => `${count} ${kind}`).join(", ");
  const lines = [`${there} of ${all} ${all === 1 ? "passage is" : "passages are"} in your copy${parts && `: ${parts}`}.`];
  if (countOf("differs")) lines.push(`In ${countOf("differs")}, the words differ from those that we read.`);
  if (countOf("other")) {
    lines.push(
      `${countOf("other")} ${countOf("other") === 1 ? "is" : "are"} not identical. Our evidence is of an older form, by ` +
        "which words and typography cannot be told apart.",
    );
  }
  if (countOf("missing")) lines.push(`${countOf("missing")} ${countOf("missing") === 1 ? "was" : "were"} not found.`);
  if (found) lines.push("Browsers compare whole passages on secure pages (https) only: only their first and last words were looked for.");
  if (isFile) lines.push(describeComparison(source, digest));
  if (likelier) lines.push(`Your copy looks like ${likelier.letter}: ${likelier.label}. Choose that source above.`);
  return lines;
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
