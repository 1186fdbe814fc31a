/** The rules for the page's scripts. tests/quality runs them; by hand: `npx eslint frontend/js`. */

import js from "@eslint/js";

import templateRules from "./tests/quality/template_rules.mjs";
import textRules from "./tests/quality/text_rules.mjs";

const MARKUP = "Markup made from text would let data become elements: render a template instead.";
const ADDRESS = "An address that is made of data goes through safeUrl().";

export default [
  { ignores: ["frontend/vendor/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // tsc knows every name that a browser has; a list of them here would be a second one.
      "no-undef": "off",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: "error",
      "prefer-const": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-console": "error",
    },
  },
  {
    files: ["frontend/js/**/*.js"],
    plugins: { templates: templateRules, texts: textRules },
    rules: {
      "texts/known": "error",
      "templates/safe": "error",
      "templates/no-boolean-child": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc|setHTMLUnsafe)$/]", message: MARKUP },
        {
          selector:
            "CallExpression[callee.property.name=/^(insertAdjacentHTML|createContextualFragment|parseFromString|write|writeln)$/]",
          message: MARKUP,
        },
        {
          selector:
            "AssignmentExpression[left.property.name=/^(href|src|action|formAction)$/]:not([right.callee.name='safeUrl'])",
          message: ADDRESS,
        },
        {
          selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value=/^(href|src|action|on.*|style)$/i]",
          message: ADDRESS,
        },
      ],
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["**/vendor/**"], message: "Only lib/lit.js and lib/texts.js know vendored versions: import from there." }] },
      ],
    },
  },
  {
    files: ["frontend/js/**/*.js"],
    // What languages call themselves, and what only programmers read.
    ignores: ["frontend/js/lib/languages.js", "frontend/js/lib/component.js"],
    plugins: { texts: textRules },
    rules: { "texts/no-bare-text": "error" },
  },
  { files: ["frontend/js/lib/lit.js", "frontend/js/lib/texts.js"], rules: { "no-restricted-imports": "off", "texts/known": "off" } },
];
