/**
 * The rows of an import that were rejected, or of which a value did not fit: mended in place, or left out, and imported
 * as part of it. Emits "mending" with the import once that has begun, and "retry" where rows are to be tried as they are.
 *
 * @typedef {import("../../../types/api").Import} Import
 * @typedef {import("../../../types/api").RowToMend} RowToMend
 * @typedef {import("../../../types/api").ColumnMapping} Column
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { isAbort, messageOf, statusOf } from "../../lib/errors.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { rowReason } from "../../labels/reasons.js";
import { columnTitle, sheetTitle } from "../../labels/review-labels.js";
import { keyOf } from "../../services/file-rows.js";
import { LateMends } from "../../services/late-mends.js";
import { notice } from "../../views/notice.js";
import { guardTyped } from "../shell/unsaved.js";

/** Why rows that may be all right were rejected: these can be tried again as they are. */
const UNTRIED = new Set(["unfinished", "swept", "forced"]);

export class MendRows extends withProperties({
  /** @type {Import|null} */
  item: null,
}) {
  /** @type {LateMends|null} */
  #mends = null;
  #busy = true;
  /** @type {string|null} */
  #error = null;
  /** rows that needed mending before those under way, null where none were sent */
  #before = /** @type {number|null} */ (null);
  #said = "";
  #wasMending = false;

  mounted() {
    this.#mends = new LateMends(app.api, this.item?.importId ?? "");
    this.#wasMending = this.item?.isMending ?? false;
    guardTyped(() => (this.#mends?.size ?? 0) > 0, this.lifetime);
    this.#load();
  }

  changed() {
    const isMending = this.item?.isMending ?? false;
    if (this.#wasMending && !isMending) this.#ended();
    this.#wasMending = isMending;
  }

  render() {
    const { item } = this;
    const mends = this.#mends;
    if (!item || !mends) return nothing;
    const { totals, doubtfulRows } = item;
    const isOpen = item.canControl && mends.refusal === null;
    return html`<section class="card" aria-labelledby="mend-title" aria-busy=${String(this.#busy)} data-hook="mend-rows" @keydown=${(/** @type {KeyboardEvent} */ event) => this.#press(event)}>
      <div class="card-head"><h2 id="mend-title">${t("mend.title")}</h2></div>
      <div class="card-body">
        ${totals.rejected ? html`<p data-hook="mend-rejected">${t("mend.rejected", { count: totals.rejected })}</p>` : nothing}
        ${doubtfulRows ? html`<p data-hook="mend-doubtful">${t("mend.doubtful", { count: doubtfulRows })}</p>` : nothing}
        ${isOpen && mends.rows.length ? html`<p class="small muted">${t("mend.help")}</p>` : nothing}
        ${mends.refusal && item.canControl ? html`<p class="small muted" data-hook="mend-refusal">${mends.refusal}</p>` : nothing}
        <p role="status" tabindex="-1" data-hook="mend-said">${item.isMending ? t("mend.importing") : this.#said}</p>
      </div>
      ${this.#error ? html`<div class="card-body">${notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="mend-again" @click=${() => this.#load()}>${t("common.retry")}</button>`)}</div>` : nothing}
      ${repeat(this.#sheets(), (sheet) => sheet, (sheet) => this.#table(sheet, isOpen && !item.isMending))}
      ${this.#busy ? html`<p class="card-body muted">${t("mend.loading")}</p>` : nothing}
      <div class="card-body actions">
        ${isOpen && mends.rows.length ? html`<button type="button" class="button button-primary" data-hook="mend-send" ?disabled=${!mends.size || item.isMending || this.#busy} @click=${() => this.#send()}>${t("mend.import", { count: mends.size })}</button>` : nothing}
        ${isOpen && mends.rows.some(isUntried) ? html`<button type="button" class="button" data-hook="retry-rejected" ?disabled=${item.isMending || this.#busy} @click=${() => this.emit("retry")}>${t("import.retry")}</button>` : nothing}
        ${mends.hasMore && !this.#busy ? html`<button type="button" class="button" data-hook="mend-more" @click=${() => this.#load({ more: true })}>${t("mend.more")}</button>` : nothing}
      </div>
    </section>`;
  }

  /** Those that have such rows, in the order of the file. */
  #sheets() {
    return [...new Set(this.#mends?.rows.map(({ sheet }) => sheet))];
  }

  /**
   * @param {number} sheet
   * @param {boolean} isOpen
   */
  #table(sheet, isOpen) {
    const rows = this.#mends?.rows.filter((row) => row.sheet === sheet) ?? [];
    const columns = this.#columns(sheet, rows);
    const known = this.item?.sheets.find(({ index }) => index === sheet);
    const title = sheetTitle(known ?? { name: rows[0]?.sheetName ?? "", table: 1 }, this.item?.fileName ?? "");
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("mend.rowsOf", { sheet: title })}>
      <table class="plain mend-table" data-hook="mend-table">
        <caption class="hidden-text">${t("mend.rowsOf", { sheet: title })}</caption>
        <thead><tr><th scope="col">${t("mend.row")}</th><th scope="col">${t("mend.wrong")}</th>${columns.map((column) => html`<th scope="col">${columnTitle(column)}</th>`)}${isOpen ? html`<th scope="col"><span class="hidden-text">${t("mend.leaveOut")}</span></th>` : nothing}</tr></thead>
        <tbody>${repeat(rows, keyOf, (row) => this.#row(row, columns, isOpen))}</tbody>
      </table>
    </div>`;
  }

  /**
   * The columns of a sheet, and those of cells beyond its header.
   * @param {number} sheet
   * @param {RowToMend[]} rows
   * @returns {Pick<Column, "column"|"header">[]}
   */
  #columns(sheet, rows) {
    const known = new Map(this.item?.sheets.find(({ index }) => index === sheet)?.mapping.map((column) => [column.column, column]));
    const width = Math.max(0, ...[...known.keys()].map((column) => column + 1), ...rows.map(({ cells }) => cells.length));
    return Array.from({ length: width }, (_, column) => known.get(column) ?? { column, header: "" });
  }

  /**
   * @param {RowToMend} row
   * @param {Pick<Column, "column"|"header">[]} columns
   * @param {boolean} isOpen
   */
  #row(row, columns, isOpen) {
    const { isDropped } = this.#mends?.of(row) ?? { isDropped: false };
    const reason = `mend-reason-${row.sheet}-${row.row}`;
    const canMend = isOpen && row.row > 0 && row.cells.length > 0;
    // A row that is nobody has no single cell at fault: mending it begins with its first one.
    const [first] = row.columns.length ? row.columns : [columns.find(({ column }) => !row.shortened.includes(column))?.column];
    return html`<tr data-hook="mend-row" data-row=${row.row} class=${isDropped ? "left-out" : ""}>
      <th scope="row" class="numbers" data-label=${t("mend.row")}>${row.row || "–"}</th>
      <td data-label=${t("mend.wrong")} id=${reason} data-hook="mend-reason">${rowReason(row) ?? ""}</td>
      ${columns.map((column) => html`<td data-label=${columnTitle(column)}>${this.#cell(row, column, { reason, isOpen: canMend && !isDropped, isProblem: row.columns.includes(column.column) || column.column === first })}</td>`)}
      ${isOpen ? html`<td>${canMend ? html`<button type="button" class="button button-small" data-hook="mend-drop" aria-pressed=${String(isDropped)} aria-label=${t("mend.leaveOutRow", { row: row.row })} @click=${() => this.#drop(row, !isDropped)}>${t("mend.leaveOut")}</button>` : nothing}</td>` : nothing}
    </tr>`;
  }

  /**
   * @param {RowToMend} row
   * @param {Pick<Column, "column"|"header">} column
   * @param {{reason: string, isOpen: boolean, isProblem: boolean}} state
   */
  #cell(row, column, { reason, isOpen, isProblem }) {
    const place = column.column;
    const text = this.#mends?.of(row).cells.get(place) ?? row.cells[place] ?? "";
    const isWrong = row.columns.includes(place);
    if (!isOpen || row.shortened.includes(place)) return html`<span class=${isWrong ? "wrong-cell" : ""} title=${isOpen ? t("mend.long") : nothing}>${text}</span>`;
    return html`<textarea class="input input-small" rows="1" spellcheck="false" data-hook=${`mend-cell-${place}`} data-problem=${isProblem ? "" : nothing} aria-label=${t("mend.cell", { column: columnTitle(column), row: row.row })} aria-invalid=${isWrong ? "true" : nothing} aria-describedby=${isProblem ? reason : nothing} .value=${live(text)} @input=${(/** @type {Event} */ event) => this.#mend(row, place, event)}></textarea>`;
  }

  /**
   * @param {RowToMend} row
   * @param {number} column
   * @param {Event} event
   */
  #mend(row, column, event) {
    this.#mends?.mend(row, column, /** @type {HTMLTextAreaElement} */ (event.currentTarget).value);
    this.update();
  }

  /**
   * @param {RowToMend} row
   * @param {boolean} isDropped
   */
  #drop(row, isDropped) {
    this.#mends?.drop(row, isDropped);
    this.update();
  }

  /**
   * Enter goes on to the next problem, with Ctrl it imports what is mended.
   * @param {KeyboardEvent} event
   */
  #press(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      if (this.#mends?.size) this.#send();
      return;
    }
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    const fields = [...this.querySelectorAll("textarea")];
    const next = fields.slice(fields.indexOf(event.target) + 1).find((one) => one.dataset.problem !== undefined);
    (next ?? this.hook("mend-send"))?.focus();
  }

  async #send() {
    const { item } = this;
    if (!item || this.#busy || item.isMending) return;
    this.#busy = true;
    this.#error = null;
    this.update();
    const before = needing(item);
    try {
      const started = await this.#mends?.send();
      this.#before = before;
      this.#busy = false;
      this.emit("mending", started);
    } catch (error) {
      this.#error = messageOf(error);
      this.#busy = false;
      if (statusOf(error) === 409) await this.#reload();
    }
    this.update();
    // The button that had the focus is off now.
    this.hook("mend-said")?.focus();
  }

  #ended() {
    if (this.#before !== null && this.item) {
      const left = needing(this.item);
      this.#said = t("mend.done", { done: Math.max(0, this.#before - left), left });
    }
    this.#before = null;
    this.#load();
  }

  async #load({ more = false } = {}) {
    this.#error = null;
    await this.#reload({ more });
  }

  async #reload({ more = false } = {}) {
    this.#busy = true;
    this.update();
    try {
      await this.#mends?.load({ more, signal: this.lifetime });
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = messageOf(error);
    }
    this.#busy = false;
    this.update();
  }
}

/** @param {RowToMend} row */
function isUntried({ reasonMessages }) {
  return reasonMessages.some(({ code }) => UNTRIED.has(code));
}

/** @param {Import} item */
function needing({ totals, doubtfulRows }) {
  return totals.rejected + doubtfulRows;
}

MendRows.define("crm-mend-rows");
