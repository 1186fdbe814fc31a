/** An icon of `icons.svg`; it is decoration, so the text beside it or the button's label must say what it means. */

import { html } from "../lib/html.js";

export function icon(name, extra = "") {
  return html`<svg class=${`icon ${extra}`.trim()} aria-hidden="true"><use href=${`icons.svg#${name}`} /></svg>`;
}
