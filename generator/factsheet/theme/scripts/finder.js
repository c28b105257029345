/**
 * The one matcher of search and Explore: which facts and pages answer a query, best first.
 * A word finds itself, its other spellings and forms, what it begins, and its synonyms; only a word that is nowhere may
 * have a wrong letter. Only when nothing has all words comes what has most of them. A number or a date is found
 * exactly; a number that is nowhere, by those that it begins.
 */

import { SYNONYMS } from "./synonyms.js";
import { fold, isNumber, readTokens, stem } from "./words.js";

/**
 * @typedef {import("./facts.js").Fact} Fact
 * @typedef {import("./facts.js").Page} Page
 *
 * @typedef {object} Found
 * @property {{fact: Fact, terms: string[]}[]} facts Best first, each with the terms that it was found by.
 * @property {{page: Page, terms: string[]}[]} leading Pages whose name is asked for; they stand before the facts.
 * @property {{page: Page, terms: string[]}[]} pages The others, best first.
 * @property {boolean} asked Whether the query has a word to look for; where it has none, nothing is filtered.
 * @property {"" | "near" | "some"} fit Where the facts do not have what was asked for: nearly, or some of it; without facts, the pages.
 *
 * @typedef {{at: number, cost: number, missing: number, terms: string[]}} Match
 * @typedef {{words: Map<string, {stem: string, at: Map<number, number>}>, size: number}} Engine Each word with what
 *   it stands in, and what it costs to be found there.
 */

/** What it costs not to be found as it is written: in another form, as the beginning of a word, by a synonym, with a wrong letter. */
const FORM = .2, BEGUN = .6, LIKE = .8, WRONG = 2;
/** What is worked out comes after what was said, if it does not fit far better. */
const DERIVED = 2;
/** Letters of the shortest word in which one may be wrong, and two. */
const LONG = 5, LONGER = 10;
/** Letters of the shortest stem that is looked for as a beginning. */
const SHORTEST = 5;
/** What is said to the reader where what was found is not what was asked for. */
const FITS = { near: "has these words as they are written; the nearest are shown.", some: "has all of these words; those with most of them are shown." };
/** @param {"near" | "some"} fit @param {string} noun */
export const explainFit = (fit, noun) => `No ${noun} ${FITS[fit]}`;
const RETIRED = new Set(["superseded", "withdrawn"]);
/** Kinds of pages that can stand before the facts, and how many at most. */
const NAMED = new Set(["actor", "place", "source", "page"]);
const MOST_LEADING = 3;

/** @type {Map<string, Set<string>>} */
const GROUPS = new Map();
addSynonyms(SYNONYMS);

/** @param {string[]} lines Each a group of words. */
function addSynonyms(lines) {
  for (const line of lines) {
    const group = new Set(line.split(" ").map((word) => stem(fold(word))));
    for (const word of group) GROUPS.set(word, new Set([...GROUPS.get(word) ?? [], ...group]));
  }
}

/**
 * Make a finder of a list of facts and pages.
 * @param {{facts: Fact[], pages: Page[], synonyms?: string[]}} index
 * @returns {(query: string) => Found}
 */
export function makeFinder({ facts, pages, synonyms = [] }) {
  addSynonyms(synonyms);
  const others = new Map(pages.map((page) => [page.url, page.aliases ?? []]));
  const ofFacts = makeEngine(facts.map((fact) => listFields(fact, others)));
  const ofPages = makeEngine(pages.map((page) => [[page.title, 0], [(page.aliases ?? []).join(" . "), .3], [page.text, 2]]));
  // A group is named as in the middle of a sentence, “striking dockers”: that is no name that somebody asks for.
  const names = pages.map((page) => [page.title, ...page.aliases ?? []].filter((name) => !/^\p{Ll}/u.test(name)).map((name) => readTokens(name).map(({ terms }) => terms)));

  return (query) => {
    const asked = readQuery(query);
    const { matches, fit } = findMatches(ofFacts, asked);
    const ranked = matches.map((one) => ({ fact: facts[one.at], terms: one.terms, rank: rank(one, facts[one.at]) }));
    ranked.sort((one, other) => compare(one.rank, other.rank));
    const found = findMatches(ofPages, asked);
    if (ranked.length && fit !== "some" && found.fit === "some") found.matches = []; // the facts say all of it
    found.matches.sort((one, other) => one.missing - other.missing || one.cost - other.cost || one.at - other.at);
    const isNamed = (/** @type {Match} */ { at, terms }) => found.fit !== "some" && NAMED.has(pages[at].kind) && names[at].some((name) => covers(name, terms, asked.length));
    const first = new Set(found.matches.filter(isNamed).slice(0, MOST_LEADING));
    const list = (/** @type {Match[]} */ some) => some.map(({ at, terms }) => ({ page: pages[at], terms }));
    return {
      facts: ranked,
      leading: list([...first]),
      pages: list(found.matches.filter((one) => !first.has(one))),
      asked: asked.length > 0,
      fit: ranked.length ? fit : found.fit,
    };
  };
}

/**
 * Tell whether a query asks for a name: all of its words are in the name, and make up half of it.
 * @param {string[][]} name
 * @param {string[]} terms
 * @param {number} many Words of the query.
 */
function covers(name, terms, many) {
  const hits = name.filter((word) => word.some((term) => terms.includes(term))).length;
  return hits >= many && hits * 2 >= name.length;
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
 * @param {Fact} fact
 * @param {ReadonlyMap<string, string[]>} others Other names of actors and places, by the addresses of their pages.
 * @returns {[text: string, cost: number][]}
 */
function listFields(fact, others) {
  const named = (/** @type {string} */ kind, /** @type {{id: string, name: string}[]} */ list) => {
    return list.flatMap(({ id, name }) => [name, ...others.get(`${kind}/${id}/`) ?? []]);
  };
  return /** @type {[string[], number][]} */ ([
    [[fact.value, fact.statement], 0],
    [[...named("actors", fact.about), ...named("places", fact.places)], 1],
    [[fact.attribution, ...named("actors", fact.said_by), fact.dated], 1.2],
    [[fact.sheet.title, ...fact.tags, fact.standing_text, fact.lifecycle, ...fact.sources.map((one) => one.label)], 2],
    [[fact.text], 2.5],
    // A stop between names keeps the number at the end of one from running into the next.
  ]).map(([texts, cost]) => [texts.join(" . "), cost]);
}

/**
 * @param {[text: string, cost: number][][]} records
 * @returns {Engine}
 */
function makeEngine(records) {
  /** @type {Engine["words"]} */
  const words = new Map();
  for (const [at, fields] of records.entries()) {
    for (const [text, cost] of fields) {
      for (const term of readTokens(text).flatMap(({ terms }) => terms)) {
        let word = words.get(term);
        if (!word) words.set(term, word = { stem: isNumber(term) ? term : stem(term), at: new Map() });
        word.at.set(at, Math.min(cost, word.at.get(at) ?? Infinity));
      }
    }
  }
  return { words, size: records.length };
}

/**
 * Find what has every word, or else what has most of them.
 * @param {Engine} engine
 * @param {string[][]} asked
 * @returns {{matches: Match[], fit: Found["fit"]}}
 */
function findMatches(engine, asked) {
  const ways = asked.map(([term, ...others]) => listWays(engine, term, !others.length));
  const all = gather(engine, ways);
  const whole = all.filter(({ missing }) => !missing);
  if (whole.length || !asked.length) return { matches: whole, fit: ways.some((way) => way.near) ? "near" : "" };
  // A date or a number with its unit may be there in part: the month, the digits.
  const parts = gather(engine, asked.map((terms) => ({ near: false, costs: new Map(terms.flatMap((term) => [...listWays(engine, term, false).costs])) })));
  const least = Math.min(...parts.map(({ missing }) => missing));
  return { matches: parts.filter(({ missing }) => missing === least), fit: parts.length ? "some" : "" };
}

/**
 * @param {Engine} engine
 * @param {{costs: ReadonlyMap<string, number>}[]} ways For each word, the terms that answer it.
 * @returns {Match[]} What has at least one of the words.
 */
function gather(engine, ways) {
  /** @type {Map<number, Match>} */
  const found = new Map();
  for (const { costs } of ways) {
    /** @type {Map<number, number>} */
    const best = new Map();
    for (const [term, cost] of costs) {
      for (const [at, there] of engine.words.get(term)?.at ?? []) {
        best.set(at, Math.min(cost + there, best.get(at) ?? Infinity));
        const match = found.get(at) ?? { at, cost: 0, missing: ways.length, terms: [] };
        found.set(at, match);
        match.terms.push(term);
      }
    }
    for (const [at, cost] of best) {
      const match = /** @type {Match} */ (found.get(at));
      match.cost += cost / ways.length;
      match.missing -= 1;
    }
  }
  return [...found.values()];
}

/**
 * List the terms that answer a word, each with what it costs not to be that word itself.
 * @param {Engine} engine
 * @param {string} wanted
 * @param {boolean} plain Whether a number may go on: not in `1 million`, which does not begin `10 million`.
 * @returns {{costs: Map<string, number>, near: boolean}} Near where the word itself is nowhere.
 */
function listWays({ words }, wanted, plain) {
  /** @type {Map<string, number>} */
  const costs = new Map();
  const number = isNumber(wanted);
  if (number && words.has(wanted)) return { costs: costs.set(wanted, 0), near: false };
  const base = number ? wanted : stem(wanted);
  const group = GROUPS.get(base);
  for (const [term, word] of words) {
    if (isNumber(term)) continue;
    if (number) break;
    if (term === wanted) costs.set(term, 0);
    else if (word.stem === base) costs.set(term, FORM);
    else if ((wanted.length > 1 && term.startsWith(wanted)) || (base.length >= SHORTEST && word.stem.startsWith(base))) costs.set(term, BEGUN);
    else if (group?.has(word.stem)) costs.set(term, LIKE);
  }
  if (costs.size) return { costs, near: false };
  for (const [term, word] of words) {
    if (number ? plain && /^\d\d+$/.test(wanted) && /^[\d.]+%?$/.test(term) && term.startsWith(wanted) : isAlmost(wanted, term) || isAlmost(base, word.stem)) costs.set(term, WRONG);
  }
  return { costs, near: costs.size > 0 };
}

/**
 * Tell whether two words differ by a wrong, missing, added or exchanged letter behind the first; in long words, by two.
 * @param {string} one
 * @param {string} other
 */
function isAlmost(one, other) {
  const most = one.length < LONG ? 0 : one.length < LONGER ? 1 : 2;
  if (!most || one[0] !== other[0] || Math.abs(one.length - other.length) > most) return false;
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return row[other.length] <= most;
}

/**
 * Say where a fact comes, smallest first: how much it lacks, whether it is stood by, how well it fits.
 * @param {Match} found
 * @param {Fact} fact
 */
function rank(found, fact) {
  return [found.missing, RETIRED.has(fact.lifecycle) ? 1 : 0, found.cost + (fact.derived ? DERIVED : 0), found.at];
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function compare(one, other) {
  const at = one.findIndex((figure, place) => figure !== other[place]);
  return at < 0 ? 0 : one[at] - other[at];
}
