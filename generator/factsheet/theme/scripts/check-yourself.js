/**
 * The desk of "Check it yourself": a reader opens or pastes their copy of a source and sees which of our passages
 * stand in it. All that is needed is fetched before; a copy that is opened goes to no server and is not stored.
 */

import { explainTooLarge, MOST_BYTES, readFile, Unreadable } from "./article-text.js";
import { build, clearColumn, offer, report, showColumn, tell } from "./desk.js";
import { NORMALISER } from "./locator.js";
import { hashBytes } from "./passages.js";
import { summarise, writeResult } from "./verdicts.js";

/** Seconds after which a search is given up. */
const PATIENCE = 30;

const place = document.getElementById("desk");
const evidence = await fetchEvidence();
if (place && evidence) work(build(place, evidence.sources), evidence);
else if (place) tell(place, "The list of passages could not be loaded. Reload the page, or search by hand as described below.");

/**
 * @typedef {import("./passages.js").Source} Source
 * @typedef {{sources: Source[], folds: import("./folding.js").Folds}} Evidence
 * @typedef {{answers: import("./passages.js").Answer[], counts: number[]}} Found
 */

/**
 * Fetch what is looked for; null when it cannot be had, or is made for other rules than this script's.
 * @returns {Promise<Evidence | null>}
 */
async function fetchEvidence() {
  try {
    const answer = await fetch(new URL("../downloads/evidence.json", import.meta.url));
    const read = answer.ok ? await answer.json() : null;
    return read?.normaliser === NORMALISER ? read : null;
  } catch {
    return null;
  }
}

/**
 * Make the desk work.
 * @param {ReturnType<typeof build>} desk
 * @param {Evidence} evidence
 */
function work({ select, file, paste, check, copy, clear, said }, { sources, folds }) {
  let searcher = startWorker();
  let busy = false;
  /** Counts what was asked; an answer to an earlier question is dropped. */
  let run = 0;
  let result = "";

  const getChosen = () => sources.find((one) => one.id === select.value) ?? sources[0];

  function reset() {
    run += 1;
    result = "";
    copy.hidden = true;
    tell(said);
    sources.forEach(clearColumn);
  }

  /** Keep nothing, neither on the page nor in what the browser shows when it comes back to it. */
  function forget() {
    reset();
    file.value = "";
    paste.value = "";
  }

  /**
   * Look for the passages of the chosen source in a text, and show the answers.
   * @param {string} text
   * @param {ArrayBuffer | null} bytes Of the file that it comes from.
   */
  async function look(text, bytes) {
    if (!text.trim()) {
      tell(said, "There is no text in it.");
      return;
    }
    const mine = run;
    const source = getChosen();
    const others = sources.filter((one) => one !== source);
    tell(said, `Looking for the passages of ${source.label} …`);
    const question = { sought: source.passages, others: others.map((one) => one.passages), text, folds };
    const [found, digest] = await Promise.all([ask(question), bytes ? hashBytes(bytes) : null]);
    if (mine !== run) return;
    if (!found) {
      tell(said, `The search took more than ${PATIENCE} seconds and was ended. Keep only the text of the source.`);
      return;
    }
    const most = Math.max(0, ...found.counts);
    const likelier = most ? others[found.counts.indexOf(most)] : null;
    const summary = summarise(source, found, { digest, isFile: Boolean(bytes), likelier });
    showColumn(source, found.answers);
    report(said, source, found.answers, summary);
    result = writeResult(source, found.answers, summary);
    copy.hidden = false;
  }

  /**
   * Ask the searcher; null when it takes too long. A new question ends an older one.
   * @param {import("./check-worker.js").Question} question
   * @returns {Promise<Found | null>}
   */
  function ask(question) {
    if (busy) endSearch();
    busy = true;
    const mine = searcher;
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        if (mine === searcher) endSearch();
        resolve(null);
      }, PATIENCE * 1000);
      const settle = () => {
        clearTimeout(patience);
        busy = false;
      };
      searcher.onmessage = (event) => {
        settle();
        resolve(event.data);
      };
      searcher.onerror = () => {
        settle();
        reject(new Error("the search failed"));
      };
      searcher.postMessage(question);
    });
  }

  function endSearch() {
    searcher.terminate();
    searcher = startWorker();
    busy = false;
  }

  async function openFile() {
    const opened = file.files?.[0];
    if (!opened) return;
    paste.value = "";
    reset();
    tell(said, "Reading the file …");
    const mine = run;
    try {
      const { text, bytes } = await readFile(opened);
      if (mine === run) await look(text, bytes);
    } catch (fault) {
      if (mine !== run) return;
      tell(said, fault instanceof Unreadable ? fault.message : "The file could not be read.");
      if (!(fault instanceof Unreadable || fault instanceof DOMException)) throw fault;
    }
  }

  function checkPasted() {
    file.value = "";
    reset();
    if (!paste.value.trim()) {
      tell(said, "There is no text yet: paste the text into the field, or open a file.");
      paste.focus();
    } else if (paste.value.length > MOST_BYTES) {
      tell(said, explainTooLarge("The text", paste.value.length));
    } else look(paste.value, null);
  }

  async function copyResult() {
    try {
      await navigator.clipboard.writeText(result);
    } catch {
      offer(said, result);
      return;
    }
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy the result"), 3000);
  }

  function checkAgain() {
    if (file.files?.length) openFile();
    else if (paste.value.trim()) checkPasted();
    else reset();
  }

  function followAddress() {
    const named = sources.find((one) => location.hash === `#source-${one.id}`);
    if (!named || named === getChosen()) return;
    select.value = named.id;
    checkAgain();
  }

  file.addEventListener("change", openFile);
  check.addEventListener("click", checkPasted);
  copy.addEventListener("click", copyResult);
  select.addEventListener("change", checkAgain);
  clear.addEventListener("click", () => {
    forget();
    tell(said, "Cleared.");
    select.focus();
  });
  addEventListener("pagehide", forget);
  addEventListener("hashchange", followAddress);
  followAddress();
}

function startWorker() {
  return new Worker(new URL("./check-worker.js", import.meta.url), { type: "module" });
}
