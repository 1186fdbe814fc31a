/**
 * The `html` tag: a template that becomes DOM nodes.
 *
 * Nothing in here parses data as markup. The literal parts of a template are read once by the small parser in
 * `template-parser.js`; values are placed as text nodes, attributes, properties or listeners. So a value can never
 * become an element, whatever it holds.
 *
 *   html`<p class=${name}>${text}</p>`           text and attributes
 *   html`<button ?disabled=${busy}>`             boolean attribute
 *   html`<input .value=${text}>`                 property
 *   html`<button @click=${(event) => …}>`        listener
 *   html`<ul>${items.map(view)}</ul>`            arrays, nodes; null, undefined and false are nothing
 *
 * Text is collapsed as a browser would show it; a run of white space with a line break between two tags is nothing.
 */

import { parseTemplate } from "./template-parser.js";

const SVG = "http://www.w3.org/2000/svg";
const URL_ATTRIBUTES = new Set(["href", "src", "action", "formaction", "xlink:href"]);
const FORBIDDEN_ATTRIBUTES = /^(on|style$|srcdoc$)/i;
const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "blob:"]);

/** What a template gave an element, so that a later rendering of the same place can be compared with it. */
export const GIVEN = Symbol("given by the template");

const parsed = new WeakMap();

/**
 * Builds a fragment from a template.
 * @returns {DocumentFragment}
 */
export function html(strings, ...values) {
  let tree = parsed.get(strings);
  if (!tree) {
    tree = parseTemplate(strings);
    parsed.set(strings, tree);
  }
  const fragment = document.createDocumentFragment();
  for (const node of tree) build(fragment, node, values, null);
  return fragment;
}

function build(parent, node, values, namespace) {
  if (node.text !== undefined) {
    parent.append(document.createTextNode(node.text));
  } else if (node.hole !== undefined) {
    append(parent, values[node.hole]);
  } else {
    parent.append(element(node, values, node.tag === "svg" ? SVG : namespace));
  }
}

function element(node, values, namespace) {
  const made = namespace ? document.createElementNS(namespace, node.tag) : document.createElement(node.tag);
  made[GIVEN] = { attributes: new Map(), properties: new Map(), listeners: new Map() };
  for (const child of node.children) build(made, child, values, namespace);
  // After the children, so that the value of a select finds its option.
  for (const attribute of node.attributes) {
    const { name, parts } = attribute;
    const only = parts.length === 1 ? resolve(parts[0], values) : parts.map((part) => resolve(part, values) ?? "").join("");
    if (name[0] === "@") listen(made, name.slice(1), only);
    else if (name[0] === ".") setProperty(made, name.slice(1), only);
    else if (name[0] === "?") setAttribute(made, name.slice(1), Boolean(only));
    else setAttribute(made, name, parts.length ? only : true);
  }
  return made;
}

function resolve(part, values) {
  return part.hole === undefined ? part.text : values[part.hole];
}

function append(parent, value) {
  if (value === null || value === undefined || value === false || value === true) return;
  if (Array.isArray(value)) for (const item of value) append(parent, item);
  else if (value instanceof Node) parent.append(value);
  else parent.append(document.createTextNode(String(value)));
}

/** Sets one attribute as text; null, undefined and false leave it out, true makes it empty. */
export function setAttribute(target, name, value) {
  if (FORBIDDEN_ATTRIBUTES.test(name)) throw new Error(`The attribute ${name} is not allowed in a template.`);
  if (value === null || value === undefined || value === false) return;
  let text = value === true ? "" : String(value);
  if (URL_ATTRIBUTES.has(name)) text = safeUrl(text);
  target[GIVEN].attributes.set(name, text);
  target.setAttribute(name, text);
}

function setProperty(target, name, value) {
  if (name === "innerHTML" || name === "outerHTML") throw new Error(`${name} is not allowed in a template.`);
  target[GIVEN].properties.set(name, value);
  target[name] = value;
}

/** Adds a listener that can be exchanged later without being removed. */
export function listen(target, type, handler) {
  if (!handler) return;
  const { listeners } = target[GIVEN];
  if (!listeners.has(type)) target.addEventListener(type, dispatch);
  listeners.set(type, handler);
}

function dispatch(event) {
  event.currentTarget[GIVEN].listeners.get(event.type)?.call(event.currentTarget, event);
}

/** Returns the address when it is relative or of a harmless scheme, and "#" otherwise. */
export function safeUrl(text) {
  try {
    return SAFE_SCHEMES.has(new URL(text, document.baseURI).protocol) ? text : "#";
  } catch {
    return "#";
  }
}
