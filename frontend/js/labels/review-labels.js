/**
 * What the review of an import says: where a column may go, how sure that is, and what would happen.
 *
 * @typedef {import("../../types/api").ColumnMapping} ColumnMapping
 * @typedef {import("../../types/api").DryRunAnswer} DryRun
 * @typedef {import("../../types/api").ImportSheet} Sheet
 */

import { enumerated, letters, listed } from "../lib/format.js";
import { t } from "../lib/texts.js";
import { pathLabel } from "./lead-fields.js";
import { targetOf } from "./import-labels.js";

/** A column below this is one to decide: `UNCERTAIN` of crm/mapping/confidence.py, below which the model is asked. */
const CERTAIN = 0.7;
/** Reasons that speak of columns without any value. */
const OF_EMPTY_COLUMNS = new Set(["headerWithoutValues", "headerTooVague", "nothingKnownOrThere"]);
/** Cells that tell a row from another one. */
const SHOWN_CELLS = 4;
/** Fields of which a lead has one, and others beside it. */
const SEVERAL = new Set(["email", "phone"]);
/** How the columns become a field that hold a part of its value. */
const PARTS = new Set(["particle", "second surname"]);

/**
 * What a sheet is called: that of a text file has no name of its own, and a further table of a sheet has the sheet's.
 * @param {Pick<Sheet, "name"|"table">} sheet
 * @param {string} fileName
 */
export function sheetTitle({ name, table }, fileName) {
  const sheet = name || fileName;
  return table > 1 ? t("import.tableOf", { sheet, number: table }) : sheet;
}

/**
 * What a column is called.
 * @param {Pick<ColumnMapping, "header"|"column">} column
 */
export function columnTitle({ header, column }) {
  return header || t("targets.column", { letters: letters(column) });
}

/** @param {Sheet} sheet */
export function headerPlace({ headerRows: rows }) {
  return rows.length ? t("targets.headerIn", { count: rows.length, rows: listed(rows.map(String)) }) : t("targets.noHeader");
}

/**
 * The rows that can be the header, as [value, text]; "" is none of them.
 * @param {import("../../types/api").TopRow[]} top
 * @returns {[string, string][]}
 */
export function headerChoices(top) {
  const rows = top.map(({ number, cells }) => /** @type {[string, string]} */ ([String(number), t("targets.row", { row: String(number), cells: shownCells(cells) })]));
  return [...rows, ["", t("targets.noRow")]];
}

/** @param {string[]} cells */
function shownCells(cells) {
  const texts = cells.map((cell) => cell.trim()).filter(Boolean);
  return texts.length > SHOWN_CELLS ? `${texts.slice(0, SHOWN_CELLS).join(" · ")} …` : texts.join(" · ");
}

/**
 * Whether a person should decide where a column goes: nothing is lost of one that is empty in every row that was read.
 * @param {Pick<ColumnMapping, "confidence"|"becauseKey">} column
 */
export function isUnsure({ confidence, becauseKey }) {
  return confidence < CERTAIN && !OF_EMPTY_COLUMNS.has(becauseKey);
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
  const others = [["fullName", t("targets.fullName")], ["remarks", t("targets.keepAs", { header })], ["leadId", t("targets.leadId")], ["nothing", t("targets.nothing")]];
  const known = new Set(own.map(([name]) => name));
  if (column.field.startsWith("extras/") && !known.has(column.field)) others.push([column.field, pathLabel(column.field, {})]);
  const groups = [{ label: t("targets.fields"), targets: builtIn }, { label: t("targets.own"), targets: own }, { label: t("targets.others"), targets: others }];
  const asIs = targetOf(column, new Map()).target;
  const special = asIs !== column.field;
  for (const { targets } of groups) {
    for (const target of targets) if (special && target[0] === column.field) target[1] = asIs;
  }
  // What became notes by its header can still be kept under it.
  if (special && isKept(column.field) && column.header) others.push([`extras/${column.header}`, t("targets.keepAs", { header })]);
  return groups.filter(({ targets }) => targets.length > 0);
}

/**
 * Whether a column holds a part of what another one holds, so that a lead gets both: `Tussenvoegsel`, `Segundo apellido`.
 * @param {Pick<ColumnMapping, "transform">} column
 */
export function isPart({ transform }) {
  return PARTS.has(transform);
}

/**
 * What to know where several columns go to one field; "" where none does.
 * @param {string} target
 * @param {ColumnMapping[]} others that go there too
 */
export function sharedTarget(target, others) {
  if (!others.length || isKept(target) || target === "nothing" || target === "tags") return "";
  const values = { count: others.length, columns: listed(others.map((column) => t("targets.quoted", { column: columnTitle(column) }))) };
  return SEVERAL.has(target) ? t("targets.sharedAll", values) : t("targets.sharedFirst", values);
}

/**
 * What an import would do, in words: "41 new, 3 changed, 2 cannot be imported".
 * @param {DryRun} expected
 */
export function expectedInWords({ totals }) {
  const parts = [
    totals.created && t("expected.new", { count: totals.created }),
    totals.updated && t("expected.changed", { count: totals.updated }),
    totals.unchanged && t("expected.unchanged", { count: totals.unchanged }),
    totals.superseded && t("expected.superseded", { count: totals.superseded }),
    totals.rejected && t("expected.rejected", { count: totals.rejected }),
    totals.skipped && t("expected.skipped", { count: totals.skipped }),
  ];
  return enumerated(parts.filter((part) => part !== 0)) || t("expected.nothing");
}

/**
 * The same as a sentence, which says how far the rows were looked at where it is not all of them.
 * @param {DryRun} expected
 */
export function expectedSentence(expected) {
  const { isWhole, isGoingOn, rows, totalRows: total } = expected;
  const counts = expectedInWords(expected);
  if (isWhole) return t("expected.sentence", { counts });
  return isGoingOn ? t("expected.sentenceOfFirstSoFar", { counts, rows, total }) : t("expected.sentenceOfFirst", { counts, rows, total });
}

/**
 * What the button says that begins the import.
 * @param {DryRun|null} expected
 * @param {boolean} isChange whether the rows were imported before
 */
export function startInWords(expected, isChange = false) {
  if (!expected) return isChange ? t("expected.change") : t("expected.import");
  // Rows that say more of a lead which the file itself adds are no lead of their own.
  const count = expected.isWhole ? expected.totals.created + expected.changingCount : expected.totalRows;
  if (!expected.isWhole) return isChange ? t("expected.changeRows", { count }) : t("expected.importRows", { count });
  return isChange ? t("expected.changeLeads", { count }) : t("expected.importLeads", { count });
}
