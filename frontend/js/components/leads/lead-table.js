/**
 * The table of leads: sorting by the headers, a filter for each column, selection. On a narrow page each row is a card
 * and the headers give way to a list of what to sort by. Emits "sort", "filter", "selection" and "openlead".
 */

import { Component } from "../../lib/component.js";
import { day, leadName, present, when } from "../../lib/format.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { safeUrl } from "../../lib/safe-url.js";
import { COLUMNS } from "../../labels/lead-fields.js";
import { icon } from "../../views/icon.js";

const nameOf = (column) => column.name;

export class LeadTable extends Component {
  /**
   * `leads`; `columns`: names shown; `sort`: "-createdAt"; `filters`: name to text; `filtering`: whether the filters
   * show; `selected`: Set of leadIds or null when nothing can be selected; `busy`; `leadHref`: leadId to address.
   */
  static properties = ["leads", "columns", "sort", "filters", "filtering", "selected", "busy", "leadHref"];

  render() {
    const columns = COLUMNS.filter((column) => this.columns.includes(column.name));
    return html`<div class="table-scroll" role="region" aria-label="Leads" tabindex="0" data-hook="table-scroll">
      <table class="leads" aria-busy=${this.busy ? "true" : "false"} data-hook="leads">
        <caption class="hidden-text">Leads. Press a column’s header to sort by it.</caption>
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
    if (all) all.indeterminate = this.#chosen() > 0 && this.#chosen() < this.leads.length;
  }

  #chosen() {
    return this.leads.filter((lead) => this.selected.has(lead.leadId)).length;
  }

  #selectAll() {
    const every = this.leads.length > 0 && this.#chosen() === this.leads.length;
    return html`<th scope="col" class="select-cell">
      <input type="checkbox" class="tick" data-hook="select-all" aria-label="Select all leads of this page" .checked=${live(every)}
        @change=${(event) => this.#select(this.leads, event.currentTarget.checked)}>
    </th>`;
  }

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

  #filter(column) {
    const label = `Filter by ${column.label.toLowerCase()}`;
    return html`<td data-label=${column.label}>
      <input class="input input-small" type="search" data-hook=${`filter-${column.name}`} aria-label=${label}
        placeholder=${column.time ? "2026-11" : "Contains…"} .value=${live(this.filters[column.name] ?? "")} autocomplete="off"
        @input=${(event) => this.emit("filter", { name: column.name, text: event.currentTarget.value })}>
    </td>`;
  }

  #row(lead, columns) {
    const chosen = this.selected?.has(lead.leadId) ?? false;
    return html`<tr data-hook="lead" class=${chosen ? "chosen" : nothing} @click=${(event) => this.#click(event, lead)}>
      ${this.selected ? html`<td class="select-cell">
        <input type="checkbox" class="tick" data-hook="select" aria-label=${`Select ${leadName(lead)}`} .checked=${live(chosen)}
          @change=${(event) => this.#select([lead], event.currentTarget.checked)}>
      </td>` : nothing}
      ${repeat(columns, nameOf, (column, index) => this.#cell(lead, column, index === 0))}
    </tr>`;
  }

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

  #select(leads, chosen) {
    const selected = new Set(this.selected);
    for (const lead of leads) {
      if (chosen) selected.add(lead.leadId);
      else selected.delete(lead.leadId);
    }
    this.emit("selection", selected);
  }

  /** A press anywhere on the row opens it; the link in its first cell is the way by keyboard. */
  #click(event, lead) {
    if (event.target.closest("a, button, input, label") || String(getSelection())) return;
    if (event.target.closest(".select-cell")) return;
    this.emit("openlead", lead.leadId);
  }
}

LeadTable.define("crm-lead-table");
