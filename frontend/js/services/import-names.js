/**
 * The file names of imports, each asked for once. Emits "change" when one has come.
 *
 * @typedef {import("../../types/api").Import} Import
 */

export class ImportNames extends EventTarget {
  #api;
  /** @type {Map<string, string|null>} null until it is known, and for an import that there is not */
  #names = new Map();

  /** @param {{api: import("./api.js").Api}} parts */
  constructor({ api }) {
    super();
    this.#api = api;
  }

  /**
   * @param {string} importId
   * @returns {string|null} null while it is not known; then it is asked for
   */
  find(importId) {
    if (!this.#names.has(importId)) this.#ask(importId);
    return this.#names.get(importId) ?? null;
  }

  /** @param {string} importId */
  async #ask(importId) {
    this.#names.set(importId, null);
    try {
      const { fileName } = /** @type {Import} */ (await this.#api.get(`/imports/${encodeURIComponent(importId)}`));
      this.#names.set(importId, fileName);
      this.dispatchEvent(new Event("change"));
    } catch {
      // The list is narrowed all the same, and says so without the name.
    }
  }
}
