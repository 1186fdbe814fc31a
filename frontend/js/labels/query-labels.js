/**
 * A query as a person would say it, and as the list of leads would show it.
 *
 * @typedef {import("../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../types/api").Comparison} Comparison
 * @typedef {Record<string, string>} Labels name of a field to its label
 */

/** @type {Record<Comparison, {label: string, text: (field: string, value: string|null) => string}>} the value is null where a comparison takes none */
const OPERATIONS = {
  contains: { label: "contains", text: (field, value) => `${field} contains “${value}”` },
  equals: { label: "is", text: (field, value) => `${field} is “${value}”` },
  startsWith: { label: "starts with", text: (field, value) => `${field} starts with “${value}”` },
  in: { label: "is one of", text: (field, value) => `${field} is “${value}”` },
  empty: { label: "is empty", text: (field) => `${field} is empty` },
  notEmpty: { label: "is not empty", text: (field) => `${field} is not empty` },
  before: { label: "is before", text: (field, value) => `${field} is before ${value}` },
  after: { label: "is after", text: (field, value) => `${field} is after ${value}` },
  less: { label: "is less than", text: (field, value) => `${field} is less than ${value}` },
  more: { label: "is more than", text: (field, value) => `${field} is more than ${value}` },
  between: { label: "is between", text: (field, value) => `${field} is between ${value}` },
};

/** Comparisons that every column offers, in this order. */
export const COMPARISONS = /** @type {Comparison[]} */ (["contains", "equals", "startsWith", "empty", "notEmpty"]);

/** @type {Labels} */
const DERIVED = { leadId: "Lead ID", name: "Name", emailDomain: "Email domain", emails: "Further email", phones: "Further phone" };

/**
 * What a comparison is called in a list of them.
 * @param {Comparison} op
 */
export function comparisonLabel(op) {
  return OPERATIONS[op].label;
}

/**
 * Whether a comparison needs a text to compare with.
 * @param {Comparison} op
 */
export function takesText(op) {
  return op !== "empty" && op !== "notEmpty";
}

/**
 * One condition in words: "Company contains “acme”".
 * @param {{field: string, op: Comparison, value: string|null}} condition
 * @param {Labels} labels
 */
export function conditionLabel({ field, op, value }, labels) {
  return OPERATIONS[op].text(fieldLabel(field, labels), value);
}

/**
 * @param {ChatQuery} query as POST /chat answers it
 * @param {Labels} labels
 * @returns {string[]} a label for each of its parts; a query for everything has "all leads"
 */
export function queryLabels(query, labels) {
  const parts = [];
  if (query.text) parts.push(`any field contains “${query.text}”`);
  for (const condition of query.filters) parts.push(conditionLabel(condition, labels));
  if (query.where) parts.push("several conditions");
  if (!parts.length) parts.push("all leads");
  if (query.groupBy) parts.push(`grouped by ${fieldLabel(query.groupBy, labels).toLowerCase()}`);
  else parts.push(orderLabel(query.sort, labels));
  return parts;
}

/**
 * The parameters of the list that shows the same leads.
 * @param {ChatQuery} query
 * @param {Labels} labels of the columns that the list has
 * @returns {Record<string, string>|null} null when the list cannot show it
 */
export function queryParams(query, labels) {
  if (query.groupBy || query.where) return null;
  /** @type {Record<string, string>} */
  const params = query.text ? { q: query.text } : {};
  const seen = new Set();
  for (const { field, op, value } of query.filters) {
    if (!labels[field] || seen.has(field) || !COMPARISONS.includes(op)) return null;
    seen.add(field);
    params[op === "contains" ? `filter[${field}]` : `filter[${field}][${op}]`] = takesText(op) ? (value ?? "") : "1";
  }
  if (labels[query.sort.field]) params.sort = `${query.sort.descending ? "-" : ""}${query.sort.field}`;
  return params;
}

/**
 * @param {ChatQuery["sort"]} sort
 * @param {Labels} labels
 */
function orderLabel({ field, descending }, labels) {
  if (field === "createdAt") return descending ? "newest first" : "oldest first";
  if (field === "updatedAt") return descending ? "last changed first" : "longest unchanged first";
  return `by ${fieldLabel(field, labels).toLowerCase()}, ${descending ? "Z to A" : "A to Z"}`;
}

/**
 * @param {string} field
 * @param {Labels} labels
 */
function fieldLabel(field, labels) {
  return labels[field] ?? DERIVED[field] ?? field;
}
