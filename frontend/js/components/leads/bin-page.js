/**
 * The bin: deleted leads, which can be restored for some weeks.
 *
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../../types/api").LeadPage} LeadPage
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { day, leadName, when } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { currentRoute, go, href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { dash } from "../../views/dash.js";
import { empty, loading } from "../../views/empty.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { startJob } from "../shell/jobs.js";
import { toast } from "../shell/toasts.js";
import { BIN_DAYS, restoreLead } from "./deletion.js";
import { readView } from "./lead-address.js";
import "./lead-drawer.js";
import "./pager.js";

const DAY_MS = 24 * 60 * 60_000;
const HEADS = { name: t("fieldNames.name"), company: t("fieldNames.company"), email: t("fieldNames.email"), deleted: t("bin.deleted"), keptUntil: t("bin.keptUntil") };

export class BinPage extends Component {
  #page = 1;
  #pageSize = 50;
  /** @type {string|null} */
  #leadId = null;
  /** @type {LeadPage|null} */
  #result = null;
  /** @type {string|null} */
  #error = null;
  /** @type {AbortController|null} */
  #request = null;

  mounted() {
    addEventListener("hashchange", () => this.#arrive(), { signal: this.lifetime });
    app.jobs.addEventListener("ended", () => this.#load(), { signal: this.lifetime });
    this.#arrive({ first: true });
  }

  unmounted() {
    this.#request?.abort();
  }

  render() {
    return html`<section class="page">
      <nav aria-label=${t("common.breadcrumb")}><a class="small" href=${href("/leads")} data-hook="back-to-leads">${t("leads.all")}</a></nav>
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("bin.title")}</h1>
          <p class="lead" data-hook="total" role="status">${this.#result ? t("bin.total", { count: this.#result.total, days: BIN_DAYS }) : this.#error ? nothing : t("common.loading")}</p>
        </div>
        ${app.session.mayEdit && this.#result?.total ? html`<div class="actions"><button type="button" class="button" data-hook="restore-all" @click=${() => this.#restoreAll()}>${icon("undo")}${t("bin.restoreAll", { count: this.#result.total })}</button></div>` : nothing}
      </div>
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#load()}>${t("common.retry")}</button>`) : nothing}
      ${this.#list()}
      <crm-lead-drawer .leadId=${this.#leadId} @closedrawer=${() => this.#open(null)} @leadschanged=${() => this.#load()}></crm-lead-drawer>
    </section>`;
  }

  #list() {
    if (!this.#result) return this.#error ? nothing : html`<div class="card">${loading(t("bin.loading"))}</div>`;
    const { leads, total } = this.#result;
    if (!leads.length) return html`<div class="card">${empty({ mark: "trash", title: t("bin.empty"), text: t("bin.emptyText", { days: BIN_DAYS }) })}</div>`;
    return html`<div class="card leads-card">
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t("bin.leads")}>
        <table class="plain" data-hook="bin">
          <caption class="hidden-text">${t("bin.leads")}</caption>
          <thead><tr>${Object.values(HEADS).map((head) => html`<th scope="col">${head}</th>`)}${app.session.mayEdit ? html`<th scope="col">${hiddenText(t("lead.restore"))}</th>` : nothing}</tr></thead>
          <tbody>${repeat(leads, (lead) => lead.leadId, (lead) => this.#row(lead))}</tbody>
        </table>
      </div>
      <div class="list-foot"><crm-pager .page=${this.#page} .pageSize=${this.#pageSize} .total=${total}
        @page=${withDetail((/** @type {number} */ page) => this.#show(page, this.#pageSize))}
        @pagesize=${withDetail((/** @type {number} */ pageSize) => this.#show(1, pageSize))}></crm-pager></div>
    </div>`;
  }

  /** @param {Lead} lead */
  #row(lead) {
    const { leadId, company, email, deletedAt } = lead;
    const end = deletedAt ? new Date(Date.parse(deletedAt) + BIN_DAYS * DAY_MS).toISOString() : null;
    return html`<tr data-hook="deleted">
      <td data-label=${HEADS.name}><a href=${href("/leads/bin", { lead: leadId })}>${leadName(lead)}</a></td>
      <td data-label=${HEADS.company}>${company || dash()}</td>
      <td data-label=${HEADS.email}>${email || dash()}</td>
      <td data-label=${HEADS.deleted}>${when(deletedAt)}</td>
      <td data-label=${HEADS.keptUntil}>${day(end)}</td>
      ${app.session.mayEdit ? html`<td><button type="button" class="button button-small" data-hook="restore" @click=${() => this.#restore(lead)}>${icon("undo")}${rich("bin.restore", { name: leadName(lead), hidden: hiddenText })}</button></td>` : nothing}
    </tr>`;
  }

  /** Shows what the address says. */
  #arrive({ first = false } = {}) {
    const { parts, params } = currentRoute();
    if (parts[0] !== "leads" || parts[1] !== "bin") return;
    const { page, pageSize } = readView(params);
    const changed = page !== this.#page || pageSize !== this.#pageSize;
    this.#page = page;
    this.#pageSize = pageSize;
    this.#leadId = params.get("lead");
    if (first || changed) this.#load();
    this.update();
  }

  /**
   * @param {number} page
   * @param {number} pageSize
   */
  #show(page, pageSize) {
    go("/leads/bin", this.#params(page, pageSize));
  }

  /** @param {string|null} leadId */
  #open(leadId) {
    go("/leads/bin", { ...this.#params(this.#page, this.#pageSize), ...(leadId ? { lead: leadId } : {}) });
  }

  /**
   * @param {number} page
   * @param {number} pageSize
   */
  #params(page, pageSize) {
    return { page: String(page), pageSize: String(pageSize) };
  }

  async #load() {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    this.#error = null;
    try {
      const params = { bin: "true", ...this.#params(this.#page, this.#pageSize) };
      this.#result = /** @type {LeadPage} */ (await app.api.get("/leads", { params, signal }));
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = messageOf(error);
    }
    this.update();
  }

  /** @param {Lead} lead */
  async #restore(lead) {
    await restoreLead(lead.leadId, leadName(lead), () => this.#load());
    this.focusOn("h1");
  }

  async #restoreAll() {
    try {
      await startJob({ change: { action: "restore" } });
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
    this.focusOn("h1");
  }
}

BinPage.define("crm-bin-page");
