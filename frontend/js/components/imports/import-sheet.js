/**
 * One sheet of an import: where its columns went and why.
 *
 * @typedef {import("../../../types/api").ColumnMapping} ColumnMapping
 * @typedef {import("../../../types/api").ImportSheet} Sheet
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { letters } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { targetOf, targetsOf } from "../../labels/import-labels.js";
import { becauseOf, skippedBecause } from "../../labels/reasons.js";
import { headerPlace } from "../../labels/review-labels.js";
import { href } from "../../lib/router.js";
import { named, t } from "../../lib/texts.js";

const PROPERTIES = {
  /** @type {Sheet} */
  sheet: { index: 0, name: "", table: 1, skipped: null, skippedCode: null, headerRows: [], dataRows: 0, canChooseHeader: false, columnCount: 0, mapping: [], freeText: [] },
  heading: "",
  /** @type {LeadColumn[]} where columns may go */
  fields: [],
  /** whether the user may make a field of a header */
  makesFields: false,
  /** whether its mapping shows from the start */
  open: false,
};

export class ImportSheet extends withProperties(PROPERTIES) {
  render() {
    const { sheet } = this;
    if (sheet.skipped) {
      return html`<section class="card sheet" data-hook="sheet" aria-label=${t("import.sheetOf", { sheet: this.heading })}>
        <div class="card-head"><h2>${this.heading}</h2><span class="badge" data-hook="sheet-skipped">${t("check.skipped", { reason: skippedBecause(sheet) })}</span></div>
      </section>`;
    }
    return html`<details class="card sheet" data-hook="sheet" ?open=${this.open}>
      <summary class="card-head">
        <h2>${this.heading}</h2>
        <span class="small muted numbers" data-hook="sheet-rows">${t("check.rowsHeaderColumns", { count: sheet.dataRows, header: headerPlace(sheet), columns: sheet.columnCount })}</span>
      </summary>
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t("import.columnsOf", { sheet: this.heading })}>
        <table class="plain mapping" data-hook="mapping">
          <caption class="hidden-text">${t("check.whereColumnsGo", { sheet: this.heading })}</caption>
          <thead><tr><th scope="col">${t("import.column")}</th><th scope="col">${t("import.headerInFile")}</th><th scope="col">${t("check.goesTo")}</th><th scope="col">${t("import.why")}</th></tr></thead>
          <tbody>${repeat(sheet.mapping, (column) => column.column, (column) => this.#row(column))}</tbody>
        </table>
      </div>
    </details>`;
  }

  /** @param {ColumnMapping} column */
  #row(column) {
    const { header } = column;
    const { target, transform } = targetOf(column, targetsOf(this.fields, column));
    return html`<tr data-hook="column">
      <td class="muted" data-label=${t("import.column")}>${letters(column.column)}</td>
      <td data-label=${t("import.header")}>${header ? html`<span data-hook="header">${header}</span>` : html`<span class="missing">${t("import.noHeader")}</span>`}</td>
      <td data-label=${t("check.goesTo")}><span data-hook="field">${target}</span>${transform ? html` <span class="small muted">(${transformLabel(transform)})</span>` : nothing}${this.#fieldOf(column)}</td>
      <td class="small muted" data-label=${t("import.why")} data-hook="because">${becauseOf(column)}</td>
    </tr>`;
  }

  /** @param {ColumnMapping} column one that may be kept under its header */
  #fieldOf({ header, field, transform }) {
    const isExtra = field === "remarks" && header && EXTRAS.has(transform);
    if (!isExtra || !this.makesFields || app.fields.reads(header)) return nothing;
    return html` <a class="small" data-hook="make-field" href=${href("/fields", { header })}>${t("import.makeField")}</a>`;
  }
}

/** What is told of columns that are kept under their headers, "" for nothing. */
const EXTRAS = new Set(["", "date", "birthday", "last contact", "street", "postcode", "city", "region", "address", "country"]);

/**
 * How cells become the field.
 * @param {string} transform
 */
function transformLabel(transform) {
  const choice = /^choice (\d+)$/.exec(transform)?.[1];
  if (choice) return t("targets.choice", { number: choice });
  const labelled = /^label of (\d+)$/.exec(transform)?.[1];
  return labelled ? t("targets.labelOf", { letters: letters(Number(labelled)) }) : named("transforms", transform) ?? transform;
}

ImportSheet.define("crm-import-sheet");
