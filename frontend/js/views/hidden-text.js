/** What screen readers say beside a short label; also for the tag of that name in a text. */

import { html } from "../lib/lit.js";

/** @param {unknown} parts */
export function hiddenText(parts) {
  return html`<span class="hidden-text">${parts}</span>`;
}
