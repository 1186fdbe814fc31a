/**
 * A query as a person would say it, and as the list of leads would show it.
 *
 * @typedef {import("../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../types/page").Comparison} Comparison
 * @typedef {import("../../types/page").Condition} Condition
 * @typedef {import("../../types/page").ListFilter} ListFilter
 * @typedef {import("./lead-fields.js").Kind} Kind
 * @typedef {Record<string, string>} Labels name of a field to its label
 */

import { calendarDay } from "../lib/format.js";

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
/** What stands between the values of the comparisons that take several. */
const BETWEEN_VALUES = /** @type {Record<string, string>} */ ({ in: "” or “", between: " and " });
/** How many values comparisons take at most, but for those that take one; an address holds no more of them. */
const MOST_VALUES = /** @type {Partial<Record<Comparison, number>>} */ ({ empty: 0, notEmpty: 0, between: 2, in: 100 });

const OF_TEXTS = /** @type {Comparison[]} */ (["contains", "equals", "startsWith", "in", "empty", "notEmpty"]);
const OF_CHOICES = /** @type {Comparison[]} */ (["in", "contains", "equals", "startsWith", "empty", "notEmpty"]);
const OF_TIMES = /** @type {Comparison[]} */ (["after", "before", "between", "empty", "notEmpty"]);
const OF_DATES = /** @type {Comparison[]} */ ([...OF_TIMES, "contains"]);
/** What a column offers, by its kind; all others offer what texts do. The first one is chosen at first. */
const BY_KIND = /** @type {Partial<Record<Kind, Comparison[]>>} */ ({
  time: OF_TIMES,
  date: OF_DATES,
  dateTime: OF_DATES,
  number: ["more", "less", "between", "equals", "in", "empty", "notEmpty", "contains"],
  choice: OF_CHOICES,
  choices: OF_CHOICES,
  user: OF_CHOICES,
});

/**
 * The comparisons that a column offers, the usual one first.
 * @param {Kind} kind
 */
export function comparisonsOf(kind) {
  return BY_KIND[kind] ?? OF_TEXTS;
}

/**
 * @param {string} text
 * @returns {text is Comparison}
 */
export function isComparison(text) {
  return Object.hasOwn(OPERATIONS, text);
}

/** @type {Labels} */
const DERIVED = { leadId: "Lead ID", importId: "Import", name: "Name", emailDomain: "Email domain", emails: "Further email", phones: "Further phone" };

/**
 * What a comparison is called in a list of them.
 * @param {Comparison} op
 */
export function comparisonLabel(op) {
  return OPERATIONS[op].label;
}

/**
 * How many values a comparison takes at most.
 * @param {Comparison} op
 */
export function mostValues(op) {
  return MOST_VALUES[op] ?? 1;
}

/**
 * Whether a filter has the values that its comparison needs.
 * @param {ListFilter} filter
 */
export function isComplete({ op, values }) {
  const needed = Math.min(mostValues(op), 2);
  return values.every((value) => value.trim()) && values.length >= (op === "in" ? 1 : needed);
}

/**
 * A filter as a parameter of an address, and of the API.
 * @param {string} field
 * @param {ListFilter} filter
 * @returns {import("../lib/params.js").Params}
 */
export function filterParam(field, { op, values }) {
  const name = op === "contains" ? `filter[${field}]` : `filter[${field}][${op}]`;
  return { [name]: mostValues(op) > 1 ? values : (values[0] ?? "1") };
}

/**
 * A filter as a condition.
 * @param {string} field
 * @param {ListFilter} filter
 * @returns {Condition}
 */
export function conditionOf(field, { op, values }) {
  if (mostValues(op) > 1) return { field, op, values };
  return mostValues(op) ? { field, op, value: values[0] ?? "" } : { field, op };
}

/**
 * Conditions joined by and.
 * @param {Condition[]} parts at least one
 * @returns {Condition}
 */
export function allOf(parts) {
  return parts.length === 1 && parts[0] ? parts[0] : { all: parts };
}

/**
 * A condition in words: "Company contains “acme”", "(Title is empty or Phone is empty)".
 * @param {Condition} condition
 * @param {Labels} labels
 * @returns {string}
 */
export function conditionLabel(condition, labels) {
  if ("all" in condition) return joined(condition.all, "and", labels);
  if ("any" in condition) return orMore(condition.any, labels) ?? joined(condition.any, "or", labels);
  if ("not" in condition) return `not (${conditionLabel(condition.not, labels).replace(/^\((.*)\)$/, "$1")})`;
  const { field, op, value, values } = condition;
  if (field === "importId" && op === "equals") return "From one import";
  const said = values ? values.map(dayOr).join(BETWEEN_VALUES[op] ?? ", ") : dayOr(value ?? null);
  return OPERATIONS[op].text(fieldLabel(field, labels), said);
}

/**
 * A day as the list shows it; anything else as it is.
 * @template {string|null} T
 * @param {T} value
 */
function dayOr(value) {
  return value && /^\d{4}-\d\d-\d\d$/.test(value) ? calendarDay(value) || value : value;
}

/**
 * What must all hold of a condition, one by one.
 * @param {Condition} condition
 * @returns {Condition[]}
 */
export function partsOf(condition) {
  return "all" in condition ? condition.all : [condition];
}

/**
 * @param {Condition[]} parts
 * @param {string} by
 * @param {Labels} labels
 */
function joined(parts, by, labels) {
  const said = parts.map((part) => conditionLabel(part, labels)).join(` ${by} `);
  return parts.length > 1 ? `(${said})` : said;
}

/**
 * "More or equal" in one phrase; null for any other alternatives.
 * @param {Condition[]} parts
 * @param {Labels} labels
 */
function orMore([ordered, equal, ...others], labels) {
  if (others.length || !ordered || !equal || !("op" in ordered) || !("op" in equal)) return null;
  const phrase = ordered.op === "more" ? "at least" : ordered.op === "less" ? "at most" : null;
  const alike = equal.op === "equals" && equal.field === ordered.field && equal.value === ordered.value;
  return phrase && alike ? `${fieldLabel(ordered.field, labels)} is ${phrase} ${ordered.value}` : null;
}

/**
 * @param {ChatQuery} query as POST /chat answers it
 * @param {Labels} labels
 * @returns {string[]} a label for each of its parts; a query for everything has "all leads"
 */
export function queryLabels(query, labels) {
  const parts = [];
  if (query.text) parts.push(`any field contains “${query.text}”`);
  for (const condition of partsOf(/** @type {Condition} */ (query.where))) parts.push(conditionLabel(condition, labels));
  if (!parts.length) parts.push("all leads");
  if (query.part) parts.push(`share of: ${conditionLabel(/** @type {Condition} */ (query.part), labels)}`);
  else if (query.groupBy.length) parts.push(`grouped by ${query.groupBy.map((field) => fieldLabel(field, labels).toLowerCase()).join(" and ")}`);
  else parts.push(orderLabel(query.sort, labels));
  return parts;
}

/**
 * The parameters of the list that shows the same leads; of a share, those of its part.
 * @param {ChatQuery} query
 * @param {Labels} labels of the columns that the list has
 * @returns {import("../lib/params.js").Params|null} null for groups, which are no list of leads
 */
export function queryParams(query, labels) {
  if (query.groupBy.length) return null;
  const conditions = /** @type {Condition[]} */ ([query.where, query.part].filter(Boolean));
  /** @type {import("../lib/params.js").Params} */
  const params = { ...(query.text ? { q: query.text } : {}), ...conditionParams(conditions, labels) };
  if (labels[query.sort.field]) params.sort = `${query.sort.descending ? "-" : ""}${query.sort.field}`;
  return params;
}

/**
 * Conditions that must all hold as parameters of the list: what the filter of a column can say is one, and all else is
 * in `where`.
 * @param {Condition[]} conditions
 * @param {Labels} labels of the columns that the list has
 */
export function conditionParams(conditions, labels) {
  /** @type {import("../lib/params.js").Params} */
  const params = {};
  const seen = new Set();
  /** @type {Condition[]} */
  const others = [];
  for (const part of conditions.flatMap(partsOf)) {
    if (!("op" in part) || !labels[part.field] || seen.has(part.field)) {
      others.push(part);
      continue;
    }
    const { field, op, value, values } = part;
    seen.add(field);
    Object.assign(params, filterParam(field, { op, values: values ?? (value === undefined ? [] : [value]) }));
  }
  if (others.length) params.where = whereText(others);
  return params;
}

/**
 * Conditions that must all hold as the parameter `where`; "" for none.
 * @param {Condition[]} parts
 */
export function whereText(parts) {
  return parts.length ? JSON.stringify(allOf(parts)) : "";
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
