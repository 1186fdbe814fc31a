/**
 * A form for one part of what was understood: its comparisons as the filters of the list, its words, or the fields of its
 * groups. Emits "query" with the query as it is wanted.
 *
 * @typedef {import("../../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../../types/page").Condition} Condition
 * @typedef {import("../../../types/page").ListFilter} ListFilter
 * @typedef {import("../../labels/query-edits.js").Compared} Compared
 * @typedef {import("../../labels/query-labels.js").QueryPart} QueryPart
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withDetail, withValue } from "../../lib/dom.js";
import { html, live, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { comparisonsIn, withComparisons } from "../../labels/query-edits.js";
import { conditionOf, fieldLabel, isComplete, withCondition } from "../../labels/query-labels.js";
import { icon } from "../../views/icon.js";
import "../shell/column-filter.js";

const PROPERTIES = {
  /** @type {ChatQuery|null} */
  query: null,
  /** @type {QueryPart|null} */
  part: null,
};

export class PartEditor extends withProperties(PROPERTIES) {
  /** @type {Condition} the part as it was, with alternatives that were added */
  #condition = { all: [] };
  /** @type {(Compared|null)[]} its comparisons as they are wanted; null for those that are taken out */
  #compared = [];
  #text = "";
  /** @type {string[]} */
  #groupBy = [];

  /** @param {string} name */
  changed(name) {
    if (name === "part") this.#begin();
  }

  mounted() {
    this.#begin();
  }

  #begin() {
    this.#condition = this.part?.condition ?? { all: [] };
    this.#compared = comparisonsIn(this.#condition);
    this.#text = this.query?.text ?? "";
    this.#groupBy = [...(this.query?.groupBy ?? [])];
    this.update();
  }

  render() {
    const { part } = this;
    if (!part) return nothing;
    return html`<form class="part-editor" aria-label=${t("query.editPart", { part: part.label })} data-hook="part-editor" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
      ${part.kind === "text" ? this.#words() : part.kind === "groups" ? this.#groups() : this.#comparisons()}
      <button class="button button-small" data-hook="apply-part">${t("ask.again")}</button>
    </form>`;
  }

  #words() {
    return html`<label class="field"><span>${t("query.words")}</span>
      <input class="input input-small" type="search" data-hook="part-text" autocomplete="off" .value=${live(this.#text)} @input=${withValue((text) => (this.#text = text))}>
    </label>`;
  }

  #groups() {
    const columns = app.fields.all;
    return [t("query.groupBy"), t("query.andBy")].map((label, place) => {
      const chosen = this.#groupBy[place] ?? "";
      const isKnown = !chosen || columns.some(({ name }) => name === chosen);
      const offered = isKnown ? columns : [...columns, { name: chosen, label: fieldLabel(chosen, app.fields.labels) }];
      return html`<label class="field"><span>${label}</span>
        <select class="input input-small" data-hook=${`group-by-${place}`} @change=${withValue((field) => (this.#groupBy[place] = field))}>
          ${place ? html`<option value="" .selected=${live(!chosen)}>${t("query.noneElse")}</option>` : nothing}
          ${offered.map(({ name, label: text }) => html`<option value=${name} .selected=${live(name === chosen)}>${text}</option>`)}
        </select>
      </label>`;
    });
  }

  #comparisons() {
    const several = this.#compared.filter(Boolean).length > 1;
    return html`${this.#compared.map((one, place) => one && this.#comparison(one, place, several))}
      ${this.#alternatives ? html`<button type="button" class="button button-small" data-hook="add-alternative" @click=${() => this.#add()}>${icon("plus", "icon-sm")}${t("query.another")}</button>` : nothing}`;
  }

  /**
   * @param {Compared} compared
   * @param {number} place
   * @param {boolean} several whether there are others
   */
  #comparison(compared, place, several) {
    const { field } = compared;
    const column = app.fields.columns.find(({ name }) => name === field);
    const label = fieldLabel(field, app.fields.labels);
    const take = (/** @type {ListFilter} */ filter) => (this.#compared[place] = /** @type {Compared} */ (conditionOf(field, filter)));
    const takeOut = () => {
      this.#compared[place] = null;
      this.update().then(() => this.focusOn("select"));
    };
    return html`<div class="part-comparison" data-hook="part-comparison">
      <div class="part-field"><span class="small muted">${label}</span>
        ${several ? html`<button type="button" class="button button-small" data-hook="remove-comparison" aria-label=${t("leads.removePart", { text: label })} @click=${takeOut}>${icon("close", "icon-sm")}</button>` : nothing}</div>
      ${column ? html`<crm-column-filter .column=${column} .filter=${filterOf(compared)} .choices=${column.choices ?? []} @filter=${withDetail(take)}></crm-column-filter>` : nothing}
    </div>`;
  }

  /** The alternatives of a part that has a comparison for each; null for any other part. */
  get #alternatives() {
    const condition = this.#condition;
    return "any" in condition && condition.any.length === this.#compared.length ? condition.any : null;
  }

  /** Adds an alternative like the last one, whose value is to be typed. */
  async #add() {
    const last = this.#compared.findLast(Boolean);
    const alternatives = this.#alternatives;
    if (!last || !alternatives) return;
    const added = /** @type {Compared} */ (conditionOf(last.field, { op: last.op, values: [] }));
    this.#condition = { any: [...alternatives, added] };
    this.#compared = [...this.#compared, added];
    await this.update();
    this.focusOn(".part-comparison:last-of-type input");
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const changed = this.#changed();
    if (changed) this.emit("query", changed);
    else this.focusOn("input");
  }

  /** The query as it is wanted; null while something is missing. */
  #changed() {
    const { query, part } = this;
    if (!query || !part) return null;
    const text = this.#text.trim();
    if (part.kind === "text") return text ? { ...query, text } : null;
    if (part.kind === "groups") return withGroups(query, [...new Set(this.#groupBy.filter(Boolean))]);
    const isWhole = this.#compared.every((one) => !one || isComplete(filterOf(one)));
    return isWhole ? withCondition(query, part, withComparisons(this.#condition, this.#compared)) : null;
  }
}

/**
 * A query with other groups. Different values are counted of one field only: of two, the groups are told.
 * @param {ChatQuery} query
 * @param {string[]} groupBy
 * @returns {ChatQuery}
 */
function withGroups(query, groupBy) {
  return { ...query, groupBy, intent: groupBy.length > 1 ? "group" : query.intent };
}

/**
 * A comparison as the filter of its column.
 * @param {Compared} compared
 * @returns {ListFilter}
 */
function filterOf({ op, value, values = value === undefined ? [] : [value] }) {
  return { op, values };
}

PartEditor.define("crm-part-editor");
