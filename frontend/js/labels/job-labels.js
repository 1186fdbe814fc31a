/**
 * Bulk changes in words.
 *
 * @typedef {import("../../types/api").Job} Job
 * @typedef {import("../../types/api").BulkAction} BulkAction
 * @typedef {import("./import-labels.js").Label} Label
 */

import { count, listed, plural } from "../lib/format.js";
import { pathLabel } from "./lead-fields.js";

/** Status → badge text, tone, and what happens now. @type {Record<import("../../types/api").ImportStatus, Label>} */
export const JOB_STATUS = {
  announced: { label: "Waiting", tone: "", text: "Waiting for its turn." },
  waiting: { label: "Waiting", tone: "", text: "Waiting for its turn." },
  reading: { label: "Finding leads", tone: "live", text: "Finding the leads." },
  review: { label: "Waiting", tone: "", text: "Waiting for its turn." },
  importing: { label: "Running", tone: "live", text: "Changing the leads." },
  cancelling: { label: "Stopping", tone: "warn", text: "Stopping. What is changed already stays so." },
  completed: { label: "Done", tone: "good", text: "Done." },
  completed_with_errors: { label: "Done, with errors", tone: "warn", text: "Done, but some leads could not be changed." },
  failed: { label: "Failed", tone: "bad", text: "The bulk change failed." },
  cancelled: { label: "Stopped", tone: "", text: "It was stopped." },
};

/** @type {Record<BulkAction, {doing: string, done: string}>} */
const VERBS = {
  edit: { doing: "Changing", done: "Changed" },
  delete: { doing: "Deleting", done: "Deleted" },
  restore: { doing: "Restoring", done: "Restored" },
  merge: { doing: "Merging", done: "Merged" },
};

/**
 * "Changing leads…"
 * @param {Job} job
 */
export function jobUnderWay({ action }) {
  return `${VERBS[action].doing} leads…`;
}

/**
 * What one does to each lead: "Status set to “Won”, Title taken away and tag “vip” added".
 * @param {Pick<Job, "action"|"values">} job
 * @param {Record<string, string>} labels of the fields
 */
export function jobInWords({ action, values }, labels) {
  if (action === "delete") return "Leads deleted";
  if (action === "merge") return "Leads merged that are certainly one person";
  if (action === "restore") return "Leads restored from the bin";
  return capitalized(listed(values.map((one) => valueInWords(one, labels))));
}

/**
 * How far one is: "1,200 of 3,171 leads".
 * @param {Job} job
 */
export function jobProgress({ status, totals, undo }) {
  if (undo?.status === "undoing") return "Taking it back";
  if (status === "importing" && totals.leads) return `${count(leadsDone(totals))} of ${plural(totals.leads, "lead")}`;
  return JOB_STATUS[status].text.replace(/\.$/, "");
}

/**
 * What became of the leads: "Changed 3,171 leads. 12 left alone."
 * @param {Job} job
 */
export function jobResult({ action, status, reason, totals }) {
  if (status === "failed") return reason ?? JOB_STATUS.failed.text;
  const alone = totals.unchanged + totals.superseded + totals.skipped + totals.rejected;
  return [
    status === "cancelled" && "Stopped.",
    `${VERBS[action].done} ${plural(totals.changed, "lead")}.`,
    alone > 0 && `${count(alone)} left alone.`,
    totals.cancelled > 0 && `${count(totals.cancelled)} not reached.`,
  ].filter(Boolean).join(" ");
}

/**
 * What taking one back did: "Taken back: 3,168; 3 kept because somebody has changed them since".
 * @param {NonNullable<Job["undo"]>} undo
 */
export function undoResult({ restored, removed, kept, gone }) {
  return [
    `Taken back: ${count(restored + removed)}`,
    kept > 0 && `${count(kept)} kept because somebody has changed ${kept === 1 ? "it" : "them"} since`,
    gone > 0 && `${count(gone)} no longer there`,
  ].filter(Boolean).join("; ");
}

/** @param {import("../../types/api").JobTotals} totals */
function leadsDone({ leads: _, ...outcomes }) {
  return Object.values(outcomes).reduce((sum, one) => sum + one, 0);
}

/**
 * @param {Job["values"][number]} said
 * @param {Record<string, string>} labels
 */
function valueInWords({ path, value }, labels) {
  if (path.startsWith("tags/")) return value === null ? `tag “${path.slice(5)}” removed` : `tag “${value}” added`;
  const label = pathLabel(path, labels);
  return value === null ? `${label} taken away` : `${label} set to “${value}”`;
}

/** @param {string} text */
function capitalized(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
