/**
 * What a condition compares, one by one, for a form that changes it: values joined by "or" are a list, and "at least" is
 * one comparison.
 *
 * @typedef {import("../../types/page").Condition} Condition
 * @typedef {Extract<Condition, {op: import("../../types/page").Comparison}>} Compared
 */

import { limitOf } from "./query-labels.js";

/**
 * The comparisons of a condition, from left to right.
 * @param {Condition} condition
 * @returns {Compared[]}
 */
export function comparisonsIn(condition) {
  if ("op" in condition) return [condition];
  if ("not" in condition) return comparisonsIn(condition.not);
  if ("all" in condition) return condition.all.flatMap(comparisonsIn);
  const one = listOf(condition.any) ?? limitOf(condition.any);
  return one ? [one] : condition.any.flatMap(comparisonsIn);
}

/**
 * A condition with other comparisons in place of its own.
 * @param {Condition} condition
 * @param {(Compared|null)[]} changed as many as `comparisonsIn` tells; null takes one out
 * @returns {Condition|null} null where none is left
 */
export function withComparisons(condition, changed) {
  if ("op" in condition) return changed[0] ?? null;
  if ("not" in condition) {
    const inner = withComparisons(condition.not, changed);
    return inner && { not: inner };
  }
  if ("any" in condition) {
    const [one = null] = changed;
    if (listOf(condition.any)) return one;
    const limit = limitOf(condition.any);
    // Another comparison than "more" or "less" has no value that counts as well.
    if (limit) return one && one.op === limit.op ? { any: [one, { ...one, op: "equals" }] } : one;
  }
  const parts = "all" in condition ? condition.all : condition.any;
  let taken = 0;
  const left = parts.flatMap((part) => {
    const from = taken;
    taken += comparisonsIn(part).length;
    return withComparisons(part, changed.slice(from, taken)) ?? [];
  });
  if (left.length < 2) return left[0] ?? null;
  return "all" in condition ? { all: left } : { any: left };
}

/**
 * Alternatives for one field as a list of its values; null for any others.
 * @param {Condition[]} parts
 * @returns {Compared|null}
 */
function listOf(parts) {
  const [first] = parts;
  if (!first || !("op" in first)) return null;
  const values = parts.flatMap((part) => ("op" in part && part.field === first.field ? valuesOf(part) : [null]));
  return values.some((value) => value === null) ? null : { field: first.field, op: "in", values: /** @type {string[]} */ (values) };
}

/**
 * The values of which a field has to be one; null alone for another comparison.
 * @param {Compared} comparison
 */
function valuesOf({ op, value = "", values = [] }) {
  if (op === "in") return values;
  return [op === "equals" ? value : null];
}
