/** Exports of leads: asked for, waited for, downloaded. */

import { toast } from "../components/shell/toasts.js";
import { app } from "../context.js";
import { saveAs } from "../lib/dom.js";
import { count, plural } from "../lib/format.js";
import { poll } from "./polling.js";

const LONGEST_MS = 20 * 60_000;

/**
 * Exports the leads of a view as CSV and tells the user how it goes; resolves when it is over.
 * @param {{q: string, filters: object, sort: string}} view
 * @param {number} expected how many leads the view has
 */
export async function exportLeads({ q, filters, sort }, expected) {
  const key = "export";
  toast(`Preparing the export of ${plural(expected, "lead")}…`, { key });
  try {
    const { exportId } = await app.api.post("/exports", { q, filters, sort });
    const finished = await outcome(exportId);
    if (finished.status !== "ready") throw new Error("The export did not work. Please try again.");
    const name = `leads-${new Date().toISOString().slice(0, 10)}.csv`;
    saveAs(finished.url, name);
    toast(`Exported ${count(finished.rows ?? expected)} ${(finished.rows ?? expected) === 1 ? "lead" : "leads"}.`, {
      key,
      action: { label: "Download again", run: () => saveAs(finished.url, name) },
    });
  } catch (error) {
    toast(error.message, { key, tone: "bad" });
  }
}

async function outcome(exportId) {
  let last = { status: "failed" };
  const ask = async () => {
    last = await app.api.get(`/exports/${encodeURIComponent(exportId)}`);
    return { final: last.status !== "pending" };
  };
  let trouble = null;
  await poll(ask, { signal: AbortSignal.timeout(LONGEST_MS), onError: (error) => (trouble = error), waitFirst: true });
  if (last.status === "pending") throw trouble ?? new Error("The export takes too long. Please try again later.");
  return last;
}
