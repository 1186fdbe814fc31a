/** Parts of the list of leads that only show and report: the sort orders, the chips, the formats of an export. */

import { app } from "../../context.js";
import { withChecked, withValue } from "../../lib/dom.js";
import { html, live, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { safeUrl } from "../../lib/safe-url.js";
import { t } from "../../lib/texts.js";
import { conditionLabel, conditionOf, whereText } from "../../labels/query-labels.js";
import { icon } from "../../views/icon.js";
import { chooseShownOnly, exportsShownOnly } from "./exports.js";
import { whereParts } from "./lead-address.js";

/**
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 * @typedef {import("../../../types/page").ListView} ListView
 * @typedef {import("../../../types/api").ExportFormat} ExportFormat
 */

const FORMATS = /** @type {const} */ ([
  { format: "xlsx", label: "Excel", hint: t("leads.excelHint") },
  { format: "csv", label: "CSV", hint: t("leads.csvHint") },
]);

/**
 * What can be done beside the list: other places, the export, a new lead.
 * @param {object} options
 * @param {boolean} options.canExport
 * @param {string|null} options.newLead the address of the form; null for who may not add leads
 * @param {(format: ExportFormat) => void} options.onExport
 */
export function listActions({ canExport, newLead, onExport }) {
  return html`<div class="actions">
    <a class="button button-quiet" data-hook="to-changes" href=${href("/leads/changes")}>${icon("history")}<span class="wide-text">${t("jobs.title")}</span></a>
    <a class="button button-quiet" data-hook="to-bin" href=${href("/leads/bin")}>${icon("trash")}<span class="wide-text">${t("bin.title")}</span></a>
    ${exportMenu(!canExport, onExport)}
    ${newLead ? html`<a class="button button-primary" data-hook="new-lead" href=${safeUrl(newLead)}>${icon("plus")}${t("leads.add")}</a>` : nothing}
  </div>`;
}

/**
 * @param {string} text that is searched for
 * @param {(text: string) => void} search
 */
export function searchField(text, search) {
  return html`<div class="search">
    ${icon("search")}
    <input class="input" type="search" data-hook="search" aria-label=${t("leads.search")} aria-keyshortcuts="/" placeholder=${t("leads.search")} autocomplete="off" .value=${live(text)} @input=${withValue(search)}>
  </div>`;
}

/**
 * The menu in which the user chooses the format of an export.
 * @param {boolean} disabled
 * @param {(format: ExportFormat) => void} choose
 */
function exportMenu(disabled, choose) {
  return html`<details class="menu" data-hook="export-menu" @focusout=${closeMenu} @keydown=${closeMenuOnEscape}>
    <summary class="button" data-hook="export" aria-disabled=${String(disabled)} @click=${(/** @type {Event} */ event) => disabled && event.preventDefault()}>${icon("download")}${t("leads.export")}</summary>
    <div class="menu-body" role="group" aria-label=${t("leads.format")}>
      ${FORMATS.map(({ format, label, hint }) => html`<button type="button" class="button button-quiet menu-choice" data-hook=${`export-${format}`} ?disabled=${disabled} @click=${(/** @type {MouseEvent} */ event) => {
        closeAround(event);
        choose(format);
      }}><span>${label}</span><span class="small muted">${hint}</span></button>`)}
      <label class="check small"><input type="checkbox" data-hook="export-shown" .checked=${exportsShownOnly()} @change=${withChecked(chooseShownOnly)}>${t("leads.exportShown")}</label>
    </div>
  </details>`;
}

/**
 * The list of sort orders, which a narrow page has in place of the headers.
 * @param {LeadColumn[]} columns
 * @param {string} sort the one in effect
 * @param {(sort: string) => void} choose
 */
export function sortChoice(columns, sort, choose) {
  const option = (/** @type {string} */ value, /** @type {string} */ text) => html`<option value=${value} .selected=${live(sort === value)}>${text}</option>`;
  return html`<label class="sort-choice"><span class="hidden-text">${t("leads.sortBy")}</span>
    <select class="input" data-hook="sort-choice" @change=${withValue(choose)}>
      ${columns.flatMap((column) => {
        const [up, down] = orders(column).map((order) => t("leads.sortOrder", { field: column.label, order }));
        return [option(column.name, up), option(`-${column.name}`, down)];
      })}
    </select>
  </label>`;
}

/**
 * What narrows the list, each part with a way to take it out.
 * @param {ListView} view
 * @param {Record<string, string>} labels
 * @param {(view: ListView) => void} show
 */
export function chips(view, labels, show) {
  const without = (/** @type {string} */ name) => Object.fromEntries(Object.entries(view.filters).filter(([other]) => other !== name));
  const chip = (/** @type {string} */ text, /** @type {Partial<ListView>} */ rest) => html`<span class="chip" data-hook="chip">${text}
    <button type="button" aria-label=${t("leads.removePart", { text })} @click=${() => show({ ...view, ...rest, page: 1 })}>${icon("close", "icon-sm")}</button></span>`;
  const conditions = whereParts(view.where);
  return html`<div class="chips" data-hook="chips">
    ${view.q ? chip(t("leads.anyField", { text: view.q }), { q: "" }) : nothing}
    ${Object.entries(view.filters).map(([field, filter]) => chip(partLabel(conditionOf(field, filter), labels), { filters: without(field) }))}
    ${conditions?.map((part) => chip(partLabel(part, labels), { where: whereText(conditions.filter((other) => other !== part)) }))}
    ${conditions ? nothing : chip(t("leads.unreadable"), { where: "" })}
    <button type="button" class="link small" data-hook="clear-filters" @click=${() => show({ ...view, q: "", filters: {}, where: "", page: 1 })}>${t("leads.clearAll")}</button>
  </div>`;
}

/**
 * @param {import("../../../types/page").Condition} condition
 * @param {Record<string, string>} labels
 */
function partLabel(condition, labels) {
  const { field, op, value } = { field: "", op: "", value: "", ...condition };
  const file = field === "importId" && op === "equals" ? app.importNames.find(value) : null;
  return file ? t("leads.fromFile", { file }) : conditionLabel(condition, labels);
}

/** @param {LeadColumn} column */
function orders({ kind }) {
  if (kind === "time" || kind === "date" || kind === "dateTime") return [t("leads.oldestFirst"), t("leads.newestFirst")];
  if (kind === "number") return [t("leads.smallestFirst"), t("leads.largestFirst")];
  return [t("leads.aToZ"), t("leads.zToA")];
}

/**
 * Closes a menu that the focus leaves.
 * @param {FocusEvent} event
 */
export function closeMenu(event) {
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  // A line that moves within the menu takes the focus back at once.
  setTimeout(() => {
    if (!menu.contains(document.activeElement)) menu.open = false;
  });
}

/** @param {KeyboardEvent} event */
export function closeMenuOnEscape(event) {
  if (event.key === "Escape") closeAround(event);
}

/**
 * Closes the menu of an event; the focus goes back to what opened it.
 * @param {Event} event
 */
function closeAround(event) {
  const menu = /** @type {Element} */ (event.currentTarget).closest("details");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}
