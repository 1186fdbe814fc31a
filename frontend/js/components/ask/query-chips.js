/**
 * What a question was understood to ask, each part as a chip, which can be changed or taken out. Emits "query" with the
 * query as it is wanted.
 *
 * @typedef {import("../../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../labels/query-labels.js").QueryPart} QueryPart
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { comparisonsIn } from "../../labels/query-edits.js";
import { queryParts } from "../../labels/query-labels.js";
import { icon } from "../../views/icon.js";
import "./part-editor.js";

const PROPERTIES = {
  /** @type {ChatQuery|null} */
  query: null,
};

export class QueryChips extends withProperties(PROPERTIES) {
  /** @type {number|null} place of the part that is being changed */
  #open = null;

  /** @param {string} _name */
  changed(_name) {
    this.#open = null;
  }

  render() {
    const { query } = this;
    if (!query) return nothing;
    const parts = queryParts(query, app.fields.labels);
    const open = this.#open === null ? null : parts[this.#open];
    return html`<div class="chips" role="group" aria-label=${t("ask.query")} data-hook="query">${parts.map((part, place) => this.#chip(part, place))}</div>
      ${open ? html`<crm-part-editor .query=${query} .part=${open} @query=${withDetail((/** @type {ChatQuery} */ changed) => this.emit("query", changed))}></crm-part-editor>` : nothing}`;
  }

  /**
   * @param {QueryPart} part
   * @param {number} place
   */
  #chip(part, place) {
    const { label, without } = part;
    if (!without) return html`<span class="badge" data-hook="query-part">${label}</span> `;
    return html`<span class="chip" data-hook="query-part">${canChange(part) ? html`<button type="button" class="link" data-hook="edit-part" aria-expanded=${String(place === this.#open)} @click=${() => this.#toggle(place)}>${label}</button>` : label}
      <button type="button" class="chip-out" data-hook="remove-part" aria-label=${t("leads.removePart", { text: label })} @click=${() => this.emit("query", without)}>${icon("close", "icon-sm")}</button></span> `;
  }

  /** @param {number} place */
  async #toggle(place) {
    this.#open = this.#open === place ? null : place;
    await this.update();
    this.focusOn("crm-part-editor :is(select, input)");
  }
}

/**
 * Whether a form can change a part: of a condition, that needs a column which the list has.
 * @param {QueryPart} part
 */
function canChange({ condition }) {
  return !condition || comparisonsIn(condition).some(({ field }) => app.fields.labels[field]);
}

QueryChips.define("crm-query-chips");
