/**
 * Two leads that may be one person, side by side: the values that differ can be chosen from. Emits "settled".
 *
 * @typedef {import("../../../types/api").DuplicatePage["groups"][number]["pairs"][number]} Pair
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../../types/api").MadeMerge} MadeMerge
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { messageOf } from "../../lib/errors.js";
import { leadName, listed } from "../../lib/format.js";
import { html, live, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { textOf, valueIn } from "../../labels/lead-values.js";
import { dash } from "../../views/dash.js";
import { hiddenText } from "../../views/hidden-text.js";
import { toast } from "../shell/toasts.js";

const BAND = /** @type {const} */ ({
  certain: { label: t("duplicates.certain"), tone: "good" },
  likely: { label: t("duplicates.likely"), tone: "warn" },
  possible: { label: t("duplicates.possible"), tone: "plain" },
});

const PROPERTIES = {
  /** @type {Pair|null} */
  pair: null,
  /** @type {Lead[]} the two */
  leads: [],
  /** @type {LeadColumn[]} */
  fields: [],
  mayEdit: false,
};

export class LeadPair extends withProperties(PROPERTIES) {
  /** @type {Map<string, string>} field to the lead whose value is to stay */
  #choices = new Map();
  #busy = false;

  render() {
    const { pair, leads } = this;
    const [one, other] = leads;
    if (!pair || !one || !other) return nothing;
    const { label, tone } = BAND[pair.band];
    const names = listed(leads.map(leadName));
    return html`<article class="card pair" data-hook="pair" aria-label=${names}>
      <p><span class=${`badge badge-${tone}`} data-hook="band">${label}</span> <span data-hook="reasons">${pair.reasons.join("; ")}</span>${pair.isOutdated ? html` <span class="small muted">${t("duplicates.outdated")}</span>` : nothing}</p>
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t("duplicates.values", { names })}>
        <table class="plain">
          <caption class="hidden-text">${t("duplicates.values", { names })}</caption>
          <thead><tr><th scope="col">${t("duplicates.field")}</th>${leads.map((lead) => html`<th scope="col"><a href=${href("/leads", { lead: lead.leadId })}>${leadName(lead)}</a></th>`)}</tr></thead>
          <tbody>${this.fields.map((field) => this.#field(field, one, other))}</tbody>
        </table>
      </div>
      ${this.mayEdit ? html`<p class="small muted">${t("duplicates.stays")}</p>
      <div class="actions">
        <button type="button" class="button button-primary" data-hook="merge" ?disabled=${this.#busy} @click=${() => this.#merge(names)}>${rich("duplicates.merge", { names, hidden: hiddenText })}</button>
        <button type="button" class="button" data-hook="dismiss" ?disabled=${this.#busy} @click=${() => this.#dismiss(names)}>${rich("duplicates.dismiss", { names, hidden: hiddenText })}</button>
      </div>` : nothing}
    </article>`;
  }

  /**
   * @param {LeadColumn} field
   * @param {Lead} one
   * @param {Lead} other
   */
  #field(field, one, other) {
    const texts = [one, other].map((lead) => textOf(valueIn(lead, field), field.kind));
    if (!texts[0] && !texts[1]) return nothing;
    const differs = texts[0] !== texts[1] && Boolean(texts[0]) && Boolean(texts[1]);
    const isChosen = differs && this.mayEdit && !field.own && field.name !== "tags";
    return html`<tr class=${differs ? "differs" : nothing}>
      <th scope="row">${field.label}${differs ? html` <span class="small muted">${t("duplicates.differs")}</span>` : nothing}</th>
      ${[one, other].map((lead, index) => html`<td data-label=${leadName(lead)}>${isChosen ? html`<label class="pair-choice">
        <input type="radio" name=${`${this.pair?.pairId}-${field.name}`} data-hook=${`choose-${field.name}`} .checked=${live(this.#choices.get(field.name) === lead.leadId)} @change=${() => this.#choose(field.name, lead.leadId)}> ${texts[index]}
      </label>` : texts[index] || dash()}</td>`)}
    </tr>`;
  }

  /**
   * @param {string} field
   * @param {string} leadId
   */
  #choose(field, leadId) {
    this.#choices.set(field, leadId);
    this.update();
  }

  /** @param {string} names */
  #merge(names) {
    return this.#act(async () => {
      const leads = this.leads.map(({ leadId }) => leadId);
      const { mergeId } = /** @type {MadeMerge} */ (await app.api.post("/merges", { leads, choices: Object.fromEntries(this.#choices) }));
      toast(t("duplicates.merged", { names }), { action: { label: t("common.undo"), undoes: true, run: () => this.#takeApart(mergeId, names) } });
    });
  }

  /**
   * @param {string} mergeId
   * @param {string} names
   */
  async #takeApart(mergeId, names) {
    try {
      await app.api.post(`/merges/${encodeURIComponent(mergeId)}/undo`);
      toast(t("duplicates.apart", { names }));
    } catch (error) {
      toast(t("duplicates.stillOne", { names, reason: messageOf(error) }), { tone: "bad" });
    }
    this.emit("settled");
  }

  /** @param {string} names */
  #dismiss(names) {
    return this.#act(async () => {
      await app.api.post(`/duplicates/${encodeURIComponent(this.pair?.pairId ?? "")}/dismiss`);
      toast(t("duplicates.dismissed", { names }));
    });
  }

  /** @param {() => Promise<void>} run */
  async #act(run) {
    this.#busy = true;
    this.update();
    try {
      await run();
      this.closest("section")?.querySelector("h1")?.focus();
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
    this.#busy = false;
    this.emit("settled");
    this.update();
  }
}

LeadPair.define("crm-lead-pair");
