/** One sheet of an import: where its columns go and who decided; editable in a review. Emits "mapcolumn". */

import { Component } from "../../lib/component.js";
import { count, plural } from "../../lib/format.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { DECIDED_BY, FIELDS } from "../../labels/import-labels.js";

export class ImportSheet extends Component {
  /** `sheet` as the API has it; `editable`; `open`: whether its mapping shows from the start. */
  static properties = ["sheet", "editable", "open"];

  #chosen = {};

  render() {
    const { sheet } = this;
    if (sheet.skipped) {
      return html`<section class="card sheet" data-hook="sheet" aria-label=${`Sheet ${sheet.name}`}>
        <div class="card-head"><h2>${sheet.name}</h2><span class="badge" data-hook="sheet-skipped">Skipped: ${sheet.skipped}</span></div>
      </section>`;
    }
    return html`<details class="card sheet" data-hook="sheet" ?open=${this.open || this.editable}>
      <summary class="card-head">
        <h2>${sheet.name}</h2>
        <span class="small muted numbers" data-hook="sheet-rows">${plural(sheet.dataRows ?? 0, "row")}, ${headerText(sheet)}, ${plural(sheet.mapping.length, "column")}</span>
      </summary>
      <div class="table-scroll" tabindex="0" role="region" aria-label=${`Columns of ${sheet.name}`}>
        <table class="plain mapping" data-hook="mapping">
          <caption class="hidden-text">Where the columns of ${sheet.name} go</caption>
          <thead><tr><th scope="col">Column</th><th scope="col">Header in the file</th><th scope="col">Goes to</th><th scope="col">Decided by</th><th scope="col">Confidence</th></tr></thead>
          <tbody>${repeat(sheet.mapping, (column) => column.column, (column) => this.#row(column))}</tbody>
        </table>
      </div>
    </details>`;
  }

  #row(column) {
    const { header, transform, confidence, decidedBy } = column;
    return html`<tr data-hook="column">
      <td class="muted" data-label="Column">${letters(column.column)}</td>
      <td data-label="Header">${header ? html`<span data-hook="header">${header}</span>` : html`<span class="missing">No header</span>`}</td>
      <td data-label="Goes to">${this.editable ? this.#select(column) : html`<span data-hook="field">${FIELDS[column.field] ?? column.field}</span>${transform ? html` <span class="small muted">(${transformWords(transform)})</span>` : nothing}`}</td>
      <td data-label="Decided by"><span class=${`badge ${decidedBy === "user" || decidedBy === "memory" ? "badge-good" : ""}`} data-hook="decided-by">${DECIDED_BY[decidedBy] ?? decidedBy}</span></td>
      <td data-label="Confidence"><span class="confidence numbers"><progress class="progress" max="1" value=${confidence} aria-label=${`Confidence of ${header || letters(column.column)}`}></progress>${count(Math.round(confidence * 100))} %</span></td>
    </tr>`;
  }

  #select(column) {
    const chosen = this.#chosen[column.column] ?? column.field;
    return html`<select class="input input-small" data-hook=${`field-${column.column}`} aria-label=${`Field for column ${column.header || letters(column.column)}`} @change=${(event) => this.#choose(column, event.currentTarget.value)}>
      ${Object.entries(FIELDS).map(([name, label]) => html`<option value=${name} .selected=${live(name === chosen)}>${label}</option>`)}
    </select>`;
  }

  #choose(column, field) {
    this.#chosen[column.column] = field;
    this.emit("mapcolumn", { column: column.column, field });
    this.update();
  }
}

/** 0 → "A", 26 → "AA" */
export function letters(column) {
  let text = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

function headerText({ headerRows }) {
  const rows = headerRows ?? [];
  if (!rows.length) return "no header";
  return rows.length === 1 ? `header in row ${rows[0]}` : `header in rows ${rows.join(" and ")}`;
}

/** How cells become the field, in words: the standardizer's names are words already, but for two. */
function transformWords(transform) {
  const choice = /^choice (\d+)$/.exec(transform)?.[1];
  if (choice) return `${choice === "2" ? "second" : choice === "3" ? "third" : `${choice}th`} choice`;
  const labelled = /^label of (\d+)$/.exec(transform)?.[1];
  return labelled ? `label of column ${letters(Number(labelled))}` : transform;
}

ImportSheet.define("crm-import-sheet");
