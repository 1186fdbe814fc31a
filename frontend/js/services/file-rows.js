/**
 * The rows of an import's file, as they were read; each page of them is asked for once.
 *
 * @typedef {import("../../types/api").FileRow} FileRow
 * @typedef {import("../../types/api").FileRows} FileRowPage
 */

export class FileRows {
  #api;
  #path;
  /** @type {Map<string, Promise<FileRowPage>>} */
  #pages = new Map();

  /**
   * @param {object} parts
   * @param {import("./api.js").Api} parts.api
   * @param {string} parts.importId
   */
  constructor({ api, importId }) {
    this.#api = api;
    this.#path = `/imports/${encodeURIComponent(importId)}/file-rows`;
  }

  /**
   * Some rows of a sheet.
   * @param {number} sheet
   * @param {number} from number of the first one
   */
  page(sheet, from = 1) {
    const key = `${sheet}/${from}`;
    const known = this.#pages.get(key);
    if (known) return known;
    const asked = this.#api.get(this.#path, { params: { sheet: String(sheet), from: String(from) } });
    const page = /** @type {Promise<FileRowPage>} */ (asked);
    this.#pages.set(key, page);
    // A failure is tried again the next time.
    page.catch(() => this.#pages.delete(key));
    return page;
  }

  /**
   * One row; undefined if it is not there.
   * @param {number} sheet
   * @param {number} number
   */
  async row(sheet, number) {
    const first = await this.page(sheet);
    const isAmong = (/** @type {FileRow} */ row) => row.number === number;
    return first.rows.find(isAmong) ?? (await this.page(sheet, number)).rows.find(isAmong);
  }
}

/**
 * Tells a row from all others of the file.
 * @param {{sheet: number, row: number}} row its sheet and its number there
 */
export function keyOf({ sheet, row }) {
  return `${sheet}/${row}`;
}
