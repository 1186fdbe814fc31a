/**
 * Exports of leads: asked for, waited for, downloaded.
 *
 * @typedef {import("../../../types/api").Export} Export
 * @typedef {import("../../../types/api").StartedExport} StartedExport
 */

import { app } from "../../context.js";
import { saveAs } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { plural } from "../../lib/format.js";
import { poll } from "../../services/polling.js";
import { toast } from "../shell/toasts.js";
import { filterTexts } from "./lead-address.js";

const LONGEST_MS = 20 * 60_000;

/**
 * Exports the leads of a view as CSV and keeps the user informed; resolves when it is over.
 * @param {import("../../../types/page").ListView} view
 * @param {number} expected how many leads the view has
 */
export async function exportLeads({ q, filters, sort }, expected) {
  const key = "export";
  toast(`Preparing the export of ${plural(expected, "lead")}…`, { key });
  try {
    const { exportId } = /** @type {StartedExport} */ (await app.api.post("/exports", { q, filters: filterTexts(filters), sort }));
    const { status, url, rows } = await outcome(exportId);
    if (status !== "ready" || url === null || rows === null) throw new Error("The export failed. Please try again.");
    const name = `leads-${new Date().toISOString().slice(0, 10)}.csv`;
    saveAs(url, name);
    toast(`Exported ${plural(rows, "lead")}.`, {
      key,
      action: { label: "Download again", run: () => saveAs(url, name) },
    });
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
