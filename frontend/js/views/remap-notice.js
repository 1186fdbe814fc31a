/**
 * What an import has to do with another one whose columns were changed after the import.
 *
 * @typedef {import("../../types/api").Import} Import
 */

import { FINAL } from "../labels/import-labels.js";
import { html, nothing } from "../lib/lit.js";
import { href } from "../lib/router.js";
import { t } from "../lib/texts.js";
import { notice } from "./notice.js";

const BEFORE = t("import.remapBefore");
const AFTER = t("import.remapAfter");
const CHANGED = t("import.remapped");

/** @param {Import} item */
export function remapNotice({ status, remapOf, remappedBy }) {
  const earlier = remapOf ? told(FINAL.has(status) ? AFTER : BEFORE, "remap-of", remapOf, t("import.showImport")) : nothing;
  const later = remappedBy ? told(CHANGED, "remapped-by", remappedBy, t("import.showChange")) : nothing;
  return [earlier, later];
}

/**
 * @param {string} text
 * @param {string} hook
 * @param {string} importId
 * @param {string} link
 */
function told(text, hook, importId, link) {
  return html`<div>${notice("info", html`<p data-hook=${hook}>${text} <a href=${href(`/imports/${encodeURIComponent(importId)}`)}>${link}</a></p>`)}</div>`;
}
