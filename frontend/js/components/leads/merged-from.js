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
import { leadName, when } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { notice } from "../../views/notice.js";
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
    html`<p data-hook="merged-from">Merged with ${namesOf(merge)} on ${when(merge.at)} by ${merge.by}.</p>`,
    editable ? html`<button type="button" class="button button-small" data-hook="take-apart" @click=${() => takeApart(merge)}>Take apart</button>` : nothing,
  ));
}

/**
 * Asks, takes leads apart, and says what is in several of them now.
 * @param {LeadDetail} lead
 * @param {MergedFrom} merge
 * @returns {Promise<boolean>} whether they are apart
 */
export async function takeApart(lead, merge) {
  const text = `${leadName(lead)} and ${namesOf(merge)} become leads of their own again, each with what it would have had. What was changed since goes to the lead whose value it was.`;
  if (!(await confirmed({ title: "Take these leads apart?", text, confirm: "Take apart" }))) return false;
  try {
    const apart = /** @type {TakenApart} */ (await app.api.post(`/merges/${encodeURIComponent(merge.mergeId)}/undo`));
    toast(["The leads are apart.", ...inSeveral(apart)].join(" "));
  } catch (error) {
    toast(`They could not be taken apart: ${messageOf(error)}`, { tone: "bad" });
    return false;
  }
  return true;
}

/** @param {TakenApart} apart */
function inSeveral({ ofSeveral }) {
  const labels = [...new Set(ofSeveral.flatMap(({ paths }) => paths))].map((path) => pathLabel(path, app.fields.labels));
  return labels.length > 0 ? [`Nobody could tell whose these changes are, so each lead has them: ${labels.join(", ")}.`] : [];
}

/** @param {MergedFrom} merge */
function namesOf({ leads }) {
  return leads.map(({ name }) => name || "a lead without a name").join(", ");
}
