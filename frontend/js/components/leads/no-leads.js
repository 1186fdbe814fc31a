/** What the list says where it has no lead to show. */

import { app } from "../../context.js";
import { html, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { empty } from "../../views/empty.js";
import { icon } from "../../views/icon.js";

/**
 * @param {object} options
 * @param {number} options.total how many leads there are on other pages
 * @param {boolean} options.isNarrowed whether a search or a filter is in effect
 * @param {() => void} options.toFirstPage
 * @param {() => void} options.clear takes search and filters away
 */
export function noLeads({ total, isNarrowed, toFirstPage, clear }) {
  if (total > 0) {
    return empty({ mark: "people", title: t("leads.pastEnd"), text: t("leads.pastEndText", { count: total }),
      actions: html`<button type="button" class="button" @click=${toFirstPage}>${t("leads.toFirstPage")}</button>` });
  }
  if (isNarrowed) {
    return empty({ mark: "search", title: t("leads.noMatch"), text: t("leads.noMatchText"),
      actions: html`<button type="button" class="button" data-hook="clear-all" @click=${clear}>${t("leads.clearSearch")}</button>` });
  }
  return empty({ mark: "people", title: t("leads.none"), text: t("leads.noneText"),
    actions: app.session.mayEdit ? html`<a class="button button-primary" data-hook="to-imports" href=${href("/imports")}>${icon("upload")}${t("leads.importFile")}</a>` : nothing });
}
