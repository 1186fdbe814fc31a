/**
 * The leads that are ticked: single ones, or all that match the search and filters of the list.
 *
 * @typedef {Pick<import("../../../types/api").WantedJob, "leadIds"|"q"|"filters"|"where">} Which as POST /jobs takes them
 */

import { app } from "../../context.js";
import { messageOf } from "../../lib/errors.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
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
  return html`<div class="selection" data-hook="selection" role="group" aria-label=${t("bulk.selection")}>
    <p role="status"><strong>${t(isEverything ? "bulk.allSelected" : "bulk.selected", { count: chosen })}</strong></p>
    ${offer ? html`<button type="button" class="link small" data-hook="select-everything" @click=${onEverything}>${offer}</button>` : nothing}
    <div class="actions">
      <button type="button" class="button button-small" data-hook="edit-selected" @click=${onEdit}>${icon("edit")}${t("bulk.edit")}</button>
      <button type="button" class="button button-small button-quiet button-danger" data-hook="delete-selected" @click=${onDelete}>${icon("trash")}${t("common.delete")}</button>
      <button type="button" class="button button-small button-quiet" data-hook="clear-selection" @click=${onClear}>${t("bulk.clear")}</button>
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
      toast(t("bulk.gone"), { tone: "bad" });
      return true;
    }
    const text = t("bulk.deleteText", { days: BIN_DAYS });
    if (!(await confirmed({ title: t("bulk.deleteTitle", { count: total }), text, confirm: t("bulk.delete", { count: total }), danger: true }))) return false;
    await startJob(wanted);
    return true;
  } catch (error) {
    toast(messageOf(error), { tone: "bad" });
    return false;
  }
}
