/** The leads that an undo has kept, because someone changed them since; read when asked for. */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { html, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { notice } from "../../views/notice.js";

export class KeptLeads extends Component {
  static properties = ["importId"];

  #leads = null;
  #cursor = null;
  #busy = false;
  #error = null;

  render() {
    const more = this.#leads === null ? "Show the leads that were kept" : "Show more";
    return html`<div>
      ${this.#leads?.length > 0 ? html`<ul data-hook="kept-leads">${this.#leads.map((kept) => this.#lead(kept))}</ul>` : nothing}
      ${this.#error ? notice("bad", this.#error) : nothing}
      ${this.#leads === null || this.#cursor ? html`<button type="button" class="button button-small" data-hook="show-kept" ?disabled=${this.#busy} @click=${() => this.#load()}>${more}</button>` : nothing}
    </div>`;
  }

  #lead({ leadId, lead }) {
    if (!lead) return html`<li>A lead that has been deleted since</li>`;
    const name = [lead.firstName, lead.lastName].filter((part) => part !== "N/A").join(" ") || lead.company;
    return html`<li><a href=${href("/leads", { lead: leadId })}>${name}</a>${lead.email !== "N/A" ? html` · ${lead.email}` : nothing}</li>`;
  }

  async #load() {
    this.#busy = true;
    this.#error = null;
    this.update();
    try {
      const params = this.#cursor ? { cursor: this.#cursor } : {};
      const answer = await app.api.get(`/imports/${encodeURIComponent(this.importId)}/undo`, { params });
      this.#leads = [...(this.#leads ?? []), ...answer.leads];
      this.#cursor = answer.cursor ?? null;
    } catch (error) {
      this.#error = error.message;
    }
    this.#busy = false;
    this.update();
  }
}

KeptLeads.define("crm-kept-leads");
