/** Exports of the leads of a view. */

import { app } from "../../context.js";
import { plural } from "../../lib/format.js";
import { saveExport } from "../shell/exports.js";
import { filterTexts } from "./lead-address.js";

/**
 * Exports the leads of a view as CSV and keeps the user informed; resolves when it is over.
 * @param {import("../../../types/page").ListView} view
 * @param {number} expected how many leads the view has
 */
export function exportLeads({ q, filters, sort }, expected) {
  return saveExport(() => app.api.post("/exports", { q, filters: filterTexts(filters), sort }), {
    name: `leads-${new Date().toISOString().slice(0, 10)}.csv`,
    preparing: `Preparing the export of ${plural(expected, "lead")}…`,
    done: (rows) => `Exported ${plural(rows, "lead")}.`,
  });
}
