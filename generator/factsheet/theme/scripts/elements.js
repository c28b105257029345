/** Makes elements. Words become text, never markup: nothing in a fact can become an element. */

/**
 * @typedef {Record<string, string | number | boolean | undefined>} Attributes True stands for an attribute without
 *   a value; one that is false or undefined is left out.
 */

/**
 * Make an element that holds words and other elements.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(string | Node)} inside
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function makeElement(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...inside);
  return made;
}

/**
 * Make a button.
 * @param {string} words
 * @param {Attributes} attributes
 * @param {() => void} [act] What a click does.
 */
export function makeButton(words, attributes, act) {
  const button = makeElement("button", { type: "button", ...attributes }, words);
  if (act) button.addEventListener("click", act);
  return button;
}
