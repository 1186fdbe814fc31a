/**
 * The labels of imports, as a business user reads them.
 *
 * @typedef {import("../../types/api").Outcome} Outcome
 * @typedef {{label: string, tone: string, text: string}} Label
 */

import { pathLabel } from "./lead-fields.js";

/** The states in which an import has ended. @type {Set<string>} */
export const FINAL = new Set(["completed", "completed_with_errors", "failed", "cancelled"]);

/** Status → badge text, tone, and a sentence about what happens now. @type {Record<import("../../types/api").ImportStatus, Label>} */
export const STATUS = {
  announced: { label: "Not uploaded", tone: "warn", text: "The file is not here. Its upload was interrupted, or another tab is sending it." },
  waiting: { label: "Waiting", tone: "", text: "Waiting: the file will be read as soon as a worker is free." },
  reading: { label: "Reading", tone: "live", text: "Reading the file: finding its sheets, headers and columns." },
  review: { label: "Needs your review", tone: "warn", text: "The columns are mapped. Check them, then start the import." },
  importing: { label: "Importing", tone: "live", text: "Importing the rows." },
  cancelling: { label: "Cancelling", tone: "warn", text: "Stopping: no further rows are imported. Leads already written stay." },
  completed: { label: "Completed", tone: "good", text: "Every row was processed." },
  completed_with_errors: { label: "Completed with errors", tone: "warn", text: "Every row was processed; some were rejected: see below." },
  failed: { label: "Failed", tone: "bad", text: "The file could not be imported." },
  cancelled: { label: "Cancelled", tone: "", text: "The import was stopped. Leads already written stay." },
};

/** What takes the place of the status once an import is taken back. @type {Record<import("../../types/api").ImportUndo["status"], Label>} */
const TAKEN_BACK = {
  undoing: { label: "Undoing", tone: "live", text: "Undoing the import: what it brought is taken back." },
  undone: { label: "Undone", tone: "", text: "The import was undone." },
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
  created: { label: "Created", tone: "good", text: "New leads" },
  updated: { label: "Updated", tone: "good", text: "Existing leads that changed" },
  unchanged: { label: "Unchanged", tone: "", text: "Leads that already had these values" },
  superseded: { label: "Superseded", tone: "", text: "Rows that a newer row replaces" },
  rejected: { label: "Rejected", tone: "bad", text: "Rows that could not become a lead" },
  skipped: { label: "Skipped", tone: "", text: "Blank lines, totals, repeated headers" },
  cancelled: { label: "Cancelled", tone: "", text: "Rows not imported because the import was stopped" },
};

/** What became of the leads of an import that is undone. @type {Record<import("../../types/api").UndoResult, string>} */
export const REVERTED = {
  removed: "removed, as the import had added them",
  restored: "given back their earlier values",
  kept: "kept with what someone has said of them since",
  gone: "no longer there",
};

/** What an import does to leads that are already there. @type {{value: import("../../types/api").Policy, title: string, help: string}[]} */
export const POLICIES = [
  { value: "update", title: "Update", help: "What the file says replaces what the lead had. An empty cell changes nothing." },
  { value: "fill", title: "Fill gaps", help: "Only what the lead has no value for is filled in. Nothing is replaced." },
  { value: "replace", title: "Replace whole lead", help: "The row is the whole lead from now on: what the file does not say is emptied." },
  { value: "keep", title: "Leave alone", help: "Leads that exist stay as they are. Only new ones are added." },
];

/** What an import may do to one field, whatever it does to the others. @type {{value: import("../../types/api").Rule, label: string}[]} */
export const RULES = [
  { value: "always", label: "Always replace" },
  { value: "ifEmpty", label: "Only if empty" },
  { value: "never", label: "Never import" },
];

/** What a rule can be about beside the fields. */
export const BESIDE_FIELDS = [
  { name: "emails", label: "Further emails" },
  { name: "phones", label: "Further phones" },
  { name: "extras", label: "All other columns" },
];

/** Where a column may go beside the fields of a lead. @type {[string, string][]} */
const NO_FIELDS = [
  ["fullName", "Full name (is split)"],
  ["remarks", "Keep under its header"],
  ["leadId", "Lead ID (from an export)"],
  ["nothing", "Do not import"],
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
  "remarks notes": "Notes",
  "email further": "Further emails",
  "phone further": "Further phones",
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
