/** Exports of the leads of a view. */

import { app } from "../../context.js";
import { plural } from "../../lib/format.js";
import { saveExport } from "../shell/exports.js";
import { filterTexts } from "./lead-address.js";

/**
 * Exports the leads of a view to a file and keeps the user informed; resolves when it is over.
 * @param {import("../../../types/page").ListView} view
 * @param {import("../../../types/api").ExportFormat} format
 * @param {number} expected how many leads the view has
 */
export function exportLeads({ q, filters, where, sort }, format, expected) {
  const condition = where ? { where: JSON.parse(where) } : {};
  return saveExport(() => app.api.post("/exports", { q, filters: filterTexts(filters), ...condition, sort, format }), {
    name: `leads-${new Date().toISOString().slice(0, 10)}.${format}`,
    preparing: `Exporting ${plural(expected, "lead")} to ${format === "xlsx" ? "Excel" : "CSV"}…`,
    done: (rows) => `Exported ${plural(rows, "lead")}.`,
  });
}
