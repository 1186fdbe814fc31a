/**
 * The fields of a lead, for a new one or a change. Emits "saved" with the lead, "cancelform", and "openholder" with the ID
 * of the lead that has the email address.
 *
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../../types/page").FormError} FormError
 * @typedef {import("../../labels/lead-fields.js").EditableName} EditableName
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { messageOf } from "../../lib/errors.js";
import { present } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { EDITABLE, LABELS } from "../../labels/lead-fields.js";
import { ApiError } from "../../services/api.js";
import { field } from "../../views/field.js";
import "../shell/error-summary.js";

/** @type {EditableName[][]} */
const PAIRS = [["firstName", "lastName"], ["title", "company"], ["email", "phone"], ["remarks"]];
const BY_NAME = new Map(EDITABLE.map((entry) => [entry.name, entry]));

const PROPERTIES = {
  /** @type {Lead|null} the lead to change, null for a new one */
  lead: null,
};

export class LeadForm extends withProperties(PROPERTIES) {
  /** @type {Record<EditableName, string>} */
  #values = { firstName: "", lastName: "", title: "", company: "", email: "", phone: "", remarks: "" };
  /** @type {FormError[]} */
  #errors = [];
  #busy = false;

  /** Whether the form holds changes that are not saved. */
  get dirty() {
    return EDITABLE.some(({ name }) => this.#values[name] !== this.#original(name));
  }

  mounted() {
    for (const { name } of EDITABLE) this.#values[name] = this.#original(name);
  }

  render() {
    return html`<form class="form" novalidate data-hook="lead-form" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
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

  /** @param {EditableName} name */
  #field(name) {
    const { type, inputmode } = BY_NAME.get(name) ?? {};
    return field({
      id: `lead-${name}`,
      name,
      label: LABELS[name],
      type,
      inputmode,
      value: this.#values[name],
      error: this.#errors.find((error) => error.field === name)?.short,
      onInput: (text) => (this.#values[name] = text),
    });
  }

  /** @param {EditableName} name */
  #original(name) {
    return valueOf(this.lead, name);
  }

  /** @param {SubmitEvent} event */
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

  /**
   * Sends a new lead whole, and only the differences of a changed one, so that other people's changes stay.
   * @returns {Promise<Lead>}
   */
  async #send() {
    /** @type {import("../../../types/api").LeadChanges} */
    const sent = {};
    for (const { name } of EDITABLE) {
      if (this.lead ? this.#values[name] !== this.#original(name) : this.#values[name].trim()) sent[name] = this.#values[name].trim();
    }
    if (!this.lead) return /** @type {Lead} */ (await app.api.post("/leads", sent));
    if (!Object.keys(sent).length) return this.lead;
    sent.version = this.lead.version;
    return /** @type {Lead} */ (await app.api.patch(pathOf(this.lead), sent));
  }

  /**
   * Shows other people's changes in the fields that the user has not touched.
   * @param {Lead} lead
   */
  async #takeUp(lead) {
    try {
      const fresh = /** @type {Lead} */ (await app.api.get(pathOf(lead)));
      for (const { name } of EDITABLE) {
        if (this.#values[name] === this.#original(name)) this.#values[name] = valueOf(fresh, name);
      }
      this.lead = fresh;
      this.#errors = [];
      await this.update();
      this.hook("save")?.focus();
    } catch (error) {
      this.#errors = this.#explain(error);
      this.update();
    }
  }

  /**
   * @param {unknown} error
   * @returns {FormError[]}
   */
  #explain(error) {
    if (!(error instanceof ApiError)) return [{ message: messageOf(error) }];
    const { leadId, ...fields } = error.fields;
    if (error.code === "email_taken") {
      const holder = leadId ? html`<button type="button" class="link" data-hook="open-holder" @click=${() => this.emit("openholder", leadId)}>Open that lead</button>` : nothing;
      return [{ field: "email", id: "lead-email", message: error.message, short: "Another lead has this address.", action: holder }];
    }
    const { lead } = this;
    if (error.code === "edited_meanwhile" && lead) {
      const take = html`<button type="button" class="link" data-hook="take-up" @click=${() => this.#takeUp(lead)}>Show their changes and keep mine</button>`;
      return [{ message: "Someone else has changed this lead in the meantime.", action: take }];
    }
    const known = EDITABLE.filter(({ name }) => fields[name]);
    if (!known.length) return [{ message: messageOf(error) }];
    return known.map(({ name, label }) => ({ field: name, id: `lead-${name}`, message: `${label}: ${fields[name]}`, short: fields[name] }));
  }
}

/** @param {Lead} lead */
function pathOf(lead) {
  return `/leads/${encodeURIComponent(lead.leadId)}`;
}

/**
 * What the form shows of a field: "" where the lead has no value.
 * @param {Lead|null} lead
 * @param {EditableName} name
 */
function valueOf(lead, name) {
  const value = lead?.[name];
  return present(value) ? value : "";
}

LeadForm.define("crm-lead-form");
