/** What a place shows that holds nothing yet: what it is for, and the way to fill it. */

import { html, nothing } from "../lib/lit.js";
import { icon } from "./icon.js";

export function empty({ mark, title, text, actions = null }) {
  return html`<div class="empty" data-hook="empty">
    <span class="empty-mark">${icon(mark, "icon-lg")}</span>
    <h2>${title}</h2>
    <p>${text}</p>
    ${actions ? html`<div class="actions">${actions}</div>` : nothing}
  </div>`;
}

/** What a place shows while its first content is on the way. */
export function loading(text) {
  return html`<div class="empty" role="status" data-hook="loading"><span class="spinner" aria-hidden="true"></span><p>${text}</p></div>`;
}
