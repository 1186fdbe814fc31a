/**
 * What the review of an import says: where a column may go, how sure that is, and what would happen.
 *
 * @typedef {import("../../types/api").ColumnMapping} ColumnMapping
 * @typedef {import("../../types/api").DryRunAnswer} DryRun
 * @typedef {import("../../types/api").ImportSheet} Sheet
 */

import { count, letters, listed, plural } from "../lib/format.js";
import { pathLabel } from "./lead-fields.js";
import { targetOf } from "./import-labels.js";

/** A column below this is one to decide: `UNCERTAIN` of crm/mapping/confidence.py, below which the model is asked. */
const CERTAIN = 0.7;
/** Cells that tell a row from another one. */
const SHOWN_CELLS = 4;
/** Fields of which a lead has one, and others beside it. */
const SEVERAL = new Set(["email", "phone"]);

/**
 * What a sheet is called: that of a text file has no name of its own.
 * @param {Pick<Sheet, "name">} sheet
 * @param {string} fileName
 */
export function sheetTitle({ name }, fileName) {
  return name || fileName;
}

/**
 * What a column is called.
 * @param {Pick<ColumnMapping, "header"|"column">} column
 */
export function columnTitle({ header, column }) {
  return header || `Column ${letters(column)}`;
}

/** @param {Sheet} sheet */
export function headerPlace({ headerRows: rows }) {
  if (!rows.length) return "no header";
  return rows.length === 1 ? `header in row ${rows[0]}` : `header in rows ${rows.join(" and ")}`;
}

/**
 * The rows that can be the header, as [value, text]; "" is none of them.
 * @param {import("../../types/api").TopRow[]} top
 * @returns {[string, string][]}
 */
export function headerChoices(top) {
  const rows = top.map(({ number, cells }) => /** @type {[string, string]} */ ([String(number), `Row ${number}: ${shownCells(cells)}`]));
  return [...rows, ["", "No header"]];
}

/** @param {string[]} cells */
function shownCells(cells) {
  const texts = cells.map((cell) => cell.trim()).filter(Boolean);
  return texts.length > SHOWN_CELLS ? `${texts.slice(0, SHOWN_CELLS).join(" · ")} …` : texts.join(" · ");
}

/**
 * Whether a person should decide where a column goes.
 * @param {ColumnMapping} column
 */
export function isUnsure({ confidence }) {
  return confidence < CERTAIN;
}

/**
 * Whether a target only keeps a column under its header.
 * @param {string} target
 */
export function isKept(target) {
  return target === "remarks";
}

/**
 * Where a column may go, in groups of [name, label].
 * @param {import("./lead-fields.js").LeadColumn[]} fields of leads
 * @param {ColumnMapping} column
 * @returns {{label: string, targets: [string, string][]}[]}
 */
export function targetGroups(fields, column) {
  const header = columnTitle(column);
  const own = /** @type {[string, string][]} */ (fields.filter((field) => field.own).map(({ label }) => [`extras/${label}`, label]));
  const builtIn = /** @type {[string, string][]} */ (fields.filter(({ name, own: isOwn }) => !isOwn && name !== "notes").map(({ name, label }) => [name, label]));
  /** @type {[string, string][]} */
  const others = [["fullName", "Full name (is split)"], ["remarks", `Keep as “${header}”`], ["leadId", "Lead ID (from an export)"], ["nothing", "Do not import"]];
  const known = new Set(own.map(([name]) => name));
  if (column.field.startsWith("extras/") && !known.has(column.field)) others.push([column.field, pathLabel(column.field, {})]);
  const groups = [{ label: "Fields", targets: builtIn }, { label: "Your fields", targets: own }, { label: "Otherwise", targets: others }];
  const asIs = targetOf(column, new Map()).target;
  const special = asIs !== column.field;
  for (const { targets } of groups) {
    for (const target of targets) if (special && target[0] === column.field) target[1] = asIs;
  }
  // What became notes by its header can still be kept under it.
  if (special && isKept(column.field) && column.header) others.push([`extras/${column.header}`, `Keep as “${header}”`]);
  return groups.filter(({ targets }) => targets.length > 0);
}

/**
 * What to know where several columns go to one field; "" where none does.
 * @param {string} target
 * @param {ColumnMapping[]} others that go there too
 */
export function sharedTarget(target, others) {
  if (!others.length || isKept(target) || target === "nothing" || target === "tags") return "";
  const names = listed(others.map((column) => `“${columnTitle(column)}”`));
  const what = SEVERAL.has(target) ? "The first that holds something is the lead’s, and all are kept." : "A lead gets the first that holds something.";
  return `${names} ${others.length === 1 ? "goes" : "go"} there too. ${what}`;
}

/**
 * What an import would do, in words: "41 new, 3 changed, 2 cannot be imported".
 * @param {DryRun} expected
 */
export function expectedInWords({ totals }) {
  /** @type {[number, string][]} */
  const parts = [
    [totals.created, "new"],
    [totals.updated, "changed"],
    [totals.unchanged, "unchanged"],
    [totals.superseded, "replaced by a newer row"],
    [totals.rejected, "cannot be imported"],
    [totals.skipped, "left out"],
  ];
  return parts.filter(([number]) => number).map(([number, word]) => `${count(number)} ${word}`).join(", ") || "No row would be imported";
}

/**
 * How far the rows were looked at; "" once it is all of them.
 * @param {DryRun} expected
 */
export function extentInWords({ isWhole, isGoingOn, rows, totalRows }) {
  if (isWhole) return "";
  return `from the first ${count(rows)} of ${plural(totalRows, "row")}${isGoingOn ? "; the others are being looked at" : ""}`;
}

/**
 * What the button says that begins the import.
 * @param {DryRun|null} expected
 * @param {boolean} isChange whether the rows were imported before
 */
export function startInWords(expected, isChange = false) {
  const verb = isChange ? "Change" : "Import";
  if (!expected) return verb;
  if (!expected.isWhole) return `${verb} ${plural(expected.totalRows, "row")}`;
  return `${verb} ${plural(expected.totals.created + expected.totals.updated, "lead")}`;
}
