/**
 * Whether the service can be reached. The browser says so, or a request that got no answer; from then on the service is
 * looked for until it answers. Emits "change" when the connection is lost and when it is back.
 */

import { pause } from "./api.js";

const FIRST_MS = 2000;
const GROWTH = 1.5;
const LONGEST_MS = 30_000;

export class Connection extends EventTarget {
  #base;
  #fetch;
  /** @type {PromiseWithResolvers<void>|null} what waits until it is back */
  #lost = null;
  #isLost = false;
  #sooner = new AbortController();

  /** @param {{base: string, fetch?: typeof fetch}} parts `base`: of the API */
  constructor({ base, fetch: fetcher = (...all) => fetch(...all) }) {
    super();
    this.#base = base;
    this.#fetch = fetcher;
    addEventListener("offline", () => this.lose());
    addEventListener("online", () => this.#sooner.abort());
  }

  get isLost() {
    return this.#isLost;
  }

  /** Looks whether the service is gone, as it did not answer; resolves when it does again. */
  lose() {
    if (!this.#lost) {
      this.#lost = Promise.withResolvers();
      this.#look();
    }
    return this.#lost.promise;
  }

  async #look() {
    let wait = FIRST_MS;
    while (!(await this.#answers())) {
      this.#set(true);
      this.#sooner = new AbortController();
      await pause(wait, this.#sooner.signal).catch(() => {});
      wait = Math.min(LONGEST_MS, wait * GROWTH);
    }
    const lost = this.#lost;
    this.#lost = null;
    this.#set(false);
    lost?.resolve();
  }

  /** Whatever the service answers, and whether the page may read it or not, it answers. */
  async #answers() {
    try {
      await this.#fetch(this.#base, { method: "HEAD", mode: "no-cors", cache: "no-store", signal: AbortSignal.timeout(LONGEST_MS) });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {boolean} isLost */
  #set(isLost) {
    if (isLost === this.#isLost) return;
    this.#isLost = isLost;
    this.dispatchEvent(new Event("change"));
  }
}
