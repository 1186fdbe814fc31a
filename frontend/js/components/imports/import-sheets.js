/**
 * The sheets of an import: the first ones come with it, further ones when they are asked for. Emits
 * "mapsheet".
 *
 * @typedef {import("../../../types/api").ImportSheet} Sheet
 * @typedef {import("../../../types/api").ImportSheetPage} ImportSheetPage
 * @typedef {import("../../../types/api").ColumnMapping["field"]} Target
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { count } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
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
  editable: false,
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

  /** @param {string} name */
  changed(name) {
    // What a person has corrected is another mapping from then on.
    if (name === "editable") this.#further = [];
  }

  render() {
    const sheets = joined([...this.first, ...this.#further]);
    return [
      repeat(sheets, (sheet) => sheet.index, (sheet) => html`<crm-import-sheet .sheet=${sheet} .fields=${this.fields} .editable=${this.editable} .makesFields=${this.makesFields} .open=${this.total <= FEW} @mapcolumn=${withDetail((/** @type {{column: number, field: Target}} */ correction) => this.emit("mapsheet", { index: sheet.index, ...correction }))}></crm-import-sheet>`),
      this.#error ? notice("bad", this.#error) : nothing,
      this.#cursor() ? html`<div class="actions"><button type="button" class="button" data-hook="more-sheets" ?disabled=${this.#busy} @click=${() => this.#load()}>Show more sheets</button><span class="small muted numbers" role="status" data-hook="sheets-shown">${count(sheets.length)} of ${count(this.total)}</span></div>` : nothing,
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
      const path = `/imports/${encodeURIComponent(this.importId)}/sheets`;
      const params = { cursor: this.#cursor() ?? "" };
      const page = /** @type {ImportSheetPage} */ (await app.api.get(path, { params, signal: this.lifetime }));
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

/**
 * A sheet with too many columns for one page goes on at the beginning of the next.
 * @param {Sheet[]} sheets
 */
function joined(sheets) {
  /** @type {Map<number, Sheet>} */
  const found = new Map();
  for (const sheet of sheets) {
    const before = found.get(sheet.index);
    found.set(sheet.index, before ? { ...before, mapping: [...before.mapping, ...sheet.mapping] } : sheet);
  }
  return [...found.values()];
}

ImportSheets.define("crm-import-sheets");
