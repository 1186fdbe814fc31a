/**
 * What the list of leads shows, as the address holds it: search, filters, sort, page. So a reload, a bookmark and the
 * back button keep it, and the export asks for the same.
 *
 * Conditions that no filter of a column can say are JSON in `where`, as docs/searching.md tells.
 * A filter is `filter[company]=acme` (contains) or `filter[company][equals]=acme`; those that take no value have a "1",
 * and those that take several are repeated.
 *
 * @typedef {import("../../../types/page").ListView} ListView
 * @typedef {import("../../../types/page").ListFilter} ListFilter
 */

import { allOf, conditionLabel, conditionOf, filterParam, isComplete, isComparison, mostValues, partsOf } from "../../labels/query-labels.js";

export const PAGE_SIZES = [25, 50, 100, 200];
export const DEFAULTS = { sort: "-createdAt", page: 1, pageSize: 50 };

/**
 * @param {URLSearchParams} params of the address
 * @returns {ListView}
 */
export function readView(params) {
  /** @type {Record<string, ListFilter>} */
  const filters = {};
  for (const key of new Set(params.keys())) {
    const [, name, op = "contains"] = /^filter\[(.+?)\](?:\[(\w+)\])?$/.exec(key) ?? [];
    if (!name || !isComparison(op)) continue;
    const filter = { op, values: mostValues(op) ? params.getAll(key).slice(0, mostValues(op)) : [] };
    if (isComplete(filter)) filters[name] = filter;
  }
  const pageSize = Number(params.get("pageSize"));
  return {
    view: params.get("view") ?? "",
    q: params.get("q") ?? "",
    filters,
    where: params.get("where") ?? "",
    sort: params.get("sort") || DEFAULTS.sort,
    page: Math.max(1, Math.floor(Number(params.get("page"))) || 1),
    pageSize: PAGE_SIZES.includes(pageSize) ? pageSize : DEFAULTS.pageSize,
  };
}

/**
 * The parts of `where` that must all hold; null for a text that is none, which the API refuses with the reason.
 * @param {string} where
 * @returns {import("../../../types/page").Condition[]|null}
 */
export function whereParts(where) {
  if (!where) return [];
  try {
    return checked(partsOf(JSON.parse(where)));
  } catch {
    return null;
  }
}

/**
 * The conditions, if they are some that can be said in words.
 * @param {import("../../../types/page").Condition[]} parts
 */
function checked(parts) {
  for (const part of parts) conditionLabel(part, {});
  return parts;
}

/**
 * What a view finds, as POST /exports, POST /jobs and POST /views take it: all conditions are in `where`.
 * @param {ListView} view
 */
export function queryOf({ q, filters, where }) {
  const parts = [...Object.entries(filters).map(([field, filter]) => conditionOf(field, filter)), ...(where ? partsOf(JSON.parse(where)) : [])];
  return { q, ...(parts.length ? { where: allOf(parts) } : {}) };
}

/**
 * What decides which leads a view has, on all of its pages.
 * @param {ListView} view
 */
export function whichOf({ q, filters, where }) {
  return { q, filters, where };
}

/**
 * Whether a view lists not all leads.
 * @param {ListView} view
 */
export function isNarrowed({ q, filters, where }) {
  return Boolean(q || where) || Object.keys(filters).length > 0;
}

/**
 * The view as parameters of an address; what is as usual is left out.
 * @param {ListView} view
 */
export function viewParams(view) {
  /** @type {import("../../lib/params.js").Params} */
  const params = view.view ? { view: view.view } : {};
  if (view.q) params.q = view.q;
  for (const [name, filter] of Object.entries(view.filters)) Object.assign(params, filterParam(name, filter));
  if (view.where) params.where = view.where;
  // With a view, the order is always said: what has none is the view as it is saved.
  if (view.view || view.sort !== DEFAULTS.sort) params.sort = view.sort;
  if (view.page > 1) params.page = String(view.page);
  if (view.pageSize !== DEFAULTS.pageSize) params.pageSize = String(view.pageSize);
  return params;
}

/**
 * The view as parameters of GET /leads.
 * @param {ListView} view
 */
export function requestParams(view) {
  return { ...viewParams({ ...view, view: "" }), sort: view.sort, page: String(view.page), pageSize: String(view.pageSize) };
}
