/** The foot of the list: its pages, how fresh it is, and the keys that it knows. */

import { withDetail } from "../../lib/dom.js";
import { timeOfDay } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import "./pager.js";

/**
 * @param {object} options
 * @param {import("../../../types/page").ListView} options.view
 * @param {number} options.total
 * @param {string|null} options.freshAsOf
 * @param {(page: number) => void} options.turnTo
 * @param {(pageSize: number) => void} options.resize
 * @param {() => void} options.refresh
 * @param {() => void} options.showKeys
 */
export function listFoot({ view, total, freshAsOf, turnTo, resize, refresh, showKeys }) {
  return html`<div class="list-foot">
    <crm-pager .page=${view.page} .pageSize=${view.pageSize} .total=${total} @page=${withDetail(turnTo)} @pagesize=${withDetail(resize)}></crm-pager>
    <p class="small muted foot-links">
      ${freshAsOf ? html`<span data-hook="fresh">${t("leads.asOf", { time: timeOfDay(freshAsOf) })}</span> <button type="button" class="link small" data-hook="refresh" @click=${refresh}>${t("leads.refresh")}</button>` : nothing}
      <button type="button" class="link small" data-hook="show-keys" aria-keyshortcuts="?" @click=${showKeys}>${t("keys.title")}</button>
    </p>
  </div>`;
}
