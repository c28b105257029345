/** The table as the page brought it: its rows are shown, hidden and put in order, never made. */

import { SORTS } from "./explore-state.js";

/** @typedef {{record: {id: string}}} Prepared */

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

  /** @param {ReadonlyArray<Prepared>} ordered All facts. */
  function arrange(ordered) {
    if (sort) {
      together.append(...ordered.map(({ record }) => rows.get(record.id)));
      table.append(together);
    } else {
      for (const group of groups) group.body.append(...group.rows);
      together.remove();
    }
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
      for (const [id, row] of rows) if (row.hidden === shown.has(id)) row.hidden = !shown.has(id);
      for (const group of groups) group.body.hidden = Boolean(sort) || group.rows.every((row) => row.hidden);
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
