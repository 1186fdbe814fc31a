/**
 * A query as a person would say it, and as the list of leads would show it.
 *
 * @typedef {import("../../types/answers").LeadQuery} LeadQuery
 */

import { LABELS } from "./lead-fields.js";

/** @type {Record<string, (field: string, value: string) => string>} */
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
 * @param {LeadQuery|null} query as POST /chat answers it
 * @returns {string[]} a label for each of its parts; a query for everything has "all leads"
 */
export function queryLabels(query) {
  const labels = [];
  if (query?.text) labels.push(`any field contains “${query.text}”`);
  for (const { field, op, value } of query?.filters ?? []) {
    const say = OPERATIONS[op] ?? ((name, text) => `${name} ${op} “${text}”`);
    labels.push(say(fieldLabel(field), value));
  }
  if (!labels.length) labels.push("all leads");
  const group = query?.groupBy;
  if (group) labels.push(`grouped by ${fieldLabel(group).toLowerCase()}`);
  const sort = query?.sort;
  if (sort?.field && !group) labels.push(orderLabel(sort));
  return labels;
}

/**
 * The parameters of the list that shows the same leads.
 * @param {LeadQuery|null} query
 * @returns {Record<string, string>|null} null when the list cannot show it
 */
export function queryParams(query) {
  if (!query || query.groupBy) return null;
  /** @type {Record<string, string>} */
  const params = query.text ? { q: query.text } : {};
  for (const { field, op, value } of query.filters ?? []) {
    if (op !== "contains" || !LABELS[field] || params[`filter[${field}]`]) return null;
    params[`filter[${field}]`] = value;
  }
  if (query.sort?.field && LABELS[query.sort.field]) params.sort = `${query.sort.descending ? "-" : ""}${query.sort.field}`;
  return params;
}

/** @param {{field: string, descending: boolean}} sort */
function orderLabel({ field, descending }) {
  if (field === "createdAt") return descending ? "newest first" : "oldest first";
  if (field === "updatedAt") return descending ? "last changed first" : "longest unchanged first";
  return `by ${fieldLabel(field).toLowerCase()}, ${descending ? "Z to A" : "A to Z"}`;
}

/** @param {string} field */
function fieldLabel(field) {
  return LABELS[field] ?? DERIVED[field] ?? field;
}
