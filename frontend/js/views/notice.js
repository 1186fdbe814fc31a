/** A box with a message, in place. */

import { html, nothing } from "../lib/lit.js";
import { icon } from "./icon.js";

const ICONS = { bad: "alert", warn: "alert", info: "info" };

/**
 * @param {"bad"|"warn"|"info"} tone bad ones are announced
 * @param {unknown} content a text or template, or several
 * @param {unknown} [action] a button or link at the end
 */
export function notice(tone, content, action = nothing) {
  return html`<div class=${`notice notice-${tone}`} role=${tone === "bad" ? "alert" : nothing} data-hook="notice">
    ${icon(ICONS[tone])}
    <div>${content}</div>
    ${action}
  </div>`;
}
