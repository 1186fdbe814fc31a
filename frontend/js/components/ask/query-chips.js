/**
 * What a question was understood to ask, each part as a chip: pressed, a comparison of a column shows its filter; others
 * can be taken out. Emits "query" with the query as it is wanted.
 *
 * @typedef {import("../../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../../types/page").Condition} Condition
 * @typedef {import("../../../types/page").ListFilter} ListFilter
 * @typedef {import("../../labels/query-labels.js").QueryPart} QueryPart
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { conditionOf, isComplete, queryParts, withCondition } from "../../labels/query-labels.js";
import { icon } from "../../views/icon.js";
import "../shell/column-filter.js";

const PROPERTIES = {
  /** @type {ChatQuery|null} */
  query: null,
};

export class QueryChips extends withProperties(PROPERTIES) {
  /** @type {{place: number, filter: ListFilter}|null} the condition that is being changed */
  #draft = null;

  /** @param {string} _name */
  changed(_name) {
    this.#draft = null;
  }

  render() {
    if (!this.query) return nothing;
    const parts = queryParts(this.query, app.fields.labels);
    const open = parts.find(({ place }) => place !== null && place === this.#draft?.place);
    return html`<div class="chips" role="group" aria-label=${t("ask.query")} data-hook="query">${parts.map((part) => this.#chip(part))}</div>
      ${open ? this.#editor(open) : nothing}`;
  }

  /** @param {QueryPart} part */
  #chip(part) {
    const { label, without } = part;
    if (!without) return html`<span class="badge" data-hook="query-part">${label}</span> `;
    return html`<span class="chip" data-hook="query-part">${this.#column(part) ? html`<button type="button" class="link" data-hook="edit-part" aria-expanded=${String(part.place === this.#draft?.place)} @click=${() => this.#toggle(part)}>${label}</button>` : label}
      <button type="button" class="chip-out" data-hook="remove-part" aria-label=${t("leads.removePart", { text: label })} @click=${() => this.emit("query", without)}>${icon("close", "icon-sm")}</button></span> `;
  }

  /**
   * The column whose filter says the same as a part.
   * @param {QueryPart} part
   */
  #column({ condition }) {
    return condition && "op" in condition ? app.fields.columns.find(({ name }) => name === condition.field) : undefined;
  }

  /** @param {QueryPart} part */
  #toggle({ place, condition }) {
    if (place === null || !condition || !("op" in condition)) return;
    const { op, value, values = value === undefined ? [] : [value] } = condition;
    this.#draft = this.#draft?.place === place ? null : { place, filter: { op, values } };
    this.update().then(() => this.focusOn("crm-column-filter select"));
  }

  /** @param {QueryPart} part */
  #editor(part) {
    const column = this.#column(part);
    const draft = this.#draft;
    if (!column || !draft) return nothing;
    const take = (/** @type {ListFilter} */ { op, values }) => (draft.filter = { op, values });
    return html`<form class="part-editor" data-hook="part-editor" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event, column.name)}>
      <crm-column-filter .column=${column} .filter=${draft.filter} .choices=${column.choices ?? []} @filter=${withDetail(take)}></crm-column-filter>
      <button class="button button-small" data-hook="apply-part">${t("ask.again")}</button>
    </form>`;
  }

  /**
   * @param {SubmitEvent} event
   * @param {string} field
   */
  #submit(event, field) {
    event.preventDefault();
    if (!this.query || !this.#draft || !isComplete(this.#draft.filter)) this.focusOn("crm-column-filter input");
    else this.emit("query", withCondition(this.query, this.#draft.place, conditionOf(field, this.#draft.filter)));
  }
}

QueryChips.define("crm-query-chips");
