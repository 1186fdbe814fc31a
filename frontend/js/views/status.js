/** Badges and bars of imports and bulk changes. */

import { html, nothing } from "../lib/lit.js";
import { stateOf } from "../labels/import-labels.js";

/**
 * The state of an import as a badge.
 * @param {import("../../types/api").Import} item
 */
export function importBadge(item) {
  return statusBadge(item.status, stateOf(item));
}

/**
 * A status as a badge.
 * @param {import("../../types/api").ImportStatus} status
 * @param {import("../labels/import-labels.js").Label} said of it
 */
export function statusBadge(status, { label, tone }) {
  return html`<span class=${`badge ${tone ? `badge-${tone}` : ""}`} data-hook="status" data-status=${status}><span class="dot" aria-hidden="true"></span>${label}</span>`;
}

/**
 * The progress of an import that has not ended as a bar, which shows no number before the file is read.
 * @param {import("../../types/api").Import} item
 * @param {string} label
 */
export function progressBar(item, label) {
  return html`<progress class="progress" max="100" value=${item.totals.rows > 0 ? item.progress : nothing} aria-label=${label} data-hook="progress"></progress>`;
}
