/** Looks for passages beside the page, so that no text can make the page stand still. It keeps nothing. */

import { answersFor, countIn } from "./passages.js";

addEventListener("message", async ({ data: { sought, others, text } }) => {
  const found = await answersFor(sought, text);
  const none = found.answers.every((answer) => answer.state === "missing");
  // Where nothing at all is found, it may be another source's article.
  const counts = none ? others.map((other) => countIn(other, text)) : [];
  postMessage({ ...found, counts });
});
