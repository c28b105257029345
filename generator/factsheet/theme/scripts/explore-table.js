/** The table as the page brought it: its rows are shown, hidden and put in order, never made. */

import { makeButton } from "./elements.js";
import { SORTS } from "./explore-state.js";

/** @typedef {{record: {id: string}}} Prepared */

/** Rows that come into sight at once; the others follow in slices, so that no key waits for them. */
const AT_ONCE = 24;
const SLICE = 60;
/** Rows in sight until the reader asks for all: what is in sight must be taken away again, which takes longer. */
const MOST = 200;

/**
 * @param {HTMLTableElement} table
 * @param {(sort: string) => void} tell Of a click on a heading.
 */
export function holdTable(table, tell) {
  const groups = [...table.tBodies].map((body) => ({ body, rows: [...body.rows].filter((row) => row.id) }));
  const rows = new Map(groups.flatMap((group) => group.rows.map((row) => [row.id, row])));
  const together = document.createElement("tbody");
  const headings = [...(table.tHead?.rows[0].cells ?? [])].flatMap((cell) => makeSortable(cell, tell));
  let sort = "";
  let order = [...rows.values()];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const others = makeButton("", { class: "fs-others" });
  table.after(others);

  /** @param {ReadonlyArray<Prepared>} ordered All facts. */
  function arrange(ordered) {
    order = sort ? ordered.flatMap(({ record }) => rows.get(record.id) ?? []) : [...rows.values()];
    if (sort) {
      for (const row of order) row.hidden = true; // what is hidden is moved for nothing
      together.append(...order);
      table.append(together);
    } else {
      for (const group of groups) group.body.append(...group.rows);
      together.remove();
    }
  }

  /** @param {HTMLElement[]} hidden Rows to show, the first of them now. @param {number} many */
  function reveal(hidden, many) {
    clearTimeout(waiting);
    for (const row of hidden.slice(0, many)) row.hidden = false;
    if (hidden.length > many) waiting = setTimeout(() => reveal(hidden.slice(many), SLICE), 0);
  }

  /** @param {HTMLElement[]} wanted All rows that match, in order. @param {number} most Of them to show. */
  function fill(wanted, most) {
    const near = wanted.slice(0, most);
    const kept = new Set(near);
    for (const row of order) if (!row.hidden && !kept.has(row)) row.hidden = true;
    for (const group of groups) group.body.hidden = Boolean(sort) || !group.rows.some((row) => kept.has(row));
    reveal(near.filter((row) => row.hidden), Math.max(1, AT_ONCE - near.filter((row) => !row.hidden).length));
    const left = wanted.length - near.length;
    others.hidden = left === 0;
    others.textContent = `Show the other ${left} ${left === 1 ? "fact" : "facts"}`;
    others.onclick = () => {
      fill(wanted, wanted.length);
      near.at(-1)?.querySelector("a")?.focus();
    };
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
      fill(order.filter((row) => shown.has(row.id)), MOST);
      table.hidden = shown.size === 0;
    },
  };
}

/**
 * Make a heading sort its column: upwards, downwards, then no more.
 * @param {HTMLElement} cell
 * @param {(sort: string) => void} tell
 */
function makeSortable(cell, tell) {
  const key = (cell.textContent ?? "").trim().toLowerCase();
  if (!SORTS.includes(key)) return [];
  let next = key;
  const button = makeButton("", { class: "fs-sort" }, () => tell(next));
  button.append(...cell.childNodes);
  cell.append(button);
  return [{
    show(/** @type {string} */ sort) {
      next = sort === key ? `-${key}` : sort === `-${key}` ? "" : key;
      if (sort.endsWith(key)) cell.setAttribute("aria-sort", sort === key ? "ascending" : "descending");
      else cell.removeAttribute("aria-sort");
    },
  }];
}
