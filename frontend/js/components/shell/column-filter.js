/**
 * The filter of a column: how to compare, and with what. It keeps what is not complete yet, such as the first day of
 * two. Emits "filter" with each change.
 *
 * @typedef {import("../../../types/page").Comparison} Comparison
 * @typedef {import("../../../types/page").ListFilter} ListFilter
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { withProperties } from "../../lib/component.js";
import { withChecked, withValue } from "../../lib/dom.js";
import { inSentence } from "../../lib/format.js";
import { html, live, nothing } from "../../lib/lit.js";
import { PERIODS, daysOf } from "../../lib/periods.js";
import { t } from "../../lib/texts.js";
import { comparisonLabel, comparisonsOf, isComplete, mostValues } from "../../labels/query-labels.js";

/** @type {Partial<Record<LeadColumn["kind"], string>>} the kind of input for the values of a range */
const INPUTS = { time: "date", date: "date", dateTime: "date" };
const RANGES = new Set(["before", "after", "between", "less", "more"]);

const PROPERTIES = {
  /** @type {LeadColumn} */
  column: { name: "", label: "", kind: "text" },
  /** @type {ListFilter|null} the one in effect */
  filter: null,
  /** @type {string[]} values to choose from */
  choices: [],
};

export class ColumnFilter extends withProperties(PROPERTIES) {
  /** @type {ListFilter} as it is on the page */
  #draft = { op: "contains", values: [] };

  mounted() {
    this.#draft = this.filter ?? { op: this.#offered[0] ?? "contains", values: [] };
  }

  /** @param {string} name */
  changed(name) {
    if (name !== "filter") return;
    if (this.filter) this.#draft = this.filter;
    // One that was in effect has been taken out.
    else if (isComplete(this.#draft)) this.#draft = { op: mostValues(this.#draft.op) ? this.#draft.op : (this.#offered[0] ?? "contains"), values: [] };
  }

  render() {
    const { op } = this.#draft;
    const { name, label } = this.column;
    // An address may compare otherwise than the column offers.
    const offered = this.#offered.includes(op) ? this.#offered : [...this.#offered, op];
    return html`<select class="input input-small" data-hook=${`filter-how-${name}`} aria-label=${t("filters.how", { field: inSentence(label) })} @change=${withValue((chosen) => this.#compare(/** @type {Comparison} */ (chosen)))}>
        ${offered.map((one) => html`<option value=${one} .selected=${live(one === op)}>${comparisonLabel(one)}</option>`)}
      </select>
      ${op === "in" ? this.#list() : mostValues(op) ? this.#inputs() : nothing}`;
  }

  get #offered() {
    return comparisonsOf(this.column.kind);
  }

  #inputs() {
    const { op } = this.#draft;
    const { name, label, kind } = this.column;
    const type = (RANGES.has(op) && INPUTS[kind]) || "search";
    const input = (/** @type {number} */ place, /** @type {string} */ suffix, /** @type {string} */ says) => html`<input class="input input-small" type=${type}
      data-hook=${`filter-${name}${suffix}`} aria-label=${says} inputmode=${kind === "number" && RANGES.has(op) ? "decimal" : nothing}
      .value=${live(this.#draft.values[place] ?? "")} autocomplete="off" @input=${withValue((text) => this.#type(place, text))}>`;
    const field = inSentence(label);
    return html`${input(0, "", op === "between" ? t("filters.from", { field }) : t("filters.by", { field }))}
      ${op === "between" ? input(1, "-to", t("filters.to", { field })) : nothing}
      ${type === "date" ? this.#periods() : nothing}`;
  }

  #periods() {
    const { name, label } = this.column;
    const choose = (/** @type {string} */ period) => this.#take({ op: "between", values: daysOf(period, new Date()) });
    return html`<select class="input input-small" data-hook=${`filter-period-${name}`} aria-label=${t("filters.daysOf", { field: inSentence(label) })} .value=${live("")} @change=${withValue(choose)}>
      <option value="">${t("filters.days")}</option>
      ${Object.entries(PERIODS).map(([period, says]) => html`<option value=${period}>${says}</option>`)}
    </select>`;
  }

  #list() {
    const { values } = this.#draft;
    const { name, label } = this.column;
    const listed = [...new Set([...this.choices, ...values])];
    const tick = (/** @type {string} */ value, /** @type {boolean} */ ticked) => this.#take({ op: "in", values: ticked ? [...values, value] : values.filter((other) => other !== value) });
    const add = (/** @type {Event} */ event) => {
      const input = /** @type {HTMLInputElement} */ (event.currentTarget);
      const text = input.value.trim();
      input.value = "";
      if (text && !values.includes(text)) tick(text, true);
    };
    return html`<fieldset class="check-list">
      <legend class="hidden-text">${label}</legend>
      ${listed.map((value) => html`<label class="check"><input type="checkbox" data-hook=${`filter-one-${name}`} .checked=${live(values.includes(value))} @change=${withChecked((ticked) => tick(value, ticked))}>${value}</label>`)}
    </fieldset>
    <input class="input input-small" data-hook=${`filter-${name}`} aria-label=${t("filters.anotherOf", { field: inSentence(label) })} placeholder=${t("filters.another")} autocomplete="off"
      @change=${add} @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Enter" && add(event)}>`;
  }

  /** @param {Comparison} op */
  #compare(op) {
    const values = this.#draft.values.slice(0, mostValues(op));
    const fits = RANGES.has(op) === RANGES.has(this.#draft.op) || !INPUTS[this.column.kind];
    this.#take({ op, values: fits ? values : [] });
  }

  /**
   * @param {number} place
   * @param {string} text
   */
  #type(place, text) {
    const values = [...this.#draft.values];
    values[place] = text;
    this.#take({ op: this.#draft.op, values: Array.from(values, (value) => value ?? "") });
  }

  /** @param {ListFilter} draft */
  #take(draft) {
    this.#draft = draft;
    this.emit("filter", { name: this.column.name, ...draft });
    this.update();
  }
}

ColumnFilter.define("crm-column-filter");
