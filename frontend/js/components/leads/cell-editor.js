/**
 * A value of a lead as a field in its cell. Enter and leaving it save, Escape does not. Emits "celldone" when it is over,
 * with whether the lead has changed and whether the focus is to stay in the table.
 *
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { messageOf, statusOf } from "../../lib/errors.js";
import { leadName } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { valueIn } from "../../labels/lead-values.js";
import { toast } from "../shell/toasts.js";
import { ownAsExtras } from "./lead-draft.js";

/** Kinds whose value is one line of text that the list holds as it was written. */
const IN_A_CELL = new Set(["text", "email", "phone", "choice", "user", "date", "link"]);

/**
 * Whether a cell can be edited in its place; the form of the lead edits all else.
 * @param {LeadColumn} column
 */
export function isEditable(column) {
  return IN_A_CELL.has(column.kind) && app.fields.all.some(({ name }) => name === column.name);
}

const PROPERTIES = {
  /** @type {Lead|null} */
  lead: null,
  /** @type {LeadColumn} */
  column: { name: "", label: "", kind: "text" },
};

export class CellEditor extends withProperties(PROPERTIES) {
  #busy = false;
  #over = false;

  render() {
    const { lead, column } = this;
    if (!lead) return nothing;
    return html`<input class="input input-small" data-hook="cell-editor" aria-label=${t("leads.cell", { field: column.label, name: leadName(lead) })} .value=${this.#before} autocomplete="off" spellcheck="false"
      ?readonly=${this.#busy} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event)} @blur=${() => this.#save(false)}>`;
  }

  get #before() {
    return this.lead ? String(valueIn(this.lead, this.column) ?? "") : "";
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") this.#save(true);
    else this.#end(false, true);
  }

  /** @param {boolean} stays whether the focus is to stay in the table */
  async #save(stays) {
    const { lead, column } = this;
    const text = this.querySelector("input")?.value.trim() ?? "";
    if (!lead || this.#busy || this.#over) return;
    if (text === this.#before) return this.#end(false, stays);
    this.#busy = true;
    this.update();
    const own = app.fields.own.find(({ key }) => column.own && key === column.name);
    try {
      await app.api.patch(`/leads/${encodeURIComponent(lead.leadId)}`, own ? { extras: ownAsExtras(text, own) } : { [column.name]: text }, { ifMatch: lead.version });
      this.#end(true, stays);
    } catch (error) {
      this.#busy = false;
      const isOutdated = statusOf(error) === 412;
      toast(isOutdated ? t("leads.cellOutdated") : whyNot(error), { tone: "bad" });
      if (isOutdated) return this.#end(true, stays);
      await this.update();
      this.focusOn("input");
    }
  }

  /**
   * @param {boolean} changed
   * @param {boolean} stays
   */
  #end(changed, stays) {
    this.#over = true;
    this.emit("celldone", { changed, stays });
  }
}

/**
 * Why a value was refused: what the API says of the field, if it does.
 * @param {unknown} error
 */
function whyNot(error) {
  const fields = error instanceof Error && "fields" in error ? Object.values(/** @type {Record<string, string>} */ (error.fields)) : [];
  return fields[0] ?? messageOf(error);
}

CellEditor.define("crm-cell-editor");
