/** An icon of `icons.svg`; it is decoration, so the text beside it or the button's label must say what it means. */

import { html } from "../lib/lit.js";

/** Found from this module's own address, because releases lie in different folders. */
const ICONS = new URL("../../icons.svg", import.meta.url).pathname;

/**
 * The address of a drawing, for `<use href>`.
 * @param {string} name
 */
export const drawing = (name) => `${ICONS}#${name}`;

/** Those that point along the line: a language from right to left turns them. */
const ALONG = new Set(["previous", "next"]);

/** @param {string} name */
export function icon(name, extra = "") {
  return html`<svg class=${["icon", ALONG.has(name) && "icon-along", extra].filter(Boolean).join(" ")} aria-hidden="true"><use href=${drawing(name)} /></svg>`;
}
