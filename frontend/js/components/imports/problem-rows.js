/**
 * The rows of an import that would be rejected or lose something: mended in place, or left out; and those that were.
 *
 * @typedef {import("../../../types/api").ImportSheet} Sheet
 * @typedef {import("../../../types/api").FileRow} FileRow
 * @typedef {{sheet: number, row: number, reason: string|null, atFault: string[]}} Problem without a reason once it is mended; `atFault`: columns
 */

import { withProperties } from "../../lib/component.js";
import { messageOf } from "../../lib/errors.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { rich, t } from "../../lib/texts.js";
import { columnsAtFault, rowReason } from "../../labels/reasons.js";
import { columnTitle, sheetTitle } from "../../labels/review-labels.js";
import { UNDECIDED } from "../../services/decisions.js";
import { keyOf } from "../../services/file-rows.js";
import { hiddenText } from "../../views/hidden-text.js";
import { notice } from "../../views/notice.js";

const STEP = 20;

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

  mounted() {
    this.review?.addEventListener("change", () => this.update(), { signal: this.lifetime });
  }

  render() {
    const rows = this.#rows();
    if (!rows.length) return nothing;
    const { problemCount: problems = 0, problems: told = [] } = this.review?.expected ?? {};
    return html`<section class="card" aria-labelledby="problems-title" data-hook="problems">
      <div class="card-head"><h2 id="problems-title">${t("problems.title")}</h2><span class="small muted" data-hook="problem-count">${problems ? t("problems.count", { count: problems }) : t("problems.none")}</span></div>
      <ul class="rows">${repeat(rows.slice(0, this.#shown), keyOf, (row) => this.#row(row))}</ul>
      ${rows.length > this.#shown ? html`<div class="card-body"><button type="button" class="button" data-hook="more-problems" @click=${() => this.#more()}>${t("problems.more", { count: rows.length })}</button></div>` : nothing}
      ${problems > told.length ? html`<p class="card-body small muted" data-hook="more-in-file">${t("problems.inFile", { shown: told.length, count: problems })}</p>` : nothing}
    </section>`;
  }

  /** Rows with a problem, those that a person has changed, and the one that is open: in the order of the file. */
  #rows() {
    /** @type {Map<string, Problem>} */
    const found = new Map();
    const add = (/** @type {Problem} */ row) => found.set(keyOf(row), row);
    for (const { index } of this.sheets) {
      const { cells, droppedRows } = this.#decisions(index);
      for (const row of [...Object.keys(cells).map(Number), ...droppedRows]) add({ sheet: index, row, reason: null, atFault: [] });
    }
    for (const row of [...this.#restored, ...(this.#open ? [this.#open] : [])]) add({ ...row, reason: null, atFault: [] });
    for (const { sheet, row, ...told } of this.review?.expected?.problems ?? []) {
      if (!this.#decisions(sheet).leftOut) add({ sheet, row, reason: rowReason(told), atFault: columnsAtFault(told) });
    }
    return [...found.values()].sort((one, other) => one.sheet - other.sheet || one.row - other.row);
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
        <p class="small" id=${`problem-${keyOf(problem)}`} data-hook="problem-state">${state}</p>
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
    const { sheet, row, atFault } = problem;
    if (this.#trouble) return notice("bad", this.#trouble);
    const cells = this.#cells;
    if (!cells) return html`<p class="small muted">${t("problems.loading")}</p>`;
    const mended = this.#decisions(sheet).cells[row] ?? {};
    const reason = `problem-${keyOf(problem)}`;
    const columns = this.sheets.find(({ index }) => index === sheet)?.mapping ?? [];
    return html`<div class="mend-cells" data-hook="cells" @keydown=${(/** @type {KeyboardEvent} */ event) => this.#press(event, problem)}>${columns.map((column) => {
      const place = column.column;
      const text = cells.cells[place] ?? "";
      const id = `cell-${sheet}-${row}-${place}`;
      const isCut = cells.shortened.includes(place);
      const isWrong = text !== "" && atFault.includes(columnTitle(column));
      return html`<div class="field">
        <label for=${id}>${columnTitle(column)}</label>
        <textarea class="input input-small" id=${id} data-hook=${`cell-${place}`} rows="1" spellcheck="false" ?disabled=${isCut} aria-invalid=${isWrong ? "true" : nothing} aria-describedby=${isCut ? `${id}-hint` : isWrong ? reason : nothing} .value=${live(mended[place] ?? text)} @input=${(/** @type {Event} */ event) => this.#mend(sheet, row, place, text, event)} @change=${() => this.review?.save()}></textarea>
        ${isCut ? html`<p class="field-hint" id=${`${id}-hint`}>${t("problems.tooLong")}</p>` : nothing}
      </div>`;
    })}</div>`;
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

  /**
   * Enter goes on to the next row with a problem.
   * @param {KeyboardEvent} event
   * @param {Problem} problem
   */
  async #press(event, problem) {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    const rows = this.#rows();
    const here = rows.findIndex((row) => keyOf(row) === keyOf(problem));
    const next = rows.findIndex(({ reason }, place) => place > here && reason !== null);
    this.review?.save();
    if (next >= this.#shown) this.#shown += STEP;
    if (next > here) return this.#toggle(rows[next], false);
    this.#toggle(problem, true);
    return this.#stay(problem, "mend");
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
    const fields = '[data-hook="cells"] textarea:not([disabled])';
    this.focusOn(this.querySelector(`${fields}[aria-invalid]`) ? `${fields}[aria-invalid]` : fields);
  }

  #more() {
    this.#shown += STEP;
    this.update();
  }
}

ProblemRows.define("crm-problem-rows");
