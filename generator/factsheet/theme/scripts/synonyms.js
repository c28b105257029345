/**
 * Words that people use for one another, and names of several words that are one: data, kept small.
 * Spellings, plurals and endings are folded by rule in `words.js` and need no line here; other names of actors and
 * places are `aliases` of their records, and what only one subject needs is under `synonyms` in the settings of its site.
 */

/** Each line is a group: who looks for one of its words is shown facts with the others too, after those with the word itself. */
export const SYNONYMS = [
  "salary salaries pay paid wage wages earnings earn earns earned",
  "dead die dies died dying death deaths killed kill kills fatality fatalities",
  "wounded wound injured injury injuries hurt",
  "britain uk british great-britain united-kingdom",
  "america us american united-states usa",
  "man men male",
  "woman women female",
  "child children kid kids",
  "person people persons",
  "worker workers labourer labourers",
  "dollar dollars usd $",
  "euro euros eur €",
];

/** Names of several words that are found by one. */
export const NAMES = ["great britain", "united kingdom", "united states", "round up"];
