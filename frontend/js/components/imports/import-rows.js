/**
 * The ledger of an import: each row and what became of it, by outcome. Emits "outcome".
 *
 * @typedef {import("../../../types/api").ImportRowPage} ImportRowPage
 * @typedef {import("../../../types/api").ImportRow} ImportRow
 * @typedef {import("../../../types/api").Outcome} Outcome
 * @typedef {import("../../../types/api").ImportTotals} ImportTotals
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { count } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { OUTCOME, OUTCOMES } from "../../labels/import-labels.js";
import { rowReason } from "../../labels/reasons.js";
import { href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { dash } from "../../views/dash.js";
import { hiddenText } from "../../views/hidden-text.js";
import { notice } from "../../views/notice.js";

const PROPERTIES = {
  importId: "",
  /** @type {Outcome|null} the one shown, null for all */
  outcome: null,
  /** how often rows of it were mended */
  mends: 0,
  /** whether it is a part of something that says which rows they are */
  isPart: false,
  /** whether the file has several sheets */
  hasSheets: true,
  /** @type {ImportTotals} of the import */
  totals: { rows: 0, created: 0, updated: 0, unchanged: 0, superseded: 0, rejected: 0, skipped: 0, cancelled: 0 },
};

export class ImportRows extends withProperties(PROPERTIES) {
  /** @type {ImportRow[]} */
  #rows = [];
  /** @type {string|null} */
  #cursor = null;
  #busy = false;
  /** @type {string|null} */
  #error = null;
  /** @type {AbortController|null} */
  #request = null;

  mounted() {
    this.#load();
  }

  /** @param {string} name */
  changed(name) {
    if (name === "outcome" || name === "mends") this.#load();
  }

  render() {
    /** @type {(Outcome|null)[]} */
    const choices = [null, ...OUTCOMES.filter((outcome) => this.totals[outcome])];
    return html`<section class=${this.isPart ? "" : "card"} aria-labelledby=${this.isPart ? nothing : "rows-title"} data-hook="ledger">
      ${this.isPart ? nothing : html`<div class="card-head">
        <h2 id="rows-title">${t("import.rows")}</h2>
        <div class="actions" role="group" aria-label=${t("import.rowsShown")}>
          ${repeat(choices, (outcome) => outcome, (outcome) => html`<button type="button" class="pill" data-hook=${`outcome-${outcome ?? "all"}`} aria-pressed=${String(outcome === this.outcome)} @click=${() => this.emit("outcome", outcome)}>
            ${outcome ? OUTCOME[outcome].label : t("import.allRows")} <span class="numbers">${count(outcome ? this.totals[outcome] : this.totals.rows)}</span>
          </button>`)}
        </div>
      </div>`}
      ${this.#error ? html`<div class="card-body">${notice("bad", this.#error, html`<button type="button" class="button button-small" @click=${() => this.#load()}>${t("common.retry")}</button>`)}</div>` : nothing}
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t("import.rowsTable")}>
        <table class="plain" data-hook="rows" aria-busy=${String(this.#busy)}>
          <caption class="hidden-text">${t("import.rowsCaption")}</caption>
          <thead><tr>${this.hasSheets ? html`<th scope="col">${t("import.sheet")}</th>` : nothing}<th scope="col">${t("import.row")}</th>${this.isPart ? nothing : html`<th scope="col">${t("import.outcome")}</th><th scope="col">${t("import.valuesChanged")}</th>`}<th scope="col">${t("import.reason")}</th>${this.isPart ? nothing : html`<th scope="col">${t("import.lead")}</th>`}</tr></thead>
          <tbody>${this.#rows.map((row) => this.#row(row))}</tbody>
        </table>
      </div>
      ${this.#busy ? html`<p class="card-body muted" role="status">${t("import.loadingRows")}</p>` : nothing}
      ${!this.#busy && this.#cursor ? html`<div class="card-body"><button type="button" class="button" data-hook="more-rows" @click=${() => this.#load({ more: true })}>${t("import.moreRows")}</button></div>` : nothing}
    </section>`;
  }

  /** @param {ImportRow} row */
  #row(row) {
    const { label, tone } = OUTCOME[row.outcome];
    return html`<tr data-hook="row">
      ${this.hasSheets ? html`<td data-label=${t("import.sheet")}>${row.sheetName}</td>` : nothing}
      <td class="numbers" data-label=${t("import.row")}>${row.row}</td>
      ${this.isPart ? nothing : html`<td data-label=${t("import.outcome")}><span class=${`badge ${tone ? `badge-${tone}` : ""}`}>${label}</span></td>
      <td class="numbers" data-label=${t("import.valuesChanged")} data-hook="changed">${row.changed || dash()}</td>`}
      <td data-label=${t("import.reason")} data-hook="reason">${rowReason(row) ?? dash()}</td>
      ${this.isPart ? nothing : html`<td data-label=${t("import.lead")}>${row.leadId ? html`<a href=${href("/leads", { lead: row.leadId })}>${rich("import.open", { row: String(row.row), hidden: hiddenText })}</a>` : dash()}</td>`}
    </tr>`;
  }

  async #load({ more = false } = {}) {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    this.#busy = true;
    this.#error = null;
    this.update();
    /** @type {Record<string, string>} */
    const params = {};
    if (this.outcome) params.outcome = this.outcome;
    if (more && this.#cursor) params.cursor = this.#cursor;
    try {
      const path = `/imports/${encodeURIComponent(this.importId)}/rows`;
      const answer = /** @type {ImportRowPage} */ (await app.api.get(path, { params, signal: request.signal }));
      this.#rows = more ? [...this.#rows, ...answer.rows] : answer.rows;
      this.#cursor = answer.cursor;
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = messageOf(error);
    }
    if (this.#request !== request) return;
    this.#busy = false;
    this.update();
  }
}

ImportRows.define("crm-import-rows");
