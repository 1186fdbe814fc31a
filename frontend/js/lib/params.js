/**
 * Parameters of an address: each has one value, or as many as its list has.
 *
 * @typedef {Record<string, string|string[]>} Params
 */

/**
 * @param {Params} params
 * @returns {URLSearchParams} a value of a list each under the name of the list
 */
export function searchParams(params) {
  return new URLSearchParams(Object.entries(params).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
}
