/**
 * The panel with one lead: its values, its history; editing, deleting; or the form for a new one. Emits "closedrawer",
 * "leadschanged", "openlead" with a lead's ID, and "steplead" with that of one that takes the place of the one shown.
 *
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../../types/api").LeadDetail} LeadDetail
 * @typedef {import("../../../types/api").LeadHistory} LeadHistory
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { messageOf, statusOf } from "../../lib/errors.js";
import { initials, leadName, when } from "../../lib/format.js";
import { html, keyed, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { toast } from "../shell/toasts.js";
import { agreedToLeave, guardTyped } from "../shell/unsaved.js";
import { BIN_DAYS, deleteLead, restoreLead } from "./deletion.js";
import { leadHistory } from "./lead-history.js";
import { mergedFrom, takeApart } from "./merged-from.js";
import "./lead-details.js";
import "./lead-form.js";

const PROPERTIES = {
  /** @type {string|null} the lead shown, "new" for the form of a new one, null for none */
  leadId: null,
  /** @type {Lead[]|null} those of the list, in its order */
  leads: null,
};

export class LeadDrawer extends withProperties(PROPERTIES) {
  /** @type {LeadDetail|null} */
  #lead = null;
  /** @type {LeadHistory|null} what happened to it */
  #history = null;
  /** @type {string|null} */
  #error = null;
  /** @type {string|null} why there is no history */
  #historyError = null;
  #gone = false;
  #editing = false;
  #busy = false;
  /** whether the user has agreed to lose what is typed */
  #mayLose = false;

  mounted() {
    guardTyped(() => this.#hasTyped, this.lifetime);
    if (this.leadId) this.#begin();
  }

  /** @param {string} name */
  changed(name) {
    if (name !== "leadId") return;
    if (this.leadId) this.#begin();
    else this.#dialog?.close();
  }

  rendered() {
    const dialog = this.#dialog;
    if (this.leadId && dialog && !dialog.open) dialog.showModal();
  }

  render() {
    return html`<dialog class="drawer" data-hook="drawer" aria-labelledby="drawer-title" @cancel=${(/** @type {Event} */ event) => this.#cancel(event)} @close=${() => this.#closed()} @click=${(/** @type {Event} */ event) => this.#clickOutside(event)} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event)}>
      ${this.leadId ? keyed(this.leadId, html`<div class="drawer-inside">
        ${this.#head()}
        <div class="drawer-body">${this.#body()}</div>
      </div>`) : nothing}
    </dialog>`;
  }

  get #dialog() {
    return this.querySelector("dialog");
  }

  get #isNew() {
    return this.leadId === "new";
  }

  get #hasTyped() {
    return Boolean(this.#dialog?.open && !this.#mayLose && this.querySelector("crm-lead-form")?.dirty);
  }

  #head() {
    const lead = this.#lead;
    const title = this.#isNew ? t("lead.new") : lead ? leadName(lead) : t("lead.lead");
    const under = lead ? [lead.title, lead.company].filter(Boolean).join(", ") : "";
    return html`<header class="drawer-head">
      ${lead ? html`<span class="avatar avatar-large" aria-hidden="true">${initials(lead)}</span>` : nothing}
      <div>
        <h2 id="drawer-title" tabindex="-1" data-hook="drawer-title">${title}</h2>
        ${under && under !== title ? html`<p class="muted">${under}</p>` : nothing}
      </div>
      ${this.#neighbor(-1) || this.#neighbor(1) ? [this.#stepper("previous", t("lead.previous"), -1), this.#stepper("next", t("lead.next"), 1)] : nothing}
      <button type="button" class="button button-quiet button-icon" data-hook="close-drawer" aria-label=${t("common.close")} @click=${() => this.#close()}>${icon("close")}</button>
    </header>`;
  }

  /**
   * @param {"previous"|"next"} name
   * @param {string} label
   * @param {-1|1} step
   */
  #stepper(name, label, step) {
    const keys = step < 0 ? "ArrowUp" : "ArrowDown";
    return html`<button type="button" class="button button-quiet button-icon" data-hook=${`lead-${name}`} aria-label=${label} title=${`${label} (Alt+${step < 0 ? "↑" : "↓"})`}
      aria-keyshortcuts=${`Alt+${keys}`} aria-disabled=${this.#neighbor(step) ? nothing : "true"} @click=${() => this.#step(step)}>${icon(name)}</button>`;
  }

  /**
   * @param {-1|1} step
   * @returns {string|null} the lead before or after in the list, null where there is none
   */
  #neighbor(step) {
    const place = this.leads?.findIndex(({ leadId }) => leadId === this.leadId) ?? -1;
    return place < 0 ? null : (this.leads?.[place + step]?.leadId ?? null);
  }

  /** @param {-1|1} step */
  async #step(step) {
    const leadId = this.#neighbor(step);
    if (leadId && (await this.#mayLeave())) this.emit("steplead", leadId);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    this.#step(event.key === "ArrowUp" ? -1 : 1);
  }

  #body() {
    if (this.#gone) return notice("warn", html`<p>${rich("lead.gone", { days: BIN_DAYS, bin: (parts) => html`<a href=${href("/leads/bin")}>${parts}</a>` })}</p>`);
    if (this.#error) return notice("bad", this.#error, html`<button type="button" class="button button-small" @click=${() => this.#begin()}>${t("common.retry")}</button>`);
    if (this.#isNew) return this.#form(null);
    if (!this.#lead) return loading(t("lead.loading"));
    return this.#editing ? this.#form(this.#lead) : this.#details(this.#lead);
  }

  /** @param {LeadDetail} lead */
  #details(lead) {
    const editable = app.session.mayEdit && !lead.deletedAt;
    return [
      lead.deletedAt ? this.#inBin(lead, lead.deletedAt) : nothing,
      mergedFrom(lead, editable, (merge) => this.#takeApart(lead, merge)),
      editable ? html`<div class="actions">
        <button type="button" class="button" data-hook="edit-lead" @click=${() => this.#edit(true)}>${icon("edit")}${t("common.edit")}</button>
        <button type="button" class="button button-quiet button-danger" data-hook="delete-lead" @click=${() => this.#delete(lead)}>${icon("trash")}${t("common.delete")}</button>
      </div>` : nothing,
      html`<crm-lead-details .lead=${lead} .events=${this.#history?.events ?? []} .editable=${editable} @protect=${withDetail((/** @type {string[]} */ paths) => this.#protect(lead, paths))}></crm-lead-details>`,
      leadHistory(this.#history, this.#historyError),
    ];
  }

  /**
   * @param {LeadDetail} lead
   * @param {string} since
   */
  #inBin(lead, since) {
    const back = app.session.mayEdit ? html`<button type="button" class="button button-small" data-hook="restore-lead" @click=${() => this.#restore(lead)}>${t("lead.restore")}</button>` : nothing;
    return notice("warn", html`<p data-hook="in-bin">${t("lead.inBin", { time: when(since), days: BIN_DAYS })}</p>`, back);
  }

  /** @param {LeadDetail|null} lead */
  #form(lead) {
    return html`<crm-lead-form .lead=${lead} @saved=${withDetail((/** @type {Lead} */ saved) => this.#saved(saved))} @cancelform=${() => this.#leaveForm()} @openholder=${withDetail((/** @type {string} */ leadId) => this.#openOther(leadId))}></crm-lead-form>`;
  }

  async #begin() {
    const { leadId } = this;
    this.#lead = null;
    this.#editing = false;
    this.#mayLose = false;
    await this.update();
    if (!leadId) return;
    if (this.#isNew) {
      this.focusOn("form input");
      return;
    }
    this.hook("drawer-title")?.focus();
    await this.#load(leadId);
  }

  /**
   * Reads the lead and what happened to it; what shows until then stays.
   * @param {string} leadId
   */
  async #load(leadId) {
    const path = `/leads/${encodeURIComponent(leadId)}`;
    const options = { signal: this.lifetime };
    this.#error = null;
    this.#gone = false;
    const [lead, history] = await Promise.allSettled([app.api.get(path, options), app.api.get(`${path}/history`, options)]);
    if (leadId !== this.leadId || this.lifetime.aborted) return;
    if (lead.status === "fulfilled") {
      this.#lead = /** @type {LeadDetail} */ (lead.value);
      if (this.#lead.leadId !== leadId) {
        // A link to a lead that was merged into this one.
        this.emit("steplead", this.#lead.leadId);
        return;
      }
    } else {
      this.#gone = statusOf(lead.reason) === 404;
      this.#error = messageOf(lead.reason);
    }
    this.#history = history.status === "fulfilled" ? /** @type {LeadHistory} */ (history.value) : null;
    this.#historyError = history.status === "rejected" ? t("lead.historyMissing", { reason: messageOf(history.reason) }) : null;
    this.update();
  }

  /** @param {boolean} editing */
  #edit(editing) {
    this.#editing = editing;
    this.#mayLose = false;
    this.update().then(() => this.focusOn(editing ? "form input" : '[data-hook="edit-lead"]'));
  }

  /** @param {Lead} lead */
  async #saved(lead) {
    const name = leadName(lead);
    toast(this.#isNew ? t("lead.added", { name }) : t("lead.saved", { name }));
    this.emit("leadschanged");
    if (this.#isNew) {
      this.#shut();
      return;
    }
    await this.#load(lead.leadId);
    this.#edit(false);
  }

  /**
   * @param {LeadDetail} lead
   * @param {string[]} paths that imports shall leave alone
   */
  async #protect(lead, paths) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await app.api.patch(`/leads/${encodeURIComponent(lead.leadId)}`, { protect: paths }, { ifMatch: lead.version });
    } catch (error) {
      const text = statusOf(error) === 412 ? t("lead.protectOutdated") : messageOf(error);
      toast(text, { tone: "bad" });
    }
    this.#busy = false;
    await this.#load(lead.leadId);
  }

  async #leaveForm() {
    if (!(await this.#mayLeave())) return;
    if (this.#isNew) this.#shut();
    else this.#edit(false);
  }

  /** @param {string} leadId */
  async #openOther(leadId) {
    if (await this.#mayLeave()) this.emit("openlead", leadId);
  }

  /** @param {LeadDetail} lead */
  async #delete(lead) {
    const done = await deleteLead(lead.leadId, { name: leadName(lead), version: lead.version, changed: () => this.emit("leadschanged") });
    if (done) this.#shut();
    else await this.#load(lead.leadId);
  }

  /** @param {LeadDetail} lead */
  async #restore(lead) {
    await restoreLead(lead.leadId, leadName(lead), () => this.emit("leadschanged"));
    await this.#load(lead.leadId);
    this.focusOn('[data-hook="drawer-title"]');
  }

  /**
   * @param {LeadDetail} lead
   * @param {import("../../../types/api").MergedFrom} merge
   */
  async #takeApart(lead, merge) {
    if (!(await takeApart(lead, merge))) return;
    this.emit("leadschanged");
    await this.#load(lead.leadId);
    this.focusOn('[data-hook="drawer-title"]');
  }

  async #mayLeave() {
    if (this.#hasTyped) this.#mayLose = await agreedToLeave();
    return !this.#hasTyped;
  }

  async #close() {
    if (await this.#mayLeave()) this.#shut();
  }

  #shut() {
    this.leadId = null;
    this.emit("closedrawer");
  }

  /** @param {Event} event */
  #cancel(event) {
    event.preventDefault();
    this.#close();
  }

  /** The browser tells of a closed dialog a frame later, when another lead may be open. */
  #closed() {
    if (this.leadId && !this.#dialog?.open) this.#shut();
  }

  /** @param {Event} event */
  #clickOutside(event) {
    if (event.target === event.currentTarget) this.#close();
  }
}

LeadDrawer.define("crm-lead-drawer");
