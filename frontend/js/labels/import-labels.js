/**
 * The labels of imports, as a business user reads them.
 *
 * @typedef {import("../../types/api").Outcome} Outcome
 * @typedef {{label: string, tone: string, text: string}} Label
 */

import { enumerated } from "../lib/format.js";
import { named, t } from "../lib/texts.js";
import { builtInLabel, pathLabel } from "./lead-fields.js";

/** The states in which an import has ended. @type {Set<string>} */
export const FINAL = new Set(["completed", "completed_with_errors", "failed", "cancelled"]);

/** Status → badge text, tone, and a sentence about what happens now. @type {Record<import("../../types/api").ImportStatus, Label>} */
export const STATUS = {
  announced: { label: t("importStatus.announced"), tone: "warn", text: t("importStatus.announcedText") },
  waiting: { label: t("importStatus.waiting"), tone: "", text: t("importStatus.waitingText") },
  reading: { label: t("importStatus.reading"), tone: "live", text: t("importStatus.readingText") },
  review: { label: t("importStatus.review"), tone: "warn", text: t("importStatus.reviewText") },
  importing: { label: t("importStatus.importing"), tone: "live", text: t("importStatus.importingText") },
  cancelling: { label: t("importStatus.cancelling"), tone: "warn", text: t("importStatus.cancellingText") },
  completed: { label: t("importStatus.completed"), tone: "good", text: t("importStatus.completedText") },
  completed_with_errors: { label: t("importStatus.completedWithErrors"), tone: "warn", text: t("importStatus.completedWithErrorsText") },
  failed: { label: t("importStatus.failed"), tone: "bad", text: t("importStatus.failedText") },
  cancelled: { label: t("importStatus.cancelled"), tone: "", text: t("importStatus.cancelledText") },
};

/** What takes the place of the status once an import is taken back. @type {Record<import("../../types/api").ImportUndo["status"], Label>} */
const TAKEN_BACK = {
  undoing: { label: t("importStatus.undoing"), tone: "live", text: t("importStatus.undoingText") },
  undone: { label: t("importStatus.undone"), tone: "", text: t("importStatus.undoneText") },
};

/**
 * The state of an import as a badge and a sentence: how its undo stands, once there is one.
 * @param {Pick<import("../../types/api").Import, "status"|"undo"|"totals">} item
 */
export function stateOf({ status, undo, totals }) {
  if (undo) return TAKEN_BACK[undo.status];
  // Once its rows are mended, nothing is wrong any more; how it ended at first stays what it was.
  return STATUS[status === "completed_with_errors" && !totals.rejected ? "completed" : status];
}

/** @type {Outcome[]} */
export const OUTCOMES = ["created", "updated", "unchanged", "superseded", "rejected", "skipped", "cancelled"];

/** Outcome → label, tone, and what it means. @type {Record<Outcome, Label>} */
export const OUTCOME = {
  created: { label: t("outcomes.created"), tone: "good", text: t("outcomes.createdText") },
  updated: { label: t("outcomes.updated"), tone: "good", text: t("outcomes.updatedText") },
  unchanged: { label: t("outcomes.unchanged"), tone: "", text: t("outcomes.unchangedText") },
  superseded: { label: t("outcomes.superseded"), tone: "", text: t("outcomes.supersededText") },
  rejected: { label: t("outcomes.rejected"), tone: "bad", text: t("outcomes.rejectedText") },
  skipped: { label: t("outcomes.skipped"), tone: "", text: t("outcomes.skippedText") },
  cancelled: { label: t("outcomes.cancelled"), tone: "", text: t("outcomes.cancelledText") },
};

/** What becomes of leads when an import is undone; of one that is gone, or counted already, nothing. @type {import("../../types/api").UndoResult[]} */
export const UNDO_RESULTS = ["removed", "restored", "kept"];

/**
 * What became of so many leads when an import was undone.
 * @param {import("../../types/api").UndoResult} result
 * @param {number} count
 */
export function undoneLeads(result, count) {
  return named("import", result, { count });
}

/**
 * How many rows have which outcome: "902 created, 17 rejected"; "" without any.
 * @param {import("../../types/api").ImportTotals} totals
 */
export function outcomesInWords(totals) {
  return enumerated(OUTCOMES.filter((outcome) => totals[outcome]).map((outcome) => named("outcomeCounts", outcome, { count: totals[outcome] }) ?? ""));
}

/** What an import does to leads that are already there. @type {{value: import("../../types/api").Policy, title: string, help: string}[]} */
export const POLICIES = [
  { value: "update", title: t("policies.update"), help: t("policies.updateHelp") },
  { value: "fill", title: t("policies.fill"), help: t("policies.fillHelp") },
  { value: "replace", title: t("policies.replace"), help: t("policies.replaceHelp") },
  { value: "keep", title: t("policies.keep"), help: t("policies.keepHelp") },
];

/** What an import may do to one field, whatever it does to the others. @type {{value: import("../../types/api").Rule, label: string}[]} */
export const RULES = [
  { value: "always", label: t("policies.always") },
  { value: "ifEmpty", label: t("policies.ifEmpty") },
  { value: "never", label: t("policies.never") },
];

/** What a rule can be about beside the fields. */
export const BESIDE_FIELDS = [
  { name: "emails", label: t("policies.emails") },
  { name: "phones", label: t("policies.phones") },
  { name: "extras", label: t("policies.extras") },
];

/** Where a column may go beside the fields of a lead. @type {[string, string][]} */
const NO_FIELDS = [
  ["fullName", t("targets.fullName")],
  ["remarks", t("targets.remarks")],
  ["leadId", t("targets.leadId")],
  ["nothing", t("targets.nothing")],
];

/**
 * Where a column may go: name to label, in the order of the list to choose from. Notes are a way to be kept, not a target,
 * and a field of the owner's is the extra that its label names.
 * @param {import("./lead-fields.js").LeadColumn[]} fields of leads
 * @param {{field: string}} column whose own target is among them, also where that is no field any more
 * @returns {Map<string, string>}
 */
export function targetsOf(fields, { field }) {
  const targets = new Map(fields.filter(({ name }) => name !== "notes").map(({ name, label, own }) => [own ? `extras/${label}` : name, label]));
  for (const [name, label] of NO_FIELDS) targets.set(name, label);
  if (field.startsWith("extras/") && !targets.has(field)) targets.set(field, pathLabel(field, {}));
  return targets;
}

/**
 * How many rows have an outcome.
 * @param {import("../../types/api").ImportTotals} totals
 */
export function rowsDone(totals) {
  return OUTCOMES.reduce((sum, outcome) => sum + totals[outcome], 0);
}

/** Transforms that make another target of a field. @type {Record<string, string>} */
const BY_TRANSFORM = {
  "remarks notes": builtInLabel("notes"),
  "email further": t("policies.emails"),
  "phone further": t("policies.phones"),
};

/**
 * Where a column goes, and how its cells become that: "" where the first says it all.
 * @param {{field: string, transform: string}} column
 * @param {Map<string, string>} targets
 */
export function targetOf({ field, transform }, targets) {
  const target = BY_TRANSFORM[`${field} ${transform}`];
  return target ? { target, transform: "" } : { target: targets.get(field) ?? field, transform };
}
