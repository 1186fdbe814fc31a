/**
 * A query as a person would say it, and as the list of leads would show it.
 *
 * @typedef {import("../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../types/api").Comparison} Comparison
 */

import { LABELS } from "./lead-fields.js";

/** @type {Record<Comparison, (field: string, value: string|null) => string>} the value is null where a comparison takes none */
const OPERATIONS = {
  contains: (field, value) => `${field} contains “${value}”`,
  equals: (field, value) => `${field} is “${value}”`,
  startsWith: (field, value) => `${field} starts with “${value}”`,
  empty: (field) => `${field} is empty`,
  notEmpty: (field) => `${field} is not empty`,
};

/** @type {Record<string, string>} */
const DERIVED = { leadId: "Lead ID", name: "Name", emailDomain: "Email domain" };

/**
 * @param {ChatQuery} query as POST /chat answers it
 * @returns {string[]} a label for each of its parts; a query for everything has "all leads"
 */
export function queryLabels(query) {
  const labels = [];
  if (query.text) labels.push(`any field contains “${query.text}”`);
  for (const { field, op, value } of query.filters) labels.push(OPERATIONS[op](fieldLabel(field), value));
  if (!labels.length) labels.push("all leads");
  if (query.groupBy) labels.push(`grouped by ${fieldLabel(query.groupBy).toLowerCase()}`);
  else labels.push(orderLabel(query.sort));
  return labels;
}

/**
 * The parameters of the list that shows the same leads.
 * @param {ChatQuery} query
 * @returns {Record<string, string>|null} null when the list cannot show it
 */
export function queryParams(query) {
  if (query.groupBy) return null;
  /** @type {Record<string, string>} */
  const params = query.text ? { q: query.text } : {};
  for (const { field, op, value } of query.filters) {
    if (op !== "contains" || value === null || !LABELS[field] || params[`filter[${field}]`]) return null;
    params[`filter[${field}]`] = value;
  }
  if (LABELS[query.sort.field]) params.sort = `${query.sort.descending ? "-" : ""}${query.sort.field}`;
  return params;
}

/** @param {ChatQuery["sort"]} sort */
function orderLabel({ field, descending }) {
  if (field === "createdAt") return descending ? "newest first" : "oldest first";
  if (field === "updatedAt") return descending ? "last changed first" : "longest unchanged first";
  return `by ${fieldLabel(field).toLowerCase()}, ${descending ? "Z to A" : "A to Z"}`;
}

/** @param {string} field */
function fieldLabel(field) {
  return LABELS[field] ?? DERIVED[field] ?? field;
}
