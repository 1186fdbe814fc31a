/** A labelled field with its hint and its error. */

import { withValue } from "../lib/dom.js";
import { html, live, nothing } from "../lib/lit.js";
import { t } from "../lib/texts.js";
import { icon } from "./icon.js";

/**
 * @param {object} options
 * @param {string} options.id unique in the page: label, hint and error refer to the field by it
 * @param {string} options.name also its data hook
 * @param {string} options.label
 * @param {string} options.value
 * @param {(text: string) => void} options.onInput
 * @param {string} [options.type] of the input; "textarea" for several lines
 * @param {string} [options.hint]
 * @param {string} [options.error] what is wrong with it
 * @param {string} [options.autocomplete]
 * @param {boolean} [options.required]
 * @param {string} [options.inputmode] which keyboard a phone shows
 * @param {number} [options.rows] of a textarea
 */
export function field({ id, name, label, value, onInput, type = "text", hint, error, autocomplete, required, inputmode, rows = 5 }) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const input = withValue(onInput);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${hint ? html`<p class="field-hint" id=${`${id}-hint`}>${hint}</p>` : nothing}
    ${error ? html`<p class="field-error" id=${`${id}-error`} data-hook=${`error-${name}`}>${icon("alert")}<span><span class="hidden-text">${t("common.error")} </span>${error}</span></p>` : nothing}
    ${type === "textarea"
      ? html`<textarea class="input" id=${id} name=${name} data-hook=${name} .value=${live(value)} rows=${rows}
          aria-describedby=${described || nothing} aria-invalid=${error ? "true" : nothing} @input=${input}></textarea>`
      : html`<input class="input" id=${id} name=${name} data-hook=${name} type=${type} .value=${live(value)}
          autocomplete=${autocomplete ?? "off"} inputmode=${inputmode ?? nothing} spellcheck="false" autocapitalize="none"
          aria-required=${required ? "true" : nothing} aria-describedby=${described || nothing}
          aria-invalid=${error ? "true" : nothing} @input=${input}>`}
  </div>`;
}
