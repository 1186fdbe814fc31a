/** The ledger of an import: each row and what became of it, by outcome. Emits "outcome". */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { count } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { OUTCOME, OUTCOMES } from "../../labels/import-labels.js";
import { href } from "../../lib/router.js";
import { notice } from "../../views/notice.js";

export class ImportRows extends Component {
  /** `importId`; `outcome`: the one shown, null for all; `totals` of the import. */
  static properties = ["importId", "outcome", "totals"];

  #rows = [];
  #cursor = null;
  #busy = false;
  #error = null;
  #request = null;

  mounted() {
    this.#load();
  }

  changed(name) {
    if (name === "outcome") this.#load();
  }

  render() {
    const choices = [null, ...OUTCOMES.filter((outcome) => this.totals[outcome])];
    return html`<section class="card" aria-labelledby="rows-title" data-hook="ledger">
      <div class="card-head">
        <h2 id="rows-title">Rows</h2>
        <div class="actions" role="group" aria-label="Rows shown">
          ${repeat(choices, (outcome) => outcome, (outcome) => html`<button type="button" class="pill" data-hook=${`outcome-${outcome ?? "all"}`} aria-pressed=${String(outcome === this.outcome)} @click=${() => this.emit("outcome", outcome)}>
            ${outcome ? OUTCOME[outcome].label : "All"} <span class="numbers">${count(outcome ? this.totals[outcome] : this.totals.rows)}</span>
          </button>`)}
        </div>
      </div>
      ${this.#error ? html`<div class="card-body">${notice("bad", this.#error, html`<button type="button" class="button button-small" @click=${() => this.#load()}>Try again</button>`)}</div>` : nothing}
      <div class="table-scroll" tabindex="0" role="region" aria-label="Table of rows">
        <table class="plain" data-hook="rows" aria-busy=${String(this.#busy)}>
          <caption class="hidden-text">What became of each row</caption>
          <thead><tr><th scope="col">Sheet</th><th scope="col">Row</th><th scope="col">Outcome</th><th scope="col">Reason</th><th scope="col">Lead</th></tr></thead>
          <tbody>${this.#rows.map((row) => this.#row(row))}</tbody>
        </table>
      </div>
      ${this.#busy ? html`<p class="card-body muted" role="status">Loading rows…</p>` : nothing}
      ${!this.#busy && this.#cursor ? html`<div class="card-body"><button type="button" class="button" data-hook="more-rows" @click=${() => this.#load({ more: true })}>Show more rows</button></div>` : nothing}
    </section>`;
  }

  #row(row) {
    const { label, tone } = OUTCOME[row.outcome] ?? { label: row.outcome, tone: "" };
    return html`<tr data-hook="row">
      <td data-label="Sheet">${row.sheetName ?? row.sheet}</td>
      <td class="numbers" data-label="Row">${row.row}</td>
      <td data-label="Outcome"><span class=${`badge ${tone ? `badge-${tone}` : ""}`}>${label}</span></td>
      <td data-label="Reason" data-hook="reason">${row.reason ?? html`<span class="missing">—</span>`}</td>
      <td data-label="Lead">${row.leadId ? html`<a href=${href("/leads", { lead: row.leadId })}>Open<span class="hidden-text"> the lead of row ${row.row}</span></a>` : html`<span class="missing">—</span>`}</td>
    </tr>`;
  }

  async #load({ more = false } = {}) {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    this.#busy = true;
    this.#error = null;
    this.update();
    const params = {};
    if (this.outcome) params.outcome = this.outcome;
    if (more && this.#cursor) params.cursor = this.#cursor;
    try {
      const answer = await app.api.get(`/imports/${encodeURIComponent(this.importId)}/rows`, { params, signal: request.signal });
      this.#rows = more ? [...this.#rows, ...answer.rows] : answer.rows;
      this.#cursor = answer.cursor ?? null;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#error = error.message;
    }
    if (this.#request !== request) return;
    this.#busy = false;
    this.update();
  }
}

ImportRows.define("crm-import-rows");
