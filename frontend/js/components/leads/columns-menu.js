/** The menu in which columns are ticked, moved and made wider. */

import { withValue } from "../../lib/dom.js";
import { inSentence } from "../../lib/format.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { icon } from "../../views/icon.js";
import { WIDTHS, moved, resized, toggled } from "./list-columns.js";
import { closeMenu, closeMenuOnEscape } from "./list-tools.js";

/**
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 * @typedef {import("../../../types/page").ViewColumn} ViewColumn
 */

/**
 * @param {LeadColumn[]} known all columns that there are
 * @param {ViewColumn[]} columns those that show
 * @param {(columns: ViewColumn[]) => Promise<void>} show resolves when they show
 */
export function columnsMenu(known, columns, show) {
  const byName = new Map(known.map((column) => [column.name, column]));
  const shown = columns.flatMap(({ field }) => byName.get(field) ?? []);
  const hidden = known.filter(({ name }) => !shown.some((column) => column.name === name));
  // What has the focus loses it when its line moves.
  const showAt = async (/** @type {string} */ hook, /** @type {ViewColumn[]} */ wanted) => {
    await show(wanted);
    const part = document.querySelector(`[data-hook="columns-menu"] [data-hook="${CSS.escape(hook)}"]`);
    if (part instanceof HTMLElement) part.focus();
  };
  return html`<details class="menu" data-hook="columns-menu" @focusout=${closeMenu} @keydown=${closeMenuOnEscape}>
    <summary class="button">${icon("columns")}${t("leads.columns")}</summary>
    <fieldset class="menu-body columns-body">
      <legend class="hidden-text">${t("leads.columnsShown")}</legend>
      ${repeat([...shown, ...hidden], ({ name }) => name, ({ name, label }, place) => html`<div class="column-choice">
        <label class="check"><input type="checkbox" data-hook=${`column-${name}`} .checked=${live(place < shown.length)} @change=${() => showAt(`column-${name}`, toggled(columns, name, known))}>${label}</label>
        ${place < shown.length ? html`${step(name, label, -1, place === 0)}${step(name, label, 1, place === shown.length - 1)}${width(name, label)}` : nothing}
      </div>`)}
    </fieldset>
  </details>`;

  function step(/** @type {string} */ name, /** @type {string} */ label, /** @type {number} */ by, /** @type {boolean} */ atEnd) {
    const says = by < 0 ? t("leads.columnBack", { field: label }) : t("leads.columnOn", { field: label });
    // Not disabled at the end, or the focus would be lost there and the menu would close.
    const hook = `column-${by < 0 ? "up" : "down"}-${name}`;
    return html`<button type="button" class="button button-quiet button-icon button-small" data-hook=${hook} aria-label=${says} title=${says}
      aria-disabled=${String(atEnd)} @click=${() => !atEnd && showAt(hook, moved(columns, name, by))}>${icon(by < 0 ? "ascending" : "descending", "icon-sm")}</button>`;
  }

  function width(/** @type {string} */ name, /** @type {string} */ label) {
    const now = columns.find(({ field }) => field === name)?.width ?? null;
    const option = (/** @type {number|null} */ value, /** @type {string} */ text) => html`<option value=${value ?? ""} .selected=${live(value === now)}>${text}</option>`;
    return html`<select class="input input-small" data-hook=${`column-width-${name}`} aria-label=${t("leads.widthOf", { field: inSentence(label) })} @change=${withValue((chosen) => show(resized(columns, name, Number(chosen) || null)))}>
      ${option(null, t("leads.widthUsual"))}${option(WIDTHS.narrow, t("leads.widthNarrow"))}${option(WIDTHS.medium, t("leads.widthMedium"))}${option(WIDTHS.wide, t("leads.widthWide"))}
      ${now && !Object.values(WIDTHS).includes(now) ? option(now, `${now} px`) : nothing}
    </select>`;
  }
}
