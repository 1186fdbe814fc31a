/**
 * What a form holds, by part, and what becomes of it when somebody else has saved the same thing meanwhile.
 *
 * @typedef {{value: string, label: string}} Pair
 * @typedef {string|boolean|null|string[]|Pair[]} Part
 */

/**
 * The parts in which two drafts differ.
 * @param {Record<string, Part>} draft
 * @param {Record<string, Part>} other
 */
export function differing(draft, other) {
  return Object.keys({ ...other, ...draft }).filter((part) => !isSame(draft[part], other[part]));
}

/**
 * A draft on top of what somebody else has saved: what only one of both has changed is taken from them, and lists have
 * what either has added and nothing that either has removed. Of what both have changed, the draft's own stays.
 * @template {Part} P
 * @param {Record<string, P>} mine
 * @param {Record<string, P>} before what the draft was at first
 * @param {Record<string, P>} theirs
 * @returns {{draft: Record<string, P>, conflicts: string[]}} with the parts that both have changed in different ways
 */
export function onTopOf(mine, before, theirs) {
  const draft = { ...theirs };
  /** @type {string[]} */
  const conflicts = [];
  for (const part of differing(mine, before)) {
    const isTheirsToo = !isSame(theirs[part], before[part]) && !isSame(theirs[part], mine[part]);
    const both = isTheirsToo ? listOfBoth(mine[part], before[part], theirs[part]) : null;
    draft[part] = /** @type {P} */ (both ?? mine[part]);
    if (isTheirsToo && !both) conflicts.push(part);
  }
  return { draft, conflicts };
}

/**
 * @param {Part} [one]
 * @param {Part} [other]
 */
function isSame(one, other) {
  return JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
}

/**
 * @param {Part} mine
 * @param {Part} before
 * @param {Part} theirs
 * @returns {Part|null} null where these are no lists, or one value got two labels
 */
function listOfBoth(mine, before, theirs) {
  if (!Array.isArray(mine) || !Array.isArray(before) || !Array.isArray(theirs)) return null;
  const [own, first, other] = [mine, before, theirs].map((list) => list.map((one) => JSON.stringify(one)));
  const kept = other.filter((one) => own.includes(one) || !first.includes(one));
  const list = [...kept, ...own.filter((one) => !first.includes(one) && !kept.includes(one))].map((one) => JSON.parse(one));
  const values = list.map((one) => one.value ?? one);
  return new Set(values).size === values.length ? list : null;
}
