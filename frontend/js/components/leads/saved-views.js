/**
 * A saved view and the list that shows it.
 *
 * @typedef {import("../../../types/api").ViewAnswer} View
 * @typedef {import("../../../types/page").Condition} Condition
 * @typedef {import("../../../types/page").ListView} ListView
 * @typedef {import("../../../types/page").ViewColumn} ViewColumn
 */

import { searchParams } from "../../lib/params.js";
import { conditionOf, conditionParams } from "../../labels/query-labels.js";
import { DEFAULTS, queryOf, readView, whereParts } from "./lead-address.js";

/**
 * The first page of a view.
 * @param {View} view
 * @param {Record<string, string>} labels of the columns that the list has
 * @returns {ListView}
 */
export function listOf({ viewId, q, where, sort }, labels) {
  const conditions = conditionParams(where ? [/** @type {Condition} */ (where)] : [], labels);
  return readView(searchParams({ ...conditions, q, view: viewId, sort: sort ?? DEFAULTS.sort }));
}

/**
 * What a list shows, as the API keeps it.
 * @param {ListView} list
 * @param {ViewColumn[]} columns
 */
export function bodyOf(list, columns) {
  const { q, where = null } = queryOf(list);
  return { q, where: /** @type {Record<string, unknown>|null} */ (where), sort: list.sort, columns };
}

/**
 * Whether a list shows something else than its view; without one, whether there is something to keep.
 * @param {View|null} view
 * @param {ListView} list
 * @param {ViewColumn[]|null} columns those that differ from the view's
 */
export function isChanged(view, list, columns) {
  if (!view) return fingerprint(list) !== fingerprint(readView(new URLSearchParams()));
  // Labels decide only which conditions are filters of a column, so any will do that are the same for both.
  const kept = listOf(view, Object.fromEntries(Object.keys(list.filters).map((name) => [name, name])));
  return fingerprint(kept) !== fingerprint(list) || (columns !== null && JSON.stringify(columns) !== JSON.stringify(view.columns));
}

/** @param {ListView} list */
function fingerprint(list) {
  const filters = Object.entries(list.filters).map(([field, filter]) => conditionOf(field, filter));
  const parts = [...filters, ...(whereParts(list.where) ?? [list.where])];
  return JSON.stringify([list.q, parts.map((part) => JSON.stringify(part)).sort(), list.sort]);
}
