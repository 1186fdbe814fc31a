/**
 * Exports of the leads of a view: with all that the leads have, or with the columns of the table.
 *
 * @typedef {import("../../../types/page").ViewColumn} ViewColumn
 */

import { app } from "../../context.js";
import { keepSetting, readSetting } from "../../lib/dom.js";
import { t } from "../../lib/texts.js";
import { saveExport } from "../shell/exports.js";
import { queryOf } from "./lead-address.js";

const SETTING = "export-columns";
/** What a column of the table is in a file; a file that has the id finds its leads again when it is imported. */
const IN_A_FILE = /** @type {Record<string, string[]>} */ ({ name: ["firstName", "lastName"] });
const ID = "leadId";

/** Whether this device exports only the columns of the table. */
export function exportsShownOnly() {
  return readSetting(SETTING, /** @type {boolean} */ (false));
}

/** @param {boolean} only */
export function chooseShownOnly(only) {
  keepSetting(SETTING, only);
}

/**
 * Exports the leads of a view to a file and keeps the user informed; resolves when it is over.
 * @param {import("../../../types/page").ListView} view
 * @param {import("../../../types/api").ExportFormat} format
 * @param {{expected: number, columns: ViewColumn[]}} options expected: how many leads the view has; columns: of the table
 */
export function exportLeads(view, format, { expected, columns }) {
  const fields = exportsShownOnly() ? { columns: columnsOfFile(columns) } : {};
  return saveExport(() => app.api.post("/exports", { ...queryOf(view), sort: view.sort, format, ...fields }), {
    name: `leads-${new Date().toISOString().slice(0, 10)}.${format}`,
    preparing: t("leads.exporting", { count: expected, format: format === "xlsx" ? "Excel" : "CSV" }),
    done: (rows) => t("leads.exported", { count: rows }),
  });
}

/** @param {ViewColumn[]} columns */
function columnsOfFile(columns) {
  return [...new Set([...columns.flatMap(({ field }) => IN_A_FILE[field] ?? [field]), ID])];
}
