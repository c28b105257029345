/** Looks for passages beside the page, so that no text can make the page stand still. It keeps nothing. */

import { answerAll, countFound } from "./passages.js";

/**
 * @typedef {{sought: import("./passages.js").Sought[], others: import("./passages.js").Sought[][], text: string,
 *   folds: import("./folding.js").Folds}} Question
 */

addEventListener("message", async ({ data }) => {
  const { sought, others, text, folds } = /** @type {Question} */ (data);
  const found = await answerAll(sought, text, folds);
  const none = found.answers.every((answer) => ["missing", "differs"].includes(answer.state));
  // Where nothing at all is found, it may be another source's text.
  const counts = none ? others.map((other) => countFound(other, text)) : [];
  postMessage({ ...found, counts });
});
