/** Values of a lead before and after a change. */

import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/texts.js";
import { pathLabel } from "../labels/lead-fields.js";
import { dash } from "./dash.js";

/**
 * @param {import("../../types/api").ValueChange[]} changes
 * @param {Record<string, string>} labels of the fields
 * @param {boolean} [isNew] whether there was no lead before, so that nothing stood there
 */
export function changeList(changes, labels, isNew = false) {
  return html`<dl class="changes">
    ${changes.map(({ path, before, after }) => html`<div><dt>${pathLabel(path, labels)}</dt><dd>
      ${isNew ? nothing : html`<del>${before ?? dash()}</del> <span aria-hidden="true">→</span><span class="hidden-text">${t("lead.became")}</span>`}
      <ins>${after ?? dash()}</ins>
    </dd></div>`)}
  </dl>`;
}
