/**
 * The leads of which an undo kept values, because someone has said them since; read when the user asks for them.
 *
 * @typedef {import("../../../types/api").UndoneLead} UndoneLead
 * @typedef {import("../../../types/api").UndoneLeadPage} UndoneLeadPage
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { messageOf } from "../../lib/errors.js";
import { leadName, listed } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { pathLabel } from "../../labels/lead-fields.js";
import { notice } from "../../views/notice.js";

export class KeptLeads extends withProperties({ importId: "" }) {
  /** @type {UndoneLead[]|null} */
  #leads = null;
  /** @type {string|null} */
  #cursor = null;
  #busy = false;
  /** @type {string|null} */
  #error = null;

  render() {
    const more = this.#leads === null ? t("import.showKept") : t("import.moreKept");
    return html`<div>
      ${this.#leads?.length ? html`<ul data-hook="kept-leads">${this.#leads.map((kept) => this.#lead(kept))}</ul>` : nothing}
      ${this.#error ? notice("bad", this.#error) : nothing}
      ${this.#leads === null || this.#cursor ? html`<button type="button" class="button button-small" data-hook="show-kept" ?disabled=${this.#busy} @click=${() => this.#load()}>${more}</button>` : nothing}
    </div>`;
  }

  /** @param {UndoneLead} undone */
  #lead({ leadId, kept, lead }) {
    if (!lead) return html`<li>${t("import.noLead")}</li>`;
    const name = leadName(lead);
    const email = lead.email && lead.email !== name ? html` · ${lead.email}` : nothing;
    const stays = kept.length ? html` · ${t("import.stays", { count: kept.length, fields: listed(kept.map((path) => pathLabel(path, app.fields.labels))) })}` : nothing;
    return html`<li><a href=${href("/leads", { lead: leadId })}>${name}</a>${email}${stays}</li>`;
  }

  async #load() {
    this.#busy = true;
    this.#error = null;
    this.update();
    try {
      const params = this.#cursor ? { cursor: this.#cursor } : undefined;
      const path = `/imports/${encodeURIComponent(this.importId)}/undo`;
      const answer = /** @type {UndoneLeadPage} */ (await app.api.get(path, { params }));
      this.#leads = [...(this.#leads ?? []), ...answer.leads];
      this.#cursor = answer.cursor;
    } catch (error) {
      this.#error = messageOf(error);
    }
    this.#busy = false;
    this.update();
  }
}

KeptLeads.define("crm-kept-leads");
