/**
 * The search dialog. Its results are a list of links, not a listbox: a screen reader can then read what stands
 * beside each statement, its value and its standing, which an option of a listbox would run together into one name;
 * and a link opens in a new tab as any other. The arrow keys walk from the field through the links and back.
 */

import { makeButton, makeElement } from "./elements.js";
import { loadIndex, makeLetters, makeStandings, makeStatement, makeValue, ROOT, writeStatement } from "./facts.js";
import { explainFit, makeFinder } from "./finder.js";
import { readTokens } from "./words.js";

/** Facts and pages shown at once; all of them are one link away. */
const FACTS = 20;
const PAGES = 6;
/** Milliseconds after the last key until the number of results is read out. */
const QUIET = 500;
/** Milliseconds after which a reader is told that the list is still on its way. */
const SLOW = 400;

const KINDS = new Map([["sheet", "Sheet"], ["source", "Source"], ["actor", "Actor"], ["place", "Place"], ["page", "Page"]]);

/** @typedef {import("./facts.js").Fact} Fact */

/** @type {ReturnType<typeof makeDialog> | undefined} */
let made;

/**
 * Open the dialog.
 * @param {string} explore The address of the page with all facts.
 * @param {string} keyOff Where it is kept that the reader wants no key `/`.
 * @param {string} [query] What was looked for when the reader left this page, to which Back has led.
 */
export function open(explore, keyOff, query) {
  made ??= makeDialog(explore, keyOff);
  if (made.dialog.open) return;
  if (query) made.field.value = query;
  made.dialog.showModal();
  if (!query) made.field.select();
  made.begin();
}

/**
 * Keep what is looked for with this page, or forget it: Back restores it, however the browser brings the page back.
 * @param {string} query
 */
function keepQuery(query) {
  history.replaceState(query ? { ...history.state, search: query } : { ...history.state, search: undefined }, "");
}

/**
 * @param {string} explore
 * @param {string} keyOff
 */
function makeDialog(explore, keyOff) {
  const field = makeElement("input", {
    id: "fs-search-field",
    class: "fs-search-field",
    type: "text", // not `search`: there the first Escape would empty the field, and only the second close the dialog
    role: "searchbox",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    placeholder: "Words, a number, a name",
    "aria-describedby": "fs-search-keys",
  });
  const label = makeElement("label", { class: "fs-unseen", for: field.id }, "Search the facts");
  const close = makeButton("Close", { class: "fs-search-close" }, () => dialog.close());
  const status = makeElement("p", { class: "fs-unseen", role: "status" });
  const results = makeElement("div", { class: "fs-search-results" });
  const bar = makeElement("div", { class: "fs-search-bar", role: "search" }, label, field, close);
  const dialog = makeElement("dialog", { class: "fs-search", "aria-label": "Search" }, bar, status, results, makeFoot(keyOff));
  document.body.append(dialog);

  const say = makeAnnouncer(status);
  /** @type {ReturnType<typeof makeFinder> | undefined} */
  let find;
  /** @type {import("./facts.js").Index | undefined} */
  let index;

  const show = () => {
    if (!find || !index) return;
    const query = field.value.trim();
    const { shown, words } = query ? makeAnswers(find(query), query, explore, index) : { shown: makeSamples(index), words: "" };
    results.replaceChildren(...shown);
    results.scrollTop = 0;
    say(words);
  };
  const begin = async () => {
    if (find) return;
    const slow = setTimeout(() => results.replaceChildren(makeElement("p", { class: "fs-search-note" }, "Fetching the facts …")), SLOW);
    try {
      index = await loadIndex();
      index = { ...index, pages: [...index.pages, ...listNavigation()] };
      find = makeFinder(index);
      clearTimeout(slow);
      show();
    } catch {
      clearTimeout(slow);
      results.replaceChildren(...makeFailure(explore, begin));
      say("The list of facts could not be fetched.");
    }
  };

  field.addEventListener("input", show);
  // Kept when the reader leaves by a result, and forgotten when the dialog is closed.
  let leaving = "";
  dialog.addEventListener("close", () => {
    if (!leaving && history.state?.search) keepQuery("");
    leaving = "";
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && history.state?.search) open(explore, keyOff, history.state.search);
  });
  results.addEventListener("click", (event) => {
    const { target } = event;
    const chosen = target instanceof Element && target.closest("a, button");
    if (chosen instanceof HTMLAnchorElement) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens beside this page
      dialog.close();
      leaving = field.value.trim();
      keepQuery(leaving);
    }
    else if (chosen instanceof HTMLElement && chosen.dataset.words) {
      field.value = chosen.dataset.words;
      field.focus();
      show();
    }
  });
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close(); // the ground beside it
  });
  dialog.addEventListener("keydown", (event) => walk(event, field, results));
  return { dialog, field, begin };
}

/**
 * Walk with the arrow keys from the field through the links and back; Enter in the field opens the first.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} field
 * @param {HTMLElement} results
 */
function walk(event, field, results) {
  const stops = /** @type {HTMLElement[]} */ ([field, ...results.querySelectorAll("a[href], button")]);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.isComposing || at < 0) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
  } else if (event.key === "Enter" && at === 0) {
    event.preventDefault();
    if (field.value.trim()) results.querySelector("a")?.click();
  }
}

/**
 * @param {import("./finder.js").Found} found
 * @param {string} query
 * @param {string} explore
 * @param {import("./facts.js").Index} index
 */
function makeAnswers({ facts, leading, pages, asked, fit }, query, explore, index) {
  if (!asked) return { shown: makeSamples(index), words: "" };
  const many = leading.length + pages.length;
  const counts = [facts.length && formatCount(facts.length, "fact"), many && formatCount(many, "page")].filter(Boolean);
  if (!counts.length) {
    const none = makeElement("p", { class: "fs-search-note" }, "Nothing here has the words ", makeElement("strong", {}, query), ".");
    return { shown: [none, ...makeSamples(index)], words: `Nothing here has the words ${query}.` };
  }
  const shown = [];
  if (leading.length) shown.push(makeElement("ol", { class: "fs-search-pages" }, ...leading.map((one) => makePageRow(one.page, new Set(one.terms)))));
  if (fit) shown.push(makeElement("p", { class: "fs-search-note" }, explainFit(fit, facts.length ? "fact" : "page")));
  if (facts.length) {
    const list = makeElement("ol", { class: "fs-search-facts" }, ...facts.slice(0, FACTS).map((one) => makeFactRow(one.fact, new Set(one.terms))));
    shown.push(makeElement("h2", {}, formatCount(facts.length, "fact")), list, makeLinkToAll(facts.length, query, explore));
  }
  if (pages.length) {
    const list = makeElement("ol", { class: "fs-search-pages" }, ...pages.slice(0, PAGES).map((one) => makePageRow(one.page, new Set(one.terms))));
    shown.push(makeElement("h2", {}, leading.length ? `${pages.length} more ${pages.length === 1 ? "page" : "pages"}` : formatCount(pages.length, "page")), list);
  }
  return { shown, words: `${counts.join(" and ")}${fit === "some" ? " with some of these words" : fit ? " close to these words" : ""}` };
}

/**
 * Show a fact that was found: behind its speaker where it is weaker than reported, with the line that says who says it.
 * @param {Fact} fact
 * @param {Set<string>} terms
 */
export function makeFactRow(fact, terms) {
  const write = (/** @type {string} */ text) => markTerms(text, terms);
  const value = makeValue(fact, write);
  const link = makeElement("a", { class: "fs-search-said", href: new URL(fact.url, ROOT).href }, ...makeStatement(fact, write));
  const meta = makeElement("span", { class: "fs-search-meta" }, ...makeStandings(fact), ...makeLetters(fact));
  const said = makeElement("span", { class: "fs-attribution" }, write(fact.below));
  // The names that found the fact, when neither statement nor attribution says them.
  const shown = `${writeStatement(fact)} . ${fact.below}`;
  const names = [...fact.said_by, ...fact.about, ...fact.places].map((one) => one.name).filter((name) => hasTerm(name, terms) && !hasTerm(shown, terms, name));
  for (const words of [...names, fact.dated, fact.sheet.title].filter(Boolean)) meta.append(makeElement("span", {}, write(words)));
  return makeElement("li", {}, link, ...(value ? [value] : []), said, meta);
}

/**
 * @param {import("./facts.js").Page} page
 * @param {Set<string>} terms
 */
function makePageRow(page, terms) {
  const link = makeElement("a", { class: "fs-search-said", href: new URL(page.url, ROOT).href }, markTerms(page.title, terms));
  const meta = makeElement("span", { class: "fs-search-meta" }, makeElement("span", {}, KINDS.get(page.kind) ?? page.kind));
  for (const name of page.aliases ?? []) if (hasTerm(name, terms)) meta.append(makeElement("span", {}, "also called ", markTerms(name, terms)));
  if (page.text) meta.append(makeElement("span", {}, markTerms(page.text, terms)));
  return makeElement("li", {}, link, meta);
}

/**
 * Write a text with the words marked that it was found by.
 * @param {string} text
 * @param {Set<string>} terms
 */
function markTerms(text, terms) {
  const written = document.createDocumentFragment();
  let end = 0;
  for (const token of readTokens(text)) {
    if (!token.terms.some((term) => terms.has(term))) continue;
    written.append(text.slice(end, token.start), makeElement("mark", {}, text.slice(token.start, token.end)));
    end = token.end;
  }
  written.append(text.slice(end));
  return written;
}

/**
 * Tell whether a text has a term; with `of`, one of the terms that this other text has.
 * @param {string} text
 * @param {Set<string>} terms
 * @param {string} [of]
 */
function hasTerm(text, terms, of) {
  const known = of === undefined ? terms : new Set(readTokens(of).flatMap((token) => token.terms).filter((term) => terms.has(term)));
  return readTokens(text).some((token) => token.terms.some((term) => known.has(term)));
}

/**
 * @param {number} number
 * @param {string} query
 * @param {string} explore
 */
function makeLinkToAll(number, query, explore) {
  const address = new URL(explore);
  const whole = address.pathname.endsWith("/explore/");
  if (whole) address.searchParams.set("q", query);
  const link = makeElement("a", { href: address.href }, whole ? "Show all in Explore" : "Read all sheets");
  const more = number > FACTS ? [`The first ${FACTS} of ${number}. `] : [];
  return makeElement("p", { class: "fs-search-all" }, ...more, link);
}

/**
 * Offer something to begin with: a number, an actor and a word from the facts themselves.
 * @param {import("./facts.js").Index} index
 * @returns {HTMLElement[]}
 */
function makeSamples({ facts }) {
  const standing = facts.filter((fact) => fact.lifecycle === "current");
  const hedged = standing.find((fact) => fact.hedge && /^\d/.test(fact.number));
  const samples = [
    hedged && `${hedged.hedge} ${hedged.number}`,
    findCommonest(standing.flatMap((fact) => fact.about.map((one) => one.name))),
    findCommonest(standing.flatMap((fact) => fact.tags)),
  ];
  const buttons = [...new Set(samples)].flatMap((words) => (words ? [makeButton(words, { "data-words": words })] : []));
  if (!buttons.length) return [];
  return [makeElement("p", { class: "fs-search-note" }, "Look for a word, a number or a name, such as:"), makeElement("p", { class: "fs-search-samples" }, ...buttons)];
}

/** @param {string[]} words */
function findCommonest(words) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

/**
 * @param {string} explore
 * @param {() => void} again
 */
function makeFailure(explore, again) {
  const button = makeButton("Try again", {}, again);
  const link = makeElement("a", { href: explore }, "Read all facts on their pages");
  return [makeElement("p", { class: "fs-search-note" }, "The list of facts could not be fetched."), makeElement("p", { class: "fs-search-samples" }, button, link)];
}

/** Return the pages of the navigation: each page has them, hand-written ones too. */
function listNavigation() {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".fs-drawer a:not(.md-nav__link--here)")]);
  return links.map((link) => ({ kind: "page", url: link.href, title: link.textContent?.trim() ?? "", text: "" }));
}

/**
 * Say something to a screen reader once the reader has stopped typing.
 * @param {HTMLElement} status
 */
function makeAnnouncer(status) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  return (/** @type {string} */ words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (status.textContent = words), QUIET);
  };
}

/** @param {string} keyOff */
function makeFoot(keyOff) {
  const keys = makeElement("span", { id: "fs-search-keys" }, makeElement("kbd", {}, "↓"), makeElement("kbd", {}, "↑"), " to walk, ", makeElement("kbd", {}, "Enter"), " to open, ", makeElement("kbd", {}, "Esc"), " to close");
  const box = makeElement("input", { type: "checkbox" });
  const wish = makeElement("label", {}, box, " the key ", makeElement("kbd", {}, "/"), " opens search");
  try {
    box.checked = localStorage.getItem(keyOff) === null;
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(keyOff);
      else localStorage.setItem(keyOff, "1");
    });
  } catch {
    wish.hidden = true; // where nothing can be kept, there is nothing to choose
  }
  return makeElement("div", { class: "fs-search-foot" }, keys, wish);
}

/**
 * @param {number} number
 * @param {string} noun
 */
function formatCount(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
