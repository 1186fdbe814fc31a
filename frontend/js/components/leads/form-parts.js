/** Parts of the form of a lead for what there can be several of, and for the owner's fields. */

import { withValue } from "../../lib/dom.js";
import { inSentence } from "../../lib/format.js";
import { html, live, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { field } from "../../views/field.js";
import { icon } from "../../views/icon.js";
import { tagsField } from "../../views/tags-field.js";

/**
 * @typedef {import("../../../types/api").OwnFieldAnswer} OwnField
 * @typedef {import("./lead-draft.js").Pair} Pair
 */

/** @type {Partial<Record<string, {type: string, inputmode?: string}>>} */
const INPUTS = { email: { type: "email", inputmode: "email" }, phone: { type: "tel", inputmode: "tel" }, longText: { type: "textarea" } };

/**
 * Rows of two short texts each, such as further emails with their labels.
 * @param {object} options
 * @param {string} options.name of their data hooks
 * @param {string} options.legend
 * @param {Pair[]} options.pairs
 * @param {[string, string]} options.labels of the two columns
 * @param {string} options.add the text of the button for one more
 * @param {string} [options.error]
 * @param {(pairs: Pair[]) => void} options.onChange
 */
export function pairs({ name, legend, pairs: shown, labels, add, error, onChange }) {
  const change = (/** @type {number} */ place, /** @type {Partial<Pair>} */ part) => onChange(shown.map((pair, i) => (i === place ? { ...pair, ...part } : pair)));
  const input = (/** @type {"value"|"label"} */ key, /** @type {Pair} */ pair, /** @type {number} */ place) =>
    html`<input class="input" data-hook=${`${name}-${key}`} aria-label=${`${labels[key === "value" ? 0 : 1]} ${place + 1}`} placeholder=${labels[key === "value" ? 0 : 1]}
      autocomplete="off" spellcheck="false" .value=${live(pair[key])} @input=${withValue((text) => change(place, { [key]: text }))}>`;
  return html`<fieldset class="field" id=${`lead-${name}`} tabindex="-1">
    <legend class="legend">${legend}</legend>
    ${error ? html`<p class="field-error" data-hook=${`error-${name}`}>${icon("alert")}<span><span class="hidden-text">${t("common.error")} </span>${error}</span></p>` : nothing}
    ${shown.map((pair, place) => html`<div class="pair-row">
      ${input("value", pair, place)}${input("label", pair, place)}
      <button type="button" class="button button-quiet button-icon" data-hook=${`${name}-remove`} aria-label=${t("leadForm.removeRow", { what: inSentence(labels[0]), number: place + 1 })} @click=${() => onChange(shown.filter((_, i) => i !== place))}>${icon("close")}</button>
    </div>`)}
    <div><button type="button" class="button button-small button-quiet" data-hook=${`${name}-add`} @click=${(/** @type {Event} */ event) => addRow(event, () => onChange([...shown, { value: "", label: "" }]))}>${icon("plus")}${add}</button></div>
  </fieldset>`;
}

/**
 * Adds a row and goes to its first field.
 * @param {Event} event
 * @param {() => void} add
 */
function addRow(event, add) {
  const group = /** @type {Element} */ (event.currentTarget).closest("fieldset");
  add();
  setTimeout(() => {
    const rows = group?.querySelectorAll(".pair-row") ?? [];
    rows[rows.length - 1]?.querySelector("input")?.focus();
  });
}

/**
 * The id of a part's field: headers of files may hold blanks, ids may not.
 * @param {string} part
 */
export function partId(part) {
  return `lead-${encodeURIComponent(part)}`;
}

/**
 * A built-in field of one value.
 * @param {import("../../labels/lead-fields.js").LeadColumn} column
 * @param {string} value
 * @param {{hint?: string, error?: string, onChange: (value: string) => void}} options
 */
export function builtInField({ name, label, kind }, value, { hint, error, onChange }) {
  return field({ id: partId(name), name, label, ...INPUTS[kind], value, hint, error, onInput: onChange });
}

/**
 * A field of the owner's, as its type is typed.
 * @param {OwnField} own
 * @param {string|string[]} value as the draft has it
 * @param {{hint?: string, error?: string, onChange: (value: string|string[]) => void}} options
 */
export function ownField({ key, label, type, choices }, value, { hint, error, onChange }) {
  const id = partId(`fields/${key}`);
  const named = { id, name: `field-${key}`, label, hint, error, onInput: onChange };
  if (type === "choices" && !choices.length) return tagsField({ id, label, tags: /** @type {string[]} */ (value), hint, error, onChange });
  if (type === "choices") return severalChoices(id, label, choices, /** @type {string[]} */ (value), { hint, error, onChange });
  const text = String(value);
  if (type === "yesNo") return select(named, text, [["yes", t("common.yes")], ["no", t("common.no")]]);
  // Without choices, anything may be chosen.
  if (type === "choice" && choices.length) return select(named, text, withValueOf(choices, [text]).map((choice) => [choice, choice]));
  /** @type {Partial<Record<OwnField["type"], string>>} */
  const types = { date: "date", link: "url", address: "textarea" };
  // A value that the file wrote in another way cannot be shown by the browser's own field: it stays text.
  const shown = type === "date" && text && !/^\d{4}-\d\d-\d\d$/.test(text) ? "text" : (types[type] ?? "text");
  return field({ ...named, value: text, type: shown, inputmode: type === "number" ? "decimal" : undefined });
}

/**
 * @param {{id: string, name: string, label: string, hint?: string, error?: string, onInput: (value: string) => void}} named
 * @param {string} value
 * @param {string[][]} options value and label of each
 */
function select({ id, name, label, hint, error, onInput }, value, options) {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${note(id, hint, error)}
    <select class="input" id=${id} data-hook=${name} aria-describedby=${hint || error ? `${id}-note` : nothing} @change=${withValue(onInput)}>
      <option value="" .selected=${live(value === "")}>${t("leadForm.noValue")}</option>
      ${options.map(([key, text]) => html`<option value=${key} .selected=${live(value === key)}>${text}</option>`)}
    </select>
  </div>`;
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string[]} choices
 * @param {string[]} chosen
 * @param {{hint?: string, error?: string, onChange: (value: string[]) => void}} options
 */
function severalChoices(id, label, choices, chosen, { hint, error, onChange }) {
  const toggle = (/** @type {string} */ choice) => onChange(chosen.includes(choice) ? chosen.filter((other) => other !== choice) : [...chosen, choice]);
  return html`<fieldset class="field" id=${id} tabindex="-1">
    <legend class="legend">${label}</legend>
    ${note(id, hint, error)}
    <div class="check-list">${withValueOf(choices, chosen).map((choice) => html`<label class="check">
      <input type="checkbox" data-hook="choice" .checked=${live(chosen.includes(choice))} @change=${() => toggle(choice)}>${choice}</label>`)}</div>
  </fieldset>`;
}

/**
 * @param {string} id
 * @param {string} [hint]
 * @param {string} [error]
 */
function note(id, hint, error) {
  if (!hint && !error) return nothing;
  return html`<p class=${error ? "field-error" : "field-hint"} id=${`${id}-note`}>${error ?? hint}</p>`;
}

/**
 * The choices, and after them what a lead has that is none of them any more.
 * @param {string[]} choices
 * @param {string[]} values
 */
function withValueOf(choices, values) {
  return [...choices, ...values.filter((value) => value && !choices.includes(value))];
}
