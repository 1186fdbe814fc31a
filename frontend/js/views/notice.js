/** A box that tells the user something in place. */

import { html, nothing } from "../lib/lit.js";
import { icon } from "./icon.js";

const ICONS = { bad: "alert", warn: "alert", info: "info" };

/**
 * @param {"bad"|"warn"|"info"} tone bad ones are announced
 * @param {string|Node|Array} content
 * @param {string|Node|Array} [action] a button or link at the end
 */
export function notice(tone, content, action = null) {
  return html`<div class=${`notice notice-${tone}`} role=${tone === "bad" ? "alert" : nothing} data-hook="notice">
    ${icon(ICONS[tone])}
    <div>${content}</div>
    ${action}
  </div>`;
}
