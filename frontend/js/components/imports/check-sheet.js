/**
 * One sheet of an import that is checked: its first rows, which of them is the header, and where each of its columns goes.
 * Emits "mapcolumn", "makefield" with a column, "showwrong" with the place of one whose cells do not all fit, and
 * "chooseheader" with the number of a row, null for none.
 *
 * @typedef {import("../../../types/api").ColumnMapping} ColumnMapping
 * @typedef {import("../../../types/api").ImportSheet} Sheet
 * @typedef {import("../../services/file-rows.js").FileRowPage} FileRowPage
 * @typedef {import("../../../types/api").DryRunAnswer} DryRun
 * @typedef {import("../../../types/api").WrongCell} WrongCell
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withValue } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { letters } from "../../lib/format.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { rich, t } from "../../lib/texts.js";
import { FIELD_TYPES } from "../../labels/field-types.js";
import { columnTitle, headerChoices, headerPlace, isKept, isPart, isUnsure, sharedTarget, targetGroups } from "../../labels/review-labels.js";
import { becauseOf, proposedBecause, wrongBecause } from "../../labels/reasons.js";
import { UNDECIDED } from "../../services/decisions.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { wrongText } from "../../views/wrong-text.js";

const SHOWN_ROWS = 8;
const SAMPLES = 3;

const PROPERTIES = {
  /** @type {Sheet} */
  sheet: { index: 0, name: "", table: 1, skipped: null, skippedCode: null, headerRows: [], dataRows: 0, canChooseHeader: false, columnCount: 0, mapping: [], freeText: [] },
  heading: "",
  decisions: UNDECIDED,
  /** @type {DryRun|null} what the import would do, as far as that is known */
  expected: null,
  /** @type {LeadColumn[]} where columns may go */
  fields: [],
  /** @type {import("../../services/file-rows.js").FileRows|null} */
  files: null,
  editable: false,
  /** whether the file is about to be read again */
  rereading: false,
  /** whether it shows more than its title from the start */
  open: false,
};

export class CheckSheet extends withProperties(PROPERTIES) {
  /** @type {FileRowPage|null} */
  #page = null;
  /** @type {string|null} */
  #trouble = null;
  /** @type {Map<number, Map<number, WrongCell>>} cells that do not fit, by column and row */
  #wrong = new Map();

  mounted() {
    if (this.open) this.#load();
  }

  render() {
    const { sheet, decisions } = this;
    this.#wrong = wrongCellsOf(this.expected, sheet.index);
    const open = decisions.leftOut ? 0 : sheet.mapping.filter((column) => this.#isOpen(column)).length;
    return html`<details class="card sheet" data-hook="check-sheet" ?open=${this.open} @toggle=${(/** @type {Event} */ event) => this.#toggled(event)}>
      <summary class="card-head">
        <h2 data-hook="sheet-name">${this.heading}</h2>
        ${open ? html`<span class="badge badge-warn" data-hook="to-decide">${t("check.toCheck", { count: open })}</span>` : nothing}
        ${decisions.leftOut ? html`<span class="badge">${t("check.leftOut")}</span>` : nothing}
        <span class="small muted numbers">${t("check.rowsAndHeader", { count: sheet.dataRows, header: headerPlace(sheet) })}</span>
      </summary>
      ${this.#strip()}
      ${decisions.leftOut ? nothing : this.#columns()}
    </details>`;
  }

  /** The first rows as the file has them. */
  #strip() {
    if (this.#trouble) return html`<p class="card-body small muted" data-hook="no-rows">${this.#trouble}</p>`;
    if (!this.#page) return html`<p class="card-body small muted">${t("check.loadingRows")}</p>`;
    const { sheet, heading } = this;
    return html`${this.#header(this.#page)}
    <div class="table-scroll" tabindex="0" role="region" aria-label=${t("check.firstRows", { sheet: heading })}>
      <table class="strip" data-hook="first-rows">
        <caption class="hidden-text">${t("check.firstRowsCaption", { sheet: heading })}</caption>
        <thead><tr><th scope="col">${sheet.headerRows.length ? sheet.headerRows.join(", ") : html`<span class="hidden-text">${t("check.row")}</span>`}</th>${this.#page.header.map((header, column) => html`<th scope="col">${header || letters(column)}</th>`)}</tr></thead>
        <tbody>${this.#page.rows.slice(0, SHOWN_ROWS).map(({ number, cells }) => html`<tr><th scope="row" class="numbers">${number}</th>${sheet.mapping.map(({ column }) => this.#cell(number, column, cells))}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  /**
   * A cell of the first rows, as it is mended.
   * @param {number} row
   * @param {number} column
   * @param {string[]} cells
   */
  #cell(row, column, cells) {
    const text = this.decisions.cells[row]?.[column] ?? cells[column] ?? "";
    const wrong = this.#wrongCells(column).get(row);
    return html`<td title=${wrong ? wrongBecause(wrong) : nothing}>${wrong ? wrongText(text, wrong) : text}</td>`;
  }

  /**
   * Which row is the header.
   * @param {FileRowPage} page
   */
  #header({ top }) {
    if (!this.sheet.canChooseHeader || !this.editable) return nothing;
    const chosen = String(this.sheet.headerRows.at(-1) ?? "");
    return html`<label class="header-row small">
      <span>${t("check.header")}</span>
      <select class="input input-small" data-hook="header-row" ?disabled=${this.rereading} @change=${withValue((row) => this.emit("chooseheader", row ? Number(row) : null))}>
        ${headerChoices(top).map(([value, text]) => html`<option value=${value} .selected=${live(value === chosen)}>${text}</option>`)}
      </select>
      ${this.rereading ? html`<span class="muted" role="status" data-hook="rereading">${t("check.rereading")}</span>` : nothing}
    </label>`;
  }

  #columns() {
    const { mapping } = this.sheet;
    const unsure = mapping.filter(isUnsure);
    const sure = mapping.filter((column) => !isUnsure(column) && !isKept(column.field));
    const underHeaders = mapping.filter((column) => !isUnsure(column) && isKept(column.field));
    const proposed = underHeaders.filter((column) => column.ownField);
    const kept = underHeaders.filter((column) => !column.ownField);
    const isChanged = kept.some(({ column }) => column in this.decisions.columns);
    const first = [...unsure, ...sure, ...proposed];
    return [
      first.length ? this.#table(first, t("check.whereColumnsGo", { sheet: this.heading })) : nothing,
      kept.length ? html`<details class="fold kept-columns" data-hook="kept" ?open=${isChanged || !first.length}>
        <summary>${t("check.kept", { count: kept.length })}</summary>
        ${this.#table(kept, t("check.keptCaption", { sheet: this.heading }))}
      </details>` : nothing,
    ];
  }

  /**
   * @param {ColumnMapping[]} columns
   * @param {string} caption
   */
  #table(columns, caption) {
    return html`<table class="plain check-columns" data-hook="columns">
      <caption class="hidden-text">${caption}</caption>
      <thead><tr><th scope="col">${t("check.yourColumn")}</th><th scope="col">${t("check.examples")}</th><th scope="col">${t("check.goesTo")}</th></tr></thead>
      <tbody>${repeat(columns, ({ column }) => column, (column) => this.#row(column))}</tbody>
    </table>`;
  }

  /** @param {ColumnMapping} column */
  #row(column) {
    const id = `why-${this.sheet.index}-${column.column}`;
    const target = this.#target(column);
    const others = this.sheet.mapping.filter((other) => other.column !== column.column && this.#target(other) === target);
    const sharing = isPart(column) ? [] : others.filter((other) => !isPart(other));
    const shared = sharedTarget(target, sharing);
    const isOpen = this.#isOpen(column);
    return html`<tr data-hook="column">
      <th scope="row"><span data-hook="header">${columnTitle(column)}</span> ${column.header ? html`<span class="small muted">${letters(column.column)}</span>` : nothing}</th>
      <td data-label=${t("check.examples")} data-hook="samples">${this.#samples(column.column)}${this.#notUsable(column)}</td>
      <td data-label=${t("check.goesTo")}>
        <div class="goes-to">
          ${this.#select(column, target, isOpen || shared ? id : undefined)}
          <div id=${id}>
            ${isOpen ? html`<p class="small please-check" data-hook="please-check">${icon("alert", "icon-sm")}<span>${t("check.please", { reason: becauseOf(column) })}</span></p>` : nothing}
            ${shared ? html`<p class="small muted" data-hook="shared">${shared}</p>` : nothing}
            ${isKept(target) ? this.#proposal(column) : nothing}
          </div>
        </div>
      </td>
    </tr>`;
  }

  /**
   * The field of the owner's that a column could be, which an admin can make of it.
   * @param {ColumnMapping} column
   */
  #proposal(column) {
    const { ownField: proposal } = column;
    if (!proposal || app.fields.reads(column.header)) return nothing;
    const values = { type: FIELD_TYPES[proposal.type].label, reason: proposedBecause(proposal), strong: (/** @type {unknown[]} */ parts) => html`<strong>${parts}</strong>` };
    const make = html`<button type="button" class="link" data-hook="keep-as-field" @click=${() => this.emit("makefield", column)}>${t("check.keepAsField", { header: column.header })}</button>`;
    return html`<p class="small" data-hook="proposal">${rich("check.proposal", values)} ${this.editable && app.session.user?.role === "admin" ? make : nothing}</p>`;
  }

  /**
   * @param {ColumnMapping} column
   * @param {string} target
   * @param {string} [describedBy]
   */
  #select(column, target, describedBy) {
    return html`<select class="input input-small" data-hook=${`field-${column.column}`} ?disabled=${!this.editable} aria-label=${t("check.whereGoes", { column: columnTitle(column) })} aria-describedby=${describedBy ?? nothing} @change=${withValue((field) => this.emit("mapcolumn", { column: column.column, field }))}>
      ${targetGroups(this.fields, { ...column, field: column.field }).map(({ label, targets }) => html`<optgroup label=${label}>${targets.map(([name, text]) => html`<option value=${name} .selected=${live(name === target)}>${text}</option>`)}</optgroup>`)}
    </select>`;
  }

  /**
   * Where a column goes as it is decided.
   * @param {ColumnMapping} column
   */
  #target({ column, field }) {
    return this.decisions.columns[column] ?? field;
  }

  /** @param {ColumnMapping} column */
  #isOpen(column) {
    return isUnsure(column) && !(column.column in this.decisions.columns);
  }

  /**
   * Some values of a column, the last of which is one that does not fit its field where there is one.
   * @param {number} column
   */
  #samples(column) {
    const wrong = this.#wrongCells(column);
    const [first] = wrong.values();
    const fitting = (this.#page?.rows ?? []).filter(({ number }) => !wrong.has(number));
    const texts = fitting.map(({ number, cells }) => (this.decisions.cells[number]?.[column] ?? cells[column] ?? "").trim()).filter(Boolean);
    const different = [...new Set(texts)].slice(0, first ? SAMPLES - 1 : SAMPLES);
    if (first || different.length) return html`<ul class="samples">${different.map((text) => html`<li>${text}</li>`)}${first ? html`<li title=${wrongBecause(first)}>${wrongText(first.text, first)}</li>` : nothing}</ul>`;
    return this.#page ? html`<span class="missing">${t("check.noSamples")}</span>` : nothing;
  }

  /**
   * How many values of a column do not fit its field; it leads to them.
   * @param {ColumnMapping} column
   */
  #notUsable(column) {
    const count = this.expected?.wrongColumns.find((one) => one.sheet === this.sheet.index && one.column === column.column)?.count;
    if (!count) return nothing;
    const said = rich("check.notUsable", { count, column: columnTitle(column), hidden: hiddenText });
    return html`<button type="button" class="link not-usable" data-hook="not-usable" @click=${() => this.emit("showwrong", column.column)}>${icon("alert", "icon-sm")}<span>${said}</span></button>`;
  }

  /**
   * The cells of a column that do not fit its field, by row.
   * @param {number} column
   * @returns {Map<number, WrongCell>}
   */
  #wrongCells(column) {
    return this.#wrong.get(column) ?? new Map();
  }

  /** @param {Event} event */
  #toggled(event) {
    const { target, currentTarget } = event;
    if (target === currentTarget && /** @type {HTMLDetailsElement} */ (currentTarget).open) this.#load();
  }

  async #load() {
    if (this.#page || !this.files) return;
    try {
      this.#page = await this.files.page(this.sheet.index);
      this.#trouble = null;
    } catch (error) {
      this.#trouble = messageOf(error);
    }
    this.update();
  }
}

/**
 * The cells of a sheet that do not fit their fields, by column and row.
 * @param {DryRun|null} expected
 * @param {number} sheet
 */
function wrongCellsOf(expected, sheet) {
  /** @type {Map<number, Map<number, WrongCell>>} */
  const found = new Map();
  for (const problem of expected?.problems ?? []) {
    if (problem.sheet !== sheet) continue;
    for (const cell of problem.wrongCells) found.set(cell.column, (found.get(cell.column) ?? new Map()).set(problem.row, cell));
  }
  return found;
}

CheckSheet.define("crm-check-sheet");
