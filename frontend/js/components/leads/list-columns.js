/**
 * The columns of the list: which ones, in which order, how wide. A view keeps its own; without one, this device does.
 *
 * @typedef {import("../../../types/page").ViewColumn} ViewColumn
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { keepSetting, readSetting } from "../../lib/dom.js";

const SETTING = "list-columns";
const SHOWN_AT_FIRST = ["name", "title", "company", "email", "phone", "tags", "createdAt"];
/** Pixels by what a person calls them; without any, a column is as wide as its values, up to a limit. */
export const WIDTHS = { narrow: 96, medium: 192, wide: 384 };

/** @returns {ViewColumn[]} those that this device shows */
export function keptColumns() {
  return readSetting(SETTING, SHOWN_AT_FIRST.map((field) => ({ field, width: null })));
}

/** @param {ViewColumn[]} columns */
export function keepColumns(columns) {
  keepSetting(SETTING, columns);
}

/**
 * With a column more or less; the last one that shows stays.
 * @param {ViewColumn[]} columns
 * @param {string} field
 * @param {LeadColumn[]} known own fields that cannot be read now are not among them, and stay chosen
 * @returns {ViewColumn[]}
 */
export function toggled(columns, field, known) {
  if (!columns.some((column) => column.field === field)) return [...columns, { field, width: null }];
  const rest = columns.filter((column) => column.field !== field);
  return known.some(({ name }) => rest.some((column) => column.field === name)) ? rest : columns;
}

/**
 * With a column in its neighbour's place.
 * @param {ViewColumn[]} columns
 * @param {string} field
 * @param {number} by 1 towards the end, -1 towards the beginning
 * @returns {ViewColumn[]}
 */
export function moved(columns, field, by) {
  const from = columns.findIndex((column) => column.field === field);
  const [column] = columns.slice(from, from + 1);
  const rest = columns.filter((one) => one.field !== field);
  return column ? [...rest.slice(0, Math.max(0, from + by)), column, ...rest.slice(Math.max(0, from + by))] : columns;
}

/**
 * With another width of a column.
 * @param {ViewColumn[]} columns
 * @param {string} field
 * @param {number|null} width in pixels; null for the usual one
 * @returns {ViewColumn[]}
 */
export function resized(columns, field, width) {
  return columns.map((column) => (column.field === field ? { field, width } : column));
}

/**
 * The columns as the table takes them: those that there are.
 * @param {ViewColumn[]} columns
 * @param {LeadColumn[]} known
 * @returns {LeadColumn[]}
 */
export function tableColumns(columns, known) {
  const byName = new Map(known.map((column) => [column.name, column]));
  return columns.flatMap(({ field, width }) => {
    const column = byName.get(field);
    return column ? [{ ...column, width }] : [];
  });
}
