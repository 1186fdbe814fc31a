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
import { differing, onTopOf } from "../../lib/drafts.js";
import { isAbort, messageOf, statusOf } from "../../lib/errors.js";
import { html, live, nothing } from "../../lib/lit.js";
import { rich, t } from "../../lib/texts.js";
import { FIELD_TYPES, WITH_CHOICES, WITH_DAYS } from "../../labels/field-types.js";
import { proposedBecause } from "../../labels/reasons.js";
import { ApiError } from "../../services/api.js";
import { field } from "../../views/field.js";
import { bothChanged } from "../shell/both-changed.js";
import { guardTyped } from "../shell/unsaved.js";
import "../shell/error-summary.js";

const TYPES = /** @type {FieldType[]} */ (Object.keys(FIELD_TYPES));
/** What the API calls the parts, and their fields here. @type {Record<string, string>} */
const IDS = { label: "own-label", type: "own-type", choices: "own-choices", headers: "own-headers", dayFirst: "own-days", decimalComma: "own-comma" };

/** @typedef {Pick<OwnField, "label"|"type"|"headers"|"choices"|"dayFirst"|"decimalComma">} Parts */

/** @type {Record<keyof Parts, string>} */
const PART_LABELS = {
  label: t("fields.name"),
  type: t("fields.type"),
  headers: t("fields.headers"),
  choices: t("fields.choices"),
  dayFirst: t("fields.days"),
  decimalComma: t("fields.comma"),
};

/** @type {Parts} */
const NOTHING = { label: "", type: "text", headers: [], choices: [], dayFirst: null, decimalComma: null };

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
  /** @type {OwnField|null} the field as the user has seen it, whatever others save meanwhile */
  #seen = null;

  mounted() {
    guardTyped(() => this.#isTyped, this.lifetime);
    this.#seen = this.field;
    this.#show(this.field ? partsOf(this.field) : { ...NOTHING, label: this.header, headers: [this.header] });
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
    const { fitting, values, leads } = proposal;
    const reason = proposedBecause(proposal);
    const type = FIELD_TYPES[proposal.type].label;
    const others = proposal.type !== this.#type ? html` <button type="button" class="link" data-hook="take-proposal" @click=${() => this.#take(proposal)}>${t("fields.use", { type })}</button>` : nothing;
    const strong = (/** @type {unknown[]} */ parts) => html`<strong>${parts}</strong>`;
    return html`<p class="small">${rich("fields.proposed", { type, reason, fitting, values, strong })}${others}${leads > values ? ` ${t("fields.sample", { leads })}` : ""}</p>`;
  }

  /** @param {Parts} parts */
  #show({ label, headers, type, choices, dayFirst, decimalComma }) {
    this.#label = label;
    this.#headers = headers.join("\n");
    this.#type = type;
    this.#choices = choices.join("\n");
    this.#dayFirst = dayFirst;
    this.#decimalComma = decimalComma;
  }

  /** @returns {Parts} what the form says */
  get #parts() {
    const label = this.#label.trim();
    return {
      label,
      type: this.#type,
      headers: lines(this.#headers).filter((header) => header !== label),
      choices: WITH_CHOICES.has(this.#type) ? lines(this.#choices) : [],
      dayFirst: WITH_DAYS.has(this.#type) ? this.#dayFirst : null,
      decimalComma: this.#type === "number" ? this.#decimalComma : null,
    };
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
    const parts = this.#parts;
    if (!parts.label) {
      this.#errors = [{ field: "label", id: IDS.label, message: t("fields.enterName"), short: t("fields.enterName") }];
      this.update();
      return;
    }
    this.#errors = [];
    this.#busy = true;
    this.update();
    try {
      await this.#send(parts);
      this.#leave("saved", parts.label);
    } catch (error) {
      this.#errors = await this.#refused(error);
    }
    this.#busy = false;
    this.update();
  }

  /** @param {Parts} parts */
  async #send(parts) {
    const seen = this.#seen;
    if (!seen) return app.api.post("/fields", parts);
    const changes = Object.fromEntries(differing(parts, partsOf(seen)).map((name) => [name, parts[/** @type {keyof Parts} */ (name)]]));
    return app.api.patch(`/fields/${encodeURIComponent(seen.key)}`, changes, { ifMatch: seen.version });
  }

  /**
   * What to say of a field that was not saved; what somebody else has saved meanwhile is taken up first.
   * @param {unknown} error
   */
  async #refused(error) {
    const seen = this.#seen;
    if (!seen || statusOf(error) !== 412) return explain(error);
    try {
      await app.fields.load();
    } catch (failure) {
      return explain(failure);
    }
    const fresh = app.fields.own.find(({ key }) => key === seen.key);
    if (!fresh) return explain(error);
    const theirs = partsOf(fresh);
    const { draft, conflicts } = onTopOf(this.#parts, partsOf(seen), theirs);
    this.#seen = fresh;
    this.#show(/** @type {Parts} */ (draft));
    return this.#conflicts(/** @type {(keyof Parts)[]} */ (conflicts), theirs);
  }

  /**
   * @param {(keyof Parts)[]} names of the parts that both have changed
   * @param {Parts} theirs
   * @returns {FormError[]}
   */
  #conflicts(names, theirs) {
    const mine = this.#parts;
    const parts = names.map((name) => ({ part: name, id: IDS[name], label: PART_LABELS[name], mine: shown(name, mine[name]), theirs: shown(name, theirs[name]) }));
    return bothChanged(parts, (part) => {
      this.#show({ ...this.#parts, [part]: theirs[/** @type {keyof Parts} */ (part)] });
      this.#errors = this.#conflicts(names.filter((name) => name !== part), theirs);
      this.update();
    });
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
 * @param {OwnField} field
 * @returns {Parts}
 */
function partsOf({ label, type, headers, choices, dayFirst, decimalComma }) {
  return { label, type, headers, choices, dayFirst, decimalComma };
}

/**
 * A part as the form shows it.
 * @param {keyof Parts} name
 * @param {Parts[keyof Parts]} value
 */
function shown(name, value) {
  if (name === "type") return FIELD_TYPES[/** @type {FieldType} */ (value)].label;
  if (typeof value !== "boolean") return value ?? (name === "dayFirst" || name === "decimalComma" ? t("fields.notKnown") : "");
  if (name === "dayFirst") return value ? t("fields.dayFirst") : t("fields.monthFirst");
  return value ? t("fields.thousand") : t("fields.aboutOne");
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
