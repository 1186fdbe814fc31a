/**
 * How far an import is, and what became of its rows.
 *
 * @typedef {import("../../../types/api").Import} Import
 */

import { count, duration, plural } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { FINAL, OUTCOME, OUTCOMES, rowsDone, stateOf } from "../../labels/import-labels.js";
import { progressBar } from "../../views/status.js";
import { optionsInWords } from "./options-in-words.js";

/**
 * @param {Import} item
 * @param {Record<string, string>} labels of the fields
 */
export function importProgress(item, labels) {
  const { totals } = item;
  const { text } = stateOf(item);
  const started = rowsDone(totals) > 0 || item.status === "importing" || FINAL.has(item.status);
  const isMoving = !FINAL.has(item.status);
  return html`<div class="progress-card">
    <div class="progress-line">
      ${isMoving ? html`<p class="percent numbers" data-hook="percent">${item.progress} %</p>` : nothing}
      <div>
        <p data-hook="state-text" role="status">${item.status === "failed" ? (item.reason ?? text) : text}</p>
        ${totals.rows > 0 ? html`<p class="small muted numbers" data-hook="rows-done">${count(rowsDone(totals))} of ${plural(totals.rows, "row")}${item.etaSeconds !== null && !FINAL.has(item.status) ? `, ${duration(item.etaSeconds)} left` : ""}</p>` : nothing}
      </div>
    </div>
    ${isMoving ? progressBar(item, `Progress of ${item.fileName}`) : nothing}
    ${started ? html`<dl class="tiles" data-hook="totals">
      ${OUTCOMES.map((outcome) => html`<div class=${`tile ${totals[outcome] ? `tile-${OUTCOME[outcome].tone}` : "tile-none"}`} title=${OUTCOME[outcome].text}>
        <dt>${OUTCOME[outcome].label}</dt>
        <dd class="numbers" data-hook=${`total-${outcome}`}>${count(totals[outcome])}</dd>
      </div>`)}
    </dl>` : nothing}
    ${item.changedValues > 0 ? html`<p class="small" data-hook="changed-values">${plural(item.changedValues, "value")} of leads ${item.changedValues === 1 ? "is" : "are"} different now${item.emptiedValues > 0 ? `; ${count(item.emptiedValues)} of them ${item.emptiedValues === 1 ? "is" : "are"} empty now` : ""}.</p>` : nothing}
    <p class="small muted" data-hook="import-options">${optionsInWords(item, labels)}</p>
  </div>`;
}
