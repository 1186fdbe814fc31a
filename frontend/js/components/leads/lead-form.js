/** The fields of a lead, for a new one or a change. Emits "saved" with the lead, "cancelform", and "openholder". */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { present } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { EDITABLE } from "../../labels/lead-fields.js";
import { field } from "../../views/field.js";
import "../shell/error-summary.js";

const PAIRS = [["firstName", "lastName"], ["title", "company"], ["email", "phone"], ["remarks"]];
const BY_NAME = Object.fromEntries(EDITABLE.map((entry) => [entry.name, entry]));

export class LeadForm extends Component {
  /** `lead`: the lead to change, null for a new one. */
  static properties = ["lead"];

  #values = {};
  #errors = [];
  #busy = false;

  /** Whether something was typed that is not saved. */
  get dirty() {
    return EDITABLE.some(({ name }) => this.#values[name] !== this.#original(name));
  }

  mounted() {
    for (const { name } of EDITABLE) this.#values[name] = this.#original(name);
  }

  render() {
    return html`<form class="form" novalidate data-hook="lead-form" @submit=${(event) => this.#submit(event)}>
      <crm-error-summary .errors=${this.#errors} .heading=${"The lead is not saved"}></crm-error-summary>
      ${PAIRS.map((names) => html`<div class=${names.length > 1 ? "form-pair" : "form"}>${names.map((name) => this.#field(name))}</div>`)}
      <div class="actions">
        <button class="button button-primary" data-hook="save" aria-disabled=${this.#busy ? "true" : nothing}>
          ${this.#busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${this.lead ? "Save changes" : "Add lead"}
        </button>
        <button type="button" class="button" data-hook="cancel" @click=${() => this.emit("cancelform")}>Cancel</button>
      </div>
    </form>`;
  }

  #field(name) {
    const { label, type, inputmode } = BY_NAME[name];
    return field({
      id: `lead-${name}`,
      name,
      label,
      type,
      inputmode,
      value: this.#values[name],
      error: this.#errors.find((error) => error.field === name)?.short,
      onInput: (text) => (this.#values[name] = text),
    });
  }

  #original(name) {
    return this.lead && present(this.lead[name]) ? this.lead[name] : "";
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const given = EDITABLE.filter(({ name }) => this.#values[name].trim());
    if (!given.length) {
      this.#errors = [{ field: "firstName", id: "lead-firstName", message: "Fill in at least one field.", short: "Fill in at least one field." }];
      this.update();
      return;
    }
    this.#errors = [];
    this.#busy = true;
    this.update();
    try {
      this.emit("saved", await this.#send());
    } catch (error) {
      this.#errors = this.#explain(error);
    } finally {
      this.#busy = false;
      this.update();
    }
  }

  /** A new lead is sent whole, a change only in what differs: what others changed meanwhile stays. */
  #send() {
    const sent = {};
    for (const { name } of EDITABLE) {
      if (this.lead ? this.#values[name] !== this.#original(name) : this.#values[name].trim()) sent[name] = this.#values[name].trim();
    }
    if (!this.lead) return app.api.post("/leads", sent);
    if (!Object.keys(sent).length) return this.lead;
    if (this.lead.version) sent.version = this.lead.version;
    return app.api.patch(this.#path, sent);
  }

  get #path() {
    return `/leads/${encodeURIComponent(this.lead.leadId)}`;
  }

  /** Takes up what others have written meanwhile, in the fields that the user has not touched. */
  async #takeUp() {
    try {
      const fresh = await app.api.get(this.#path);
      for (const { name } of EDITABLE) {
        if (this.#values[name] === this.#original(name)) this.#values[name] = present(fresh[name]) ? fresh[name] : "";
      }
      this.lead = fresh;
      this.#errors = [];
      await this.update();
      this.hook("save").focus();
    } catch (error) {
      this.#errors = this.#explain(error);
      this.update();
    }
  }

  #explain(error) {
    const { leadId, ...fields } = error.fields ?? {};
    if (error.code === "email_taken") {
      const holder = leadId ? html`<button type="button" class="link" data-hook="open-holder" @click=${() => this.emit("openholder", leadId)}>Open that lead</button>` : nothing;
      return [{ field: "email", id: "lead-email", message: error.message, short: "Another lead has this address.", action: holder }];
    }
    if (error.code === "edited_meanwhile" && this.lead) {
      const take = html`<button type="button" class="link" data-hook="take-up" @click=${() => this.#takeUp()}>Show their changes and keep mine</button>`;
      return [{ message: "Someone else has changed this lead meanwhile.", action: take }];
    }
    const known = Object.entries(fields).filter(([name]) => BY_NAME[name]);
    if (!known.length) return [{ message: error.message ?? "Something went wrong. Please try again." }];
    return known.map(([name, text]) => ({ field: name, id: `lead-${name}`, message: `${BY_NAME[name].label}: ${text}`, short: text }));
  }
}

LeadForm.define("crm-lead-form");
