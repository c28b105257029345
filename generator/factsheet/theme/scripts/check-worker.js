/** Looks for passages beside the page, so that no text can make the page stand still. It keeps nothing. */

import { answerAll, countFound } from "./passages.js";

/** @typedef {{sought: import("./passages.js").Sought[], others: import("./passages.js").Sought[][], text: string}} Question */

addEventListener("message", async ({ data }) => {
  const { sought, others, text } = /** @type {Question} */ (data);
  const found = await answerAll(sought, text);
  const none = found.answers.every((answer) => answer.state === "missing");
  // Where nothing at all is found, it may be another source's article.
  const counts = none ? others.map((other) => countFound(other, text)) : [];
  postMessage({ ...found, counts });
});
