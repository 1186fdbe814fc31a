/**
 * Where a value comes from, in words.
 *
 * @typedef {import("../../types/api").Origin} Origin
 * @typedef {import("../../types/api").LeadEvent} LeadEvent
 */

import { day, letters } from "../lib/format.js";

/**
 * In few words: "list.xlsx, row 14", "typed by ann@x.example".
 * @param {Origin} origin
 */
export function originInShort({ importId, fileName, row, by }) {
  if (!importId) return by ? `typed by ${by}` : "typed";
  return [fileName ?? "an import", row === null ? "" : `row ${row}`].filter(Boolean).join(", ");
}

/**
 * Where exactly in a file: "sheet 2, row 14, column C"; "" where nothing is known.
 * @param {{sheet: number|null, row: number|null, column?: number|null}} place `sheet` and `column` from 0
 */
export function placeInFile({ sheet, row, column = null }) {
  const parts = [sheet !== null && `sheet ${sheet + 1}`, row !== null && `row ${row}`, column !== null && `column ${letters(column)}`];
  return parts.filter(Boolean).join(", ");
}

/**
 * Who and when: "by ann@x.example on Mar 3, 2026".
 * @param {{by: string, at: string}} origin
 */
export function byAndWhen({ by, at }) {
  const parts = [by && `by ${by}`, day(at) && `on ${day(at)}`];
  return parts.filter(Boolean).join(" ");
}
