/**
 * Files that are written behind a queue: asked for, waited for, downloaded.
 *
 * @typedef {import("../../../types/api").Export} Export
 * @typedef {import("../../../types/api").StartedExport} StartedExport
 */

import { app } from "../../context.js";
import { saveAs } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { poll } from "../../services/polling.js";
import { toast } from "./toasts.js";

const LONGEST_MS = 20 * 60_000;

/**
 * Saves a file and keeps the user informed; resolves when it is over.
 * @param {() => Promise<unknown>} start asks for it
 * @param {{name: string, preparing: string, done: (rows: number) => string}} words name: of the file
 */
export async function saveExport(start, { name, preparing, done }) {
  const key = "export";
  toast(preparing, { key });
  try {
    const { exportId } = /** @type {StartedExport} */ (await start());
    const { status, url, rows } = await outcome(exportId);
    if (status !== "ready" || url === null || rows === null) throw new Error("The export failed. Please try again.");
    saveAs(url, name);
    toast(done(rows), { key, action: { label: "Download again", run: () => saveAs(url, name) } });
  } catch (error) {
    toast(messageOf(error), { key, tone: "bad" });
  }
}

/**
 * Waits until the export is there or has failed.
 * @param {string} exportId
 */
async function outcome(exportId) {
  let last = /** @type {Export} */ ({ status: "pending", url: null, rows: null });
  const ask = async () => {
    last = /** @type {Export} */ (await app.api.get(`/exports/${encodeURIComponent(exportId)}`));
    return { final: last.status !== "pending" };
  };
  /** @type {unknown} */
  let trouble = null;
  await poll(ask, { signal: AbortSignal.timeout(LONGEST_MS), onError: (error) => (trouble = error), waitFirst: true });
  if (last.status === "pending") throw trouble ?? new Error("The export is taking too long. Please try again later.");
  return last;
}
