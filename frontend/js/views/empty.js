/** What an empty place shows: what it is for, and how to fill it. */

import { html, nothing } from "../lib/lit.js";
import { icon } from "./icon.js";

/**
 * @param {{mark: string, title: string, text: string, actions?: unknown}} options `mark`: an icon
 */
export function empty({ mark, title, text, actions = nothing }) {
  return html`<div class="empty" data-hook="empty">
    <span class="empty-mark">${icon(mark, "icon-lg")}</span>
    <h2>${title}</h2>
    <p>${text}</p>
    ${actions === nothing ? nothing : html`<div class="actions">${actions}</div>`}
  </div>`;
}

/**
 * What a place shows until its first content arrives.
 * @param {string} text
 */
export function loading(text) {
  return html`<div class="empty" role="status" data-hook="loading"><span class="spinner" aria-hidden="true"></span><p>${text}</p></div>`;
}
