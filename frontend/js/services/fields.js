/**
 * The fields of a lead: those that every CRM has, and those that the owner has added. Read once and kept; emits "change"
 * whenever they are read. Until then, and when they cannot be read, there are the built-in ones that the page knows.
 *
 * @typedef {import("../../types/api").OwnFieldAnswer} OwnField
 * @typedef {import("../../types/api").FieldList} FieldList
 * @typedef {import("../labels/lead-fields.js").LeadColumn} LeadColumn
 */

import { ABOUT, BUILT_IN, NAME, builtInLabel } from "../labels/lead-fields.js";

export class Fields extends EventTarget {
  #api;
  /** @type {Promise<void>|null} */
  #first = null;

  /** @param {{api: import("./api.js").Api}} parts */
  constructor({ api }) {
    super();
    this.#api = api;
    /** @type {LeadColumn[]} */
    this.builtIn = BUILT_IN;
    /** @type {OwnField[]} */
    this.own = [];
  }

  /**
   * Whether a field of the owner's has the values under a header.
   * @param {string} header
   */
  reads(header) {
    const isSame = (/** @type {string} */ one) => one.localeCompare(header.trim(), undefined, { sensitivity: "base" }) === 0;
    return this.own.some(({ label, headers }) => [label, ...headers].some(isSame));
  }

  /** @returns {LeadColumn[]} all fields of a lead: built-in ones, then the owner's */
  get all() {
    return [...this.builtIn, ...this.own.map(({ key, label, type, choices }) => ({ name: key, label, kind: type, own: true, choices }))];
  }

  /** @returns {LeadColumn[]} all columns of the table: the name, the fields, then where a lead comes from and when */
  get columns() {
    return [NAME, ...this.all, ...ABOUT];
  }

  /** @returns {Record<string, string>} name of every column to its label */
  get labels() {
    return Object.fromEntries(this.columns.map(({ name, label }) => [name, label]));
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
    const { builtIn, fields } = /** @type {FieldList} */ (await this.#api.get("/fields"));
    this.builtIn = builtIn.map(({ key, label, type }) => ({ name: key, label: builtInLabel(key, label), kind: type }));
    this.own = fields;
    this.dispatchEvent(new Event("change"));
  }
}
