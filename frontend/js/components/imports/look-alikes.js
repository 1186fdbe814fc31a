/**
 * How many of the leads that an import would make look like people who are there, and who.
 *
 * @typedef {import("../../../types/api").LookAlikes} LookAlikes
 */

import { html, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { pairReasons } from "../../labels/reasons.js";
import { icon } from "../../views/icon.js";

/** @param {LookAlikes|null} found null while that is not known */
export function lookAlikesView(found) {
  if (!found?.count) return nothing;
  const { count, rows, isWhole, examples } = found;
  const said = isWhole ? t("duplicates.lookAlikes", { count }) : t("duplicates.lookAlikesOf", { count, rows });
  return html`<div class="please-check" data-hook="look-alikes">${icon("people", "icon-sm")}<div>
    <p>${said} ${t("duplicates.lookAlikesAfter")}</p>
    <ul class="small">${examples.map(({ name, leadId, leadName, ...why }) => html`<li>${rich("duplicates.lookAlike", { name, link: () => html`<a href=${href("/leads", { lead: leadId })}>${leadName}</a>` })}: ${pairReasons(why)}</li>`)}</ul>
  </div></div>`;
}
