/**
 * Where a value comes from, in words.
 *
 * @typedef {import("../../types/api").Origin} Origin
 */

import { day, enumerated, letters } from "../lib/format.js";
import { rich, t } from "../lib/texts.js";

/**
 * In few words: "list.xlsx, row 14", "typed by ann@x.example".
 * @param {Origin} origin
 */
export function originInShort({ importId, fileName, row, by }) {
  if (!importId) return t("origin.typed", { known: by ? "by" : "nobody", by });
  const file = fileName ?? t("origin.anImport");
  return row === null ? file : t("origin.fileRow", { file, row });
}

/**
 * Where exactly in a file: "sheet 2, row 14, column C"; "" where nothing is known.
 * @param {{sheet: number|null, row: number|null, column?: number|null}} place `sheet` and `column` from 0
 */
export function placeInFile({ sheet, row, column = null }) {
  return enumerated([
    sheet === null ? "" : t("origin.sheet", { number: sheet + 1 }),
    row === null ? "" : t("origin.row", { number: row }),
    column === null ? "" : t("origin.column", { letters: letters(column) }),
  ].filter(Boolean));
}

/**
 * All that is known: "list.xlsx, sheet 2, row 14, by ann@x.example on Mar 3, 2026", or who typed it and when.
 * @param {Origin} origin
 * @param {(name: unknown) => unknown} link makes a link to the import of the name of its file
 */
export function originInFull(origin, link) {
  const { importId, fileName, by, at } = origin;
  const who = { known: by ? "by" : "nobody", by, day: day(at) };
  if (!importId) return t("origin.typedWhole", who);
  return rich("origin.imported", { ...who, name: fileName ?? t("origin.anImport"), place: placeInFile(origin) || "none", file: link });
}
