/** Deleting a lead, with a way back: it lies in the bin for a while. */

import { app } from "../../context.js";
import { messageOf, statusOf } from "../../lib/errors.js";
import { t } from "../../lib/texts.js";
import { toast } from "../shell/toasts.js";

/** For so many days a deleted lead can be restored. */
export const BIN_DAYS = 30;

/**
 * Deletes a lead and offers to undo it.
 * @param {string} leadId
 * @param {{name: string, version: string, changed: () => void}} options `version`: the one that the user has seen;
 *   `changed` is called after each change
 * @returns {Promise<boolean>} whether it is deleted
 */
export async function deleteLead(leadId, { name, version, changed }) {
  try {
    await app.api.delete(`/leads/${encodeURIComponent(leadId)}`, { ifMatch: version });
  } catch (error) {
    toast(statusOf(error) === 412 ? t("lead.notDeleted") : messageOf(error), { tone: "bad" });
    changed();
    return false;
  }
  toast(t("lead.deleted", { name }), { key: keyOf(leadId), action: { label: t("common.undo"), undoes: true, run: () => restoreLead(leadId, name, changed) } });
  changed();
  return true;
}

/**
 * The key of what is told of a lead's deletion: once it is restored, nobody can undo that any more.
 * @param {string} leadId
 */
function keyOf(leadId) {
  return `deletion-${leadId}`;
}

/**
 * Takes a lead out of the bin and says so.
 * @param {string} leadId
 * @param {string} name
 * @param {() => void} changed called afterwards
 */
export async function restoreLead(leadId, name, changed) {
  try {
    await app.api.post(`/leads/${encodeURIComponent(leadId)}/restore`);
    toast(t("lead.restored", { name }), { key: keyOf(leadId) });
  } catch (error) {
    toast(t("lead.notRestored", { name, reason: messageOf(error) }), { tone: "bad" });
  }
  changed();
}
