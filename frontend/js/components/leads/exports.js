/** Exports of the leads of a view. */

import { app } from "../../context.js";
import { t } from "../../lib/texts.js";
import { saveExport } from "../shell/exports.js";
import { queryOf } from "./lead-address.js";

/**
 * Exports the leads of a view to a file and keeps the user informed; resolves when it is over.
 * @param {import("../../../types/page").ListView} view
 * @param {import("../../../types/api").ExportFormat} format
 * @param {number} expected how many leads the view has
 */
export function exportLeads(view, format, expected) {
  return saveExport(() => app.api.post("/exports", { ...queryOf(view), sort: view.sort, format }), {
    name: `leads-${new Date().toISOString().slice(0, 10)}.${format}`,
    preparing: t("leads.exporting", { count: expected, format: format === "xlsx" ? "Excel" : "CSV" }),
    done: (rows) => t("leads.exported", { count: rows }),
  });
}
