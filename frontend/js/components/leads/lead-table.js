/**
 * The table of leads: sorting by the headers, a filter for each column, selection. On a narrow page each row is a card
 * and a list of sort orders replaces the headers. Emits "sort", "filter", "selection" and "openlead".
 *
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../labels/lead-fields.js").ColumnName} ColumnName
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { withProperties } from "../../lib/component.js";
import { withChecked, withValue } from "../../lib/dom.js";
import { day, leadName, present, when } from "../../lib/format.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { safeUrl } from "../../lib/safe-url.js";
import { COLUMNS } from "../../labels/lead-fields.js";
import { icon } from "../../views/icon.js";

const nameOf = (/** @type {LeadColumn} */ column) => column.name;

const PROPERTIES = {
  /** @type {Lead[]} */
  leads: [],
  /** @type {ColumnName[]} names of the columns shown */
  columns: [],
  /** a column, "-" before it for descending */
  sort: "",
  /** @type {Record<string, string>} column to the text of its filter */
  filters: {},
  /** whether the filters show */
  filtering: false,
  /** @type {Set<string>|null} lead IDs; null when nothing can be selected */
  selected: null,
  /** whether newer rows are on their way */
  busy: false,
  /** the address of a lead */
  leadHref: (/** @type {string} */ leadId) => `#${leadId}`,
};

export class LeadTable extends withProperties(PROPERTIES) {
  render() {
    const columns = COLUMNS.filter((column) => this.columns.includes(column.name));
    return html`<div class="table-scroll" role="region" aria-label="Leads" tabindex="0" data-hook="table-scroll">
      <table class="leads" aria-busy=${this.busy ? "true" : "false"} data-hook="leads">
        <caption class="hidden-text">Leads. Choose a column’s header to sort by it.</caption>
        <thead>
          <tr class="heads">
            ${this.selected ? this.#selectAll() : nothing}
            ${repeat(columns, nameOf, (column) => this.#header(column))}
          </tr>
          ${this.filtering ? html`<tr class="filters" data-hook="filters">
            ${this.selected ? html`<td></td>` : nothing}
            ${repeat(columns, nameOf, (column) => this.#filter(column))}
          </tr>` : nothing}
        </thead>
        <tbody>
          ${repeat(this.leads, (lead) => lead.leadId, (lead) => this.#row(lead, columns))}
        </tbody>
      </table>
    </div>`;
  }

  rendered() {
    const all = this.hook("select-all");
    if (all instanceof HTMLInputElement) all.indeterminate = this.#chosen() > 0 && this.#chosen() < this.leads.length;
  }

  #chosen() {
    return this.leads.filter((lead) => this.selected?.has(lead.leadId)).length;
  }

  #selectAll() {
    const every = this.leads.length > 0 && this.#chosen() === this.leads.length;
    return html`<th scope="col" class="select-cell">
      <input type="checkbox" class="tick" data-hook="select-all" aria-label="Select all leads of this page" .checked=${live(every)}
        @change=${withChecked((chosen) => this.#select(this.leads, chosen))}>
    </th>`;
  }

  /** @param {LeadColumn} column */
  #header(column) {
    const active = this.sort.replace(/^-/, "") === column.name;
    const descending = active && this.sort.startsWith("-");
    const next = active && !descending ? `-${column.name}` : column.name;
    return html`<th scope="col" class=${`col-${column.name}`} aria-sort=${active ? (descending ? "descending" : "ascending") : nothing}>
      <button type="button" class="sort" data-hook=${`sort-${column.name}`} @click=${() => this.emit("sort", next)}>
        ${column.label}${icon(active ? (descending ? "descending" : "ascending") : "sortable", "icon-sm")}
      </button>
    </th>`;
  }

  /** @param {LeadColumn} column */
  #filter(column) {
    const label = `Filter by ${column.label.toLowerCase()}`;
    return html`<td data-label=${column.label}>
      <input class="input input-small" type="search" data-hook=${`filter-${column.name}`} aria-label=${label}
        placeholder=${column.time ? "2026-11" : "Contains…"} .value=${live(this.filters[column.name] ?? "")} autocomplete="off"
        @input=${withValue((text) => this.emit("filter", { name: column.name, text }))}>
    </td>`;
  }

  /**
   * @param {Lead} lead
   * @param {LeadColumn[]} columns
   */
  #row(lead, columns) {
    const chosen = this.selected?.has(lead.leadId) ?? false;
    return html`<tr data-hook="lead" class=${chosen ? "chosen" : nothing} @click=${(/** @type {Event} */ event) => this.#click(event, lead)}>
      ${this.selected ? html`<td class="select-cell">
        <input type="checkbox" class="tick" data-hook="select" aria-label=${`Select ${leadName(lead)}`} .checked=${live(chosen)}
          @change=${withChecked((choose) => this.#select([lead], choose))}>
      </td>` : nothing}
      ${repeat(columns, nameOf, (column, index) => this.#cell(lead, column, index === 0))}
    </tr>`;
  }

  /**
   * @param {Lead} lead
   * @param {LeadColumn} column
   * @param {boolean} first its content is the link to the lead
   */
  #cell(lead, column, first) {
    const value = lead[column.name];
    const shown = column.time
      ? html`<time datetime=${value} title=${when(value)}>${day(value)}</time>`
      : html`<span class=${present(value) ? nothing : "missing"}>${value || "—"}</span>`;
    const content = first
      ? html`<a href=${safeUrl(this.leadHref(lead.leadId))} data-hook="open-lead" aria-label=${present(value) ? nothing : `${value || "No value"}: open ${leadName(lead)}`}>${shown}</a>`
      : shown;
    const full = !column.time && present(value) ? value : nothing;
    return html`<td class=${`col-${column.name}`} data-label=${column.label} data-hook=${`cell-${column.name}`} title=${full}><div class="cell">${content}</div></td>`;
  }

  /**
   * @param {Lead[]} leads
   * @param {boolean} chosen
   */
  #select(leads, chosen) {
    const selected = new Set(this.selected);
    for (const lead of leads) {
      if (chosen) selected.add(lead.leadId);
      else selected.delete(lead.leadId);
    }
    this.emit("selection", selected);
  }

  /**
   * A click anywhere on the row opens it; the link in its first cell does so by keyboard.
   * @param {Event} event
   * @param {Lead} lead
   */
  #click(event, lead) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("a, button, input, label, .select-cell") || String(getSelection())) return;
    this.emit("openlead", lead.leadId);
  }
}

LeadTable.define("crm-lead-table");
