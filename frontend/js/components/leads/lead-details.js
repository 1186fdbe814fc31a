/**
 * What a lead has, field by field; at each value where it comes from and what was there before. Emits "protect" with
 * the paths that imports shall leave alone.
 *
 * @typedef {import("../../../types/api").LeadDetail} LeadDetail
 * @typedef {import("../../../types/api").LeadEvent} LeadEvent
 * @typedef {import("../../labels/lead-fields.js").Kind} Kind
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { when } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { safeUrl } from "../../lib/safe-url.js";
import { t } from "../../lib/texts.js";
import { pathLabel } from "../../labels/lead-fields.js";
import { textOf, valueIn } from "../../labels/lead-values.js";
import { dash } from "../../views/dash.js";
import { hiddenText } from "../../views/hidden-text.js";
import { unreadExtras } from "./lead-draft.js";
import { tagOrigins, valueOrigin } from "./value-origin.js";
import { followFields } from "../shell/follow-fields.js";

const PROPERTIES = {
  /** @type {LeadDetail|null} */
  lead: null,
  /** @type {LeadEvent[]} what happened to it, oldest first */
  events: [],
  /** whether its values can be protected */
  editable: false,
};

export class LeadDetails extends withProperties(PROPERTIES) {
  mounted() {
    followFields(this);
  }

  render() {
    const { lead } = this;
    if (!lead) return nothing;
    const own = app.fields.own;
    const extras = unreadExtras(lead);
    return [
      html`<dl class="details">
        ${app.fields.builtIn.map((field) => (field.kind === "tags" ? this.#tags(lead, field) : this.#builtIn(lead, field)))}
        ${repeat(own, (field) => field.key, (field) => this.#own(lead, field))}
      </dl>`,
      extras.length > 0 ? html`<section class="extras" aria-labelledby="extras-title">
        <h3 id="extras-title">${t("lead.fromFiles")}</h3>
        <dl class="details" data-hook="extras">
          ${repeat(extras, ([header]) => header, ([header, text]) => this.#value(lead, `extras/${header}`, header, html`<span class="as-typed">${text}</span>`, this.#fieldOf(header)))}
        </dl>
      </section>` : nothing,
      html`<dl class="details details-quiet">
        <div><dt>${t("lead.source")}</dt><dd data-hook="detail-sourceFile">${lead.sourceFile ?? t("lead.byHand")}</dd></div>
        <div><dt>${t("fieldNames.createdAt")}</dt><dd>${when(lead.createdAt)}</dd></div>
        <div><dt>${t("fieldNames.updatedAt")}</dt><dd>${when(lead.updatedAt)}</dd></div>
      </dl>`,
    ];
  }

  /**
   * @param {LeadDetail} lead
   * @param {LeadColumn} field
   */
  #builtIn(lead, field) {
    const { name, label: called, kind } = field;
    const further = name === "email" ? lead.emails : name === "phone" ? lead.phones : [];
    return [
      this.#value(lead, name, called, shownText(textOf(valueIn(lead, field), kind), kind)),
      ...further.map(({ value, label }) => this.#value(lead, `${name}s/${value}`, pathLabel(`${name}s/${value}`, app.fields.labels), html`${shownText(value, kind)}${label ? html` <span class="small muted">(${label})</span>` : nothing}`)),
    ];
  }

  /**
   * @param {LeadDetail} lead
   * @param {LeadColumn} field
   */
  #tags({ tags, origins }, { label }) {
    return html`<div><dt>${label}</dt><dd>
      <div data-hook="detail-tags">${tags.length > 0 ? html`<ul class="tags">${tags.map((tag) => html`<li class="tag">${tag}</li>`)}</ul>` : dash()}</div>
      ${tagOrigins(label, tags, origins)}
    </dd></div>`;
  }

  /**
   * @param {LeadDetail} lead
   * @param {import("../../../types/api").OwnFieldAnswer} field
   */
  #own(lead, { key, label, type }) {
    const value = lead.fields[key] ?? null;
    const [path = `extras/${label}`] = lead.fieldPaths[key] ?? [];
    return this.#value(lead, path, label, shownText(textOf(value, type), type), nothing, `field-${key}`);
  }

  /**
   * One value under its name.
   * @param {LeadDetail} lead
   * @param {string} path
   * @param {string} label
   * @param {unknown} shown
   * @param {unknown} [more] what else can be done with it
   * @param {string} [name] of its data hook
   */
  #value(lead, path, label, shown, more = nothing, name = path) {
    const protect = this.editable ? (/** @type {boolean} */ on) => this.#protect(lead, path, on) : null;
    return html`<div><dt>${label}</dt><dd>
      <div data-hook=${`detail-${name}`}>${shown}</div>
      ${valueOrigin({ path, label, origin: lead.origins[path], events: this.events, protect, more })}
    </dd></div>`;
  }

  /** @param {string} header */
  #fieldOf(header) {
    if (app.session.user?.role !== "admin") return nothing;
    return html`<a class="small" data-hook="make-field" href=${href("/fields", { header })}>${t("lead.makeField")}</a>`;
  }

  /**
   * @param {LeadDetail} lead
   * @param {string} path
   * @param {boolean} on
   */
  #protect(lead, path, on) {
    const paths = new Set(Object.keys(lead.origins).filter((one) => lead.origins[one].isProtected));
    if (on) paths.add(path);
    else paths.delete(path);
    this.emit("protect", [...paths]);
  }
}

/**
 * A text as a link where it can be one.
 * @param {string} text "" where there is none
 * @param {Kind} kind
 */
function shownText(text, kind) {
  if (!text) return dash();
  if (kind === "email") return html`<a href=${safeUrl(`mailto:${encodeURIComponent(text).replaceAll("%40", "@")}`)}>${text}</a>`;
  if (kind === "phone") return html`<a href=${safeUrl(`tel:${text.replace(/[^\d+]/g, "")}`)}>${text}</a>`;
  if (kind === "link" && /^https?:\/\//i.test(text)) return html`<a href=${safeUrl(text)} target="_blank" rel="noopener noreferrer">${text}${hiddenText(` ${t("lead.newWindow")}`)}</a>`;
  return html`<span class="as-typed">${text}</span>`;
}

LeadDetails.define("crm-lead-details");
