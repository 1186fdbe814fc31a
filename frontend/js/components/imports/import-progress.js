/**
 * How far an import is, and what became of its rows.
 *
 * @typedef {import("../../../types/api").Import} Import
 */

import { count, duration } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { failure } from "../../labels/reasons.js";
import { FINAL, OUTCOME, OUTCOMES, outcomesInWords, rowsDone, stateOf } from "../../labels/import-labels.js";
import { progressBar } from "../../views/status.js";
import { optionsInWords } from "./options-in-words.js";

/**
 * @param {Import} item
 * @param {Record<string, string>} labels of the fields
 */
export function importProgress(item, labels) {
  const { totals } = item;
  const { text } = stateOf(item);
  const counted = OUTCOMES.filter((outcome) => totals[outcome]);
  const isMoving = !FINAL.has(item.status);
  const isUndone = item.undo?.status === "undone";
  return html`<div class="progress-card">
    ${!isMoving && !item.undo && counted.length ? html`<h2 data-hook="headline">${t("import.headline", { counts: outcomesInWords(totals) })}</h2>` : nothing}
    <div class="progress-line">
      ${isMoving ? html`<p class="percent numbers" data-hook="percent">${item.progress} %</p>` : nothing}
      <div>
        <p data-hook="state-text" role="status">${item.status === "failed" ? (failure(item) ?? text) : text}</p>
        ${totals.rows > 0 ? html`<p class="small muted numbers" data-hook="rows-done">${howFar(item)}</p>` : nothing}
      </div>
    </div>
    ${isMoving ? progressBar(item, t("imports.progressOf", { file: item.fileName })) : nothing}
    ${counted.length && !isUndone ? html`<dl class="tiles" data-hook="totals">
      ${counted.map((outcome) => html`<div class=${`tile tile-${OUTCOME[outcome].tone}`} title=${OUTCOME[outcome].text}>
        <dt>${OUTCOME[outcome].label}</dt>
        <dd class="numbers" data-hook=${`total-${outcome}`}>${count(totals[outcome])}</dd>
      </div>`)}
    </dl>` : nothing}
    ${item.changedValues > 0 && !isUndone ? html`<p class="small" data-hook="changed-values">${item.emptiedValues > 0 ? t("import.changedAndEmptied", { count: item.changedValues, emptied: item.emptiedValues }) : t("import.changedValues", { count: item.changedValues })}</p>` : nothing}
    <p class="small muted" data-hook="import-options">${optionsInWords(item, labels)}</p>
  </div>`;
}

/** @param {Import} item */
function howFar({ totals, etaSeconds, status }) {
  const values = { done: rowsDone(totals), count: totals.rows };
  if (etaSeconds === null || FINAL.has(status)) return t("imports.rowsDone", values);
  return t("imports.rowsDoneLeft", { ...values, time: duration(etaSeconds) });
}
