/**
 * The leads that are ticked: single ones, or all that match the search and filters of the list.
 *
 * @typedef {Pick<import("../../../types/api").WantedJob, "leadIds"|"q"|"filters"|"where">} Which as POST /jobs takes them
 */

import { app } from "../../context.js";
import { messageOf } from "../../lib/errors.js";
import { plural } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { icon } from "../../views/icon.js";
import { confirmed } from "../shell/confirm.js";
import { startJob } from "../shell/jobs.js";
import { toast } from "../shell/toasts.js";
import { BIN_DAYS } from "./deletion.js";

/**
 * The bar that says how many are ticked and what can be done with them.
 * @param {object} options
 * @param {number} options.chosen
 * @param {boolean} options.isEverything whether these are all that match
 * @param {string|null} options.offer to tick all that match; null where that is the same
 * @param {() => void} options.onEverything
 * @param {() => void} options.onEdit
 * @param {() => void} options.onDelete
 * @param {() => void} options.onClear
 */
export function selectionBar({ chosen, isEverything, offer, onEverything, onEdit, onDelete, onClear }) {
  return html`<div class="selection" data-hook="selection" role="group" aria-label="Selected leads">
    <p role="status"><strong>${isEverything && chosen > 1 ? `All ${plural(chosen, "lead")}` : plural(chosen, "lead")} selected</strong></p>
    ${offer ? html`<button type="button" class="link small" data-hook="select-everything" @click=${onEverything}>${offer}</button>` : nothing}
    <div class="actions">
      <button type="button" class="button button-small" data-hook="edit-selected" @click=${onEdit}>${icon("edit")}Edit…</button>
      <button type="button" class="button button-small button-quiet button-danger" data-hook="delete-selected" @click=${onDelete}>${icon("trash")}Delete</button>
      <button type="button" class="button button-small button-quiet" data-hook="clear-selection" @click=${onClear}>Clear selection</button>
    </div>
  </div>`;
}

/**
 * Deletes leads after a question that says how many; resolves when that has begun.
 * @param {Which} which
 * @returns {Promise<boolean>} whether it has begun
 */
export async function deleteAll(which) {
  /** @type {import("../../../types/api").WantedJob} */
  const wanted = { ...which, change: { action: "delete" } };
  try {
    const { total } = await app.jobs.preview(wanted);
    if (!total) {
      toast("These leads are not there any more.", { tone: "bad" });
      return true;
    }
    const text = `They will no longer appear in the list, in exports or in answers. For ${BIN_DAYS} days you can restore them from the bin.`;
    if (!(await confirmed({ title: `Delete ${plural(total, "lead")}?`, text, confirm: `Delete ${plural(total, "lead")}`, danger: true }))) return false;
    await startJob(wanted);
    return true;
  } catch (error) {
    toast(messageOf(error), { tone: "bad" });
    return false;
  }
}
