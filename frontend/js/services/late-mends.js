/**
 * The rows of an import that can be mended after it, and what a person has changed of them so far.
 *
 * @typedef {import("../../types/api").RowToMend} RowToMend
 * @typedef {import("../../types/api").RowsToMend} RowsToMend
 * @typedef {import("../../types/api").WantedMend} WantedMend
 * @typedef {import("../../types/api").Import} Import
 * @typedef {{cells: Map<number, string>, isDropped: boolean}} Mend texts by 0-based column
 */

import { translated } from "./api.js";
import { keyOf } from "./file-rows.js";

/** Rows of one request: MAX_ROWS of crm/imports/rows_to_mend.py. */
const MOST_ROWS = 500;

export class LateMends {
  /** @type {RowToMend[]} */
  rows = [];
  /** @type {string|null} why none of them can be mended */
  refusal = null;
  /** @type {string|null} */
  #cursor = null;
  /** how often rows were mended before */
  #mends = 0;
  /** @type {Map<string, Mend>} by the row's key */
  #changed = new Map();
  #api;
  #path;

  /**
   * @param {import("./api.js").Api} api
   * @param {string} importId
   */
  constructor(api, importId) {
    this.#api = api;
    this.#path = `/imports/${encodeURIComponent(importId)}/mend`;
  }

  get hasMore() {
    return this.#cursor !== null;
  }

  /** How many rows are changed. */
  get size() {
    return this.#changed.size;
  }

  /**
   * Reads the first rows again, or some more of them.
   * @param {{more?: boolean, signal: AbortSignal}} options
   */
  async load({ more = false, signal }) {
    let rows = more ? this.rows : [];
    let cursor = more ? this.#cursor : null;
    const known = rows.length;
    do {
      const params = /** @type {Record<string, string>} */ (cursor ? { cursor } : {});
      const page = /** @type {RowsToMend} */ (await this.#api.get(this.#path, { params, signal }));
      rows = [...rows, ...page.rows];
      cursor = page.cursor;
      this.#mends = page.mends;
      this.refusal = page.refusal && translated(page.refusal);
      // A long file may have none for many batches.
    } while (cursor && rows.length === known);
    this.rows = rows;
    this.#cursor = cursor;
  }

  /** @param {RowToMend} row */
  of(row) {
    return this.#changed.get(keyOf(row)) ?? { cells: new Map(), isDropped: false };
  }

  /**
   * @param {RowToMend} row
   * @param {number} column
   * @param {string} text
   */
  mend(row, column, text) {
    const { cells, isDropped } = this.of(row);
    const others = [...cells].filter(([one]) => one !== column);
    const isAsBefore = text === (row.cells[column] ?? "");
    this.#keep(row, { cells: new Map(isAsBefore ? others : [...others, [column, text]]), isDropped });
  }

  /**
   * @param {RowToMend} row
   * @param {boolean} isDropped whether it is left out
   */
  drop(row, isDropped) {
    this.#keep(row, { ...this.of(row), isDropped });
  }

  /**
   * Has the changed rows imported.
   * @returns {Promise<Import>} the import
   */
  async send() {
    const keys = [...this.#changed.keys()].slice(0, MOST_ROWS);
    const rows = this.rows.filter((row) => keys.includes(keyOf(row))).map((row) => wanted(row, this.of(row)));
    /** @type {WantedMend} */
    const body = { mends: this.#mends, rows };
    const answer = /** @type {Import} */ (await this.#api.post(this.#path, body));
    for (const key of keys) this.#changed.delete(key);
    return answer;
  }

  /**
   * @param {RowToMend} row
   * @param {Mend} mend
   */
  #keep(row, mend) {
    if (mend.cells.size || mend.isDropped) this.#changed.set(keyOf(row), mend);
    else this.#changed.delete(keyOf(row));
  }
}

/**
 * @param {RowToMend} row
 * @param {Mend} mend
 */
function wanted({ batch, row }, { cells, isDropped }) {
  return isDropped ? { batch, row, isDropped } : { batch, row, cells: Object.fromEntries(cells) };
}
