/**
 * The text of a source out of a file or a web page, one paragraph a line. Nothing in it can run: a parsed
 * document that is not shown executes no script and loads no picture.
 */

/** Most bytes that are read: a text has thousands, a saved page with its pictures a few millions. */
export const MOST_BYTES = 5_000_000;

const NOT_READ = "head, script, style, noscript, template, iframe, object, svg, select, textarea, [hidden]";
const BLOCKS = new Set(
  ("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BR CAPTION DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER " +
    "FORM H1 H2 H3 H4 H5 H6 HEADER HGROUP HR LEGEND LI MAIN MENU NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT " +
    "TH THEAD TR UL").split(" "),
);

/** What keeps a file from being read, in words for the reader. */
export class Unreadable extends Error {}

/**
 * Return the text of a file and its bytes.
 * @param {File} file
 * @returns {Promise<{text: string, bytes: ArrayBuffer}>}
 * @throws {Unreadable} when it is empty, too large, or no text in UTF-8.
 */
export async function readFile(file) {
  if (file.size > MOST_BYTES) throw new Unreadable(explainTooLarge("The file", file.size));
  if (!file.size) throw new Unreadable("The file is empty.");
  const bytes = await file.arrayBuffer();
  const text = decode(bytes);
  const isPage = /html/u.test(file.type) || /\.x?html?$/iu.test(file.name);
  return { text: isPage ? readPage(text) : text, bytes };
}

/**
 * Say that something is more than is read.
 * @param {string} what
 * @param {number} size In bytes.
 */
export function explainTooLarge(what, size) {
  const millions = (/** @type {number} */ bytes) => (bytes / 1_000_000).toFixed(1);
  return (
    `${what} has ${millions(size)} million bytes; at most ${millions(MOST_BYTES)} million ` +
    "are read. Keep only the text of the source."
  );
}

/**
 * The text of bytes, without a byte order mark; Python's `utf-8-sig` reads the same.
 * @param {ArrayBuffer} bytes
 */
function decode(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
  }
  throw new Unreadable(
    "The file is not text in UTF-8. Save it as plain text in UTF-8, or open it and paste its words.",
  );
}

/**
 * Return the text that a web page shows, each block of it as a line.
 * @param {string} html
 * @returns {string}
 */
export function readPage(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of page.querySelectorAll(NOT_READ)) element.remove();
  /** @type {string[]} */
  const lines = [];
  let line = "";
  const endLine = () => {
    if (line.trim()) lines.push(line);
    line = "";
  };
  const isBlock = (/** @type {Node} */ node) => BLOCKS.has(node.nodeName);
  // Step by step instead of by recursion: a page can be nested deeper than a script may call itself.
  for (let node = /** @type {Node | null} */ (page.body); node; ) {
    if (node instanceof Text) line += node.data.replace(/[\t\n\f\r ]+/gu, " ");
    else if (isBlock(node)) endLine();
    if (node.firstChild) {
      node = node.firstChild;
      continue;
    }
    while (node && !node.nextSibling) {
      node = node.parentNode;
      if (node && isBlock(node)) endLine();
    }
    node = node?.nextSibling ?? null;
  }
  endLine();
  return lines.join("\n");
}
