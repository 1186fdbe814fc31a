/**
 * The rows of an import that would be rejected or lose something: mended in place, or left out; and those that were.
 * Enter goes on to the next cell that does not fit.
 *
 * @typedef {import("../../../types/api").ImportSheet} Sheet
 * @typedef {import("../../../types/api").FileRow} FileRow
 * @typedef {import("../../../types/api").WrongCell} WrongCell
 * @typedef {{sheet: number, row: number, reason: string|null, wrongCells: WrongCell[]}} Problem without a reason once it
 *   is mended
 */

import { withProperties } from "../../lib/component.js";
import { messageOf } from "../../lib/errors.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { rich, t } from "../../lib/texts.js";
import { rowReason, wrongBecause } from "../../labels/reasons.js";
import { columnTitle, sheetTitle } from "../../labels/review-labels.js";
import { UNDECIDED } from "../../services/decisions.js";
import { keyOf } from "../../services/file-rows.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";

const STEP = 20;
/** A field whose text does not fit and can be mended. */
const WRONG = "textarea[aria-invalid]:not([disabled])";
/** What is wrong with a row that has no problem. */
const FINE = { reason: null, wrongCells: [] };

const PROPERTIES = {
  /** @type {import("../../services/review.js").Review|null} */
  review: null,
  /** @type {import("../../services/file-rows.js").FileRows|null} */
  files: null,
  /** @type {Sheet[]} */
  sheets: [],
  fileName: "",
  editable: false,
};

export class ProblemRows extends withProperties(PROPERTIES) {
  #shown = STEP;
  /** @type {Problem|null} the row that is open */
  #open = null;
  /** @type {FileRow|null} its cells */
  #cells = null;
  /** @type {string|null} why they are not there */
  #trouble = null;
  /** @type {Problem[]} those taken as the file has them, which stay where the person was */
  #restored = [];
  /** @type {{sheet: number, column: number}|null} the only column whose problems are listed */
  #only = null;

  mounted() {
    this.review?.addEventListener("change", () => this.update(), { signal: this.lifetime });
  }

  render() {
    const rows = this.#rows();
    if (!rows.length && !this.#only) return nothing;
    const { problemCount: problems = 0, problems: told = [] } = this.review?.expected ?? {};
    return html`<section class="card" aria-labelledby="problems-title" data-hook="problems">
      <div class="card-head"><h2 id="problems-title" tabindex="-1">${t("problems.title")}</h2><span class="small muted" data-hook="problem-count">${problems ? t("problems.count", { count: problems }) : t("problems.none")}</span></div>
      ${this.#only ? html`<p class="card-body small actions" data-hook="only-column"><span>${t("problems.only", { column: this.#columnTitle(this.#only) })}</span> <button type="button" class="button button-small" data-hook="all-problems" @click=${() => this.#showAll()}>${t("problems.all")}</button></p>` : nothing}
      <ul class="rows">${repeat(rows.slice(0, this.#shown), keyOf, (row) => this.#row(row))}</ul>
      ${rows.length > this.#shown ? html`<div class="card-body"><button type="button" class="button" data-hook="more-problems" @click=${() => this.#more()}>${t("problems.more", { count: rows.length })}</button></div>` : nothing}
      ${problems > told.length && !this.#only ? html`<p class="card-body small muted" data-hook="more-in-file">${t("problems.inFile", { shown: told.length, count: problems })}</p>` : nothing}
    </section>`;
  }

  /** Rows with a problem, those that a person has changed, and the one that is open: in the order of the file. */
  #rows() {
    /** @type {Map<string, Problem>} */
    const found = new Map();
    const add = (/** @type {Problem} */ row) => found.set(keyOf(row), row);
    for (const { index } of this.sheets) {
      const { cells, droppedRows } = this.#decisions(index);
      for (const row of [...Object.keys(cells).map(Number), ...droppedRows]) add({ sheet: index, row, ...FINE });
    }
    for (const row of [...this.#restored, ...(this.#open ? [this.#open] : [])]) add({ ...row, ...FINE });
    for (const { sheet, row, wrongCells, ...told } of this.review?.expected?.problems ?? []) {
      if (!this.#decisions(sheet).leftOut) add({ sheet, row, reason: rowReason(told), wrongCells });
    }
    return [...found.values()].filter((row) => this.#isListed(row)).sort((one, other) => one.sheet - other.sheet || one.row - other.row);
  }

  /**
   * Whether a row is about the column that is asked for: a cell of it does not fit, or is mended, or the row was one of
   * them and is left out or open.
   * @param {Problem} problem
   */
  #isListed({ sheet, row, wrongCells }) {
    const only = this.#only;
    if (!only) return true;
    if (sheet !== only.sheet) return false;
    const { cells, droppedRows } = this.#decisions(sheet);
    const isHere = droppedRows.includes(row) || [this.#open, ...this.#restored].some((one) => one && keyOf(one) === keyOf({ sheet, row }));
    return isHere || wrongCells.some(({ column }) => column === only.column) || only.column in (cells[row] ?? {});
  }

  /** @param {Problem} problem */
  #row(problem) {
    const { sheet, row, reason } = problem;
    const { cells, droppedRows } = this.#decisions(sheet);
    const isOut = droppedRows.includes(row);
    const isMended = row in cells;
    const isOpen = this.#open !== null && keyOf(this.#open) === keyOf(problem);
    const where = { row: String(row), sheet: this.#title(sheet) };
    const [title, place] = this.sheets.length > 1 ? [t("problems.rowOf", where), t("problems.placeRowOf", where)] : [t("problems.row", { row: where.row }), t("problems.placeRow", { row: where.row })];
    const state = isOut ? t("problems.leftOut") : (reason ?? (isMended ? t("problems.mended") : t("problems.fine")));
    const labels = { place, hidden: hiddenText };
    return html`<li class="row-item problem" data-hook="problem" data-row=${row} data-key=${keyOf(problem)}>
      <div class="row-main">
        <p class="row-title"><span class="numbers">${title}</span></p>
        <p class="small" data-hook="problem-state">${state}</p>
        ${isOpen && !isOut ? this.#form(problem) : nothing}
      </div>
      ${this.editable ? html`<div class="actions">
        ${isOut ? nothing : html`<button type="button" class="button button-small" data-hook="mend" aria-expanded=${String(isOpen)} @click=${() => this.#toggle(problem, isOpen)}>${isOpen ? rich("problems.done", labels) : rich("problems.mend", labels)}</button>`}
        ${isMended || isOut
          ? html`<button type="button" class="button button-small" data-hook="take-back" @click=${() => this.#restore(problem)}>${rich("problems.asInFile", labels)}</button>`
          : html`<button type="button" class="button button-small" data-hook="drop-row" @click=${() => this.#drop(problem)}>${rich("problems.drop", labels)}</button>`}
      </div>` : nothing}
    </li>`;
  }

  /**
   * A field for each cell.
   * @param {Problem} problem
   */
  #form(problem) {
    if (this.#trouble) return notice("bad", this.#trouble);
    const cells = this.#cells;
    if (!cells) return html`<p class="small muted">${t("problems.loading")}</p>`;
    const columns = this.sheets.find(({ index }) => index === problem.sheet)?.mapping ?? [];
    return html`<p class="small muted">${t("problems.help")}</p>
      <div class="mend-cells" data-hook="cells" @keydown=${(/** @type {KeyboardEvent} */ event) => this.#press(event, problem)}>${columns.map((column) => this.#cell(problem, column, cells))}</div>`;
  }

  /**
   * @param {Problem} problem
   * @param {import("../../../types/api").ColumnMapping} column
   * @param {FileRow} inFile
   */
  #cell({ sheet, row, wrongCells }, column, { cells, shortened }) {
    const place = column.column;
    const text = cells[place] ?? "";
    const mended = this.#decisions(sheet).cells[row] ?? {};
    const wrong = wrongCells.find((cell) => cell.column === place);
    const id = `cell-${sheet}-${row}-${place}`;
    const isCut = shortened.includes(place);
    const says = [...(wrong ? [`${id}-wrong`] : []), ...(isCut ? [`${id}-hint`] : [])];
    return html`<div class="field">
      <label for=${id}>${columnTitle(column)}</label>
      <textarea class="input input-small" id=${id} data-hook=${`cell-${place}`} rows="1" spellcheck="false" ?disabled=${isCut} aria-invalid=${wrong ? "true" : nothing} aria-describedby=${says.join(" ") || nothing} .value=${live(mended[place] ?? text)} @input=${(/** @type {Event} */ event) => this.#mend(sheet, row, place, text, event)} @change=${() => this.review?.save()}></textarea>
      ${wrong ? html`<p class="field-error" id=${`${id}-wrong`} data-hook="wrong-because">${icon("alert", "icon-sm")}<span>${wrongBecause(wrong)}</span></p>` : nothing}
      ${isCut ? html`<p class="field-hint" id=${`${id}-hint`}>${t("problems.tooLong")}</p>` : nothing}
    </div>`;
  }

  /**
   * Enter goes on to the next cell that does not fit, in this row or the next one that has a problem.
   * @param {KeyboardEvent} event
   * @param {Problem} problem
   */
  #press(event, problem) {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    const fields = [...this.querySelectorAll('[data-hook="cells"] textarea')];
    const wrong = fields.slice(fields.indexOf(/** @type {HTMLTextAreaElement} */ (event.target)) + 1).find((one) => one.matches(WRONG));
    if (wrong instanceof HTMLElement) {
      wrong.focus();
      return;
    }
    const rows = this.#rows();
    const here = rows.findIndex((row) => keyOf(row) === keyOf(problem));
    const next = rows.findIndex((row, place) => place > here && row.reason !== null);
    const { [next]: following } = rows;
    if (!following) {
      this.focusOn("#problems-title");
      return;
    }
    this.#shown = Math.max(this.#shown, next + 1);
    this.#toggle(following, false);
  }

  /**
   * Lists the rows only in which a cell of one column does not fit, and opens the first one.
   * @param {number} sheet
   * @param {number} column
   */
  async showColumn(sheet, column) {
    this.#only = { sheet, column };
    this.#open = null;
    this.#shown = STEP;
    const first = this.#rows().find(({ reason }) => reason !== null);
    if (first && this.editable) {
      await this.#toggle(first, false);
      return;
    }
    await this.update();
    this.focusOn("#problems-title");
  }

  async #showAll() {
    this.#only = null;
    await this.update();
    this.focusOn("#problems-title");
  }

  /**
   * @param {number} sheet
   * @param {number} row
   * @param {number} column
   * @param {string} inFile
   * @param {Event} event
   */
  #mend(sheet, row, column, inFile, event) {
    const { value } = /** @type {HTMLTextAreaElement} */ (event.currentTarget);
    this.review?.mend(sheet, row, column, value === inFile ? null : value);
  }

  /** @param {Problem} problem */
  #drop(problem) {
    this.review?.dropRow(problem.sheet, problem.row);
    this.#stay(problem, "take-back");
  }

  /** @param {Problem} problem */
  #restore(problem) {
    this.#restored.push(problem);
    this.review?.restoreRow(problem.sheet, problem.row);
    this.#stay(problem, "drop-row");
  }

  /**
   * Keeps the focus at the row: the button that had it is gone.
   * @param {Problem} problem
   * @param {string} button
   */
  async #stay(problem, button) {
    await this.update();
    this.focusOn(`[data-key="${keyOf(problem)}"] [data-hook="${button}"]`);
  }

  /** @param {number} index */
  #decisions(index) {
    return this.review?.sheet(index) ?? UNDECIDED;
  }

  /** @param {{sheet: number, column: number}} place */
  #columnTitle({ sheet, column: place }) {
    return columnTitle(this.sheets.find(({ index }) => index === sheet)?.mapping.find(({ column }) => column === place) ?? { column: place, header: "" });
  }

  /** @param {number} index */
  #title(index) {
    const sheet = this.sheets.find((one) => one.index === index);
    return sheet ? sheetTitle(sheet, this.fileName) : "";
  }

  /**
   * @param {Problem} problem
   * @param {boolean} isOpen
   */
  async #toggle(problem, isOpen) {
    this.#open = isOpen ? null : problem;
    this.#cells = null;
    this.#trouble = null;
    this.update();
    if (isOpen) return;
    try {
      const cells = await this.files?.row(problem.sheet, problem.row);
      if (this.#open !== problem) return;
      this.#cells = cells ?? null;
      if (!cells) this.#trouble = t("problems.gone");
    } catch (error) {
      this.#trouble = messageOf(error);
    }
    await this.update();
    const asked = this.#only ? `${WRONG}[data-hook="cell-${this.#only.column}"]` : WRONG;
    const wrong = [asked, WRONG, "textarea:not([disabled])"].find((one) => this.querySelector(one));
    if (wrong) this.focusOn(wrong);
  }

  #more() {
    this.#shown += STEP;
    this.update();
  }
}

ProblemRows.define("crm-problem-rows");
