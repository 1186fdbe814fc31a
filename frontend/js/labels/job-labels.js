/**
 * Bulk changes in words.
 *
 * @typedef {import("../../types/api").Job} Job
 * @typedef {import("../../types/api").BulkAction} BulkAction
 * @typedef {import("./import-labels.js").Label} Label
 */

import { listed } from "../lib/format.js";
import { t } from "../lib/texts.js";
import { pathLabel } from "./lead-fields.js";
import { failure } from "./reasons.js";

const WAITING = { label: t("jobs.waiting"), tone: "", text: t("jobs.waitingText") };

/** Status → badge text, tone, and what happens now, without a full stop. @type {Record<import("../../types/api").ImportStatus, Label>} */
export const JOB_STATUS = {
  announced: WAITING,
  waiting: WAITING,
  reading: { label: t("jobs.finding"), tone: "live", text: t("jobs.findingText") },
  review: WAITING,
  importing: { label: t("jobs.running"), tone: "live", text: t("jobs.runningText") },
  cancelling: { label: t("jobs.stopping"), tone: "warn", text: t("jobs.stoppingText") },
  completed: { label: t("jobs.done"), tone: "good", text: t("jobs.done") },
  completed_with_errors: { label: t("jobs.withErrors"), tone: "warn", text: t("jobs.withErrorsText") },
  failed: { label: t("jobs.failed"), tone: "bad", text: t("jobs.failedText") },
  cancelled: { label: t("jobs.stopped"), tone: "", text: t("jobs.stoppedText") },
};

/** @type {Record<BulkAction, string>} */
const DOING = { edit: t("jobs.editing"), delete: t("jobs.deleting"), restore: t("jobs.restoring"), merge: t("jobs.merging") };
/** @type {Record<BulkAction, (values: {count: number}) => string>} */
const DONE = {
  edit: (values) => t("jobs.edited", values),
  delete: (values) => t("jobs.deleted", values),
  restore: (values) => t("jobs.restored", values),
  merge: (values) => t("jobs.mergedGroups", values),
};

/**
 * "Changing leads…"
 * @param {Job} job
 */
export function jobUnderWay({ action }) {
  return DOING[action];
}

/**
 * What one does to each lead: "Status set to “Won”, Title taken away and tag “vip” added".
 * @param {Pick<Job, "action"|"values">} job
 * @param {Record<string, string>} labels of the fields
 */
export function jobInWords({ action, values }, labels) {
  if (action === "delete") return t("jobs.wholeDeleted");
  if (action === "restore") return t("jobs.wholeRestored");
  if (action === "merge") return t("jobs.wholeMerged");
  return capitalized(listed(values.map((one) => valueInWords(one, labels))));
}

/**
 * How far one is: "1,200 of 3,171 leads".
 * @param {Job} job
 */
export function jobProgress({ action, status, totals, undo }) {
  if (undo?.status === "undoing") return t("jobs.undoing");
  if (status === "importing" && totals.leads) return t(action === "merge" ? "jobs.progressOfGroups" : "jobs.progress", { done: leadsDone(totals), total: totals.leads });
  return JOB_STATUS[status].text;
}

/**
 * What became of the leads: "Changed 3,171 leads. 12 left alone."
 * @param {Job} job
 */
export function jobResult(job) {
  const { action, status, totals } = job;
  if (status === "failed") return failure(job) ?? t("jobs.sentence", { text: JOB_STATUS.failed.text });
  const alone = totals.unchanged + totals.superseded + totals.skipped + totals.rejected;
  return [
    status === "cancelled" && t("jobs.sentence", { text: JOB_STATUS.cancelled.label }),
    DONE[action]({ count: totals.changed }),
    alone > 0 && t("jobs.leftAlone", { count: alone }),
    totals.cancelled > 0 && t("jobs.notReached", { count: totals.cancelled }),
  ].filter(Boolean).join(" ");
}

/**
 * What taking one back did: "Taken back: 3,168; 3 kept because somebody has changed them since."
 * @param {NonNullable<Job["undo"]>} undo
 */
export function undoResult({ restored, removed, kept, gone }) {
  return t("jobs.takenBack", { count: restored + removed, kept, gone });
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
  if (path.startsWith("tags/")) return value === null ? t("jobs.tagRemoved", { tag: path.slice(5) }) : t("jobs.tagAdded", { tag: value });
  const field = pathLabel(path, labels);
  return value === null ? t("jobs.valueTaken", { field }) : t("jobs.valueSet", { field, value });
}

/** @param {string} text */
function capitalized(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
