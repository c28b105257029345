/**
 * What a reference, a letter, a mark or a link to a fact stands for, on a small card: shown when it is pointed at
 * or focused, and on a touch of a letter or a mark. A touch of a link follows it: it leads to the same words.
 * The card can be pointed at itself, stays until the reader leaves, and goes with Escape (WCAG 2.2, 1.4.13).
 */

import { makeElement } from "./elements.js";
import { loadIndex, makeLetters, makeStandings, makeStatement, makeValue, ROOT, writeStatement } from "./facts.js";

const MARK = ".md-typeset em[title], .md-typeset em[data-hint]";
/** Marks that only count, and pages whose every word stands beside its meaning. */
const COUNTS = "p.fs-index > em";
/** Links that stand with the words of the fact that they lead to. */
const BESIDE = ".fs-row-said, .fs-actions, .headerlink, h1, h2, h3, h4";
/** Milliseconds of pointing until a card is shown, and of leaving until it goes. */
const SHOW = 250;
const HIDE = 200;
/** Pixels between a card and what it is for, and between a card and the edge of the window. */
const GAP = 6;
const EDGE = 8;

const card = makeElement("div", { id: "fs-hint", class: "fs-hint", popover: "manual", role: "tooltip" });

/** @type {HTMLElement | null} What is pointed at, and whose card is shown or about to be. */
let held = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/**
 * Begin to show hints.
 * @param {Event} event The first one that asked for them.
 */
export function start(event) {
  (document.querySelector("main") ?? document.body).append(card);
  document.addEventListener("pointerover", handlePointing);
  document.addEventListener("pointerout", handleLeaving);
  document.addEventListener("focusin", handleFocus);
  document.addEventListener("focusout", hide);
  document.addEventListener("click", handleTouch);
  document.addEventListener("keydown", (key) => key.key === "Escape" && hide());
  window.addEventListener("scroll", place, { passive: true });
  window.addEventListener("resize", hide);
  const first = { pointerover: handlePointing, focusin: handleFocus, click: handleTouch }[event.type];
  first?.(/** @type {PointerEvent} */ (event));
}

/**
 * Return what an element is a part of that has a hint; null for none.
 * @param {EventTarget | null} target
 * @returns {HTMLElement | null}
 */
function findSubject(target) {
  if (!(target instanceof Element)) return null;
  const mark = target.closest(MARK);
  if (mark instanceof HTMLElement) return mark.matches(COUNTS) ? null : mark;
  const link = target.closest(".md-typeset a[href]");
  if (!(link instanceof HTMLAnchorElement)) return null;
  return findReference(link) || (findFactId(link) && !link.closest(BESIDE)) ? link : null;
}

/** @param {PointerEvent} event */
function handlePointing({ target, pointerType }) {
  if (pointerType === "touch") return;
  if (target instanceof Node && card.contains(target)) {
    clearTimeout(waiting);
    return;
  }
  const one = findSubject(target);
  if (!one) return;
  clearTimeout(waiting);
  if (one === held && card.matches(":popover-open")) return;
  hide();
  hold(one);
  waiting = setTimeout(show, SHOW);
}

/** @param {PointerEvent} event */
function handleLeaving({ target, pointerType, relatedTarget }) {
  if (pointerType === "touch" || !held || !(target instanceof Node)) return;
  const isInside = (/** @type {EventTarget | null} */ node) => node instanceof Node && (held?.contains(node) || card.contains(node));
  if (!isInside(target) || isInside(relatedTarget) || document.activeElement === held) return;
  clearTimeout(waiting);
  waiting = setTimeout(hide, HIDE);
}

/** @param {{target: EventTarget | null}} event */
function handleFocus({ target }) {
  const one = findSubject(target);
  if (!one || !one.matches(":focus-visible")) return;
  hide();
  hold(one);
  show();
}

/** @param {MouseEvent} event */
function handleTouch({ target }) {
  if (target instanceof Node && card.contains(target)) return;
  const one = findSubject(target);
  if (one && one === held) return;
  hide();
  if (!one || one instanceof HTMLAnchorElement) return;
  hold(one);
  show();
}

/**
 * Take an element's title from the browser, which would show it too.
 * @param {HTMLElement} one
 */
function hold(one) {
  held = one;
  if (!one.title) return;
  one.dataset.hint = one.title;
  one.removeAttribute("title");
}

function hide() {
  clearTimeout(waiting);
  if (card.matches(":popover-open")) card.hidePopover();
  if (!held) return;
  held.removeAttribute("aria-describedby");
  if (held.dataset.hint) {
    held.title = held.dataset.hint;
    delete held.dataset.hint;
  }
  held = null;
}

async function show() {
  const one = held;
  if (!one) return;
  const inside = await fillCard(one);
  if (held !== one || !inside.length) return;
  card.replaceChildren(...inside);
  card.showPopover();
  one.setAttribute("aria-describedby", card.id);
  place();
}

/** Put the card below what it is for, or above where there is no room: never over it. */
function place() {
  if (!held || !card.matches(":popover-open")) return;
  const at = held.getClientRects()[0] ?? held.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const last = [...held.getClientRects()].at(-1) ?? at;
  const below = last.bottom + GAP + height <= innerHeight - EDGE || at.top < height + GAP + EDGE;
  card.style.left = `${Math.max(EDGE, Math.min(at.left, document.documentElement.clientWidth - width - EDGE))}px`;
  card.style.top = `${below ? last.bottom + GAP : at.top - GAP - height}px`;
}

/**
 * Return what a card holds; nothing where the page says as much already.
 * @param {HTMLElement} one
 * @returns {Promise<Node[]>}
 */
async function fillCard(one) {
  if (!(one instanceof HTMLAnchorElement)) {
    return one.classList.contains("fs-source-mark") ? makeSourceCard(one) : makeMarkCard(one);
  }
  const note = findReference(one);
  if (note) return [makeElement("p", {}, ...[...note.childNodes].map(copyWithoutLinks))];
  const fact = (await tryIndex())?.facts.find((other) => other.id === findFactId(one));
  const value = fact && makeValue(fact);
  const said = fact && isSame(writeStatement(fact), one.textContent);
  if (!fact || (said && !value)) return [];
  return [
    ...(said ? [] : [makeElement("p", { class: "fs-hint-said" }, ...makeStatement(fact))]),
    ...(value ? [makeElement("p", {}, value)] : []),
    makeElement("p", { class: "fs-hint-meta" }, ...makeStandings(fact), ...makeLetters(fact), makeElement("span", {}, fact.dated)),
  ];
}

/** @param {HTMLElement} one */
function makeMarkCard(one) {
  return [makeElement("p", { class: "fs-hint-said" }, one.textContent ?? ""), makeElement("p", {}, one.dataset.hint ?? one.title)];
}

/** @param {HTMLElement} one */
async function makeSourceCard(one) {
  const [letter, label] = (one.dataset.hint ?? one.title).split(/: (.*)/s);
  const mark = makeElement("em", { class: "fs-source-mark", "data-hint": `${letter}: ${label}` }, letter);
  const source = (await tryIndex())?.pages.find((page) => page.kind === "source" && page.title === label);
  return [makeElement("p", { class: "fs-hint-said" }, mark, " ", label), ...(source ? [makeElement("p", {}, source.text)] : [])];
}

/** Return the list of all facts, or null where it cannot be fetched: a hint is no place for an error. */
async function tryIndex() {
  try {
    return await loadIndex();
  } catch {
    return null;
  }
}

/**
 * Return the entry of the references that a link leads to; null for any other link.
 * @param {HTMLAnchorElement} link
 */
function findReference(link) {
  const id = link.getAttribute("href");
  const entry = id?.startsWith("#") ? document.getElementById(id.slice(1)) : null;
  return entry?.matches(".fs-references li") && !entry.contains(link) ? entry : null;
}

/**
 * Return the id of the fact that a link leads to, on its own page or in a row of this one; none for any other link.
 * @param {HTMLAnchorElement} link
 */
function findFactId(link) {
  const address = new URL(link.href);
  if (!address.href.startsWith(ROOT.href)) return undefined;
  if (address.pathname === location.pathname) {
    const row = address.hash ? document.getElementById(address.hash.slice(1)) : null;
    return row?.matches(".fs-row") && !row.contains(link) ? row.id : undefined;
  }
  return address.pathname.slice(ROOT.pathname.length).match(/^facts\/([^/]+)\/$/)?.[1];
}

/**
 * Copy a node without its links and ids: nothing on the card is to be reached or pressed.
 * @param {Node} node
 * @returns {Node}
 */
function copyWithoutLinks(node) {
  if (!(node instanceof Element)) return node.cloneNode(true);
  const tag = /** @type {keyof HTMLElementTagNameMap} */ (node.localName); // references hold no other elements
  const kind = tag === "a" ? undefined : node.className || undefined;
  const meaning = node.getAttribute("title") ?? node.getAttribute("data-hint") ?? undefined; // style sheets draw some marks by it
  return makeElement(tag === "a" ? "span" : tag, { class: kind, "data-hint": meaning }, ...[...node.childNodes].map(copyWithoutLinks));
}

/**
 * Tell whether two texts are the same but for spaces and case.
 * @param {string} one
 * @param {string | null} other
 */
function isSame(one, other) {
  const simplify = (/** @type {string} */ text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  return simplify(one) === simplify(other ?? "");
}
