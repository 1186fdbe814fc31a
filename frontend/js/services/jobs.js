/**
 * Bulk changes: shown before they are made, started, followed, taken back. Emits "ended" whenever leads are no longer
 * being changed by one.
 *
 * @typedef {import("../../types/api").Job} Job
 * @typedef {import("../../types/api").JobPage} JobPage
 * @typedef {import("../../types/api").JobPreview} JobPreview
 * @typedef {import("../../types/api").WantedJob} WantedJob
 */

import { t } from "../lib/texts.js";
import { poll } from "./polling.js";

const LONGEST_MS = 60 * 60_000;
/** States in which one has ended. @type {Set<string>} */
const FINAL = new Set(["completed", "completed_with_errors", "failed", "cancelled"]);

export class Jobs extends EventTarget {
  #api;

  /** @param {{api: import("./api.js").Api}} parts */
  constructor({ api }) {
    super();
    this.#api = api;
  }

  /**
   * What one would do; nothing is written.
   * @param {WantedJob} wanted
   */
  async preview(wanted) {
    return /** @type {JobPreview} */ (await this.#api.post("/jobs/preview", wanted));
  }

  /** @param {WantedJob} wanted */
  async start(wanted) {
    return /** @type {Job} */ (await this.#api.post("/jobs", wanted));
  }

  /**
   * All of them, newest first.
   * @param {string} cursor where the page starts; "" for the first one
   * @param {AbortSignal} signal
   */
  async page(cursor, signal) {
    return /** @type {JobPage} */ (await this.#api.get("/jobs", { params: cursor ? { cursor } : undefined, signal }));
  }

  /** @param {string} jobId */
  async cancel(jobId) {
    return /** @type {Job} */ (await this.#api.post(`${path(jobId)}/cancel`));
  }

  /** @param {string} jobId */
  async undo(jobId) {
    return /** @type {Job} */ (await this.#api.post(`${path(jobId)}/undo`));
  }

  /**
   * Follows one until it has ended, or is taken back; answers how it ended.
   * @param {Job} job as it is now
   * @param {(job: Job) => void} onStep called with every answer on the way
   */
  async follow(job, onStep) {
    let last = job;
    /** @type {unknown} */
    let trouble = null;
    const ask = async () => {
      last = /** @type {Job} */ (await this.#api.get(path(job.jobId)));
      if (isMoving(last)) onStep(last);
      return { final: !isMoving(last), etaSeconds: last.etaSeconds };
    };
    await poll(ask, { signal: AbortSignal.timeout(LONGEST_MS), onError: (error) => (trouble = error), waitFirst: true });
    if (isMoving(last)) throw trouble ?? new Error(t("shell.jobSlow"));
    this.dispatchEvent(new Event("ended"));
    return last;
  }
}

/**
 * Whether one has ended, be it as wanted or not.
 * @param {Pick<Job, "status">} job
 */
export function hasEnded({ status }) {
  return FINAL.has(status);
}

/**
 * Whether leads are being changed, or changed back.
 * @param {Job} job
 */
export function isMoving(job) {
  return !hasEnded(job) || job.undo?.status === "undoing";
}

/**
 * Whether the user can take one back.
 * @param {Job} job
 */
export function canUndo(job) {
  return job.canControl && hasEnded(job) && !job.undo && job.totals.changed > 0;
}

/** @param {string} jobId */
function path(jobId) {
  return `/jobs/${encodeURIComponent(jobId)}`;
}
