/**
 * The table of leads: sorting by the headers, a filter for each column, selection. On a narrow page each row is a card
 * and a list of sort orders replaces the headers. Emits "sort", "filter", "selection",
 * "openlead", "deletelead", "leadschanged" and "resizecolumn".
 *
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../../types/page").ListFilter} ListFilter
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { withProperties } from "../../lib/component.js";
import { withChecked, withDetail } from "../../lib/dom.js";
import { leadName, when } from "../../lib/format.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { safeUrl } from "../../lib/safe-url.js";
import { t } from "../../lib/texts.js";
import { textOf, valueIn } from "../../labels/lead-values.js";
import { dash } from "../../views/dash.js";
import { icon } from "../../views/icon.js";
import "../shell/column-filter.js";
import { isEditable } from "./cell-editor.js";
import { columnEdge } from "./column-resizer.js";
import { focusCell, pressKey } from "./table-keys.js";

/** Kinds of columns whose filter lists values to tick. */
const TICKED = new Set(["choice", "choices", "user"]);
const MOST_TICKED = 50;

const nameOf = (/** @type {LeadColumn} */ column) => column.name;

const PROPERTIES = {
  /** @type {Lead[]} */
  leads: [],
  /** @type {LeadColumn[]} those that show */
  columns: [],
  /** a column, "-" before it for descending */
  sort: "",
  /** @type {Record<string, ListFilter>} by column */
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
  /** @type {Map<string, Set<string>>} column to the values that its filter offers */
  #seen = new Map();
  /** @type {string|null} the lead that was ticked or unticked last: where a range begins */
  #anchor = null;
  /** the widths of columns, which templates cannot say: the page has no styles in attributes */
  #widths = new CSSStyleSheet();
  /** @type {{leadId: string, name: string}|null} the cell that is edited */
  #editing = null;
  /** @type {import("./table-keys.js").Actions} */
  #actions = {
    open: (row) => this.emit("openlead", this.leads[row]?.leadId),
    select: (row) => this.#onRow(row, (lead) => this.#selectUpTo(lead, !this.selected?.has(lead.leadId))),
    remove: (row) => this.#onRow(row, (lead) => this.emit("deletelead", lead)),
    edit: (row, cell) => this.#onRow(row, (lead) => this.#edit(lead, cell)),
  };
  /** whether the click under way is to end a range */
  #ranging = false;
  /** @type {{field: string, width: number}|null} the column whose width is being dragged */
  #resizing = null;

  render() {
    const { columns } = this;
    return html`<div class="table-scroll" role="region" aria-label=${t("app.leads")} tabindex="0" data-hook="table-scroll"
      @keydown=${(/** @type {KeyboardEvent} */ event) => pressKey(event, this.#actions)}>
      <table class="leads" aria-busy=${this.busy ? "true" : "false"} data-hook="leads">
        <caption class="hidden-text">${t("leads.caption")}</caption>
        <thead>
          <tr class="heads">
            ${this.selected ? this.#selectAll() : nothing}
            ${repeat(columns, nameOf, (column) => this.#header(column))}
          </tr>
          ${this.filtering ? html`<tr class="filters" data-hook="filters">
            ${this.selected ? html`<td class="select-cell"></td>` : nothing}
            ${repeat(columns, nameOf, (column) => this.#filter(column))}
          </tr>` : nothing}
        </thead>
        <tbody>
          ${repeat(this.leads, (lead) => lead.leadId, (lead) => this.#row(lead, columns))}
        </tbody>
      </table>
    </div>`;
  }

  mounted() {
    document.adoptedStyleSheets.push(this.#widths);
  }

  unmounted() {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#widths);
  }

  rendered() {
    const wanted = this.#resizing;
    const columns = this.columns.map((column) => (column.name === wanted?.field ? { ...column, width: wanted.width } : column));
    this.#widths.replaceSync(widthRules(columns, this.selected ? 2 : 1));
    const all = this.hook("select-all");
    if (all instanceof HTMLInputElement) all.indeterminate = this.#chosen() > 0 && this.#chosen() < this.leads.length;
  }

  /**
   * Gives the focus to the link of a lead, if it is in the table.
   * @param {string} leadId
   */
  focusLead(leadId) {
    const links = this.querySelectorAll('a[data-hook="open-lead"]');
    const found = links[this.leads.findIndex((lead) => lead.leadId === leadId)];
    if (found instanceof HTMLElement) found.focus();
  }

  /** Shows its first row again. */
  scrollToTop() {
    this.hook("table-scroll")?.scrollTo(0, 0);
    scrollTo(0, 0);
  }

  #chosen() {
    return this.leads.filter((lead) => this.selected?.has(lead.leadId)).length;
  }

  #selectAll() {
    const every = this.leads.length > 0 && this.#chosen() === this.leads.length;
    return html`<th scope="col" class="select-cell">
      <input type="checkbox" class="tick" data-hook="select-all" aria-label=${t("leads.selectPage")} .checked=${live(every)}
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
      ${columnEdge(column.name, this.#resize)}
    </th>`;
  }

  #resize = (/** @type {string} */ field, /** @type {number} */ width, /** @type {boolean} */ over) => {
    this.#resizing = over ? null : { field, width };
    if (over) this.emit("resizecolumn", { field, width });
    else this.update();
  };

  /** @param {LeadColumn} column */
  #filter(column) {
    return html`<td data-label=${column.label}>
      <crm-column-filter .column=${column} .filter=${this.filters[column.name] ?? null} .choices=${this.#choicesOf(column)}></crm-column-filter>
    </td>`;
  }

  /**
   * What may be ticked in a filter: what there is to choose from, and what leads had that have been listed.
   * @param {LeadColumn} column
   */
  #choicesOf(column) {
    if (!TICKED.has(column.kind)) return [];
    const seen = this.#seen.get(column.name) ?? new Set(column.choices);
    this.#seen.set(column.name, seen);
    for (const value of this.leads.flatMap((lead) => valueIn(lead, column) ?? [])) if (seen.size < MOST_TICKED) seen.add(String(value));
    return [...seen];
  }

  /**
   * Does something with the lead of a row, for who may change leads.
   * @param {number} row
   * @param {(lead: Lead) => void} run
   */
  #onRow(row, run) {
    const lead = this.leads[row];
    if (lead && this.selected) run(lead);
  }

  /**
   * @param {Lead} lead
   * @param {HTMLTableCellElement} cell
   */
  async #edit(lead, cell) {
    const column = this.columns[cell.cellIndex - 1];
    if (!column || !isEditable(column)) return;
    this.#editing = { leadId: lead.leadId, name: column.name };
    await this.update();
    const input = this.hook("cell-editor");
    input?.focus();
    if (input instanceof HTMLInputElement) input.select();
  }

  /** @param {{changed: boolean, stays: boolean}} detail */
  async #edited({ changed, stays }) {
    const { leadId, name } = this.#editing ?? { leadId: "", name: "" };
    this.#editing = null;
    if (changed) this.emit("leadschanged");
    await this.update();
    const row = this.leads.findIndex((lead) => lead.leadId === leadId);
    if (stays) focusCell(this.querySelectorAll(`[data-hook="cell-${CSS.escape(name)}"]`)[row]);
  }

  /**
   * @param {Lead} lead
   * @param {LeadColumn[]} columns
   */
  #row(lead, columns) {
    const chosen = this.selected?.has(lead.leadId) ?? false;
    return html`<tr data-hook="lead" class=${chosen ? "chosen" : nothing} @click=${(/** @type {Event} */ event) => this.#click(event, lead)}>
      ${this.selected ? html`<td class="select-cell">
        <input type="checkbox" class="tick" data-hook="select" aria-label=${t("leads.select", { name: leadName(lead) })} .checked=${live(chosen)}
          @click=${(/** @type {MouseEvent} */ event) => (this.#ranging = event.shiftKey)}
          @change=${withChecked((choose) => this.#selectUpTo(lead, choose))}>
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
    const value = valueIn(lead, column);
    const text = textOf(value, column.kind);
    const shown = shownIn(column, value, text);
    const content = first
      ? html`<a href=${safeUrl(this.leadHref(lead.leadId))} data-hook="open-lead" aria-label=${text ? nothing : t("leads.openUnnamed", { name: leadName(lead) })}>${shown}</a>`
      : shown;
    if (this.#editing?.leadId === lead.leadId && this.#editing.name === column.name) {
      return html`<td class="editing" data-label=${column.label} @celldone=${withDetail((/** @type {{changed: boolean, stays: boolean}} */ detail) => this.#edited(detail))}>
        <crm-cell-editor .lead=${lead} .column=${column}></crm-cell-editor></td>`;
    }
    const full = column.kind === "time" ? when(String(value)) : text;
    return html`<td class=${`col-${column.own ? "own" : column.name}`} data-label=${column.label} tabindex="-1" data-hook=${`cell-${column.name}`} title=${full || nothing}><div class="cell">${content}</div></td>`;
  }

  /**
   * Ticks or unticks a lead; with the Shift key, all from the one before.
   * @param {Lead} lead
   * @param {boolean} chosen
   */
  #selectUpTo(lead, chosen) {
    const end = this.leads.indexOf(lead);
    const start = this.#ranging ? this.leads.findIndex(({ leadId }) => leadId === this.#anchor) : -1;
    const range = start < 0 ? [lead] : this.leads.slice(Math.min(start, end), Math.max(start, end) + 1);
    this.#anchor = lead.leadId;
    // The browser has marked the text between the two.
    if (range.length > 1) getSelection()?.removeAllRanges();
    this.#select(range, chosen);
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
    // The focus comes back to it when the panel closes.
    this.focusLead(lead.leadId);
    this.emit("openlead", lead.leadId);
  }
}

/**
 * @param {LeadColumn} column
 * @param {import("../../labels/lead-values.js").TypedValue} value
 * @param {string} text the value as text
 */
function shownIn({ kind }, value, text) {
  if (!text) return dash();
  if (kind === "time") return html`<time datetime=${String(value)}>${text}</time>`;
  if (Array.isArray(value)) return html`<span class="tags">${value.map((one) => html`<span class="tag">${one}</span>`)}</span>`;
  return text;
}

/**
 * @param {LeadColumn[]} columns
 * @param {number} first which cell of a row the first column is
 */
function widthRules(columns, first) {
  const rules = columns.map(({ width }, place) => (width ? `.leads tbody td:nth-child(${place + first}) { min-width: ${width}px; max-width: ${width}px; }` : ""));
  return `@media (min-width: 47.5625rem) { ${rules.join("\n")} }`;
}

LeadTable.define("crm-lead-table");
