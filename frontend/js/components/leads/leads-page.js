/**
 * The list of leads: search, filters, sorting, pages, selection, export, and the panel with one lead.
 *
 * @typedef {import("../../../types/api").LeadPage} LeadPage
 * @typedef {import("../../../types/page").ListView} ListView
 * @typedef {import("../../../types/page").ListFilter} ListFilter
 * @typedef {import("../../../types/page").ViewColumn} ViewColumn
 * @typedef {import("../../../types/api").Lead} Lead
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { debounced, withDetail } from "../../lib/dom.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { leadName } from "../../lib/format.js";
import { onKey } from "../../lib/keys.js";
import { html, nothing } from "../../lib/lit.js";
import { isComplete } from "../../labels/query-labels.js";
import { currentRoute, go, href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { followFields } from "../shell/follow-fields.js";
import { columnsMenu } from "./columns-menu.js";
import { deleteLead } from "./deletion.js";
import { exportLeads } from "./exports.js";
import { isNarrowed, queryOf, readView, requestParams, viewParams, whichOf } from "./lead-address.js";
import { keepColumns, keptColumns, resized, tableColumns } from "./list-columns.js";
import { listFoot } from "./list-foot.js";
import { chips, listActions, searchField, sortChoice } from "./list-tools.js";
import { noLeads } from "./no-leads.js";
import { listOf } from "./saved-views.js";
import { deleteAll, selectionBar } from "./selection.js";
import "./bulk-edit.js";
import "./lead-drawer.js";
import "./lead-table.js";
import { LIST_KEYS } from "./list-keys.js";
import "./view-tabs.js";

const TYPING_MS = 300;

export class LeadsPage extends Component {
  #view = readView(new URLSearchParams());
  /** @type {string|null} */
  #leadId = null;
  /** @type {LeadPage|null} */
  #result = null;
  /** @type {string|null} */
  #error = null;
  #busy = false;
  /** @type {AbortController|null} */
  #request = null;
  /** @type {Set<string>} */
  #selected = new Set();
  /** whether all leads that match are chosen, also those of other pages */
  #everything = false;
  #filtering = false;
  /** columns without a view, as this device keeps them */
  #keptColumns = keptColumns();
  /** @type {ViewColumn[]|null} columns that the view has not been saved with */
  #newColumns = null;
  #exporting = false;
  /** @type {Partial<Pick<ListView, "q"|"filters">>} what is typed and not in the address yet */
  #typed = {};
  #showTyped = debounced(() => this.#isTyping && this.#show({}, { replace: true }), TYPING_MS);

  mounted() {
    addEventListener("hashchange", () => this.#arrive(), { signal: this.lifetime });
    app.jobs.addEventListener("ended", () => this.#load(), { signal: this.lifetime });
    onKey("/", () => this.focusOn('[data-hook="search"]'), { signal: this.lifetime });
    onKey("?", () => this.#showKeys(), { signal: this.lifetime });
    followFields(this);
    app.importNames.addEventListener("change", () => this.update(), { signal: this.lifetime });
    app.views.addEventListener("change", () => this.#arrive(), { signal: this.lifetime });
    this.#arrive({ first: true });
    // What has no column, as the import of its leads, shows as a chip alone.
    this.#filtering = app.fields.columns.some(({ name }) => name in this.#view.filters);
  }

  render() {
    return html`<section class="page">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("app.leads")}</h1>
          <p class="lead" data-hook="total" role="status">${this.#result ? t(isNarrowed(this.#view) ? "leads.matching" : "leads.total", { count: this.#result.total }) : this.#error ? nothing : t("common.loading")}</p>
        </div>
        ${listActions({ canExport: Boolean(!this.#exporting && this.#result?.total), newLead: app.session.mayEdit ? this.#leadHref("new") : null, onExport: (format) => this.#export(format) })}
      </div>
      <crm-view-tabs .list=${this.#wanted} .columns=${this.#newColumns} .shownColumns=${this.#columns} @viewsaved=${() => (this.#newColumns = null)}></crm-view-tabs>
      ${this.#toolbar()}
      ${isNarrowed(this.#view) ? chips(this.#wanted, app.fields.labels, (view) => this.#show(view)) : nothing}
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#load()}>${t("common.retry")}</button>`) : nothing}
      ${this.#selected.size > 0 ? this.#selectionBar() : nothing}
      ${this.#list()}
      <crm-key-list .keys=${LIST_KEYS}></crm-key-list>
      <crm-lead-drawer .leadId=${this.#leadId} .leads=${this.#result?.leads ?? null} @closedrawer=${() => this.#closeLead()} @steplead=${withDetail((/** @type {string} */ leadId) => this.#open(leadId, { replace: true }))} @leadschanged=${() => this.#load()} @openlead=${withDetail((/** @type {string} */ leadId) => this.#open(leadId))}></crm-lead-drawer>
      ${app.session.mayEdit ? html`<crm-bulk-edit></crm-bulk-edit>` : nothing}
    </section>`;
  }

  #toolbar() {
    return html`<div class="toolbar" role="search">
      ${searchField(this.#wanted.q, (text) => this.#search(text))}
      <div class="actions">
        <button type="button" class="button" data-hook="toggle-filters" aria-pressed=${String(this.#filtering)} @click=${() => this.#toggleFilters()}>${icon("filter")}${t("leads.filters")}</button>
        ${columnsMenu(app.fields.columns, this.#columns, (columns) => this.#showColumns(columns))}
        ${sortChoice(app.fields.columns, this.#view.sort, (sort) => this.#show({ sort }))}
      </div>
    </div>`;
  }

  #selectionBar() {
    const { leads, total } = this.#result ?? { leads: [], total: 0 };
    const hasMore = !this.#everything && this.#selected.size === leads.length && total > leads.length;
    return selectionBar({
      chosen: this.#chosen,
      isEverything: this.#everything,
      offer: hasMore ? t(isNarrowed(this.#view) ? "bulk.selectMatching" : "bulk.selectAll", { count: total }) : null,
      onEverything: () => this.#choose(this.#selected, { everything: true }),
      onEdit: () => this.#editSelected(),
      onDelete: async () => this.#letGo(await deleteAll(this.#which)),
      onClear: () => this.#choose(new Set()),
    });
  }

  /** How many leads are chosen. */
  get #chosen() {
    return this.#everything ? (this.#result?.total ?? 0) : this.#selected.size;
  }

  /** The chosen leads, as the API takes them. */
  get #which() {
    return this.#everything ? queryOf(this.#view) : { leadIds: [...this.#selected] };
  }

  #list() {
    if (!this.#result) return this.#error ? nothing : html`<div class="card">${loading(t("leads.loading"))}</div>`;
    const { leads, total } = this.#result;
    const bare = !leads.length && !this.#filtering;
    return html`<div class="card leads-card">
      ${!bare ? html`<crm-lead-table .leads=${leads} .columns=${tableColumns(this.#columns, app.fields.columns)} .sort=${this.#view.sort} .filters=${this.#wanted.filters}
        .filtering=${this.#filtering} .selected=${app.session.mayEdit ? this.#selected : null} .busy=${this.#busy} .leadHref=${this.#leadHref}
        @sort=${withDetail((/** @type {string} */ sort) => this.#show({ sort }))}
        @filter=${withDetail((/** @type {ListFilter & {name: string}} */ filter) => this.#filter(filter))}
        @selection=${withDetail((/** @type {Set<string>} */ selected) => this.#choose(selected))}
        @openlead=${withDetail((/** @type {string} */ leadId) => this.#open(leadId))} @leadschanged=${() => this.#load()}
        @resizecolumn=${withDetail((/** @type {{field: string, width: number}} */ { field, width }) => this.#showColumns(resized(this.#columns, field, width)))}
        @deletelead=${withDetail((/** @type {Lead} */ lead) => this.#delete(lead))}></crm-lead-table>` : nothing}
      ${!leads.length ? noLeads({ total, isNarrowed: isNarrowed(this.#view), toFirstPage: () => this.#show({}), clear: () => this.#show({ q: "", filters: {}, where: "" }) }) : nothing}
      ${total > 0 ? listFoot({ view: this.#view, total, freshAsOf: this.#result.freshAsOf, turnTo: (page) => this.#turnTo(page),
        resize: (pageSize) => this.#show({ pageSize }), refresh: () => this.#load(), showKeys: () => this.#showKeys() }) : nothing}
    </div>`;
  }

  #leadHref = (/** @type {string} */ leadId) => href("/leads", { ...viewParams(this.#view), lead: leadId });

  /** Shows what the address says. */
  #arrive({ first = false } = {}) {
    const { parts, params } = currentRoute();
    if (parts[0] !== "leads" || parts[1]) return;
    const view = this.#asSaved(readView(params), params);
    const changed = JSON.stringify(view) !== JSON.stringify(this.#view);
    if (JSON.stringify(whichOf(view)) !== JSON.stringify(whichOf(this.#view))) this.#everything = false;
    if (view.view !== this.#view.view) this.#newColumns = null;
    this.#view = view;
    this.#leadId = params.get("lead");
    if (first || changed) this.#load();
    this.update();
  }

  /**
   * A view by its id alone is the view as it is saved.
   * @param {ListView} view
   * @param {URLSearchParams} params of the address
   */
  #asSaved(view, params) {
    const saved = params.has("sort") ? null : app.views.find(view.view);
    return saved ? listOf(saved, app.fields.labels) : view;
  }

  get #isTyping() {
    return Object.keys(this.#typed).length > 0;
  }

  /** The view with all that is typed. */
  get #wanted() {
    return this.#isTyping ? { ...this.#view, page: 1, ...this.#typed } : this.#view;
  }

  /**
   * Shows the first page with changes and with all that is typed.
   * @param {Partial<ListView>} changes another page counts only while nothing is typed
   */
  #show(changes, { replace = false } = {}) {
    const view = { ...this.#view, page: 1, ...changes, ...(this.#isTyping ? { page: 1 } : {}) };
    const typed = Object.fromEntries(Object.entries(this.#typed).filter(([part]) => !(part in changes)));
    this.#typed = {};
    go("/leads", viewParams({ ...view, ...typed }), { replace });
  }

  /** @param {string|null} leadId */
  #open(leadId, { replace = false } = {}) {
    const view = this.#wanted;
    this.#typed = {};
    go("/leads", { ...viewParams(view), ...(leadId ? { lead: leadId } : {}) }, { replace });
  }

  #closeLead() {
    this.querySelector("crm-lead-table")?.focusLead(this.#leadId ?? "");
    this.#open(null);
  }

  /** @param {number} page */
  #turnTo(page) {
    this.#show({ page });
    this.querySelector("crm-lead-table")?.scrollToTop();
  }

  async #load() {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    this.#busy = true;
    this.#error = null;
    this.update();
    try {
      const options = { params: requestParams(this.#view), signal: request.signal };
      const result = /** @type {LeadPage} */ (await app.api.get("/leads", options));
      this.#result = result;
      const here = new Set(result.leads.map((lead) => lead.leadId));
      this.#selected = this.#everything ? here : new Set([...this.#selected].filter((leadId) => here.has(leadId)));
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = messageOf(error);
    }
    if (this.#request !== request) return;
    this.#busy = false;
    this.update();
  }

  /** @param {string} text */
  #search(text) {
    this.#typed.q = text;
    this.#showTyped();
  }

  /** @param {ListFilter & {name: string}} filter */
  #filter({ name, op, values }) {
    const filters = { ...this.#wanted.filters, [name]: { op, values } };
    if (!isComplete({ op, values })) delete filters[name];
    this.#typed.filters = filters;
    this.#showTyped();
    this.update();
  }

  #showKeys() {
    this.querySelector("crm-key-list")?.show();
  }

  #toggleFilters() {
    this.#filtering = !this.#filtering;
    this.update().then(() => this.focusOn('[data-hook="filters"] input'));
  }

  get #columns() {
    const saved = app.views.find(this.#view.view)?.columns;
    return this.#newColumns ?? (saved?.length ? saved : this.#keptColumns);
  }

  /** @param {ViewColumn[]} columns */
  #showColumns(columns) {
    if (app.views.find(this.#view.view)) this.#newColumns = columns;
    else keepColumns((this.#keptColumns = columns));
    return this.update();
  }

  /** @param {Set<string>} selected of this page */
  #choose(selected, { everything = false } = {}) {
    this.#selected = selected;
    this.#everything = everything;
    this.update();
  }

  async #editSelected() {
    const dialog = this.querySelector("crm-bulk-edit");
    if (dialog) this.#letGo(await dialog.ask(this.#which, this.#chosen));
  }

  /**
   * Deletes the lead of a row, or all that are ticked.
   * @param {Lead} lead
   */
  async #delete(lead) {
    if (this.#chosen) return this.#letGo(await deleteAll(this.#which));
    const { leads = [] } = this.#result ?? {};
    const place = leads.indexOf(lead);
    const next = leads[place + 1] ?? leads[place - 1];
    const changed = () => this.#load().then(() => this.update()).then(() => this.querySelector("crm-lead-table")?.focusLead(next?.leadId ?? ""));
    await deleteLead(lead.leadId, { name: leadName(lead), version: lead.version, changed });
  }

  /** @param {boolean} begun whether what was to be done with the chosen leads has begun; else the focus is where it was */
  #letGo(begun) {
    if (!begun) return;
    this.#choose(new Set());
    this.focusOn("h1");
  }

  /** @param {import("../../../types/api").ExportFormat} format */
  async #export(format) {
    this.#exporting = true;
    this.update();
    await exportLeads(this.#wanted, format, { expected: this.#result?.total ?? 0, columns: this.#columns });
    this.#exporting = false;
    this.update();
  }
}

LeadsPage.define("crm-leads-page");
