/**
 * What lit-html leaves to the author of a template, as rules for eslint.
 *
 * `safe`: data never becomes an address without a check, nor a handler, a style or markup. lit-html escapes values, but
 * `href="javascript:…"` needs no escaping to run.
 * `no-boolean-child`: lit-html writes `false` as the word and null in an attribute as an empty one; `nothing` is nothing.
 */

const CHECKED = new Set(["safeUrl", "href", "drawing"]);
/** Attributes and properties that hold an address which the browser follows or runs. */
const ADDRESSES = new Set(["href", "xlink:href", "src", "action", "formaction", "data", "poster", "ping", "background"]);
const FORBIDDEN = /^(on.*|style|srcdoc|innerhtml|outerhtml|textcontent|innertext)$/;
const REFUSED_ELEMENTS = /<\s*(script|style|iframe|object|embed|base|template)\b/i;
const STATIC_HANDLER = /<[^>]*\s(on\w+|style|srcdoc)\s*=/i;
/** The attribute in whose value a template's text ends: its name with lit-html's prefix, and what stands before. */
const OPEN_ATTRIBUTE = /<[^<>]*?\s([.?@]?)([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)|'([^']*)|([^\s"'<>]*))$/;
const OPEN_TAG = /<[^<>]*$/;

/** Calls `visit(expression, place)` for each value of a template; `place` says where it stands. */
function eachValue(node, visit) {
  const { quasis, expressions } = node.quasi;
  let text = "";
  expressions.forEach((expression, index) => {
    text += quasis[index].value.raw;
    // What stands in the quotes of attributes that are closed may hold < and >; it is not needed any more.
    const open = OPEN_ATTRIBUTE.exec(text.replace(/="[^"]*"/g, "=x").replace(/='[^']*'/g, "=x"));
    visit(expression, {
      attribute: open ? { prefix: open[1], name: open[2].toLowerCase(), before: open[3] ?? open[4] ?? open[5] } : null,
      inTag: OPEN_TAG.test(text.replace(/="[^"]*"/g, "=x").replace(/='[^']*'/g, "=x")),
    });
    text += "x";
  });
}

const isTemplate = (node) => node.tag.type === "Identifier" && (node.tag.name === "html" || node.tag.name === "svg");

const safe = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      address: "Data in {{name}} goes through safeUrl(), or is an address within the page by href() or drawing().",
      forbidden: "A template may not have {{name}} as a value.",
      element: "A template may not have a <{{name}}>.",
      handler: "A template may not have {{name}}: the content security policy forbids it.",
      place: "A value may not stand for a name of an element or an attribute.",
    },
  },
  create: (context) => ({
    TaggedTemplateExpression(node) {
      if (!isTemplate(node)) return;
      const whole = node.quasi.quasis.map((part) => part.value.raw).join("x");
      const element = REFUSED_ELEMENTS.exec(whole);
      if (element) context.report({ node, messageId: "element", data: { name: element[1] } });
      const handler = STATIC_HANDLER.exec(whole);
      if (handler) context.report({ node, messageId: "handler", data: { name: handler[1] } });
      eachValue(node, (expression, { attribute, inTag }) => {
        if (!attribute) {
          if (inTag) context.report({ node: expression, messageId: "place" });
          return;
        }
        const { prefix, name, before } = attribute;
        if (prefix === "@") return;
        if (FORBIDDEN.test(name)) context.report({ node: expression, messageId: "forbidden", data: { name } });
        if (!ADDRESSES.has(name)) return;
        const checked = expression.type === "CallExpression" && CHECKED.has(expression.callee.name) && !before;
        if (!checked) context.report({ node: expression, messageId: "address", data: { name } });
      });
    },
  }),
};

const isEmpty = (node) =>
  (node.type === "Literal" && (node.value === null || typeof node.value === "boolean")) ||
  (node.type === "Identifier" && node.name === "undefined");

const noBooleanChild = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      and: "`a && b` may be false, which lit-html writes as a word: use `a ? b : nothing`.",
      empty: "lit-html leaves this out only when it is `nothing`.",
    },
  },
  create: (context) => ({
    TaggedTemplateExpression(node) {
      if (!isTemplate(node)) return;
      eachValue(node, (expression, { attribute }) => {
        if (attribute?.prefix) return;
        if (expression.type === "LogicalExpression" && expression.operator === "&&") {
          context.report({ node: expression, messageId: "and" });
        }
        if (!attribute || attribute.before) return;
        const ends =
          expression.type === "ConditionalExpression" ? [expression.consequent, expression.alternate] : [expression.right ?? expression];
        if (ends.some(isEmpty)) context.report({ node: expression, messageId: "empty" });
      });
    },
  }),
};

export default { rules: { safe, "no-boolean-child": noBooleanChild } };
