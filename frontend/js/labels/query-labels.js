/**
 * A query as a person would say it, and as the list of leads would show it.
 *
 * @typedef {import("../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../types/page").Comparison} Comparison
 * @typedef {import("../../types/page").Condition} Condition
 * @typedef {import("../../types/page").ListFilter} ListFilter
 * @typedef {import("./lead-fields.js").Kind} Kind
 * @typedef {Record<string, string>} Labels name of a field to its label
 * @typedef {{kind: "text"|"where"|"share"|"groups"|"all"|"order", label: string, without: ChatQuery|null, place: number, condition: Condition|null}} QueryPart
 *   a part of a query in words; `without`: the query without it, null for what cannot be taken out; `place`: that of its
 *   condition among those that must all hold
 */

import { calendarDay, inSentence } from "../lib/format.js";
import { named, t } from "../lib/texts.js";

/** In the order of lists of them. */
const COMPARISONS = /** @type {const} */ (["contains", "equals", "startsWith", "in", "empty", "notEmpty", "before", "after", "less", "more", "between"]);
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
  return COMPARISONS.some((one) => one === text);
}

/**
 * What a comparison is called in a list of them.
 * @param {Comparison} op
 */
export function comparisonLabel(op) {
  return named("comparisons", op) ?? op;
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
 * @param {Condition[]} parts none is every lead
 * @returns {Condition}
 */
export function allOf(parts) {
  return parts.length === 1 && parts[0] ? parts[0] : { all: parts };
}

/**
 * A condition in words: "Company contains “acme”", "(Title is empty or Phone is empty)".
 * @param {Condition} condition
 * @param {Labels} labels
 * @param {{isInner?: boolean}} options `isInner`: whether brackets stand around it already
 * @returns {string}
 */
export function conditionLabel(condition, labels, { isInner = false } = {}) {
  if ("not" in condition) return t("query.not", { condition: conditionLabel(condition.not, labels, { isInner: true }) });
  if ("op" in condition) return comparisonInWords(condition, labels);
  const limit = "any" in condition ? orMore(limitOf(condition.any), labels) : null;
  if (limit) return limit;
  const parts = ("all" in condition ? condition.all : condition.any).map((part) => conditionLabel(part, labels));
  const conditions = "all" in condition ? joinedByAnd(parts) : joinedByOr(parts);
  return parts.length > 1 && !isInner ? t("query.together", { conditions }) : conditions;
}

/**
 * @param {Extract<Condition, {op: Comparison}>} condition
 * @param {Labels} labels
 */
function comparisonInWords({ field, op, value = "", values = [] }, labels) {
  if (field === "importId" && op === "equals") return t("query.fromImport");
  const days = values.map(dayOr);
  const several = op === "in" ? joinedByOr(days.map((text) => t("common.quoted", { text }))) : joinedByAnd(days);
  return named("conditions", op, { field: fieldLabel(field, labels), value: dayOr(value), values: several }) ?? op;
}

/** @param {string[]} parts "" for none */
function joinedByAnd([first = "", ...others]) {
  return others.reduce((one, other) => t("query.both", { one, other }), first);
}

/** @param {string[]} parts "" for none */
function joinedByOr([first = "", ...others]) {
  return others.reduce((one, other) => t("query.either", { one, other }), first);
}

/**
 * A day as the list shows it; anything else as it is.
 * @param {string} value
 */
function dayOr(value) {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? calendarDay(value) || value : value;
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
 * The first of two alternatives that together are "more or equal", or "less or equal"; null for any others.
 * @param {Condition[]} parts
 */
export function limitOf([ordered, equal, ...others]) {
  if (others.length || !ordered || !equal || !("op" in ordered) || !("op" in equal)) return null;
  const isLimit = (ordered.op === "more" || ordered.op === "less") && equal.op === "equals";
  return isLimit && equal.field === ordered.field && equal.value === ordered.value ? ordered : null;
}

/**
 * "More or equal" in one phrase; null for no limit.
 * @param {ReturnType<typeof limitOf>} limit
 * @param {Labels} labels
 */
function orMore(limit, labels) {
  if (!limit) return null;
  const said = { field: fieldLabel(limit.field, labels), value: limit.value ?? "" };
  return limit.op === "more" ? t("query.atLeast", said) : t("query.atMost", said);
}

/**
 * @param {ChatQuery} query as POST /chat answers it
 * @param {Labels} labels
 * @returns {QueryPart[]} a query for everything has "all leads"
 */
export function queryParts(query, labels) {
  /** @type {QueryPart[]} */
  const parts = [];
  const add = (/** @type {QueryPart["kind"]} */ kind, /** @type {string} */ label, /** @type {Partial<QueryPart>} */ more = {}) => parts.push({ kind, label, without: null, place: 0, condition: null, ...more });
  if (query.text) add("text", t("query.any", { text: query.text }), { without: { ...query, text: "" } });
  partsOf(/** @type {Condition} */ (query.where)).forEach((condition, place) => add("where", conditionLabel(condition, labels), { without: withCondition(query, { kind: "where", place }, null), place, condition }));
  if (!parts.length) add("all", t("query.all"));
  const share = /** @type {Condition|null} */ (query.part);
  if (share) add("share", t("query.share", { condition: conditionLabel(share, labels) }), { without: withCondition(query, { kind: "share", place: 0 }, null), condition: share });
  else if (query.groupBy.length) add("groups", t("query.grouped", { fields: joinedByAnd(query.groupBy.map((field) => labelWithin(field, labels))) }), { without: { ...query, intent: "list", groupBy: [] } });
  else add("order", orderLabel(query.sort, labels));
  return parts;
}

/**
 * A query with another condition in place of one of its own.
 * @param {ChatQuery} query
 * @param {Pick<QueryPart, "kind"|"place">} part
 * @param {Condition|null} changed null takes it out
 * @returns {ChatQuery}
 */
export function withCondition(query, { kind, place }, changed) {
  if (kind === "share") return changed ? { ...query, part: changed } : { ...query, intent: "count", part: null };
  const kept = partsOf(/** @type {Condition} */ (query.where)).flatMap((part, at) => (at === place ? (changed ?? []) : part));
  return { ...query, where: allOf(kept) };
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
  if (field === "createdAt") return t(descending ? "query.newest" : "query.oldest");
  if (field === "updatedAt") return t(descending ? "query.lastChanged" : "query.longestUnchanged");
  return t(descending ? "query.descending" : "query.ascending", { field: labelWithin(field, labels) });
}

/**
 * What a field is called within a sentence; one of the owner's as they write it.
 * @param {string} field
 * @param {Labels} labels
 */
function labelWithin(field, labels) {
  const label = fieldLabel(field, labels);
  return named("fieldNames", field) ? inSentence(label) : label;
}

/**
 * What a field is called.
 * @param {string} field
 * @param {Labels} labels
 */
export function fieldLabel(field, labels) {
  return labels[field] ?? named("fieldNames", field) ?? field;
}
