/**
 * Files that are written behind a queue: asked for, waited for, downloaded.
 *
 * @typedef {import("../../../types/api").Export} Export
 * @typedef {import("../../../types/api").StartedExport} StartedExport
 */

import { app } from "../../context.js";
import { exportFailure } from "../../labels/reasons.js";
import { saveAs } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { t } from "../../lib/texts.js";
import { poll } from "../../services/polling.js";
import { toast, toastProgress } from "./toasts.js";

const LONGEST_MS = 60 * 60_000;
const KEY = "export";

/**
 * Saves a file and keeps the user informed; resolves when it is over.
 * @param {() => Promise<unknown>} start asks for it
 * @param {{name: string, preparing: string, done: (rows: number) => string}} words name: of the file
 */
export async function saveExport(start, { name, preparing, done }) {
  toast(preparing, { key: KEY, progress: howFar(0, null) });
  try {
    const { exportId } = /** @type {StartedExport} */ (await start());
    const { status, url, rows, ...told } = await outcome(exportId);
    if (status !== "ready" || url === null) throw new Error(exportFailure(told) ?? t("shell.exportFailed"));
    saveAs(url, name);
    toast(done(rows), { key: KEY, action: { label: t("shell.downloadAgain"), run: () => saveAs(url, name) } });
  } catch (error) {
    toast(messageOf(error), { key: KEY, tone: "bad" });
  }
}

/**
 * Waits until the export is there or has failed.
 * @param {string} exportId
 */
async function outcome(exportId) {
  let last = /** @type {Export} */ ({ status: "pending", url: null, rows: 0, total: null, reason: null, reasonMessages: [] });
  const ask = async () => {
    last = /** @type {Export} */ (await app.api.get(`/exports/${encodeURIComponent(exportId)}`));
    if (last.status === "pending") toastProgress(KEY, howFar(last.rows, last.total));
    return { final: last.status !== "pending" };
  };
  /** @type {unknown} */
  let trouble = null;
  await poll(ask, { signal: AbortSignal.timeout(LONGEST_MS), onError: (error) => (trouble = error), waitFirst: true });
  if (last.status === "pending") throw trouble ?? new Error(t("shell.exportSlow"));
  return last;
}

/**
 * @param {number} rows
 * @param {number|null} total
 */
function howFar(rows, total) {
  return { done: rows, total, text: total === null ? t("shell.inPreparation") : t("shell.rowsDone", { done: rows, total }) };
}
