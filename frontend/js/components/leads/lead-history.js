/**
 * What happened to a lead, newest first: each change with the values before and after.
 *
 * @typedef {import("../../../types/api").LeadEvent} LeadEvent
 * @typedef {import("../../../types/api").LeadEventKind} LeadEventKind
 * @typedef {import("../../../types/api").LeadHistory} History
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { MISSING, when } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { EDITABLE } from "../../labels/lead-fields.js";
import { href } from "../../lib/router.js";
import { notice } from "../../views/notice.js";

/** @type {Record<LeadEventKind, string>} */
const EVENTS = {
  created: "Created",
  overwritten: "Changed by an import",
  edited: "Edited",
  deleted: "Deleted",
  restored: "Restored",
  undone: "Import undone",
};

const PROPERTIES = {
  leadId: "",
  /** changes when the history should be read again */
  version: 0,
};

export class LeadHistory extends withProperties(PROPERTIES) {
  /** @type {LeadEvent[]|null} */
  #events = null;
  /** @type {string|null} */
  #error = null;

  mounted() {
    this.#load();
  }

  changed() {
    this.#load();
  }

  render() {
    return html`<section class="history" aria-label="History" data-hook="history">
      <h3>History</h3>
      ${this.#error ? notice("warn", this.#error) : nothing}
      ${!this.#events && !this.#error ? html`<p class="muted small" role="status">Loading…</p>` : nothing}
      ${this.#events && !this.#events.length ? html`<p class="muted small" data-hook="no-history">No changes since it was added.</p>` : nothing}
      <ol>${(this.#events ?? []).map((event) => this.#event(event))}</ol>
    </section>`;
  }

  /** @param {LeadEvent} event */
  #event(event) {
    const time = event.at.split("#")[0];
    const { before, after } = event;
    const changes = before && after ? EDITABLE.map(({ name, label }) => ({ label, was: before[name] ?? MISSING, is: after[name] ?? MISSING })) : [];
    const seen = changes.filter(({ was, is }) => was !== is);
    return html`<li data-hook="event">
      <p><strong>${EVENTS[event.event]}</strong>
        <span class="muted small">${when(time)}${event.by ? ` · ${event.by}` : ""}</span></p>
      ${event.importId ? html`<p class="small">${event.row ? `Row ${event.row} of ` : ""}<a href=${href(`/imports/${encodeURIComponent(event.importId)}`)}>${event.sourceFile.after ?? event.sourceFile.before ?? "the import"}</a></p>` : nothing}
      ${seen.length > 0 ? html`<dl class="changes">
        ${seen.map(({ label, was, is }) => html`<div><dt>${label}</dt><dd><del>${was}</del> <span aria-hidden="true">→</span><span class="hidden-text">became</span> <ins>${is}</ins></dd></div>`)}
      </dl>` : nothing}
    </li>`;
  }

  async #load() {
    const { leadId } = this;
    try {
      const path = `/leads/${encodeURIComponent(leadId)}/history`;
      const { events } = /** @type {History} */ (await app.api.get(path, { signal: this.lifetime }));
      if (leadId !== this.leadId) return;
      this.#events = [...events].sort((a, b) => b.at.localeCompare(a.at));
      this.#error = null;
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = `The history could not be loaded. ${messageOf(error)}`;
    }
    this.update();
  }
}

LeadHistory.define("crm-lead-history");
