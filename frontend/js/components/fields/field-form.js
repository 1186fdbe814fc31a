/**
 * The form of a field of the owner's. For a new one it proposes the type that the values have so far, and says why.
 * Emits "saved" with the field's label, and "cancelform".
 *
 * @typedef {import("../../../types/api").OwnFieldAnswer} OwnField
 * @typedef {import("../../../types/api").FieldType} FieldType
 * @typedef {import("../../../types/api").FieldProposal} FieldProposal
 * @typedef {import("../../../types/page").FormError} FormError
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withValue } from "../../lib/dom.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { html, live, nothing } from "../../lib/lit.js";
import { rich, t } from "../../lib/texts.js";
import { FIELD_TYPES, WITH_CHOICES, WITH_DAYS } from "../../labels/field-types.js";
import { ApiError } from "../../services/api.js";
import { field } from "../../views/field.js";
import { guardTyped } from "../shell/unsaved.js";
import "../shell/error-summary.js";

const TYPES = /** @type {FieldType[]} */ (Object.keys(FIELD_TYPES));
/** What the API calls the parts, and their fields here. @type {Record<string, string>} */
const IDS = { label: "own-label", type: "own-type", choices: "own-choices", headers: "own-headers", dayFirst: "own-days", decimalComma: "own-comma" };

const PROPERTIES = {
  /** @type {OwnField|null} the field to change, null for a new one */
  field: null,
  /** the header that a new field is to read, "" where the user is to say */
  header: "",
};

export class FieldForm extends withProperties(PROPERTIES) {
  #label = "";
  #headers = "";
  /** @type {FieldType} */
  #type = "text";
  #choices = "";
  /** @type {boolean|null} */
  #dayFirst = null;
  /** @type {boolean|null} */
  #decimalComma = null;
  /** whether the user has chosen the type, so that no proposal changes it */
  #chosen = false;
  /** @type {FieldProposal|null} */
  #proposal = null;
  /** @type {AbortController|null} */
  #asking = null;
  /** @type {FormError[]} */
  #errors = [];
  #busy = false;
  #isTyped = false;

  mounted() {
    guardTyped(() => this.#isTyped, this.lifetime);
    const { label = this.header, headers = [this.header], type = "text", choices = [], dayFirst = null, decimalComma = null } = this.field ?? {};
    this.#label = label;
    this.#headers = headers.join("\n");
    this.#type = type;
    this.#choices = choices.join("\n");
    this.#dayFirst = dayFirst;
    this.#decimalComma = decimalComma;
    this.#chosen = this.field !== null;
    if (this.header) this.#propose();
  }

  unmounted() {
    this.#asking?.abort();
  }

  render() {
    const error = (/** @type {string} */ name) => this.#errors.find((one) => one.field === name)?.short;
    return html`<form class="form" novalidate data-hook="field-form" @input=${() => (this.#isTyped = true)} @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
      <crm-error-summary .errors=${this.#errors} .heading=${t("fields.notSaved")}></crm-error-summary>
      <div class="form-pair">
        <div @change=${() => this.#proposeByLabel()}>${field({ id: IDS.label, name: "field-label", label: t("fields.name"), value: this.#label, error: error("label"), required: true, onInput: (text) => (this.#label = text) })}</div>
        <div class="field">
          <label for=${IDS.type}>${t("fields.type")}</label>
          <select class="input" id=${IDS.type} data-hook="field-type" aria-describedby="own-type-help" @change=${withValue((type) => this.#choose(/** @type {FieldType} */ (type)))}>
            ${TYPES.map((type) => html`<option value=${type} .selected=${live(type === this.#type)}>${FIELD_TYPES[type].label}</option>`)}
          </select>
          <p class="field-hint" id="own-type-help">${FIELD_TYPES[this.#type].help}</p>
        </div>
      </div>
      <div role="status" data-hook="proposal">${this.#proposed()}</div>
      ${WITH_CHOICES.has(this.#type) ? field({ id: IDS.choices, name: "field-choices", label: t("fields.choices"), hint: t("fields.oneEach"), type: "textarea", value: this.#choices, error: error("choices"), onInput: (text) => (this.#choices = text) }) : nothing}
      ${WITH_DAYS.has(this.#type) ? either({ id: IDS.dayFirst, name: "field-days", label: t("fields.days"), value: this.#dayFirst, yes: t("fields.dayFirst"), no: t("fields.monthFirst"), onChange: (value) => (this.#dayFirst = value) }) : nothing}
      ${this.#type === "number" ? either({ id: IDS.decimalComma, name: "field-comma", label: t("fields.comma"), value: this.#decimalComma, yes: t("fields.thousand"), no: t("fields.aboutOne"), onChange: (value) => (this.#decimalComma = value) }) : nothing}
      <div @change=${() => this.#propose()}>${field({ id: IDS.headers, name: "field-headers", label: t("fields.headers"), hint: t("fields.headersHint"), type: "textarea", rows: 3, value: this.#headers, error: error("headers"), onInput: (text) => (this.#headers = text) })}</div>
      <div class="actions">
        <button class="button button-primary" data-hook="save-field" aria-disabled=${this.#busy ? "true" : nothing}>${t(this.field ? "fields.save" : "fields.addField")}</button>
        <button type="button" class="button" data-hook="cancel" @click=${() => this.#leave("cancelform")}>${t("common.cancel")}</button>
      </div>
    </form>`;
  }

  #proposed() {
    const proposal = this.#proposal;
    if (!proposal) return nothing;
    if (!proposal.values) return html`<p class="small muted">${t("fields.noValues")}</p>`;
    const { reason, fitting, values, leads } = proposal;
    const type = FIELD_TYPES[proposal.type].label;
    const others = proposal.type !== this.#type ? html` <button type="button" class="link" data-hook="take-proposal" @click=${() => this.#take(proposal)}>${t("fields.use", { type })}</button>` : nothing;
    const strong = (/** @type {unknown[]} */ parts) => html`<strong>${parts}</strong>`;
    return html`<p class="small">${rich("fields.proposed", { type, reason, fitting, values, strong })}${others}${leads > values ? ` ${t("fields.sample", { leads })}` : ""}</p>`;
  }

  /** @param {FieldType} type */
  #choose(type) {
    this.#type = type;
    this.#chosen = true;
    this.update();
  }

  /** @param {FieldProposal} proposal */
  #take({ type, choices, dayFirst, decimalComma }) {
    this.#type = type;
    if (choices.length) this.#choices = choices.join("\n");
    this.#dayFirst = dayFirst;
    this.#decimalComma = decimalComma;
    this.update();
  }

  /**
   * Tells that the form is done with.
   * @param {"saved"|"cancelform"} type
   * @param {string} [label]
   */
  #leave(type, label) {
    this.#isTyped = false;
    this.emit(type, label);
  }

  /** A new field reads the header of its own name unless the user says another. */
  #proposeByLabel() {
    if (this.#headers.trim()) return;
    this.#headers = this.#label.trim();
    this.update();
    this.#propose();
  }

  /** Asks what type the values under the first header have. */
  async #propose() {
    const header = lines(this.#headers)[0];
    if (!header) return;
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    try {
      const proposal = /** @type {FieldProposal} */ (await app.api.get("/fields/proposal", { params: { header }, signal }));
      this.#proposal = proposal;
      if (!this.#chosen && proposal.values) this.#take(proposal);
    } catch (error) {
      // Without a proposal, the user chooses.
      if (isAbort(error)) return;
      this.#proposal = null;
    }
    this.update();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const label = this.#label.trim();
    if (!label) {
      this.#errors = [{ field: "label", id: IDS.label, message: t("fields.enterName"), short: t("fields.enterName") }];
      this.update();
      return;
    }
    const body = {
      label,
      type: this.#type,
      headers: lines(this.#headers).filter((header) => header !== label),
      choices: WITH_CHOICES.has(this.#type) ? lines(this.#choices) : [],
      dayFirst: WITH_DAYS.has(this.#type) ? this.#dayFirst : null,
      decimalComma: this.#type === "number" ? this.#decimalComma : null,
    };
    this.#errors = [];
    this.#busy = true;
    this.update();
    try {
      if (this.field) await app.api.patch(`/fields/${encodeURIComponent(this.field.key)}`, body);
      else await app.api.post("/fields", body);
      this.#leave("saved", label);
    } catch (error) {
      this.#errors = explain(error);
    }
    this.#busy = false;
    this.update();
  }
}

/**
 * How a text that can be read in two ways is meant; null where each is clear by itself.
 * @param {{id: string, name: string, label: string, value: boolean|null, yes: string, no: string, onChange: (value: boolean|null) => void}} options
 */
function either({ id, name, label, value, yes, no, onChange }) {
  const option = (/** @type {boolean|null} */ one, /** @type {string} */ text) => html`<option value=${String(one)} .selected=${live(value === one)}>${text}</option>`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select class="input" id=${id} data-hook=${name} @change=${withValue((chosen) => onChange(chosen === "null" ? null : chosen === "true"))}>
      ${option(null, t("fields.notKnown"))}${option(true, yes)}${option(false, no)}
    </select>
  </div>`;
}

/**
 * @param {unknown} error
 * @returns {FormError[]}
 */
function explain(error) {
  const fields = error instanceof ApiError ? Object.entries(error.fields) : [];
  if (!fields.length) return [{ message: messageOf(error) }];
  return fields.map(([name, text]) => ({ field: name, id: IDS[name], message: text, short: text }));
}

/** @param {string} text */
function lines(text) {
  return [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];
}

FieldForm.define("crm-field-form");
