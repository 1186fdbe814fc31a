/**
 * The leads that became one with a lead, and taking them apart.
 *
 * @typedef {import("../../../types/api").LeadDetail} LeadDetail
 * @typedef {import("../../../types/api").MergedFrom} MergedFrom
 * @typedef {import("../../../types/api").TakenApart} TakenApart
 */

import { app } from "../../context.js";
import { pathLabel } from "../../labels/lead-fields.js";
import { messageOf } from "../../lib/errors.js";
import { enumerated, leadName, when } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { notice } from "../../views/notice.js";
import { attempt } from "../shell/attempt.js";
import { confirmed } from "../shell/confirm.js";
import { toast } from "../shell/toasts.js";

/**
 * A line for each merge that can be taken back.
 * @param {LeadDetail} lead
 * @param {boolean} editable
 * @param {(merge: MergedFrom) => void} takeApart
 */
export function mergedFrom({ mergedFrom: merges }, editable, takeApart) {
  return merges.map((merge) => notice(
    "info",
    html`<p data-hook="merged-from">${t("lead.mergedWith", { names: namesOf(merge), time: when(merge.at), by: merge.by })}</p>`,
    editable ? html`<button type="button" class="button button-small" data-hook="take-apart" @click=${() => takeApart(merge)}>${t("lead.takeApart")}</button>` : nothing,
  ));
}

/**
 * Asks, takes leads apart, and says what is in several of them now.
 * @param {LeadDetail} lead
 * @param {MergedFrom} merge
 * @returns {Promise<boolean>} whether they are apart
 */
export async function takeApart(lead, merge) {
  const text = t("lead.takeApartText", { name: leadName(lead), names: namesOf(merge) });
  if (!(await confirmed({ title: t("lead.takeApartTitle"), text, confirm: t("lead.takeApart") }))) return false;
  try {
    const apart = /** @type {TakenApart} */ (await app.api.post(`/merges/${encodeURIComponent(merge.mergeId)}/undo`));
    toast(saidOf(apart));
    await attempt(() => askWhetherDifferent(apart));
  } catch (error) {
    toast(t("lead.notApart", { reason: messageOf(error) }), { tone: "bad" });
    return false;
  }
  return true;
}

/**
 * Remembers for ever that the leads are different people, if they are; else a search would propose them again.
 * @param {TakenApart} apart
 */
async function askWhetherDifferent({ pairIds }) {
  if (!pairIds.length) return;
  const question = { title: t("lead.differentTitle"), text: t("lead.differentText"), confirm: t("lead.different"), cancel: t("lead.unsure") };
  if (!(await confirmed(question))) return;
  for (const pairId of pairIds) await app.api.post(`/duplicates/${encodeURIComponent(pairId)}/dismiss`);
}

/** @param {TakenApart} apart */
function saidOf({ ofSeveral }) {
  const labels = [...new Set(ofSeveral.flatMap(({ paths }) => paths))].map((path) => pathLabel(path, app.fields.labels));
  return labels.length > 0 ? t("lead.apartShared", { fields: enumerated(labels) }) : t("lead.apart");
}

/** @param {MergedFrom} merge */
function namesOf({ leads }) {
  return enumerated(leads.map(({ name }) => name || t("lead.unnamed")));
}
