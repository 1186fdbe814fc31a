/** Badges and bars of imports and bulk changes. */

import { html, nothing } from "../lib/lit.js";
import { FINAL, stateOf } from "../labels/import-labels.js";

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
 * An import's progress as a bar, which shows no number before the file is read.
 * @param {import("../../types/api").Import} item
 * @param {string} label
 */
export function progressBar(item, label) {
  /** @type {Record<string, string>} */
  const tones = { completed: "progress-good", completed_with_errors: "progress-warn", failed: "progress-bad", cancelled: "progress-warn" };
  const known = FINAL.has(item.status) || item.status === "review" || item.totals.rows > 0;
  return html`<progress class=${`progress ${tones[item.status] ?? ""}`} max="100" value=${known ? item.progress : nothing} aria-label=${label} data-hook="progress"></progress>`;
}
