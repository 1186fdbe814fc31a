/**
 * The second step of an import: a person looks at its sheets, columns and rows, decides, and sees what will happen.
 * Emits "started" with the import once it begins, "replaced" with the import that reads the file again, "over" when it
 * does not wait any more, and "cancelimport".
 *
 * @typedef {import("../../../types/api").Import} Import
 * @typedef {import("../../../types/api").ImportSheet} Sheet
 * @typedef {import("../../../types/api").ColumnMapping} ColumnMapping
 * @typedef {import("../../../types/api").OwnFieldAnswer} OwnField
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withChecked, withDetail } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { skippedBecause } from "../../labels/reasons.js";
import { expectedInWords, sheetTitle, startInWords } from "../../labels/review-labels.js";
import { furtherSheets, joinedSheets } from "../../services/import-sheets.js";
import { FileRows } from "../../services/file-rows.js";
import { Review } from "../../services/review.js";
import { loading } from "../../views/empty.js";
import { notice } from "../../views/notice.js";
import { toast } from "../shell/toasts.js";
import { expectedView } from "./expected.js";
import "./check-sheet.js";
import "./import-rows.js";
import "./problem-rows.js";

/** So many sheets show their columns from the start. */
const OPEN_SHEETS = 3;

export class CheckStep extends withProperties({ item: /** @type {Import|null} */ (null) }) {
  /** @type {Review|null} */
  #review = null;
  /** @type {FileRows|null} */
  #files = null;
  #isStarting = false;
  /** @type {number|null} the sheet whose header was chosen, while the file is read again */
  #rereading = null;
  #showsLeftOut = false;
  /** @type {Sheet[]} those that did not come with the import */
  #further = [];

  mounted() {
    if (!this.item) return;
    const { importId, draftId, canControl } = this.item;
    const { lifetime: signal } = this;
    const review = (this.#review = new Review({ api: app.api, importId }));
    this.#files = new FileRows({ api: app.api, importId });
    review.addEventListener("change", () => this.update(), { signal });
    review.addEventListener("over", () => this.emit("over"), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    addEventListener("beforeunload", (event) => !review.isSaved && event.preventDefault(), { signal });
    this.#begin(review, draftId !== null, canControl);
  }

  unmounted() {
    this.#review?.stop();
  }

  /**
   * @param {Review} review
   * @param {boolean} isBegun
   * @param {boolean} canControl
   */
  async #begin(review, isBegun, canControl) {
    await Promise.all([review.load(isBegun), this.#loadSheets()]);
    if (review.isLoaded) await (canControl ? review.try() : review.look());
  }

  get #problems() {
    return /** @type {import("./problem-rows.js").ProblemRows} */ (this.querySelector("crm-problem-rows"));
  }

  /** Which sheets there are is asked in the beginning: a person decides about all of them. */
  async #loadSheets() {
    let cursor = this.#further.length ? null : (this.item?.sheetsCursor ?? null);
    while (this.item && cursor !== null) {
      const page = await furtherSheets(app.api, this.item.importId, cursor, this.lifetime);
      this.#further = [...this.#further, ...page.sheets];
      cursor = page.cursor;
    }
  }

  render() {
    const { item } = this;
    const review = this.#review;
    if (!item || !review) return nothing;
    if (!review.isLoaded) {
      if (!review.trouble) return html`<div class="card">${loading(t("check.loading"))}</div>`;
      return notice("bad", review.trouble, html`<button type="button" class="button button-small" data-hook="load-again" @click=${() => this.#begin(review, item.draftId !== null, item.canControl)}>${t("common.retry")}</button>`);
    }
    const sheets = joinedSheets([...item.sheets, ...this.#further]);
    const read = sheets.filter(({ skipped }) => !skipped);
    return html`<div class="check-step">
      ${item.canControl ? nothing : notice("info", t("check.waitsFor", { owner: item.owner.email }))}
      ${this.#troubles(review)}
      <div class="check-main">
        ${sheets.length > 1 ? this.#sheets(item, sheets, review) : nothing}
        ${repeat(read, (sheet) => sheet.index, (sheet) => html`<crm-check-sheet .sheet=${sheet} .heading=${sheetTitle(sheet, item.fileName)} .decisions=${review.sheet(sheet.index)} .expected=${review.expected} .fields=${app.fields.all} .files=${this.#files} .editable=${item.canControl} .rereading=${this.#rereading === sheet.index} .open=${read.length <= OPEN_SHEETS} @chooseheader=${withDetail((/** @type {number|null} */ row) => this.#chooseHeader(review, sheet.index, row))} @mapcolumn=${withDetail((/** @type {{column: number, field: string}} */ { column, field }) => review.mapColumn(sheet.index, column, field))} @makefield=${withDetail((/** @type {ColumnMapping} */ column) => this.#makeField(review, sheet.index, column))} @showwrong=${withDetail((/** @type {number} */ column) => this.#problems.showColumn(sheet.index, column))}></crm-check-sheet>`)}
        ${item.totals.skipped ? this.#leftOutRows(item, sheets) : nothing}
      </div>
      <div class="check-side">
        ${expectedView(review, { policy: item.policy, editable: item.canControl, labels: app.fields.labels })}
        <crm-problem-rows .review=${review} .files=${this.#files} .sheets=${read} .fileName=${item.fileName} .editable=${item.canControl}></crm-problem-rows>
      </div>
      ${item.canControl ? this.#foot(review) : nothing}
    </div>`;
  }

  /** @param {Review} review */
  #troubles(review) {
    if (review.outdated) {
      return notice("bad", html`<p data-hook="outdated">${review.outdated}</p>`, html`<button type="button" class="button button-small" data-hook="show-theirs" @click=${() => this.#showTheirs(review)}>${t("check.showTheirs")}</button>`);
    }
    if (!review.trouble) return nothing;
    return notice("bad", html`<p data-hook="not-saved">${t("check.notSavedYet", { reason: review.trouble })}</p>`, html`<button type="button" class="button button-small" data-hook="save-again" @click=${() => review.save()}>${t("common.retry")}</button>`);
  }

  /**
   * @param {Import} item
   * @param {Sheet[]} sheets
   * @param {Review} review
   */
  #sheets(item, sheets, review) {
    return html`<fieldset class="card sheet-list" data-hook="sheets">
      <legend class="hidden-text">${t("check.sheets")}</legend>
      <ul>${sheets.map((sheet) => html`<li>${this.#sheet(item, review, sheet)}</li>`)}</ul>
    </fieldset>`;
  }

  /**
   * @param {Import} item
   * @param {Review} review
   * @param {Sheet} sheet
   */
  #sheet(item, review, sheet) {
    const title = sheetTitle(sheet, item.fileName);
    if (sheet.skipped) {
      return html`<p><span>${title}</span> <span class="small muted" data-hook="sheet-skipped">${t("check.skipped", { reason: skippedBecause(sheet) })}</span> ${sheet.canChooseHeader && item.canControl ? html`<button type="button" class="button button-small" data-hook=${`read-sheet-${sheet.index}`} ?disabled=${this.#rereading !== null} @click=${() => this.#readSkipped(review, sheet.index)}>${t("check.read", { sheet: title })}</button>` : nothing}</p>`;
    }
    return html`<label class="check-line">
      <input type="checkbox" class="tick" data-hook=${`sheet-${sheet.index}`} ?disabled=${!item.canControl} .checked=${live(!review.sheet(sheet.index).leftOut)} @change=${withChecked((on) => review.leaveOut(sheet.index, !on))}>
      <span>${title} <span class="small muted numbers">${t("check.rows", { count: sheet.dataRows })}</span></span>
    </label>`;
  }

  /**
   * Rows that were no contacts when the file was read: a table that is missed shows here, before anything is written.
   * @param {Import} item
   * @param {Sheet[]} sheets
   */
  #leftOutRows({ importId, totals }, sheets) {
    const toggled = (/** @type {Event} */ event) => {
      this.#showsLeftOut = /** @type {HTMLDetailsElement} */ (event.currentTarget).open;
      this.update();
    };
    return html`<details class="card sheet" data-hook="left-out" @toggle=${toggled}>
      <summary class="card-head"><h2>${t("check.notContacts")}</h2><span class="small muted numbers" data-hook="left-out-count">${t("check.rows", { count: totals.skipped })}</span></summary>
      ${this.#showsLeftOut ? html`<crm-import-rows .importId=${importId} .outcome=${"skipped"} .totals=${totals} .hasSheets=${sheets.length > 1 && sheets.some(({ name }) => name)} .isPart=${true}></crm-import-rows>` : nothing}
    </details>`;
  }

  /** @param {Review} review */
  #foot(review) {
    const state = review.isSaved ? t("check.saved") : review.trouble || review.outdated ? t("check.notSaved") : t("check.saving");
    return html`<div class="check-foot">
      <p class="small"><span class="foot-counts" data-hook="foot-counts">${review.expected ? t("check.counts", { counts: expectedInWords(review.expected) }) : ""}</span><span class="muted" data-hook="saved">${state}</span></p>
      <div class="actions">
        <button type="button" class="button" data-hook="cancel-import" @click=${() => this.emit("cancelimport")}>${t("common.cancel")}</button>
        <button type="button" class="button button-primary" data-hook="confirm-mapping" aria-keyshortcuts="Control+Enter" ?disabled=${!this.#canStart(review)} @click=${() => this.#start(review)}>${startInWords(review.expected, !!this.item?.remapOf)}</button>
      </div>
    </div>`;
  }

  /** @param {Review} review */
  #canStart({ expected, unknown }) {
    return (expected !== null || unknown !== null) && !this.#isStarting;
  }

  /**
   * Wherever the focus is: whoever comes here has it on the name of the import.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const review = this.#review;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !review || !this.item?.canControl) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (this.#canStart(review)) this.#start(review);
  }

  /** @param {Review} review */
  async #showTheirs(review) {
    await review.reload();
    // The button that had the focus is gone.
    if (!review.outdated) this.focusOn("#expected-title");
  }

  /**
   * Has a sheet read that was taken for something else; its first row stands for the header until another one is chosen.
   * @param {Review} review
   * @param {number} sheet
   */
  async #readSkipped(review, sheet) {
    try {
      const page = await this.#files?.page(sheet);
      if (page) await this.#chooseHeader(review, sheet, page.top[0].number);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  }

  /**
   * @param {Review} review
   * @param {number} sheet
   * @param {number|null} row
   */
  async #chooseHeader(review, sheet, row) {
    this.#rereading = sheet;
    this.update();
    try {
      const replaced = await review.chooseHeader(sheet, row);
      if (replaced) this.emit("replaced", replaced);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
    this.#rereading = null;
    this.update();
  }

  /**
   * Makes the field that a column could be, and sends the column there.
   * @param {Review} review
   * @param {number} sheet
   * @param {ColumnMapping} column
   */
  async #makeField(review, sheet, { column, header: label, ownField }) {
    if (!ownField) return;
    const { type, choices, dayFirst, decimalComma } = ownField;
    try {
      const made = /** @type {OwnField} */ (await app.api.post("/fields", { label, type, headers: [], choices, dayFirst, decimalComma }));
      await app.fields.load();
      review.mapColumn(sheet, column, `extras/${made.label}`);
      toast(t("check.fieldMade", { header: made.label }));
      await this.update();
      this.focusOn(`[data-hook="field-${column}"]`);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  }

  /** @param {Review} review */
  async #start(review) {
    this.#isStarting = true;
    this.update();
    try {
      const started = await review.start();
      if (started) this.emit("started", started);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
      this.emit("over");
    }
    this.#isStarting = false;
    await this.update();
    // Why it has not begun may stand far above the button.
    if (review.outdated) this.focusOn('[data-hook="show-theirs"]');
  }
}

CheckStep.define("crm-check-step");
