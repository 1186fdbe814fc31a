/**
 * What the API says of columns, rows and sheets, in the language of the page. Its own sentence, in English, stands where there is no text.
 *
 * @typedef {import("../../types/api").ColumnMapping} ColumnMapping
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

/** @param {string} text */
function columnName(text) {
  const place = WITHOUT_HEADER.exec(text)?.[1];
  return place ? t("targets.column", { letters: letters(Number(place) - 1) }) : text;
}
