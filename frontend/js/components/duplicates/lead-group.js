/**
 * Leads that may be one person, side by side: the values that differ can be chosen from. Of three or more, some can be left
 * out. Emits "settled".
 *
 * @typedef {import("../../../types/api").DuplicatePage["groups"][number]} Group
 * @typedef {Group["pairs"][number]} Pair
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
import { pairReasons } from "../../labels/reasons.js";
import { textOf, valueIn } from "../../labels/lead-values.js";
import { dash } from "../../views/dash.js";
import { hiddenText } from "../../views/hidden-text.js";
import { notice } from "../../views/notice.js";
import { attempt } from "../shell/attempt.js";
import { toast } from "../shell/toasts.js";

const BAND = /** @type {const} */ ({
  certain: { label: t("duplicates.certain"), tone: "good" },
  likely: { label: t("duplicates.likely"), tone: "warn" },
  possible: { label: t("duplicates.possible"), tone: "plain" },
});

const PROPERTIES = {
  /** @type {Group|null} */
  group: null,
  /** @type {LeadColumn[]} */
  fields: [],
  mayEdit: false,
};

export class LeadGroup extends withProperties(PROPERTIES) {
  /** @type {Map<string, string>} field to the lead whose value is to stay */
  #choices = new Map();
  /** @type {Set<string>} ids of leads that are not to be merged */
  #leftOut = new Set();
  #busy = false;

  get #taken() {
    return (this.group?.leads ?? []).filter(({ leadId }) => !this.#leftOut.has(leadId));
  }

  render() {
    if (!this.group) return nothing;
    const { leads, pairs, band } = this.group;
    const { label, tone } = BAND[band];
    const names = listed(leads.map(leadName));
    const badge = html`<span class=${`badge badge-${tone}`} data-hook="band">${label}</span>`;
    const [pair] = pairs;
    return html`<article class="card pair" data-hook="pair" aria-label=${names} tabindex="-1">
      ${leads.length === 2 && pair ? html`<p>${badge} ${reasons(pair)}</p>` : this.#pairs(badge)}
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t("duplicates.values", { names })}>
        <table class="plain">
          <caption class="hidden-text">${t("duplicates.values", { names })}</caption>
          <thead><tr><th scope="col">${t("duplicates.field")}</th>${leads.map((lead) => html`<th scope="col"><a href=${href("/leads", { lead: lead.leadId })}>${this.#nameOf(lead)}</a>${this.#takes(lead)}</th>`)}</tr></thead>
          <tbody>${this.fields.map((field) => this.#field(field))}</tbody>
        </table>
      </div>
      ${this.mayEdit ? this.#actions() : nothing}
    </article>`;
  }

  /**
   * Its name; with a number where another lead of the group is called the same.
   * @param {Lead} lead
   */
  #nameOf(lead) {
    const { leads = [] } = this.group ?? {};
    const name = leadName(lead);
    const isShared = leads.some((other) => other !== lead && leadName(other) === name);
    return isShared ? t("duplicates.numbered", { name, number: leads.indexOf(lead) + 1 }) : name;
  }

  /** @param {unknown} badge */
  #pairs(badge) {
    const { leads = [], pairs = [], agrees = true } = this.group ?? {};
    return html`<p>${badge} <span data-hook="several">${t("duplicates.several", { count: leads.length })}</span></p>
      ${agrees ? nothing : notice("warn", t("duplicates.disagree"))}
      <ul class="pair-reasons">${pairs.map((pair) => html`<li><strong>${this.#namesOf(pair)}</strong> ${reasons(pair)}${this.mayEdit ? html` <button type="button" class="link small" data-hook="dismiss" ?disabled=${this.#busy} @click=${() => this.dismiss(pair)}>${rich("duplicates.dismiss", { names: this.#namesOf(pair), hidden: hiddenText })}</button>` : nothing}</li>`)}</ul>`;
  }

  /** @param {Lead} lead */
  #takes(lead) {
    if (!this.mayEdit || (this.group?.leads.length ?? 0) < 3) return nothing;
    return html`<label class="pair-choice small"><input type="checkbox" data-hook="take" .checked=${live(!this.#leftOut.has(lead.leadId))} @change=${() => this.#take(lead.leadId)}> ${rich("duplicates.take", { name: this.#nameOf(lead), hidden: hiddenText })}</label>`;
  }

  #actions() {
    const { leads = [], pairs = [] } = this.group ?? {};
    const taken = this.#taken;
    const names = listed(taken.map(leadName));
    const isPair = leads.length === 2;
    const label = isPair ? rich("duplicates.merge", { names, hidden: hiddenText }) : rich("duplicates.mergeSeveral", { count: taken.length, names, hidden: hiddenText });
    return html`<p class="small muted">${t("duplicates.stays")}</p>
      <div class="actions">
        <button type="button" class="button button-primary" data-hook="merge" aria-keyshortcuts="m" ?disabled=${this.#busy || taken.length < 2} @click=${() => this.merge()}>${label}</button>
        ${isPair && pairs[0] ? html`<button type="button" class="button" data-hook="dismiss" aria-keyshortcuts="n" ?disabled=${this.#busy} @click=${() => this.dismiss(pairs[0])}>${rich("duplicates.dismiss", { names, hidden: hiddenText })}</button>` : nothing}
      </div>`;
  }

  /** @param {LeadColumn} field */
  #field(field) {
    const cells = (this.group?.leads ?? []).map((lead) => ({ lead, text: textOf(valueIn(lead, field), field.kind) }));
    const texts = new Set(cells.map(({ text }) => text).filter(Boolean));
    if (!texts.size) return nothing;
    const differs = texts.size > 1;
    const isChosen = differs && this.mayEdit && !field.own && field.name !== "tags";
    return html`<tr class=${differs ? "differs" : nothing}>
      <th scope="row">${field.label}${differs ? html` <span class="small muted">${t("duplicates.differs")}</span>` : nothing}</th>
      ${cells.map(({ lead, text }) => html`<td data-label=${this.#nameOf(lead)}>${isChosen && text ? html`<label class="pair-choice">
        <input type="radio" name=${`${this.group?.pairs[0]?.pairId}-${field.name}`} data-hook=${`choose-${field.name}`} .checked=${live(this.#choices.get(field.name) === lead.leadId)} @change=${() => this.#choose(field.name, lead.leadId)}> ${text}
      </label>` : text || dash()}</td>`)}
    </tr>`;
  }

  /** @param {Pair} pair */
  #namesOf({ leadIds }) {
    return listed((this.group?.leads ?? []).filter(({ leadId }) => leadIds.includes(leadId)).map(leadName));
  }

  /**
   * @param {string} field
   * @param {string} leadId
   */
  #choose(field, leadId) {
    this.#choices.set(field, leadId);
    this.update();
  }

  /** @param {string} leadId */
  #take(leadId) {
    if (!this.#leftOut.delete(leadId)) this.#leftOut.add(leadId);
    this.update();
  }

  /** Makes the leads one that are not left out. */
  async merge() {
    const taken = this.#taken;
    if (taken.length < 2 || this.#busy) return;
    const [leads, names] = [taken.map(({ leadId }) => leadId), listed(taken.map(leadName))];
    const choices = Object.fromEntries([...this.#choices].filter(([, leadId]) => leads.includes(leadId)));
    await this.#act(async () => {
      const { mergeId } = /** @type {MadeMerge} */ (await app.api.post("/merges", { leads, choices }));
      toast(t("duplicates.merged", { names }), { action: { label: t("common.undo"), undoes: true, run: () => this.#takeApart(mergeId, names, leads.length) } });
    });
  }

  /**
   * @param {string} mergeId
   * @param {string} names
   * @param {number} count of the leads
   */
  async #takeApart(mergeId, names, count) {
    try {
      await app.api.post(`/merges/${encodeURIComponent(mergeId)}/undo`);
      toast(t("duplicates.apart", { names, count }));
    } catch (error) {
      toast(t("duplicates.stillOne", { names, reason: messageOf(error) }), { tone: "bad" });
    }
    this.emit("settled");
  }

  /**
   * Remembers for ever that two leads are not the same person.
   * @param {Pair|undefined} pair of several, undefined for the only one
   */
  async dismiss(pair = this.group?.pairs.length === 1 ? this.group.pairs[0] : undefined) {
    if (!pair) return this.focusOn('[data-hook="dismiss"]');
    if (this.#busy) return undefined;
    return this.#act(async () => {
      await app.api.post(`/duplicates/${encodeURIComponent(pair.pairId)}/dismiss`);
      toast(t("duplicates.dismissed", { names: this.#namesOf(pair) }));
    });
  }

  /** @param {() => Promise<void>} run */
  async #act(run) {
    this.#busy = true;
    this.update();
    await attempt(run);
    this.#busy = false;
    this.emit("settled");
    this.update();
  }
}

/** @param {Pair} pair */
function reasons(pair) {
  return html`<span data-hook="reasons">${pairReasons(pair)}</span>${pair.isOutdated ? html` <span class="small muted">${t("duplicates.outdated")}</span>` : nothing}`;
}

LeadGroup.define("crm-lead-group");
