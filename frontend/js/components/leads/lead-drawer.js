/**
 * The panel with one lead: its fields, where it came from, its history; editing, deleting; or the form for a new one.
 * Emits "closedrawer", "leadschanged" and "openlead" with a lead's ID.
 *
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../labels/lead-fields.js").EditableName} EditableName
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { isAbort, messageOf, statusOf } from "../../lib/errors.js";
import { initials, leadName, present, when } from "../../lib/format.js";
import { html, keyed, nothing } from "../../lib/lit.js";
import { safeUrl } from "../../lib/safe-url.js";
import { EDITABLE } from "../../labels/lead-fields.js";
import { loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { confirmed } from "../shell/confirm.js";
import { toast } from "../shell/toasts.js";
import { deleteLeads } from "./deletion.js";
import "./lead-form.js";
import "./lead-history.js";

const PROPERTIES = {
  /** @type {string|null} the lead shown, "new" for the form of a new one, null for none */
  leadId: null,
};

export class LeadDrawer extends withProperties(PROPERTIES) {
  /** @type {Lead|null} */
  #lead = null;
  /** @type {string|null} */
  #error = null;
  #editing = false;

  mounted() {
    if (this.leadId) this.#begin();
  }

  changed() {
    if (this.leadId) this.#begin();
    else this.#dialog?.close();
  }

  rendered() {
    const dialog = this.#dialog;
    if (this.leadId && dialog && !dialog.open) dialog.showModal();
  }

  render() {
    return html`<dialog class="drawer" data-hook="drawer" aria-labelledby="drawer-title" @cancel=${(/** @type {Event} */ event) => this.#cancel(event)} @close=${() => this.#closed()} @click=${(/** @type {Event} */ event) => this.#clickOutside(event)}>
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

  #head() {
    const lead = this.#lead;
    const title = this.#isNew ? "New lead" : lead ? leadName(lead) : "Lead";
    const under = lead ? [lead.title, lead.company].filter(present).join(", ") : "";
    return html`<header class="drawer-head">
      ${lead ? html`<span class="avatar avatar-large" aria-hidden="true">${initials(lead)}</span>` : nothing}
      <div>
        <h2 id="drawer-title" tabindex="-1" data-hook="drawer-title">${title}</h2>
        ${under && under !== title ? html`<p class="muted">${under}</p>` : nothing}
      </div>
      <button type="button" class="button button-quiet button-icon" data-hook="close-drawer" aria-label="Close" @click=${() => this.#close()}>${icon("close")}</button>
    </header>`;
  }

  #body() {
    if (this.#error) return notice("bad", this.#error, html`<button type="button" class="button button-small" @click=${() => this.#begin()}>Try again</button>`);
    if (this.#isNew) return this.#form(null);
    if (!this.#lead) return loading("Loading the lead…");
    return this.#editing ? this.#form(this.#lead) : this.#details(this.#lead);
  }

  /** @param {Lead} lead */
  #details(lead) {
    return [
      app.session.mayEdit ? html`<div class="actions">
        <button type="button" class="button" data-hook="edit-lead" @click=${() => this.#edit(true)}>${icon("edit")}Edit</button>
        <button type="button" class="button button-quiet button-danger" data-hook="delete-lead" @click=${() => this.#delete(lead)}>${icon("trash")}Delete</button>
      </div>` : nothing,
      html`<dl class="details">
        ${EDITABLE.map(({ name, label }) => html`<div><dt>${label}</dt><dd data-hook=${`detail-${name}`}>${shownValue(lead, name)}</dd></div>`)}
      </dl>`,
      html`<dl class="details details-quiet">
        <div><dt>Source</dt><dd data-hook="detail-sourceFile">${lead.sourceFile || "Added by hand"}</dd></div>
        <div><dt>Added</dt><dd>${when(lead.createdAt)}</dd></div>
        <div><dt>Changed</dt><dd>${when(lead.updatedAt)}</dd></div>
      </dl>`,
      html`<crm-lead-history .leadId=${lead.leadId} .version=${lead.version}></crm-lead-history>`,
    ];
  }

  /** @param {Lead|null} lead */
  #form(lead) {
    return html`<crm-lead-form .lead=${lead} @saved=${withDetail((/** @type {Lead} */ saved) => this.#saved(saved))} @cancelform=${() => this.#leaveForm()} @openholder=${withDetail((/** @type {string} */ leadId) => this.#openOther(leadId))}></crm-lead-form>`;
  }

  async #begin() {
    const { leadId } = this;
    this.#lead = null;
    this.#error = null;
    this.#editing = false;
    await this.update();
    if (!leadId) return;
    if (this.#isNew) {
      this.focusOn("form input");
      return;
    }
    this.hook("drawer-title")?.focus();
    try {
      const path = `/leads/${encodeURIComponent(leadId)}`;
      const lead = /** @type {Lead} */ (await app.api.get(path, { signal: this.lifetime }));
      if (leadId === this.leadId) this.#lead = lead;
    } catch (error) {
      if (isAbort(error) || leadId !== this.leadId) return;
      this.#error = statusOf(error) === 404 ? "This lead no longer exists." : messageOf(error);
    }
    this.update();
  }

  /** @param {boolean} editing */
  #edit(editing) {
    this.#editing = editing;
    this.update().then(() => this.focusOn(editing ? "form input" : '[data-hook="edit-lead"]'));
  }

  /** @param {Lead} lead */
  #saved(lead) {
    toast(this.#isNew ? `Added ${leadName(lead)}.` : `Saved ${leadName(lead)}.`);
    this.emit("leadschanged");
    if (this.#isNew) {
      this.#shut();
      return;
    }
    this.#lead = lead;
    this.#edit(false);
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

  /** @param {Lead} lead */
  async #delete(lead) {
    const name = leadName(lead);
    this.#shut();
    await deleteLeads([lead.leadId], { name, changed: () => this.emit("leadschanged") });
  }

  async #mayLeave() {
    if (!this.querySelector("crm-lead-form")?.dirty) return true;
    return confirmed({ title: "Leave without saving?", text: "What you typed is not saved yet.", confirm: "Leave", danger: true });
  }

  async #close() {
    if (await this.#mayLeave()) this.#shut();
  }

  #shut() {
    this.#dialog?.close();
  }

  /** @param {Event} event */
  #cancel(event) {
    event.preventDefault();
    this.#close();
  }

  #closed() {
    if (this.leadId) this.emit("closedrawer");
  }

  /** @param {Event} event */
  #clickOutside(event) {
    if (event.target === event.currentTarget) this.#close();
  }
}

/**
 * @param {Lead} lead
 * @param {EditableName} name
 */
function shownValue(lead, name) {
  const value = lead[name];
  if (!present(value)) return html`<span class="missing">${value || "—"}</span>`;
  if (name === "email") return html`<a href=${safeUrl(`mailto:${encodeURIComponent(value).replaceAll("%40", "@")}`)}>${value}</a>`;
  if (name === "phone") return html`<a href=${safeUrl(`tel:${value.replace(/[^\d+]/g, "")}`)}>${value}</a>`;
  return html`<span class="as-typed">${value}</span>`;
}

LeadDrawer.define("crm-lead-drawer");
