/**
 * What the API says of columns, rows, sheets and pairs, in the language of the page. Its own sentence, in English, stands where there is no text.
 *
 * @typedef {import("../../types/api").ColumnMapping} ColumnMapping
 * @typedef {import("../../types/api").Export} Export
 * @typedef {import("../../types/api").Import} Import
 * @typedef {import("../../types/api").ImportRow} ImportRow
 * @typedef {import("../../types/api").ImportSheet} ImportSheet
 * @typedef {import("../../types/api").FieldProposal} FieldProposal
 * @typedef {import("../../types/api").Pair} Pair
 * @typedef {import("../../types/api").MessageAnswer} Message
 * @typedef {(code: string, values: Record<string, string|number>) => string|null} Say a sentence of the page, null where there is none
 */

import { letters } from "../lib/format.js";
import { named, t } from "../lib/texts.js";
import { builtInLabel, pathLabel } from "./lead-fields.js";

/** How the API calls a column without a header: `name` of `crm/mapping/rules/column.py`. */
const WITHOUT_HEADER = /^column (\d+)$/;

/**
 * Why a column goes where it goes.
 * @param {Pick<ColumnMapping, "because"|"becauseKey"|"becauseValues">} column
 */
export function becauseOf({ because, becauseKey, becauseValues }) {
  const values = Object.entries(becauseValues).map(([name, text]) => [name, columnName(text)]);
  return named("because", becauseKey, Object.fromEntries(values)) ?? because;
}

/**
 * Why a row was rejected, skipped or superseded, and what of it was cut; null without a reason.
 * @param {Pick<ImportRow, "reason"|"reasonMessages">} row
 */
export function rowReason({ reason, reasonMessages }) {
  return sentences(reasonMessages, (code, values) => named("rowReasons", code, values)) ?? reason;
}

/**
 * What the columns are called whose cells do not fit, where the reason names them.
 * @param {Pick<ImportRow, "reasonMessages">} row
 */
export function columnsAtFault({ reasonMessages }) {
  return reasonMessages.flatMap(({ values: { column } }) => (typeof column === "string" ? [columnName(column)] : []));
}

/**
 * Why an import or a bulk change has failed; null without a reason.
 * @param {Pick<Import, "reason"|"reasonMessages">} item
 */
export function failure({ reason, reasonMessages }) {
  return sentences(reasonMessages, (code, values) => named("importFailures", code, values)) ?? reason;
}

/**
 * Why an export has failed; null without a reason.
 * @param {Pick<Export, "reason"|"reasonMessages">} one
 */
export function exportFailure({ reason, reasonMessages }) {
  return sentences(reasonMessages, (code, values) => named("exportFailures", code, values)) ?? reason;
}

/**
 * Why a type is proposed for a field.
 * @param {Pick<FieldProposal, "reason"|"reasonMessages">} proposal
 */
export function proposedBecause({ reason, reasonMessages }) {
  return sentences(reasonMessages, (code, values) => named("proposalReasons", code, values)) ?? reason;
}

/**
 * Why two leads may be one person.
 * @param {Pick<Pair, "reasons"|"reasonMessages">} pair
 */
export function pairReasons({ reasons, reasonMessages }) {
  return sentences(reasonMessages, (code, values) => named("duplicateReasons", code, values), "; ") ?? reasons.join("; ");
}

/**
 * Why a sheet is skipped.
 * @param {Pick<ImportSheet, "skipped"|"skippedCode">} sheet
 */
export function skippedBecause({ skipped, skippedCode }) {
  return named("rowReasons", skippedCode) ?? skipped ?? "";
}

/**
 * What the report of an import says.
 * @param {Pick<Import, "notes"|"noteMessages">} item
 */
export function notesOf({ notes, noteMessages }) {
  return notes.map((note, place) => {
    const message = noteMessages[place];
    const text = message && sentence(message, (code, values) => named("importNotes", code, values));
    return text ? (message.values.sheet ? t("import.ofSheet", { sheet: message.values.sheet, note: text }) : text) : note;
  });
}

/**
 * @param {Message[]} messages
 * @param {Say} say
 * @param {string} [between]
 * @returns {string|null} null where there are none, or one of them has no text
 */
function sentences(messages, say, between = " ") {
  const texts = messages.map((message) => sentence(message, say));
  return texts.length && texts.every(Boolean) ? texts.join(between) : null;
}

/**
 * @param {Message} message
 * @param {Say} say
 */
function sentence({ code, values }, say) {
  const shown = Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? columnName(value) : value]);
  return say(code, { ...Object.fromEntries(shown), ...fieldOf(values) });
}

/**
 * What the page calls the field that a sentence speaks of.
 * @param {Message["values"]} values
 * @returns {{field?: string}}
 */
function fieldOf({ path }) {
  if (typeof path !== "string") return {};
  return { field: path.includes("/") ? pathLabel(path, {}) : builtInLabel(path) };
}

/** @param {string} text */
function columnName(text) {
  const place = WITHOUT_HEADER.exec(text)?.[1];
  return place ? t("targets.column", { letters: letters(Number(place) - 1) }) : text;
}
