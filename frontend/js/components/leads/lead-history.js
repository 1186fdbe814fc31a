/** What happened to a lead, newest first: each change with the values before and after. */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { MISSING, when } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { EDITABLE } from "../../labels/lead-fields.js";
import { href } from "../../lib/router.js";
import { notice } from "../../views/notice.js";

const EVENTS = {
  created: "Created",
  overwritten: "Changed by an import",
  edited: "Edited",
  deleted: "Deleted",
  restored: "Restored",
  undone: "Import undone",
};

export class LeadHistory extends Component {
  /** `leadId`; `version`: anything that changes when the history should be read again. */
  static properties = ["leadId", "version"];

  #events = null;
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

  #event(event) {
    const time = String(event.at ?? "").split("#")[0];
    const changes = EDITABLE.filter(({ name }) => event.before && event.after && (event.before[name] ?? MISSING) !== (event.after[name] ?? MISSING));
    return html`<li data-hook="event">
      <p><strong>${EVENTS[event.event] ?? event.event}</strong>
        <span class="muted small">${when(time)}${event.by ? ` · ${event.by}` : ""}</span></p>
      ${event.importId ? html`<p class="small">${event.row ? `Row ${event.row} of ` : ""}<a href=${href(`/imports/${encodeURIComponent(event.importId)}`)}>${this.#file(event) || "the import"}</a></p>` : nothing}
      ${changes.length > 0 ? html`<dl class="changes">
        ${changes.map(({ name, label }) => html`<div><dt>${label}</dt><dd><del>${event.before[name] ?? MISSING}</del> <span aria-hidden="true">→</span><span class="hidden-text">became</span> <ins>${event.after[name] ?? MISSING}</ins></dd></div>`)}
      </dl>` : nothing}
    </li>`;
  }

  #file(event) {
    const file = event.sourceFile;
    if (file && typeof file === "object") return file.after ?? file.before;
    return file ?? event.after?.sourceFile;
  }

  async #load() {
    const { leadId } = this;
    try {
      const { events } = await app.api.get(`/leads/${encodeURIComponent(leadId)}/history`, { signal: this.lifetime });
      if (leadId !== this.leadId) return;
      this.#events = [...events].sort((a, b) => String(b.at).localeCompare(String(a.at)));
      this.#error = null;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#error = `The history could not be loaded. ${error.message}`;
    }
    this.update();
  }
}

LeadHistory.define("crm-lead-history");
