/**
 * What happened to a lead, newest first: each change with the values before and after.
 *
 * @typedef {import("../../../types/api").LeadEvent} LeadEvent
 * @typedef {import("../../../types/api").EventKind} EventKind
 */

import { app } from "../../context.js";
import { when } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { placeInFile } from "../../labels/origin-labels.js";
import { changeList } from "../../views/change-list.js";
import { notice } from "../../views/notice.js";

/** @type {Record<EventKind, string>} */
const EVENTS = {
  created: t("lead.created"),
  updated: t("lead.updated"),
  edited: t("lead.edited"),
  deleted: t("lead.toBin"),
  restored: t("lead.fromBin"),
  undone: t("lead.undone"),
  merged: t("lead.merged"),
  takenApart: t("lead.mergeUndone"),
};

/**
 * @param {import("../../../types/api").LeadHistory|null} history oldest first; null until it is there
 * @param {string|null} error why they are not
 */
export function leadHistory(history, error) {
  const newest = [...(history?.events ?? [])].reverse();
  return html`<section class="history" aria-label=${t("lead.history")} data-hook="history">
    <h3>${t("lead.history")}</h3>
    ${error ? notice("warn", error) : nothing}
    ${!history && !error ? html`<p class="muted small" role="status">${t("common.loading")}</p>` : nothing}
    ${history && !newest.length ? html`<p class="muted small" data-hook="no-history">${t("lead.nothingHappened")}</p>` : nothing}
    <ol>${newest.map(entry)}</ol>
    ${history?.leftOut ? html`<p class="muted small" data-hook="left-out">${t("lead.leftOut", { count: history.leftOut })}</p>` : nothing}
  </section>`;
}

/** @param {LeadEvent} event */
function entry({ at, event, by, importId, fileName, sheet, row, changes }) {
  const place = placeInFile({ sheet, row });
  return html`<li data-hook="event">
    <p><strong>${EVENTS[event]}</strong>
      <span class="muted small">${[when(at), by].filter(Boolean).join(" · ")}</span></p>
    ${importId ? html`<p class="small"><a href=${href(`/imports/${encodeURIComponent(importId)}`)}>${fileName ?? t("origin.theImport")}</a>${place ? `, ${place}` : nothing}</p>` : nothing}
    ${changes.length > 0 ? changeList(changes, app.fields.labels, event === "created") : nothing}
  </li>`;
}
