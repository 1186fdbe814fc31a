/**
 * A value that does not fit its field, as a table shows it: marked by a sign, a line and words.
 *
 * @typedef {import("../../types/api").WrongCell} WrongCell
 */

import { html } from "../lib/lit.js";
import { wrongBecause } from "../labels/reasons.js";
import { hiddenText } from "./hidden-text.js";
import { icon } from "./icon.js";

/**
 * @param {string} text
 * @param {WrongCell} wrong
 */
export function wrongText(text, wrong) {
  return html`<strong class="wrong-cell" data-hook="wrong-cell">${icon("alert", "icon-sm")} ${text}</strong> ${hiddenText(wrongBecause(wrong))}`;
}
