/**
 * A value of a lead as a field in its cell. Enter and leaving it save, Escape does not; where somebody else has saved
 * another value meanwhile, the user chooses. Emits "celldone" when it is over, with whether the lead has changed and
 * whether the focus is to stay in the table.
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
import { quoted } from "../shell/both-changed.js";
import { confirmed } from "../shell/confirm.js";
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
  /** @type {Lead|null} what the user has seen of it, whatever the list shows meanwhile */
  #seen = null;
  /** the value when the editing began */
  #first = "";

  mounted() {
    this.#seen = this.lead;
    this.#first = this.#valueIn(this.lead);
  }

  render() {
    const { column } = this;
    const lead = this.#seen;
    if (!lead) return nothing;
    return html`<input class="input input-small" data-hook="cell-editor" aria-label=${t("leads.cell", { field: column.label, name: leadName(lead) })} .value=${this.#first} autocomplete="off" spellcheck="false"
      ?readonly=${this.#busy} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event)} @blur=${() => this.#save(false)}>`;
  }

  /** @param {Lead|null} lead */
  #valueIn(lead) {
    return lead ? String(valueIn(lead, this.column) ?? "") : "";
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
    const text = this.querySelector("input")?.value.trim() ?? "";
    if (!this.#seen || this.#busy || this.#over) return;
    if (text === this.#first) return this.#end(false, stays);
    this.#busy = true;
    this.update();
    try {
      await this.#send(this.#seen, text);
      this.#end(true, stays);
    } catch (error) {
      this.#busy = false;
      toast(whyNot(error), { tone: "bad" });
      await this.update();
      this.focusOn("input");
    }
  }

  /**
   * Saves the value, unless the user prefers the one that somebody else has saved meanwhile.
   * @param {Lead} seen
   * @param {string} text
   * @returns {Promise<void>}
   */
  async #send(seen, text) {
    const { column } = this;
    const path = `/leads/${encodeURIComponent(seen.leadId)}`;
    const own = app.fields.own.find(({ key }) => column.own && key === column.name);
    try {
      await app.api.patch(path, own ? { extras: ownAsExtras(text, own) } : { [column.name]: text }, { ifMatch: seen.version });
    } catch (error) {
      if (statusOf(error) !== 412) throw error;
      const fresh = /** @type {Lead} */ (await app.api.get(path));
      const theirs = this.#valueIn(fresh);
      // Where nobody has changed this very value, the others of the lead stay as they are now.
      if (theirs !== text && (theirs === this.#valueIn(seen) || (await this.#prefersOwn(seen, theirs, text)))) await this.#send(fresh, text);
    }
  }

  /**
   * @param {Lead} lead
   * @param {string} theirs
   * @param {string} mine
   */
  #prefersOwn(lead, theirs, mine) {
    return confirmed({
      title: t("bothChanged.cell", { field: this.column.label, name: leadName(lead) }),
      text: t("bothChanged.values", { theirs: quoted(theirs), mine: quoted(mine) }),
      confirm: t("bothChanged.saveMine"),
      cancel: t("bothChanged.keepTheirs"),
    });
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
