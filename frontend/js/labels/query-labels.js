/** A query as a person would say it, and as the list of leads would show it. */

import { LABELS } from "./lead-fields.js";

const OPERATIONS = {
  contains: (field, value) => `${field} contains “${value}”`,
  equals: (field, value) => `${field} is “${value}”`,
  startsWith: (field, value) => `${field} starts with “${value}”`,
  empty: (field) => `${field} is empty`,
  notEmpty: (field) => `${field} is not empty`,
};

const DERIVED = { leadId: "Lead ID", name: "Name", emailDomain: "Email domain" };

/**
 * @param {object} query as POST /chat answers it
 * @returns {string[]} its parts in words; one that asks for everything is "all leads"
 */
export function queryWords(query) {
  const parts = [];
  if (query?.text) parts.push(`any field contains “${query.text}”`);
  for (const { field, op, value } of query?.filters ?? []) {
    const say = OPERATIONS[op] ?? ((name, text) => `${name} ${op} “${text}”`);
    parts.push(say(label(field), value));
  }
  if (!parts.length) parts.push("all leads");
  const group = query?.groupBy;
  if (group) parts.push(`grouped by ${label(group).toLowerCase()}`);
  const sort = query?.sort;
  if (sort?.field && !group) parts.push(order(sort));
  return parts;
}

/** The parameters of the list that shows the same leads, null when the list cannot say it. */
export function queryParams(query) {
  if (!query || query.groupBy) return null;
  const params = query.text ? { q: query.text } : {};
  for (const { field, op, value } of query.filters ?? []) {
    if (op !== "contains" || !LABELS[field] || params[`filter[${field}]`]) return null;
    params[`filter[${field}]`] = value;
  }
  if (query.sort?.field && LABELS[query.sort.field]) params.sort = `${query.sort.descending ? "-" : ""}${query.sort.field}`;
  return params;
}

function order({ field, descending }) {
  if (field === "createdAt") return descending ? "newest first" : "oldest first";
  if (field === "updatedAt") return descending ? "last changed first" : "longest unchanged first";
  return `by ${label(field).toLowerCase()}, ${descending ? "Z to A" : "A to Z"}`;
}

function label(field) {
  return LABELS[field] ?? DERIVED[field] ?? field;
}
