/**
 * Every text that people read is in frontend/texts, as rules for eslint.
 *
 * `no-bare-text`: no words in a template or its attributes, and no string that looks like a sentence or a label.
 * `known`: `t` and `rich` name a text that is there, and give what stands in its braces and tags.
 */

import { readFileSync } from "node:fs";

import { IntlMessageFormat } from "../../frontend/vendor/intl-messageformat-12.1.5/intl-messageformat.js";

const texts = JSON.parse(readFileSync(new URL("../../frontend/texts/en.json", import.meta.url), "utf-8"));

const WORD = /\p{L}{2}/u;
/** Words that are the same in every language. */
const NAMES = /Easy CRM|CSV|Excel|\bID\b/g;
const READ_ATTRIBUTE = /\s\.?(aria-label|aria-description|aria-roledescription|aria-valuetext|placeholder|title|alt|label)=("[^"]*|'[^']*)/g;
/** "Leads", "Not found", "3 rows are left." but no class names, addresses, events or names of keys. */
const LABEL = /^\p{Lu}\p{Ll}+(?:[ ,.…?!:]|$)/u;
const SENTENCE = /\p{L}{2}[,;:]? \p{L}+[,;:]? \p{L}{2}|\p{L}{2}[.!?…]$/u;
/** Rules of a style sheet. */
const STYLES = /\{[^}]*:[^}]*\}/;
const KEYS = /^(?:Escape|Enter|Tab|Delete|Backspace|Home|End|Space|Shift|Control|Arrow\w+|Page\w+)$/;

const isTemplate = (node) => node.type === "TaggedTemplateExpression" && /^(html|svg)$/.test(node.tag.name);

/** What people read of a template's static text: outside tags, and in attributes that are read out. */
function wordsOf(quasis) {
  const whole = quasis.map((part) => part.value.raw).join("\u0000").replace(/<!--.*?-->/gs, "");
  const attributes = [...whole.matchAll(READ_ATTRIBUTE)].map((found) => found[2]);
  const outside = whole.replace(/="[^"]*"/g, "").replace(/='[^']*'/g, "").replace(/<[^>]*>/g, " ");
  return [outside, ...attributes].join(" ").replace(NAMES, "").replace(/&\w+;/g, "");
}

const noBareText = {
  meta: { type: "problem", schema: [], messages: { bare: "“{{text}}” is a text that people read: put it into frontend/texts and say t()." } },
  create: (context) => {
    const report = (node, text) => context.report({ node, messageId: "bare", data: { text: text.trim().replace(/\s+/g, " ").slice(0, 60) } });
    const isNamed = (node) => {
      const call = node.parent;
      // Names for machines: modules, keys of texts, what is only thrown at programmers, comparisons, names of properties.
      if (/^(Import|Export|Property)/.test(call.type) && call.value !== node) return true;
      if (call.type === "NewExpression" && call.callee.name === "DOMException") return true;
      if (call.type === "BinaryExpression" || call.type === "SwitchCase") return true;
      return call.type === "CallExpression" && /^(t|rich|named|querySelector|querySelectorAll|closest|matches|focusOn|hook|getItem)$/.test(call.callee.property?.name ?? call.callee.name);
    };
    return {
      TaggedTemplateExpression(node) {
        if (!isTemplate(node)) return;
        const words = wordsOf(node.quasi.quasis);
        if (WORD.test(words)) report(node, words);
      },
      Literal(node) {
        if (typeof node.value !== "string" || isNamed(node)) return;
        const text = node.value.replace(NAMES, "").trim();
        if ((LABEL.test(text) && !KEYS.test(text)) || SENTENCE.test(text)) report(node, text);
      },
      TemplateLiteral(node) {
        if (node.parent.type === "TaggedTemplateExpression" || isNamed(node)) return;
        const text = node.quasis.map((part) => part.value.cooked).join("x").replace(NAMES, "").trim();
        if (SENTENCE.test(text) && !STYLES.test(text)) report(node, text);
      },
    };
  },
};

/** The names in braces and tags of a message. */
export function argumentsOf(elements, found = new Set()) {
  for (const { type, value, options, children } of elements) {
    // 0 is text and 7 the number sign: neither has a name.
    if (type !== 0 && type !== 7) found.add(value);
    for (const option of Object.values(options ?? {})) argumentsOf(option.value, found);
    if (children) argumentsOf(children, found);
  }
  return found;
}

const known = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      literal: "The key of a text is written out, so that it can be searched for; named() is for what only data tell.",
      absent: "frontend/texts/en.json has no {{key}}.",
      values: "{{key}} takes {{wanted}}, not {{given}}.",
    },
  },
  create: (context) => ({
    CallExpression(node) {
      if (node.callee.type !== "Identifier" || !/^(t|rich)$/.test(node.callee.name)) return;
      const [key, values] = node.arguments;
      if (key?.type === "ConditionalExpression") return;
      if (key?.type !== "Literal") return void context.report({ node, messageId: "literal" });
      const [section, name] = key.value.split(".");
      const text = texts[section]?.[name];
      if (text === undefined) return void context.report({ node: key, messageId: "absent", data: { key: key.value } });
      if (values && (values.type !== "ObjectExpression" || values.properties.some((one) => one.type !== "Property"))) return;
      const wanted = [...argumentsOf(new IntlMessageFormat(text, "en").getAst())].sort().join(", ") || "nothing";
      const given = (values?.properties ?? []).map((one) => one.key.name ?? one.key.value).sort().join(", ") || "nothing";
      if (wanted !== given) context.report({ node, messageId: "values", data: { key: key.value, wanted, given } });
    },
  }),
};

export { IntlMessageFormat };

export default { rules: { "no-bare-text": noBareText, known } };
