/**
 * Finds facts and pages by their words, numbers and names.
 * First what has an exact number of the query, or all of its words in the statement; what is no longer stood by
 * comes after what is. Only when nothing has all words as they are written may a letter be wrong; and only when
 * nothing has them so either, comes what has some of them.
 */

import MiniSearch from "./vendor/minisearch.js";
import { isNumber, readTokens } from "./words.js";

/**
 * @typedef {import("./facts.js").Fact} Fact
 * @typedef {import("./facts.js").Page} Page
 *
 * @typedef {{id: number, score: number, terms: string[], queryTerms: string[], match: Record<string, string[]>}} Match
 *
 * @typedef {object} Found
 * @property {{fact: Fact, terms: string[]}[]} facts Best first, each with the terms that it was found by.
 * @property {{page: Page, terms: string[]}[]} pages Best first.
 * @property {boolean} whole Whether each has all words of the query.
 */

/** How much a match counts by where it is. */
const BOOST = { value: 4, statement: 3, names: 2, title: 3, topic: 1, dated: 1, text: .6 };
/** Letters of the shortest word in which one may be wrong. */
const LONG = 5;
const RETIRED = new Set(["superseded", "withdrawn"]);

/**
 * Make a finder of a list of facts and pages, without holding up the reader's typing.
 * @param {{facts: Fact[], pages: Page[]}} index
 * @returns {Promise<(query: string) => Found>}
 */
export async function makeFinder({ facts, pages }) {
  const factWords = await makeEngine(["value", "statement", "names", "topic", "dated", "text"], facts.map(listFields));
  const pageWords = await makeEngine(["title", "text"], pages.map(({ title, text }, id) => ({ id, title, text })));

  return (query) => {
    const wanted = readQuery(query);
    const exact = [...new Set(wanted.map(([most]) => most))];
    const ways = [
      (/** @type {MiniSearch} */ words) => findAll(words, exact, 0),
      (/** @type {MiniSearch} */ words) => findAll(words, exact, 1),
      (/** @type {MiniSearch} */ words) => findSome(words, wanted.flat()),
    ];
    for (const [at, way] of ways.entries()) {
      const [ofFacts, ofPages] = [way(factWords), way(pageWords)];
      if (!ofFacts.length && !ofPages.length) continue;
      const ranked = ofFacts.map((one) => ({ fact: facts[one.id], terms: one.terms, rank: rank(one, facts[one.id], exact) }));
      ranked.sort((one, other) => compare(one.rank, other.rank));
      return { facts: ranked, pages: ofPages.map((one) => ({ page: pages[one.id], terms: one.terms })), whole: at < 2 };
    }
    return { facts: [], pages: [], whole: true };
  };
}

/**
 * Read a query. A single letter behind other words is one that is only being begun.
 * @param {string} query
 * @returns {string[][]} The terms of each of its words; the first of each says most.
 */
function readQuery(query) {
  const wanted = readTokens(query).map((token) => token.terms);
  const begun = wanted.length > 1 && /\p{L}$/u.test(query) && wanted.at(-1)?.[0].length === 1;
  return begun ? wanted.slice(0, -1) : wanted;
}

/**
 * @param {string[]} fields
 * @param {Record<string, unknown>[]} records
 */
async function makeEngine(fields, records) {
  const made = new MiniSearch({
    fields,
    tokenize: (/** @type {string} */ text) => readTokens(text).flatMap((token) => token.terms),
    processTerm: (/** @type {string} */ term) => term,
  });
  await made.addAllAsync(records, { chunkSize: 50 });
  return made;
}

/**
 * @param {Fact} fact
 * @param {number} id
 */
function listFields(fact, id) {
  // A stop between names keeps the number at the end of one from running into the next.
  const join = (/** @type {string[]} */ ...words) => words.join(" . ");
  return {
    id,
    value: fact.value,
    statement: fact.statement,
    names: join(...[...fact.said_by, ...fact.about].map((one) => one.name), ...fact.places.map((one) => one.name), ...fact.sources.map((one) => one.label)),
    topic: join(fact.sheet.title, ...fact.tags, fact.standing_text, fact.lifecycle),
    dated: fact.dated,
    text: join(fact.attribution, fact.text),
  };
}

/**
 * Find what has every term; words may go on, and long ones may have some wrong letters.
 * @param {MiniSearch} words
 * @param {string[]} terms
 * @param {number} wrong How many letters.
 */
function findAll(words, terms, wrong) {
  return words.search(terms.join(" "), {
    tokenize: () => terms,
    combineWith: "AND",
    boost: BOOST,
    prefix: (/** @type {string} */ term) => !isNumber(term) && term.length > 1,
    fuzzy: (/** @type {string} */ term) => (!isNumber(term) && term.length >= LONG ? wrong : 0),
    weights: { fuzzy: .25, prefix: .6 },
  });
}

/**
 * Find what has some of the terms, most first; here a number may go on, since it may be half typed.
 * @param {MiniSearch} words
 * @param {string[]} terms
 */
function findSome(words, terms) {
  const found = words.search(terms.join(" "), {
    tokenize: () => terms,
    boost: BOOST,
    prefix: (/** @type {string} */ term) => isNumber(term) || term.length > 1,
    fuzzy: (/** @type {string} */ term) => (!isNumber(term) && term.length >= LONG ? 1 : 0),
    weights: { fuzzy: .25, prefix: .6 },
  });
  return found.sort((one, other) => other.queryTerms.length - one.queryTerms.length || other.score - one.score);
}

/**
 * Say where a fact comes, smallest first: how exactly it answers, whether it is stood by, how well it fits.
 * @param {Match} found
 * @param {Fact} fact
 * @param {string[]} exact
 */
function rank(found, fact, exact) {
  const said = Object.keys(found.match).filter((term) => found.match[term].some((field) => field === "statement" || field === "value"));
  const numbers = exact.filter(isNumber);
  const isAnswer = (/** @type {string} */ term) => said.some((one) => one === term || (!isNumber(term) && one.startsWith(term)));
  const first = (numbers.length > 0 && numbers.every(isAnswer)) || exact.every(isAnswer);
  return [exact.length - Math.min(exact.length, found.queryTerms.length), first ? 0 : 1, RETIRED.has(fact.lifecycle) ? 1 : 0, -found.score];
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function compare(one, other) {
  const at = one.findIndex((figure, place) => figure !== other[place]);
  return at < 0 ? 0 : one[at] - other[at];
}
