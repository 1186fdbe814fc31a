/** What stands where a lead has no value: a dash that is no text, so that nobody copies it. */

import { html } from "../lib/lit.js";
import { t } from "../lib/texts.js";

export function dash() {
  return html`<span class="dash" role="img" aria-label=${t("common.noValue")}></span>`;
}
