/** Tags as chips, with a field that takes the next one. */

import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/texts.js";
import { icon } from "./icon.js";

/**
 * Enter or a comma ends a tag, and so does leaving the field.
 * @param {object} options
 * @param {string} options.id of the field
 * @param {string} options.label
 * @param {string[]} options.tags
 * @param {string} [options.hint]
 * @param {string} [options.error]
 * @param {(tags: string[]) => void} options.onChange
 */
export function tagsField({ id, label, tags, hint = t("leadForm.tagHint"), error, onChange }) {
  const take = (/** @type {HTMLInputElement} */ input) => {
    const known = new Set(tags.map((tag) => tag.toLowerCase()));
    const typed = input.value.split(",").map((tag) => tag.trim());
    input.value = "";
    onChange([...tags, ...typed.filter((tag, i) => tag && !known.has(tag.toLowerCase()) && typed.indexOf(tag) === i)]);
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    if (event.isComposing || (event.key !== "Enter" && event.key !== ",")) return;
    if (event.key === "Enter" && !input.value.trim()) return;
    event.preventDefault();
    take(input);
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <p class="field-hint" id=${`${id}-hint`}>${hint}</p>
    ${error ? html`<p class="field-error" data-hook="error-tags">${icon("alert")}<span><span class="hidden-text">${t("common.error")} </span>${error}</span></p>` : nothing}
    ${tags.length > 0 ? html`<ul class="chips">${tags.map((tag) => html`<li class="chip" data-hook="tag">${tag}<button type="button" aria-label=${t("leadForm.removeTag", { tag })} @click=${() => onChange(tags.filter((other) => other !== tag))}>${icon("close", "icon-sm")}</button></li>`)}</ul>` : nothing}
    <input class="input" id=${id} data-hook="tags" autocomplete="off" spellcheck="false" aria-describedby=${`${id}-hint`} @keydown=${key} @change=${(/** @type {Event} */ event) => take(/** @type {HTMLInputElement} */ (event.currentTarget))}>
  </div>`;
}
