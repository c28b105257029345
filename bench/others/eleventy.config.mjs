import markdownIt from "markdown-it";
import attributes from "markdown-it-attrs";
import definitions from "markdown-it-deflist";
import footnotes from "markdown-it-footnote";

export default function configure(config) {
  config.setLibrary("md", markdownIt({ html: true }).use(attributes).use(footnotes).use(definitions));
  config.addPassthroughCopy({ static: "/" });
  config.addGlobalData("layout", "page.njk");
  return {
    dir: { input: "content", includes: "../layouts", output: "site" },
    templateFormats: ["md"],
    markdownTemplateEngine: false, // no template language inside Markdown
  };
}
