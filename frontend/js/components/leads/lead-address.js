/**
 * What the list of leads shows, as the address holds it: search, filters, sort, page. So a reload, a bookmark and the
 * back button keep it, and the export asks for the same.
 *
 * @typedef {import("../../../types/page").ListView} ListView
 */

import { COLUMNS } from "../../labels/lead-fields.js";

export const PAGE_SIZES = [25, 50, 100, 200];
export const DEFAULTS = { sort: "-createdAt", page: 1, pageSize: 50 };

/** @type {Set<string>} */
const NAMES = new Set(COLUMNS.map((column) => column.name));

/**
 * @param {URLSearchParams} params of the address
 * @returns {ListView}
 */
export function readView(params) {
  /** @type {Record<string, string>} */
  const filters = {};
  for (const [key, value] of params) {
    const name = /^filter\[(\w+)\]$/.exec(key)?.[1];
    if (name && NAMES.has(name) && value) filters[name] = value;
  }
  const sort = params.get("sort") ?? DEFAULTS.sort;
  const pageSize = Number(params.get("pageSize"));
  return {
    q: params.get("q") ?? "",
    filters,
    sort: NAMES.has(sort.replace(/^-/, "")) ? sort : DEFAULTS.sort,
    page: Math.max(1, Math.floor(Number(params.get("page"))) || 1),
    pageSize: PAGE_SIZES.includes(pageSize) ? pageSize : DEFAULTS.pageSize,
  };
}

/**
 * The view as parameters of an address; what is as usual is left out.
 * @param {ListView} view
 */
export function viewParams(view) {
  /** @type {Record<string, string>} */
  const params = {};
  if (view.q) params.q = view.q;
  for (const [name, text] of Object.entries(view.filters)) if (text) params[`filter[${name}]`] = text;
  if (view.sort !== DEFAULTS.sort) params.sort = view.sort;
  if (view.page > 1) params.page = String(view.page);
  if (view.pageSize !== DEFAULTS.pageSize) params.pageSize = String(view.pageSize);
  return params;
}

/**
 * The view as parameters of GET /leads.
 * @param {ListView} view
 */
export function requestParams(view) {
  return { ...viewParams(view), sort: view.sort, page: String(view.page), pageSize: String(view.pageSize) };
}
