/**
 * The saved views of the list of leads: the user's own, then those that are shared. Read once and kept; emits "change"
 * whenever they are other ones.
 *
 * @typedef {import("../../types/api").ViewAnswer} View
 * @typedef {import("../../types/api").NewView} NewView
 * @typedef {import("../../types/api").ViewChanges} ViewChanges
 */

export class Views extends EventTarget {
  #api;
  /** @type {Promise<void>|null} */
  #first = null;

  /** @param {{api: import("./api.js").Api}} parts */
  constructor({ api }) {
    super();
    this.#api = api;
    /** @type {View[]} */
    this.all = [];
  }

  /**
   * @param {string} viewId
   * @returns {View|null} null for one that the user does not see, and while they are not read yet
   */
  find(viewId) {
    return this.all.find((view) => view.viewId === viewId) ?? null;
  }

  /** Reads them unless that has been done; a failure is tried again the next time. */
  ready() {
    this.#first ??= this.#load().catch((error) => {
      this.#first = null;
      throw error;
    });
    return this.#first;
  }

  /**
   * @param {NewView} view
   * @returns {Promise<View>} as it is kept
   */
  async add(view) {
    const made = /** @type {View} */ (await this.#api.post("/views", view));
    await this.#load();
    return made;
  }

  /**
   * Changes a view as it was seen, and reads all again, also where somebody else has changed it since.
   * @param {View} seen
   * @param {ViewChanges} changes
   */
  async change({ viewId, version }, changes) {
    try {
      await this.#api.patch(`/views/${viewId}`, changes, { ifMatch: version });
    } finally {
      await this.#load();
    }
  }

  /** @param {string} viewId */
  async remove(viewId) {
    await this.#api.delete(`/views/${viewId}`);
    await this.#load();
  }

  async #load() {
    const { views } = /** @type {import("../../types/api").ViewList} */ (await this.#api.get("/views"));
    this.all = views;
    this.dispatchEvent(new Event("change"));
  }
}
