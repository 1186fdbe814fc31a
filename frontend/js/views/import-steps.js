/** The four steps of an import, and which of them it is at. */

import { html, nothing } from "../lib/lit.js";
import { t } from "../lib/texts.js";
import { FINAL } from "../labels/import-labels.js";

const STEPS = [t("importSteps.upload"), t("importSteps.check"), t("importSteps.import"), t("importSteps.result")];

/** @param {import("../../types/api").ImportStatus} status */
export function importSteps(status) {
  const current = stepOf(status);
  return html`<ol class="steps" aria-label=${t("importSteps.title")} data-hook="steps">
    ${STEPS.map((step, place) => html`<li class=${place < current ? "step step-done" : "step"} aria-current=${place === current ? "step" : nothing}>${step}</li>`)}
  </ol>`;
}

/** @param {import("../../types/api").ImportStatus} status */
function stepOf(status) {
  if (FINAL.has(status)) return 3;
  if (status === "review") return 1;
  return ["announced", "waiting", "reading"].includes(status) ? 0 : 2;
}
