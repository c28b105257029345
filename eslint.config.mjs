// ESLint, as it is well kept and JavaScript alone: 79 small packages, 16 MB, where Biome is one program of 97 MB.
// What is not defined or of the wrong kind, TypeScript finds: see tsconfig.json.

import js from "@eslint/js";

const MARKUP = "Words become text, never markup: use makeElement.";

export default [
  { ignores: ["**/vendor/"] }, // stays as it came
  {
    ...js.configs.recommended,
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...js.configs.recommended.rules,
      "no-undef": "off", // TypeScript knows what a browser has
      eqeqeq: "error",
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "no-console": "error",
      "no-control-regex": "off", // texts come with such characters, and are searched for them
      "no-else-return": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment"].map(
          (property) => ({ property, message: MARKUP }),
        ),
        { object: "document", property: "write", message: MARKUP },
      ],
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "require-await": "error",
      "sort-imports": ["error", { ignoreDeclarationSort: true, ignoreCase: true }],
    },
  },
];
