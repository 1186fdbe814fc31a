/**
 * What a form says where somebody else has saved the same thing meanwhile.
 *
 * @typedef {import("../../../types/page").FormError} FormError
 * @typedef {import("../../lib/drafts.js").Part} Part
 */

import { html } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";

/**
 * Entries of the list of what is wrong: that their changes are in the form, and each part that both have changed, with
 * both values and a button that takes theirs.
 * @param {{part: string, id: string, label: string, mine: Part, theirs: Part}[]} parts
 * @param {(part: string) => void} take
 * @returns {FormError[]}
 */
export function bothChanged(parts, take) {
  const entries = parts.map(({ part, id, label, mine, theirs }) => ({
    id,
    message: t("bothChanged.part", { field: label, theirs: quoted(theirs), mine: quoted(mine) }),
    action: html`<button type="button" class="link" data-hook="use-theirs" @click=${() => take(part)}>${t("bothChanged.useTheirs")}</button>`,
  }));
  return [{ message: t(parts.length ? "bothChanged.same" : "bothChanged.other") }, ...entries];
}

/**
 * A value in a sentence.
 * @param {Part} value
 * @returns {string}
 */
export function quoted(value) {
  const text = asText(value);
  return text ? t("common.quoted", { text }) : t("common.noValue");
}

/** @param {Part} value */
function asText(value) {
  if (!Array.isArray(value)) return String(value ?? "");
  return value.map((one) => (typeof one === "string" ? one : [one.value, one.label].filter(Boolean).join(" · "))).join(", ");
}
