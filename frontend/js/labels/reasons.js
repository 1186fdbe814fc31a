/**
 * What the API says of columns, rows and sheets, in the language of the page. Its own sentence, in English, stands where there is no text.
 *
 * @typedef {import("../../types/api").ColumnMapping} ColumnMapping
 * @typedef {import("../../types/api").Import} Import
 * @typedef {import("../../types/api").ImportRow} ImportRow
 * @typedef {import("../../types/api").ImportSheet} ImportSheet
 */

import { letters } from "../lib/format.js";
import { named, t } from "../lib/texts.js";

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
 * Why a row was rejected, skipped or superseded, null without a reason.
 * @param {Pick<ImportRow, "reason"|"reasonCode">} row
 */
export function rowReason({ reason, reasonCode }) {
  return named("rowReasons", reasonCode) ?? reason;
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
 * @param {Pick<Import, "notes"|"noteCodes">} item
 */
export function notesOf({ notes, noteCodes }) {
  return notes.map((note, place) => named("importNotes", noteCodes[place]) ?? note);
}

/** @param {string} text */
function columnName(text) {
  const place = WITHOUT_HEADER.exec(text)?.[1];
  return place ? t("targets.column", { letters: letters(Number(place) - 1) }) : text;
}
