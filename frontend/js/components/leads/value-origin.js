/** At a value of a lead: where it comes from, folded; unfolded the exact place, what was there before, and its protection. */

import { when } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { originInFull, originInShort } from "../../labels/origin-labels.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";

/**
 * @typedef {import("../../../types/api").Origin} Origin
 * @typedef {import("../../../types/api").LeadEvent} LeadEvent
 */

const EARLIER_SHOWN = 5;

/**
 * @param {object} options
 * @param {string} options.path
 * @param {string} options.label what the path is called
 * @param {Origin|undefined} options.origin of the value that is there
 * @param {LeadEvent[]} options.events of the lead, oldest first
 * @param {((on: boolean) => void)|null} options.protect protects the value or ends that; null where nobody may
 * @param {unknown} options.more what else can be done with the value
 */
export function valueOrigin({ path, label, origin, events, protect, more }) {
  const earlier = earlierValues(path, events);
  if (!origin && !earlier.length) return nothing;
  return html`<details class="origin" data-hook=${`origin-${path}`}>
    <summary class="small muted">
      ${origin?.isProtected ? html`<span class="protected" data-hook=${`protected-${path}`}>${icon("lock", "icon-sm")}<span class="hidden-text">${t("origin.isProtected")} </span></span>` : nothing}
      <span class="hidden-text">${label}: </span>${origin ? originInShort(origin) : t("origin.removed")}
    </summary>
    <div class="origin-body small">
      ${origin ? html`<p data-hook="origin-text">${whole(origin)}</p>` : nothing}
      ${earlier.length > 0 ? html`<p class="muted">${t("origin.before")}</p>
        <ol class="earlier" data-hook="earlier">${earlier.slice(0, EARLIER_SHOWN).map(({ text, until }) => html`<li><span class="as-typed">${text}</span> <span class="muted">${t("origin.until", { time: when(until) })}</span></li>`)}</ol>` : nothing}
      ${(origin && protect) || more !== nothing ? html`<div class="actions">
        ${origin && protect ? html`<button type="button" class="link" data-hook="protect" @click=${() => protect(!origin.isProtected)}>${rich(origin.isProtected ? "origin.release" : "origin.protect", { field: label, hidden: hiddenText })}</button>` : nothing}
        ${more}
      </div>` : nothing}
    </div>
  </details>`;
}

/**
 * Where the tags of a lead come from, one by one.
 * @param {string} label what the tags are called
 * @param {string[]} tags
 * @param {Record<string, Origin>} origins by path
 */
export function tagOrigins(label, tags, origins) {
  const known = tags.flatMap((tag) => {
    const origin = origins[`tags/${tag.toLowerCase()}`];
    return origin ? [{ tag, origin }] : [];
  });
  if (!known.length) return nothing;
  const short = [...new Set(known.map(({ origin }) => originInShort(origin)))];
  return html`<details class="origin" data-hook="origin-tags">
    <summary class="small muted"><span class="hidden-text">${label}: </span>${short.length > 1 ? t("origin.andOthers", { first: short[0] }) : short[0]}</summary>
    <dl class="origin-body small">${known.map(({ tag, origin }) => html`<div><dt>${tag}</dt><dd>${whole(origin)}</dd></div>`)}</dl>
  </details>`;
}

/** @param {Origin} origin */
function whole(origin) {
  return originInFull(origin, (name) => html`<a href=${href(`/imports/${encodeURIComponent(origin.importId ?? "")}`)}>${name}</a>`);
}

/**
 * What a lead had under a path before, the newest first.
 * @param {string} path
 * @param {LeadEvent[]} events oldest first
 */
function earlierValues(path, events) {
  const earlier = [];
  for (const { at, changes } of events) {
    const before = changes.find((change) => change.path === path)?.before;
    if (before) earlier.unshift({ text: before, until: at });
  }
  return earlier;
}
