/** The values of a lead as a person reads them: "" where there is none. */

/**
 * @typedef {import("../../types/api").Lead} Lead
 * @typedef {string|number|boolean|string[]|null} TypedValue what a field holds
 * @typedef {import("./lead-fields.js").LeadColumn} LeadColumn
 * @typedef {import("./lead-fields.js").Kind} Kind
 */

import { calendarDay, day, decimal, fullName, when } from "../lib/format.js";
import { t } from "../lib/texts.js";
import { NAME } from "./lead-fields.js";

/**
 * What a lead has in a column; null where it has nothing.
 * @param {Lead} lead
 * @param {LeadColumn} column
 * @returns {TypedValue}
 */
export function valueIn(lead, { name, own }) {
  if (own) return lead.fields[name] ?? null;
  if (name === NAME.name) return fullName(lead);
  const value = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (lead))[name];
  return /** @type {TypedValue|undefined} */ (value) ?? null;
}

/**
 * A value as text.
 * @param {TypedValue} value
 * @param {Kind} kind
 */
export function textOf(value, kind) {
  if (value === null || value === "") return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
  if (typeof value === "number") return decimal(value);
  if (kind === "date") return calendarDay(value) || value;
  if (kind === "time") return day(value);
  if (kind === "dateTime") return when(value) || value;
  return value;
}
