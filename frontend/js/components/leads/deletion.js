/**
 * Deleting leads, with a way back.
 *
 * @typedef {import("../../../types/api").BulkResult} BulkResult
 */

import { app } from "../../context.js";
import { messageOf } from "../../lib/errors.js";
import { plural } from "../../lib/format.js";
import { confirmed } from "../shell/confirm.js";
import { toast } from "../shell/toasts.js";

/**
 * Deletes leads and offers to undo it; asks before it deletes more than one.
 * @param {string[]} leadIds
 * @param {{name?: string|null, changed: () => void}} options `name` of a single lead; `changed` is called after each change
 * @returns {Promise<boolean>} whether they are deleted
 */
export async function deleteLeads(leadIds, { name = null, changed }) {
  const what = leadIds.length === 1 && name ? name : plural(leadIds.length, "lead");
  if (leadIds.length > 1) {
    const text = "They will no longer appear in the list, in exports or in answers. You can undo this right afterwards.";
    if (!(await confirmed({ title: `Delete ${what}?`, text, confirm: "Delete", danger: true }))) return false;
  }
  try {
    if (leadIds.length === 1) await app.api.delete(`/leads/${encodeURIComponent(leadIds[0])}`);
    else await deleteMany(leadIds, changed);
  } catch (error) {
    toast(messageOf(error), { tone: "bad" });
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
 * @param {string[]} leadIds
 * @param {string} what
 * @param {() => void} changed
 */
async function restore(leadIds, what, changed) {
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
