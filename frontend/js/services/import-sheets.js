/**
 * The sheets of an import: the first ones come with it, further ones a page at a time.
 *
 * @typedef {import("../../types/api").ImportSheet} Sheet
 * @typedef {import("../../types/api").ImportSheetPage} ImportSheetPage
 * @typedef {import("./api.js").Api} Api
 */

/**
 * One more page.
 * @param {Api} api
 * @param {string} importId
 * @param {string} cursor where it starts
 * @param {AbortSignal} signal
 */
export async function furtherSheets(api, importId, cursor, signal) {
  const path = `/imports/${encodeURIComponent(importId)}/sheets`;
  return /** @type {ImportSheetPage} */ (await api.get(path, { params: { cursor }, signal }));
}

/**
 * A sheet with too many columns for one page goes on at the beginning of the next.
 * @param {Sheet[]} sheets
 */
export function joinedSheets(sheets) {
  /** @type {Map<number, Sheet>} */
  const found = new Map();
  for (const sheet of sheets) {
    const before = found.get(sheet.index);
    found.set(sheet.index, before ? { ...before, mapping: [...before.mapping, ...sheet.mapping] } : sheet);
  }
  return [...found.values()];
}
