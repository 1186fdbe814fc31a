/**
 * Deleting leads, with a way back: they lie in the bin for a while.
 *
 * @typedef {import("../../../types/api").BulkResult} BulkResult
 */

import { app } from "../../context.js";
import { messageOf, statusOf } from "../../lib/errors.js";
import { plural } from "../../lib/format.js";
import { confirmed } from "../shell/confirm.js";
import { toast } from "../shell/toasts.js";

/** For so many days a deleted lead can be restored. */
export const BIN_DAYS = 30;

/**
 * Deletes leads and offers to undo it; asks before it deletes more than one.
 * @param {string[]} leadIds
 * @param {{name?: string|null, version?: string, changed: () => void}} options `name` of a single lead, and the
 *   `version` that the user has seen; `changed` is called after each change
 * @returns {Promise<boolean>} whether they are deleted
 */
export async function deleteLeads(leadIds, { name = null, version, changed }) {
  const what = leadIds.length === 1 && name ? name : plural(leadIds.length, "lead");
  if (leadIds.length > 1) {
    const text = `They will no longer appear in the list, in exports or in answers. For ${BIN_DAYS} days you can restore them from the bin.`;
    if (!(await confirmed({ title: `Delete ${what}?`, text, confirm: "Delete", danger: true }))) return false;
  }
  try {
    if (leadIds.length === 1) await app.api.delete(`/leads/${encodeURIComponent(leadIds[0])}`, { ifMatch: version });
    else await deleteMany(leadIds, changed);
  } catch (error) {
    toast(statusOf(error) === 412 ? "It is not deleted, because someone else has changed it in the meantime. Look at it again." : messageOf(error), { tone: "bad" });
    changed();
    return false;
  }
  if (leadIds.length === 1) undoable(leadIds, what, changed);
  changed();
  return true;
}

/**
 * Deletes many leads. Some may stay: then a message says how many and why, and undo restores only the others.
 * @param {string[]} leadIds
 * @param {() => void} changed
 */
async function deleteMany(leadIds, changed) {
  const { deleted, failed } = /** @type {BulkResult} */ (await app.api.post("/leads/bulk", { action: "delete", leadIds }));
  if (deleted.length) undoable(deleted, plural(deleted.length, "lead"), changed);
  if (failed.length) toast(`${plural(failed.length, "lead")} could not be deleted: ${failed[0].message}`, { tone: "bad" });
}

/**
 * @param {string[]} leadIds
 * @param {string} what
 * @param {() => void} changed
 */
function undoable(leadIds, what, changed) {
  toast(`Deleted ${what}.`, { action: { label: "Undo", run: () => restore(leadIds, what, changed) } });
}

/**
 * Takes leads out of the bin and says so.
 * @param {string[]} leadIds
 * @param {string} what to call them
 * @param {() => void} changed called afterwards
 */
export async function restore(leadIds, what, changed) {
  const failures = [];
  for (const leadId of leadIds) {
    try {
      await app.api.post(`/leads/${encodeURIComponent(leadId)}/restore`);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  changed();
  if (!failures.length) toast(`Restored ${what}.`);
  else toast(`${plural(failures.length, "lead")} could not be restored: ${failures[0]}`, { tone: "bad" });
}
