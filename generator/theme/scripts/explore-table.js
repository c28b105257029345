/** The table as the page brought it: its rows are shown, hidden and put in order, never made. */

import { SORTS } from "./explore-state.js";

/** @typedef {{record: {id: string}}} Prepared */

/** Rows that come into sight at once; the others follow in slices, so that no key waits for a long table. */
const AT_ONCE = 40;
const SLICE = 60;

/**
 * @param {HTMLTableElement} table
 * @param {(sort: string) => void} tell Of a click on a heading.
 */
export function holdTable(table, tell) {
  const rows = new Map([...table.querySelectorAll("tbody > tr[id]")].map((row) => [row.id, row]));
  const groups = [...table.tBodies].map((body) => ({ body, rows: [...body.rows].filter((row) => row.id) }));
  const together = document.createElement("tbody");
  const headings = [...table.tHead.rows[0].cells].flatMap((cell) => heading(cell, tell));
  let sort = "";
  let order = [...rows.values()];
  let waiting = 0;

  /** @param {ReadonlyArray<Prepared>} ordered All facts. */
  function arrange(ordered) {
    order = sort ? ordered.map(({ record }) => rows.get(record.id)) : [...rows.values()];
    if (sort) {
      for (const row of order) row.hidden = true; // what is hidden is moved for nothing
      together.append(...order);
      table.append(together);
    } else {
      for (const group of groups) group.body.append(...group.rows);
      together.remove();
    }
  }

  /** @param {HTMLElement[]} hidden Rows to show, the first of them now. */
  function reveal(hidden, many) {
    clearTimeout(waiting);
    for (const row of hidden.slice(0, many)) row.hidden = false;
    if (hidden.length > many) waiting = setTimeout(() => reveal(hidden.slice(many), SLICE), 0);
  }

  return {
    rows,
    /**
     * @param {ReadonlySet<string>} shown Ids of the facts to show.
     * @param {string} next The order.
     * @param {() => ReadonlyArray<Prepared>} ordered Returns all facts in that order.
     */
    show(shown, next, ordered) {
      if (next !== sort) {
        sort = next;
        arrange(sort ? ordered() : []);
        for (const one of headings) one.show(sort);
      }
      const wanted = order.filter((row) => shown.has(row.id));
      for (const row of order) if (!row.hidden && !shown.has(row.id)) row.hidden = true;
      for (const group of groups) group.body.hidden = Boolean(sort) || !group.rows.some((row) => shown.has(row.id));
      reveal(wanted.filter((row) => row.hidden), Math.max(1, AT_ONCE - wanted.filter((row) => !row.hidden).length));
      table.hidden = shown.size === 0;
    },
  };
}

/** Make a heading sort its column: upwards, downwards, then no more. */
function heading(cell, tell) {
  const key = cell.textContent.trim().toLowerCase();
  if (!SORTS.includes(key)) return [];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fs-sort";
  button.append(...cell.childNodes);
  cell.append(button);
  let next = key;
  button.addEventListener("click", () => tell(next));
  return [{
    show(sort) {
      next = sort === key ? `-${key}` : sort === `-${key}` ? "" : key;
      if (sort.endsWith(key)) cell.setAttribute("aria-sort", sort === key ? "ascending" : "descending");
      else cell.removeAttribute("aria-sort");
    },
  }];
}
