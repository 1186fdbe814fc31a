/**
 * What an import would do: in words, with its first leads, and what it does to leads that are there.
 *
 * @typedef {import("../../../types/api").DryRunAnswer} DryRun
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("../../../types/api").Policy} Policy
 */

import { withValue } from "../../lib/dom.js";
import { enumerated, leadName } from "../../lib/format.js";
import { html, live, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { POLICIES } from "../../labels/import-labels.js";
import { expectedSentence } from "../../labels/review-labels.js";
import { changeList } from "../../views/change-list.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";

const FIRST = 3;

/**
 * @param {import("../../services/review.js").Review} review
 * @param {object} options
 * @param {Policy} options.policy with which the import was announced
 * @param {boolean} options.editable
 * @param {Record<string, string>} options.labels of the fields
 */
export function expectedView(review, { policy, editable, labels }) {
  const { expected } = review;
  return html`<section class="card expected" aria-labelledby="expected-title" aria-busy=${String(review.isTrying)} data-hook="expected">
    <h2 id="expected-title" tabindex="-1">${t("expected.title")}</h2>
    <div>
      <p class="expected-counts" role="status" data-hook="counts">${sentence(review)}</p>
      ${review.unknown ? notice("bad", review.unknown, html`<button type="button" class="button button-small" data-hook="try-again" @click=${() => review.try()}>${t("common.retry")}</button>`) : nothing}
      ${expected?.typedValues ? html`<p class="please-check" data-hook="typed-values">${icon("alert", "icon-sm")}<span>${t("expected.typed", { count: expected.typedValues })}</span></p>` : nothing}
      ${expected?.emptiedValues ? html`<p class="please-check" data-hook="emptied-values">${icon("alert", "icon-sm")}<span>${t("expected.emptied", { count: expected.emptiedValues })}</span></p>` : nothing}
      ${expected?.goingCount ? html`<p class="please-check" data-hook="going-leads">${icon("alert", "icon-sm")}<span>${t("expected.going", { count: expected.goingCount })}</span></p>` : nothing}
    </div>
    ${policyChoice(review, policy, editable)}
    ${expected ? [newLeads(expected, labels), changingLeads(expected, labels)] : nothing}
  </section>`;
}

/** @param {import("../../services/review.js").Review} review */
function sentence({ expected, isTrying, unknown }) {
  if (expected) return expectedSentence(expected);
  return isTrying && !unknown ? t("expected.looking") : "";
}

/**
 * @param {import("../../services/review.js").Review} review
 * @param {Policy} announced
 * @param {boolean} editable
 */
function policyChoice(review, announced, editable) {
  const chosen = review.policy ?? announced;
  return html`<div class="field">
    <label for="check-policy">${t("expected.policy")}</label>
    <select class="input" id="check-policy" data-hook="policy" ?disabled=${!editable} aria-describedby="check-policy-help" @change=${withValue((policy) => review.choosePolicy(/** @type {Policy} */ (policy)))}>
      ${POLICIES.map(({ value, title }) => html`<option value=${value} .selected=${live(value === chosen)}>${title}</option>`)}
    </select>
    <p class="field-hint" id="check-policy-help">${POLICIES.find(({ value }) => value === chosen)?.help}</p>
  </div>`;
}

/**
 * @param {DryRun} expected
 * @param {Record<string, string>} labels
 */
function newLeads({ newLeads: leads }, labels) {
  const shown = leads.map((lead) => html`<li data-hook="new-lead"><p><strong>${leadName(lead)}</strong></p><p class="small">${valuesOf(lead, labels)}</p></li>`);
  return leads.length ? list(t("expected.newLeads"), shown) : nothing;
}

/**
 * @param {DryRun} expected
 * @param {Record<string, string>} labels
 */
function changingLeads({ changingLeads: leads }, labels) {
  const shown = leads.map(({ name, changes }) => html`<li data-hook="changing-lead"><p><strong>${name || t("numbers.unnamed")}</strong></p>${changeList(changes, labels)}</li>`);
  return leads.length ? list(t("expected.changingLeads"), shown) : nothing;
}

/**
 * The first of them, and the others folded.
 * @param {string} title
 * @param {unknown[]} items
 */
function list(title, items) {
  const rest = items.slice(FIRST);
  return html`<section class="expected-leads" aria-label=${title}>
    <h3>${title}</h3>
    <ul>${items.slice(0, FIRST)}</ul>
    ${rest.length ? html`<details class="fold"><summary>${t("expected.more", { count: rest.length })}</summary><ul>${rest}</ul></details>` : nothing}
  </section>`;
}

/**
 * What a lead holds beside its name.
 * @param {Lead} lead
 * @param {Record<string, string>} labels
 */
function valuesOf(lead, labels) {
  const named = /** @type {const} */ (["title", "company", "email", "phone", "status", "owner", "notes"]);
  const values = named.map((name) => said(labels[name] ?? name, lead[name]));
  const extras = Object.entries(lead.extras).map(([header, text]) => said(header, text));
  return [...values, said(labels.tags ?? "", enumerated(lead.tags)), ...extras].filter(Boolean).join(" · ");
}

/**
 * @param {string} field
 * @param {string|null} value
 */
function said(field, value) {
  return value ? t("expected.value", { field, value }) : "";
}
