/** What the list says where it has no lead to show. */

import { app } from "../../context.js";
import { plural } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
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
    return empty({ mark: "people", title: "This page is past the end", text: `There are ${plural(total, "lead")}.`,
      actions: html`<button type="button" class="button" @click=${toFirstPage}>Go to the first page</button>` });
  }
  if (isNarrowed) {
    return empty({ mark: "search", title: "No lead matches", text: "Try fewer or shorter words. Upper and lower case and accents make no difference.",
      actions: html`<button type="button" class="button" data-hook="clear-all" @click=${clear}>Clear search and filters</button>` });
  }
  return empty({ mark: "people", title: "No leads yet", text: "Import a CSV or Excel file with whatever headers and sheets it has, or add a lead by hand.",
    actions: app.session.mayEdit ? html`<a class="button button-primary" data-hook="to-imports" href=${href("/imports")}>${icon("upload")}Import a file</a>` : nothing });
}
