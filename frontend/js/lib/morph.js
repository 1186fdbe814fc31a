/**
 * Brings the children of an element to what a fresh rendering says, keeping the nodes that stay: so focus, caret,
 * scroll position, open details and what was typed survive.
 *
 * Children match by `data-key` where they have one, else by place and tag. Attributes and properties that no
 * template gave (the `open` of a dialog, say) are left alone. The children of a component are its own affair.
 */

import { GIVEN, listen } from "./html.js";

const EMPTY = { attributes: new Map(), properties: new Map(), listeners: new Map() };

/**
 * @param {Element} parent whose children are to change
 * @param {DocumentFragment} fresh the new rendering; it is used up
 */
export function morph(parent, fresh) {
  const wantedNodes = [...fresh.childNodes];
  const wantedKeys = new Set(wantedNodes.map(keyOf).filter(Boolean));
  const keyed = new Map();
  for (const child of [...parent.children]) {
    const key = keyOf(child);
    if (key && !wantedKeys.has(key)) child.remove();
    else if (key) keyed.set(key, child);
  }
  let cursor = parent.firstChild;
  for (const wanted of wantedNodes) {
    const match = keyOf(wanted) ? keyed.get(keyOf(wanted)) : similar(wanted, cursor);
    if (!match || match.nodeName !== wanted.nodeName) {
      parent.insertBefore(wanted, cursor);
      continue;
    }
    // What has no key and stands between is gone from the new rendering: remove it rather than move the match.
    while (cursor !== match && cursor && !keyOf(cursor)) cursor = removeAndNext(cursor);
    if (match === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(match, cursor);
    if (match.nodeType !== Node.TEXT_NODE) morphElement(match, wanted);
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
  }
  while (cursor) cursor = removeAndNext(cursor);
}

function keyOf(node) {
  return node.dataset?.key;
}

function removeAndNext(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** The first node from `cursor` on without a key that can become `wanted`; for text only the very next. */
function similar(wanted, cursor) {
  if (wanted.nodeType === Node.TEXT_NODE) return cursor?.nodeType === Node.TEXT_NODE ? cursor : null;
  for (let node = cursor; node; node = node.nextSibling) {
    if (node.nodeName === wanted.nodeName && !keyOf(node)) return node;
  }
  return null;
}

function morphElement(old, wanted) {
  const before = old[GIVEN] ?? EMPTY;
  const now = wanted[GIVEN] ?? EMPTY;
  for (const name of before.attributes.keys()) if (!now.attributes.has(name)) old.removeAttribute(name);
  // Compared with what was given before, not with what is there: details that the user closed stay closed.
  for (const [name, text] of now.attributes) if (before.attributes.get(name) !== text) old.setAttribute(name, text);
  if (!old.isComponent) morph(old, wanted);
  for (const [name, value] of now.properties) if (old[name] !== value) old[name] = value;
  const listeners = before.listeners;
  old[GIVEN] = { attributes: now.attributes, properties: now.properties, listeners };
  for (const type of listeners.keys()) if (!now.listeners.has(type)) listeners.set(type, null);
  for (const [type, handler] of now.listeners) listen(old, type, handler);
}
