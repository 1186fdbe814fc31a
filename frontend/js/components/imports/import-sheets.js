/**
 * The sheets of an import: the first ones come with it, further ones when they are asked for.
 *
 * @typedef {import("../../../types/api").ImportSheet} Sheet
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { sheetTitle } from "../../labels/review-labels.js";
import { furtherSheets, joinedSheets } from "../../services/import-sheets.js";
import { notice } from "../../views/notice.js";
import "./import-sheet.js";

/** Up to so many sheets show their mapping from the start. */
const FEW = 3;

const PROPERTIES = {
  importId: "",
  /** @type {Sheet[]} */
  first: [],
  /** @type {string|null} where the page after the first ones starts */
  cursor: null,
  total: 0,
  /** @type {LeadColumn[]} where columns may go */
  fields: [],
  fileName: "",
  makesFields: false,
};

export class ImportSheets extends withProperties(PROPERTIES) {
  /** @type {Sheet[]} */
  #further = [];
  /** @type {string|null} where the next page starts, once a further one is there */
  #next = null;
  #busy = false;
  /** @type {string|null} */
  #error = null;

  render() {
    const sheets = joinedSheets([...this.first, ...this.#further]);
    return [
      repeat(sheets, (sheet) => sheet.index, (sheet) => html`<crm-import-sheet .sheet=${sheet} .heading=${sheetTitle(sheet, this.fileName)} .fields=${this.fields} .makesFields=${this.makesFields} .open=${this.total <= FEW}></crm-import-sheet>`),
      this.#error ? notice("bad", this.#error) : nothing,
      this.#cursor() ? html`<div class="actions"><button type="button" class="button" data-hook="more-sheets" ?disabled=${this.#busy} @click=${() => this.#load()}>${t("import.moreSheets")}</button><span class="small muted numbers" role="status" data-hook="sheets-shown">${t("import.shown", { shown: sheets.length, count: this.total })}</span></div>` : nothing,
    ];
  }

  #cursor() {
    return this.#further.length > 0 ? this.#next : this.cursor;
  }

  async #load() {
    this.#busy = true;
    this.#error = null;
    this.update();
    try {
      const page = await furtherSheets(app.api, this.importId, this.#cursor() ?? "", this.lifetime);
      this.#further = [...this.#further, ...page.sheets];
      this.#next = page.cursor;
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = messageOf(error);
    }
    this.#busy = false;
    this.update();
  }
}

ImportSheets.define("crm-import-sheets");
