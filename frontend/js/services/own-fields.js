/**
 * The fields that the owner has added to those of every lead. Read once and kept; emits "change" whenever they are
 * read. Until then, and when they cannot be read, the built-in fields are all there is.
 *
 * @typedef {import("../../types/lead").OwnField} OwnField
 * @typedef {import("../../types/lead").OwnFieldList} OwnFieldList
 */

import { LABELS, columnsWith } from "../labels/lead-fields.js";

export class OwnFields extends EventTarget {
  #api;
  /** @type {Promise<void>|null} */
  #first = null;

  /** @param {{api: import("./api.js").Api}} parts */
  constructor({ api }) {
    super();
    this.#api = api;
    /** @type {OwnField[]} */
    this.all = [];
  }

  /** All columns of the table of leads, built-in ones and the owner's. */
  get columns() {
    return columnsWith(this.all);
  }

  /** @returns {Record<string, string>} name of every column to its label */
  get labels() {
    return { ...LABELS, ...Object.fromEntries(this.all.map(({ key, label }) => [key, label])) };
  }

  /** Reads them unless that has been done; a failure is tried again the next time. */
  ready() {
    this.#first ??= this.load().catch((error) => {
      this.#first = null;
      throw error;
    });
    return this.#first;
  }

  /** Reads them. */
  async load() {
    const { fields } = /** @type {OwnFieldList} */ (await this.#api.get("/fields"));
    this.all = fields;
    this.dispatchEvent(new Event("change"));
  }
}
