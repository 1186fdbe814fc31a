/**
 * Bulk changes on their way, as messages: how far they are, how they ended, and their undo.
 *
 * @typedef {import("../../../types/api").Job} Job
 */

import { app } from "../../context.js";
import { messageOf } from "../../lib/errors.js";
import { t } from "../../lib/texts.js";
import { jobProgress, jobResult, jobUnderWay, undoResult } from "../../labels/job-labels.js";
import { canUndo } from "../../services/jobs.js";
import { toast, toastProgress } from "./toasts.js";

/**
 * Starts a bulk change and keeps the user informed; resolves when it has started, rejects with the refusal.
 * @param {import("../../../types/api").WantedJob} wanted
 */
export async function startJob(wanted) {
  const job = await app.jobs.start(wanted);
  follow(job);
}

/**
 * Takes a bulk change back and keeps the user informed; resolves when it has begun or is refused.
 * @param {Job} job
 */
export async function undoJob({ jobId }) {
  try {
    follow(await app.jobs.undo(jobId));
  } catch (error) {
    toast(messageOf(error), { key: keyOf(jobId), tone: "bad" });
  }
}

/** @param {Job} job just started, or just being taken back */
async function follow(job) {
  const key = keyOf(job.jobId);
  toast(job.undo ? t("shell.takingBack") : jobUnderWay(job), { key, progress: howFar(job) });
  try {
    const ended = await app.jobs.follow(job, (step) => toastProgress(key, howFar(step)));
    if (ended.undo) toast(undoResult(ended.undo), { key });
    else if (ended.status === "failed") toast(jobResult(ended), { key, tone: "bad" });
    else toast(jobResult(ended), { key, action: canUndo(ended) ? { label: t("common.undo"), undoes: true, run: () => undoJob(ended) } : null });
  } catch (error) {
    toast(messageOf(error), { key, tone: "bad" });
  }
}

/** @param {Job} job */
function howFar(job) {
  const { done, total } = job.undo?.batches ?? { done: job.progress, total: job.totals.leads ? 100 : null };
  return { done, total, text: jobProgress(job) };
}

/** @param {string} jobId */
function keyOf(jobId) {
  return `job-${jobId}`;
}
