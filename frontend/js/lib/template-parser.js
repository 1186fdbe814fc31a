/**
 * Reads the literal parts of an `html` template into a tree. It knows the part of HTML that our templates use:
 * elements, attributes, text, comments; no entities (write the character itself) and no raw-text elements.
 *
 * A node is {text}, {hole} or {tag, attributes, children}; an attribute is {name, parts} where each part is
 * {text} or {hole}. Holes are indexes into the template's values.
 */

const VOID = new Set(["br", "col", "hr", "img", "input", "link", "meta", "wbr"]);
const REFUSED = new Set(["script", "style", "iframe", "object", "embed", "base"]);
const HOLE = /\u0001(\d+)\u0002/;
const HOLES = /\u0001(\d+)\u0002/g;
const OPENING = /^<([a-z][\w:-]*)/i;
const ATTRIBUTE = /^\s*([^\s=>/"'<]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?/;

/**
 * @param {readonly string[]} strings the literal parts, in order
 * @returns {object[]} the top-level nodes
 * @throws {Error} on markup that is not balanced or not allowed
 */
export function parseTemplate(strings) {
  let rest = strings.reduce((all, part, index) => `${all}\u0001${index - 1}\u0002${part}`);
  const root = { children: [] };
  const open = [root];
  while (rest) {
    const top = open[open.length - 1];
    if (rest.startsWith("<!--")) {
      rest = rest.slice(rest.indexOf("-->") + 3);
    } else if (rest.startsWith("</")) {
      const end = rest.indexOf(">");
      const tag = rest.slice(2, end).trim();
      if (top.tag !== tag) throw new Error(`</${tag}> closes <${top.tag ?? "nothing"}> in a template.`);
      open.pop();
      rest = rest.slice(end + 1);
    } else if (OPENING.test(rest)) {
      const { node, closed, after } = readOpening(rest);
      top.children.push(node);
      if (!closed) open.push(node);
      rest = after;
    } else {
      const next = rest.indexOf("<", 1);
      addText(top.children, next < 0 ? rest : rest.slice(0, next));
      rest = next < 0 ? "" : rest.slice(next);
    }
  }
  if (open.length > 1) throw new Error(`<${open.pop().tag}> is not closed in a template.`);
  return root.children;
}

function readOpening(source) {
  const tag = OPENING.exec(source)[1];
  if (REFUSED.has(tag.toLowerCase())) throw new Error(`<${tag}> is not allowed in a template.`);
  const node = { tag, attributes: [], children: [] };
  let rest = source.slice(tag.length + 1);
  for (;;) {
    const end = /^\s*(\/?)>/.exec(rest);
    if (end) return { node, closed: end[1] === "/" || VOID.has(tag), after: rest.slice(end[0].length) };
    const found = ATTRIBUTE.exec(rest);
    if (!found) throw new Error(`<${tag}> is not readable in a template.`);
    const [all, name, quoted] = found;
    if (HOLE.test(name)) throw new Error(`The name of an attribute of <${tag}> is a value.`);
    node.attributes.push({ name, parts: quoted === undefined ? [] : parts(quoted.replace(/^(["'])([^]*)\1$/, "$2")) });
    rest = rest.slice(all.length);
  }
}

function parts(text) {
  const found = [];
  let from = 0;
  for (const hole of text.matchAll(HOLES)) {
    if (hole.index > from) found.push({ text: text.slice(from, hole.index) });
    found.push({ hole: Number(hole[1]) });
    from = hole.index + hole[0].length;
  }
  if (from < text.length || !found.length) found.push({ text: text.slice(from) });
  return found;
}

function addText(children, text) {
  for (const part of parts(text)) {
    if (part.hole !== undefined) {
      children.push(part);
    } else if (part.text.trim() || !/\n/.test(part.text)) {
      const collapsed = part.text.replace(/\s+/g, " ");
      if (collapsed) children.push({ text: collapsed });
    }
  }
}
