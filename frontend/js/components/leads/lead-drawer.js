/**
 * The panel with one lead: its fields, where it came from, its history; editing, deleting; or the form for a new one.
 * Emits "closedrawer", "leadschanged" and "openlead".
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { initials, leadName, present, when } from "../../lib/format.js";
import { html, keyed, nothing } from "../../lib/lit.js";
import { safeUrl } from "../../lib/safe-url.js";
import { EDITABLE } from "../../labels/lead-fields.js";
import { deleteLeads } from "../../services/deletion.js";
import { loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { confirmed } from "../shell/confirm.js";
import "./lead-form.js";
import "./lead-history.js";
import { toast } from "../shell/toasts.js";

export class LeadDrawer extends Component {
  /** `leadId`: the lead shown, "new" for the form of a new one, null for none. */
  static properties = ["leadId"];

  #lead = null;
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
    if (this.leadId && !dialog.open) dialog.showModal();
  }

  render() {
    return html`<dialog class="drawer" data-hook="drawer" aria-labelledby="drawer-title" @cancel=${(event) => this.#cancel(event)} @close=${() => this.#closed()} @click=${(event) => this.#clickOutside(event)}>
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
    const under = lead && [lead.title, lead.company].filter(present).join(", ");
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
    if (this.#editing) return this.#form(this.#lead);
    return [
      app.session.user.mayEdit ? html`<div class="actions">
        <button type="button" class="button" data-hook="edit-lead" @click=${() => this.#edit(true)}>${icon("edit")}Edit</button>
        <button type="button" class="button button-quiet button-danger" data-hook="delete-lead" @click=${() => this.#delete()}>${icon("trash")}Delete</button>
      </div>` : nothing,
      html`<dl class="details">
        ${EDITABLE.map(({ name, label }) => html`<div><dt>${label}</dt><dd data-hook=${`detail-${name}`}>${this.#value(name)}</dd></div>`)}
      </dl>`,
      html`<dl class="details details-quiet">
        <div><dt>Source</dt><dd data-hook="detail-sourceFile">${this.#lead.sourceFile || "Added by hand"}</dd></div>
        <div><dt>Added</dt><dd>${when(this.#lead.createdAt)}</dd></div>
        <div><dt>Changed</dt><dd>${when(this.#lead.updatedAt)}</dd></div>
      </dl>`,
      html`<crm-lead-history .leadId=${this.leadId} .version=${this.#lead.updatedAt}></crm-lead-history>`,
    ];
  }

  #form(lead) {
    return html`<crm-lead-form .lead=${lead} @saved=${(event) => this.#saved(event.detail)} @cancelform=${() => this.#leaveForm()} @openholder=${(event) => this.#openOther(event.detail)}></crm-lead-form>`;
  }

  #value(name) {
    const value = this.#lead[name];
    if (!present(value)) return html`<span class="missing">${value || "—"}</span>`;
    if (name === "email") return html`<a href=${safeUrl(`mailto:${encodeURIComponent(value).replaceAll("%40", "@")}`)}>${value}</a>`;
    if (name === "phone") return html`<a href=${safeUrl(`tel:${value.replace(/[^\d+]/g, "")}`)}>${value}</a>`;
    return html`<span class="as-typed">${value}</span>`;
  }

  async #begin() {
    const { leadId } = this;
    this.#lead = null;
    this.#error = null;
    this.#editing = false;
    await this.update();
    if (this.#isNew) {
      this.querySelector("form input")?.focus();
      return;
    }
    this.hook("drawer-title")?.focus();
    try {
      const lead = await app.api.get(`/leads/${encodeURIComponent(leadId)}`, { signal: this.lifetime });
      if (leadId === this.leadId) this.#lead = lead;
    } catch (error) {
      if (error.name === "AbortError" || leadId !== this.leadId) return;
      this.#error = error.status === 404 ? "This lead does not exist any more." : error.message;
    }
    this.update();
  }

  #edit(editing) {
    this.#editing = editing;
    this.update().then(() => (editing ? this.querySelector("form input") : this.hook("edit-lead"))?.focus());
  }

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

  async #openOther(leadId) {
    if (await this.#mayLeave()) this.emit("openlead", leadId);
  }

  async #delete() {
    const { leadId } = this;
    const name = leadName(this.#lead);
    this.#shut();
    await deleteLeads([leadId], { name, changed: () => this.emit("leadschanged") });
  }

  #mayLeave() {
    if (!this.querySelector("crm-lead-form")?.dirty) return true;
    return confirmed({ title: "Leave without saving?", text: "What you typed is not saved yet.", confirm: "Leave", danger: true });
  }

  async #close() {
    if (await this.#mayLeave()) this.#shut();
  }

  #shut() {
    this.#dialog.close();
  }

  #cancel(event) {
    event.preventDefault();
    this.#close();
  }

  #closed() {
    if (this.leadId) this.emit("closedrawer");
  }

  #clickOutside(event) {
    if (event.target === event.currentTarget) this.#close();
  }
}

LeadDrawer.define("crm-lead-drawer");
