/** The list of leads: search, filters, sorting, pages, selection, export, and the panel with one lead. */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { debounced, keepSetting, readSetting } from "../../lib/dom.js";
import { plural, timeOfDay } from "../../lib/format.js";
import { html, live, nothing } from "../../lib/lit.js";
import { safeUrl } from "../../lib/safe-url.js";
import { readView, requestParams, viewParams } from "../../lib/lead-address.js";
import { COLUMNS, LABELS } from "../../labels/lead-fields.js";
import { currentRoute, go, href } from "../../lib/router.js";
import { deleteLeads } from "../../services/deletion.js";
import { exportLeads } from "../../services/exports.js";
import { empty, loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import "./lead-drawer.js";
import "./lead-table.js";
import "../shell/pager.js";

const SHOWN_AT_FIRST = COLUMNS.map((column) => column.name).filter((name) => name !== "updatedAt" && name !== "sourceFile");
const TYPING_MS = 300;

export class LeadsPage extends Component {
  #view = readView(new URLSearchParams());
  #leadId = null;
  #result = null;
  #error = null;
  #busy = false;
  #request = null;
  #selected = new Set();
  #filtering = false;
  #columns = readSetting("columns", SHOWN_AT_FIRST);
  #exporting = false;
  #searchLater = debounced((q) => this.#show({ ...this.#view, q, page: 1 }, { replace: true }), TYPING_MS);
  #filterLater = debounced((filters) => this.#show({ ...this.#view, filters, page: 1 }, { replace: true }), TYPING_MS);
  #typedSearch = null;
  #typedFilters = null;

  mounted() {
    addEventListener("hashchange", () => this.#arrive(), { signal: this.lifetime });
    this.#arrive({ first: true });
    this.#filtering = Object.keys(this.#view.filters).length > 0;
  }

  render() {
    const { user } = app.session;
    return html`<section class="page">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">Leads</h1>
          <p class="lead" data-hook="total" role="status">${this.#result ? `${plural(this.#result.total, "lead")}${this.#isNarrowed() ? " match" + (this.#result.total === 1 ? "es" : "") : ""}` : "Loading…"}</p>
        </div>
        <div class="actions">
          <button type="button" class="button" data-hook="export" ?disabled=${this.#exporting || !this.#result?.total} @click=${() => this.#export()}>${icon("download")}Export CSV</button>
          ${user.mayEdit ? html`<a class="button button-primary" data-hook="new-lead" href=${safeUrl(this.#leadHref("new"))}>${icon("plus")}Add lead</a>` : nothing}
        </div>
      </div>
      ${this.#toolbar()}
      ${this.#chips()}
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#load()}>Try again</button>`) : nothing}
      ${this.#selected.size > 0 ? this.#selectionBar() : nothing}
      ${this.#list()}
      <crm-lead-drawer .leadId=${this.#leadId} @closedrawer=${() => this.#open(null)} @leadschanged=${() => this.#load()} @openlead=${(event) => this.#open(event.detail)}></crm-lead-drawer>
    </section>`;
  }

  #toolbar() {
    return html`<div class="toolbar" role="search">
      <div class="search">
        ${icon("search")}
        <input class="input" type="search" data-hook="search" aria-label="Search all fields" placeholder="Search all fields" autocomplete="off" .value=${live(this.#typedSearch ?? this.#view.q)}
          @input=${(event) => this.#search(event.currentTarget.value)}>
      </div>
      <div class="actions">
        <button type="button" class="button" data-hook="toggle-filters" aria-pressed=${String(this.#filtering)} @click=${() => this.#toggleFilters()}>${icon("filter")}Filters</button>
        <details class="menu" data-hook="columns-menu" @focusout=${closeMenu} @keydown=${closeMenuOnEscape}>
          <summary class="button">${icon("columns")}Columns</summary>
          <fieldset class="menu-body">
            <legend class="hidden-text">Columns shown</legend>
            ${COLUMNS.map((column) => html`<label class="check">
              <input type="checkbox" data-hook=${`column-${column.name}`} .checked=${live(this.#columns.includes(column.name))} @change=${() => this.#toggleColumn(column.name)}>${column.label}
            </label>`)}
          </fieldset>
        </details>
        <label class="sort-choice"><span class="hidden-text">Sort by</span>
          <select class="input" data-hook="sort-choice" @change=${(event) => this.#show({ ...this.#view, sort: event.currentTarget.value, page: 1 })}>
            ${COLUMNS.flatMap(({ name, label, time }) => [
              html`<option value=${name} .selected=${live(this.#view.sort === name)}>${label}: ${time ? "oldest first" : "A to Z"}</option>`,
              html`<option value=${`-${name}`} .selected=${live(this.#view.sort === `-${name}`)}>${label}: ${time ? "newest first" : "Z to A"}</option>`,
            ])}
          </select>
        </label>
      </div>
    </div>`;
  }

  #chips() {
    const active = Object.entries(this.#view.filters);
    if (!this.#isNarrowed()) return nothing;
    return html`<div class="chips" data-hook="chips">
      ${this.#view.q ? this.#chip(`“${this.#view.q}” in any field`, { ...this.#view, q: "", page: 1 }) : nothing}
      ${active.map(([name, text]) => this.#chip(`${LABELS[name]} contains “${text}”`, this.#without(name)))}
      <button type="button" class="link small" data-hook="clear-filters" @click=${() => this.#show({ ...this.#view, q: "", filters: {}, page: 1 })}>Clear all</button>
    </div>`;
  }

  #chip(text, view) {
    return html`<span class="chip" data-hook="chip">${text}<button type="button" aria-label=${`Remove: ${text}`} @click=${() => this.#show(view)}>${icon("close", "icon-sm")}</button></span>`;
  }

  #selectionBar() {
    return html`<div class="selection" data-hook="selection" role="status">
      <strong>${plural(this.#selected.size, "lead")} selected</strong>
      <button type="button" class="button button-small button-quiet button-danger" data-hook="delete-selected" @click=${() => this.#deleteSelected()}>${icon("trash")}Delete</button>
      <button type="button" class="button button-small button-quiet" data-hook="clear-selection" @click=${() => this.#choose(new Set())}>Clear selection</button>
    </div>`;
  }

  #list() {
    if (!this.#result) return this.#error ? nothing : html`<div class="card">${loading("Loading leads…")}</div>`;
    const { leads, total } = this.#result;
    const bare = !leads.length && !this.#filtering;
    return html`<div class="card leads-card">
      ${!bare ? html`<crm-lead-table .leads=${leads} .columns=${this.#columns} .sort=${this.#view.sort} .filters=${this.#typedFilters ?? this.#view.filters}
        .filtering=${this.#filtering} .selected=${app.session.user.mayEdit ? this.#selected : null} .busy=${this.#busy} .leadHref=${this.#leadHref}
        @sort=${(event) => this.#show({ ...this.#view, sort: event.detail, page: 1 })}
        @filter=${(event) => this.#filter(event.detail)}
        @selection=${(event) => this.#choose(event.detail)}
        @openlead=${(event) => this.#open(event.detail)}></crm-lead-table>` : nothing}
      ${!leads.length ? this.#nothing(total) : nothing}
      ${total > 0 ? html`<div class="list-foot">
        <crm-pager .page=${this.#view.page} .pageSize=${this.#view.pageSize} .total=${total}
          @page=${(event) => this.#show({ ...this.#view, page: event.detail })}
          @pagesize=${(event) => this.#show({ ...this.#view, pageSize: event.detail, page: 1 })}></crm-pager>
        ${this.#result.freshAsOf ? html`<p class="small muted" data-hook="fresh">As of ${timeOfDay(this.#result.freshAsOf)}
          <button type="button" class="link small" data-hook="refresh" @click=${() => this.#load()}>Refresh</button></p>` : nothing}
      </div>` : nothing}
    </div>`;
  }

  #nothing(total) {
    if (total > 0) {
      return empty({ mark: "people", title: "This page is past the end", text: `There are ${plural(total, "lead")}.`,
        actions: html`<button type="button" class="button" @click=${() => this.#show({ ...this.#view, page: 1 })}>Go to the first page</button>` });
    }
    if (this.#isNarrowed()) {
      return empty({ mark: "search", title: "No lead matches", text: "Try fewer or shorter words. Upper and lower case and accents make no difference.",
        actions: html`<button type="button" class="button" data-hook="clear-all" @click=${() => this.#show({ ...this.#view, q: "", filters: {}, page: 1 })}>Clear search and filters</button>` });
    }
    return empty({ mark: "people", title: "No leads yet", text: "Import a CSV or Excel file with whatever headers and sheets it has, or add a lead by hand.",
      actions: app.session.user.mayEdit ? html`<a class="button button-primary" data-hook="to-imports" href=${href("/imports")}>${icon("upload")}Import a file</a>` : nothing });
  }

  #isNarrowed() {
    return Boolean(this.#view.q) || Object.keys(this.#view.filters).length > 0;
  }

  #leadHref = (leadId) => href("/leads", { ...viewParams(this.#view), lead: leadId });

  /** Takes up what the address says. */
  #arrive({ first = false } = {}) {
    const { parts, params } = currentRoute();
    if (parts[0] !== "leads") return;
    const view = readView(params);
    const changed = JSON.stringify(view) !== JSON.stringify(this.#view);
    this.#view = view;
    this.#leadId = params.get("lead");
    if (first || changed) this.#load();
    this.update();
  }

  #show(view, { replace = false } = {}) {
    this.#typedSearch = null;
    this.#typedFilters = null;
    go("/leads", viewParams(view), { replace });
  }

  #open(leadId) {
    go("/leads", { ...viewParams(this.#view), ...(leadId ? { lead: leadId } : {}) });
  }

  async #load() {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    this.#busy = true;
    this.#error = null;
    this.update();
    try {
      const result = await app.api.get("/leads", { params: requestParams(this.#view), signal: request.signal });
      this.#result = result;
      const here = new Set(result.leads.map((lead) => lead.leadId));
      this.#selected = new Set([...this.#selected].filter((leadId) => here.has(leadId)));
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#error = error.message;
    }
    if (this.#request !== request) return;
    this.#busy = false;
    this.update();
  }

  #search(text) {
    this.#typedSearch = text;
    this.#searchLater(text);
  }

  #filter({ name, text }) {
    const filters = { ...(this.#typedFilters ?? this.#view.filters), [name]: text };
    if (!text) delete filters[name];
    this.#typedFilters = filters;
    this.#filterLater(filters);
  }

  #without(name) {
    const filters = { ...this.#view.filters };
    delete filters[name];
    return { ...this.#view, filters, page: 1 };
  }

  #toggleFilters() {
    this.#filtering = !this.#filtering;
    this.update().then(() => this.#filtering && this.querySelector('[data-hook="filters"] input')?.focus());
  }

  #toggleColumn(name) {
    const shown = new Set(this.#columns);
    if (!shown.delete(name)) shown.add(name);
    if (!shown.size) shown.add(name);
    this.#columns = COLUMNS.map((column) => column.name).filter((column) => shown.has(column));
    keepSetting("columns", this.#columns);
    this.update();
  }

  #choose(selected) {
    this.#selected = selected;
    this.update();
  }

  async #deleteSelected() {
    const done = await deleteLeads([...this.#selected], { changed: () => this.#load() });
    if (done) this.#choose(new Set());
    this.querySelector("h1").focus();
  }

  async #export() {
    this.#exporting = true;
    this.update();
    await exportLeads(this.#view, this.#result.total);
    this.#exporting = false;
    this.update();
  }
}

function closeMenu(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
}

function closeMenuOnEscape(event) {
  if (event.key !== "Escape") return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary").focus();
}

LeadsPage.define("crm-leads-page");
