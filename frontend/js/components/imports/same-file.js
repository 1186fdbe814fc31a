/** Tells that a file was imported before. */

import { day } from "../../lib/format.js";
import { html } from "../../lib/lit.js";
import { outcomesInWords } from "../../labels/import-labels.js";
import { href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { notice } from "../../views/notice.js";

/**
 * @param {import("../../../types/api").SameFile} earlier
 * @param {boolean} asks whether the import has not begun yet
 */
export function sameFile({ importId, createdAt, owner, totals }, asks) {
  const values = { day: day(createdAt), owner: owner.email, outcomes: outcomesInWords(totals) };
  const link = html`<a class="button button-small" href=${href(`/imports/${encodeURIComponent(importId)}`)} data-hook="earlier-import">${t("import.seeEarlier")}</a>`;
  return notice("info", html`<p data-hook="same-file">${asks ? t("import.sameFileAsks", values) : t("import.sameFile", values)}</p>`, link);
}
