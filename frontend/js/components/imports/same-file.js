/** Tells that a file was imported before. */

import { count, day } from "../../lib/format.js";
import { html } from "../../lib/lit.js";
import { OUTCOME, OUTCOMES } from "../../labels/import-labels.js";
import { href } from "../../lib/router.js";
import { notice } from "../../views/notice.js";

/**
 * @param {import("../../../types/api").SameFile} earlier
 * @param {boolean} asks whether the import has not begun yet
 */
export function sameFile({ importId, createdAt, owner, totals }, asks) {
  const parts = OUTCOMES.filter((outcome) => totals[outcome]).map((outcome) => `${count(totals[outcome])} ${OUTCOME[outcome].label.toLowerCase()}`);
  const link = html`<a class="button button-small" href=${href(`/imports/${encodeURIComponent(importId)}`)} data-hook="earlier-import">See that import</a>`;
  return notice("info", html`<p data-hook="same-file">This file was imported on ${day(createdAt)} by ${owner.email}: ${parts.join(", ")}.${asks ? " Import it again?" : ""}</p>`, link);
}
