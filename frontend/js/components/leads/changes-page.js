/**
 * Bulk changes, newest first: what each did, how far it is, and what can be done about it.
 *
 * @typedef {import("../../../types/api").Job} Job
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { ago, when } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { JOB_STATUS, jobInWords, jobProgress, jobResult, undoResult } from "../../labels/job-labels.js";
import { href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { canUndo, hasEnded, isMoving } from "../../services/jobs.js";
import { poll } from "../../services/polling.js";
import { empty, loading } from "../../views/empty.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { statusBadge } from "../../views/status.js";
import { confirmed } from "../shell/confirm.js";
import { followFields } from "../shell/follow-fields.js";
import { undoJob } from "../shell/jobs.js";
import { toast } from "../shell/toasts.js";

/** @type {Record<import("../../../types/api").BulkAction, string>} */
const ICONS = { edit: "edit", delete: "trash", restore: "undo", merge: "people" };

export class ChangesPage extends Component {
  /** @type {Job[]|null} */
  #jobs = null;
  /** @type {string|null} */
  #cursor = null;
  /** @type {string|null} */
  #error = null;
  #more = false;
  /** @type {AbortController|null} */
  #polling = null;

  mounted() {
    followFields(this);
    app.jobs.addEventListener("ended", () => this.#watch(), { signal: this.lifetime });
    this.#watch();
  }

  unmounted() {
    this.#polling?.abort();
  }

  render() {
    return html`<section class="page">
      <nav aria-label=${t("common.breadcrumb")}><a class="small" href=${href("/leads")} data-hook="back-to-leads">${t("leads.all")}</a></nav>
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("jobs.title")}</h1>
          <p class="lead">${t("jobs.about")}</p>
        </div>
      </div>
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#watch()}>${t("common.retry")}</button>`) : nothing}
      ${this.#list()}
    </section>`;
  }

  #list() {
    if (!this.#jobs) return this.#error ? nothing : html`<div class="card">${loading(t("jobs.loading"))}</div>`;
    if (!this.#jobs.length) return html`<div class="card">${empty({ mark: "history", title: t("jobs.none"), text: t("jobs.noneText") })}</div>`;
    return html`<div class="card">
      <ul class="rows" data-hook="jobs">${repeat(this.#jobs, (job) => job.jobId, (job) => this.#job(job))}</ul>
      ${this.#cursor ? html`<div class="card-body"><button type="button" class="button" data-hook="older" ?disabled=${this.#more} @click=${() => this.#older()}>${t("jobs.older")}</button></div>` : nothing}
    </div>`;
  }

  /** @param {Job} job */
  #job(job) {
    const words = jobInWords(job, app.fields.labels);
    const moving = isMoving(job);
    return html`<li class="row-item" data-hook="job" data-job=${job.jobId}>
      <span class="file-mark">${icon(ICONS[job.action])}</span>
      <div class="row-main">
        <p class="row-title"><span data-hook="job-words">${words}</span> ${job.undo?.status === "undone" ? html`<span class="badge" data-hook="taken-back">${t("jobs.undone")}</span>` : statusBadge(job.status, JOB_STATUS[job.status])}</p>
        <p class="small muted" data-hook="job-summary" role=${moving ? "status" : nothing}>${summary(job)}</p>
        ${moving ? html`<div class="bar-line"><progress class="progress" max="100" value=${barOf(job) ?? nothing} aria-label=${t("jobs.progressOf", { words })} data-hook="progress"></progress></div>` : nothing}
        ${this.#actions(job, words)}
      </div>
      <p class="row-side small muted"><time datetime=${job.createdAt} title=${when(job.createdAt)}>${ago(job.createdAt)}</time><br>${job.owner.email}</p>
    </li>`;
  }

  /**
   * @param {Job} job
   * @param {string} words
   */
  #actions(job, words) {
    const about = hiddenText(`: ${words}`);
    if (canUndo(job)) return html`<div class="actions"><button type="button" class="button button-small" data-hook="undo-job" @click=${() => this.#undo(job)}>${icon("undo")}${t("common.undo")}${about}</button></div>`;
    const canCancel = job.canControl && !hasEnded(job) && job.status !== "cancelling";
    if (canCancel) return html`<div class="actions"><button type="button" class="button button-small" data-hook="cancel-job" @click=${() => this.#cancel(job)}>${icon("stop")}${t("common.cancel")}${about}</button></div>`;
    return nothing;
  }

  /** Reads the newest page, again and again while anything on it moves. */
  #watch() {
    this.#polling?.abort();
    const { signal } = (this.#polling = new AbortController());
    poll(() => this.#read(signal), {
      signal,
      onError: (error) => {
        this.#error = messageOf(error);
        this.update();
      },
    });
  }

  /** @param {AbortSignal} signal */
  async #read(signal) {
    const { jobs, cursor } = await app.jobs.page("", signal);
    this.#error = null;
    const newest = new Set(jobs.map((job) => job.jobId));
    if (!this.#jobs) this.#cursor = cursor;
    this.#jobs = [...jobs, ...(this.#jobs ?? []).filter((job) => !newest.has(job.jobId))];
    this.update();
    const times = jobs.filter(isMoving).map((job) => job.etaSeconds).filter((seconds) => seconds !== null);
    return { final: !jobs.some(isMoving), etaSeconds: times.length ? Math.min(...times) : null };
  }

  async #older() {
    this.#more = true;
    this.update();
    try {
      const { jobs, cursor } = await app.jobs.page(this.#cursor ?? "", this.lifetime);
      const known = new Set(this.#jobs?.map((job) => job.jobId));
      this.#jobs = [...(this.#jobs ?? []), ...jobs.filter((job) => !known.has(job.jobId))];
      this.#cursor = cursor;
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = messageOf(error);
    }
    this.#more = false;
    this.update();
  }

  /** @param {Job} job */
  async #undo(job) {
    if (!(await confirmed({ title: t("jobs.undoTitle"), text: t("jobs.undoText"), confirm: t("jobs.undo") }))) return;
    await undoJob(job);
    this.#watch();
    this.focusOn("h1");
  }

  /** @param {Job} job */
  async #cancel(job) {
    try {
      await app.jobs.cancel(job.jobId);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
    this.#watch();
    this.focusOn("h1");
  }
}

/**
 * One line about a bulk change: how far it is, or what became of the leads.
 * @param {Job} job
 */
function summary(job) {
  if (isMoving(job)) return t("jobs.sentence", { text: jobProgress(job) });
  return job.undo ? `${jobResult(job)} ${undoResult(job.undo)}` : jobResult(job);
}

/**
 * How far one is, in per cent; null while that is not known.
 * @param {Job} job
 */
function barOf({ undo, progress, totals }) {
  if (undo) return (100 * undo.batches.done) / Math.max(1, undo.batches.total);
  return totals.leads ? progress : null;
}

ChangesPage.define("crm-changes-page");
