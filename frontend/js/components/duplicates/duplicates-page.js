/**
 * Leads that may be one person, the surest first: merged, or told apart for good.
 *
 * @typedef {import("../../../types/api").DuplicatePage} DuplicatePage
 * @typedef {DuplicatePage["groups"][number]} Group
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { enumerated, when } from "../../lib/format.js";
import { onKey } from "../../lib/keys.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { currentRoute, go, href } from "../../lib/router.js";
import { named, t } from "../../lib/texts.js";
import { poll } from "../../services/polling.js";
import { empty, loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { attempt } from "../shell/attempt.js";
import { followFields } from "../shell/follow-fields.js";
import "../shell/key-list.js";
import { DUPLICATE_KEYS } from "./duplicate-keys.js";
import "./lead-group.js";
import "./merge-all.js";

/** Leads that one merge takes; larger groups are shown pair by pair. */
const MOST_LEADS = 20;
const BANDS = /** @type {const} */ (["certain", "likely", "possible"]);

export class DuplicatesPage extends Component {
  #page = 1;
  /** @type {DuplicatePage|null} */
  #result = null;
  /** @type {string|null} */
  #error = null;
  /** @type {AbortController|null} */
  #polling = null;
  /** @type {number|null} place of the group that was settled: the next one there gets the focus */
  #settledAt = null;

  mounted() {
    const { lifetime: signal } = this;
    followFields(this);
    app.jobs.addEventListener("ended", () => this.#watch(), { signal });
    for (const [key, step] of /** @type {const} */ ([["j", 1], ["k", -1]])) onKey(key, () => this.#step(step), { signal });
    for (const [key, step] of /** @type {const} */ ([["ArrowDown", 1], ["ArrowUp", -1]])) onKey(key, () => this.#cards.includes(document.activeElement) && this.#step(step), { signal });
    onKey("m", () => this.#withCurrent((group) => group.merge()), { signal });
    onKey("n", () => this.#withCurrent((group) => group.dismiss()), { signal });
    onKey("?", () => this.querySelector("crm-key-list")?.show(), { signal });
    addEventListener("hashchange", () => this.#arrive(), { signal: this.lifetime });
    this.#arrive();
  }

  unmounted() {
    this.#polling?.abort();
  }

  render() {
    const searching = this.#result?.search === "pending";
    return html`<section class="page">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("app.duplicates")}</h1>
          <p class="lead" data-hook="about-duplicates" role="status">${this.#about()}</p>
        </div>
        ${app.session.mayEdit ? html`<div class="actions">${this.#result?.counts.certain ? html`<crm-merge-all></crm-merge-all>` : nothing}<button type="button" class="button" data-hook="search-duplicates" ?disabled=${searching} @click=${() => this.#search()}>${icon("search")}${t(searching ? "duplicates.searching" : "duplicates.search")}</button></div>` : nothing}
      </div>
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#watch()}>${t("common.retry")}</button>`) : nothing}
      ${this.#result?.search === "failed" ? notice("warn", t("duplicates.searchFailed")) : nothing}
      ${this.#list()}
      <crm-key-list .keys=${DUPLICATE_KEYS}></crm-key-list>
    </section>`;
  }

  #about() {
    if (!this.#result) return this.#error ? nothing : t("common.loading");
    const { counts, freshAsOf } = this.#result;
    if (!freshAsOf) return t("duplicates.never");
    const time = when(freshAsOf);
    const found = BANDS.filter((band) => counts[band]).map((band) => named("duplicateCounts", band, { count: counts[band] ?? 0 }) ?? band);
    return found.length ? t("duplicates.found", { counts: enumerated(found), when: time }) : t("duplicates.notFound", { when: time });
  }

  #list() {
    if (!this.#result) return this.#error ? nothing : html`<div class="card">${loading(t("duplicates.loading"))}</div>`;
    const { groups, page, pages, freshAsOf } = this.#result;
    const shown = groups.flatMap(parts);
    if (!shown.length) {
      const text = t(freshAsOf ? "duplicates.noneFound" : "duplicates.noneSearched");
      return html`<div class="card">${empty({ mark: "people", title: t("duplicates.none"), text })}</div>`;
    }
    return html`
      <p class="small"><button type="button" class="link small" data-hook="show-keys" aria-keyshortcuts="?" @click=${() => this.querySelector("crm-key-list")?.show()}>${t("keys.title")}</button></p>
      ${repeat(shown, keyOf, (group) => html`<crm-lead-group .group=${group} .mayEdit=${app.session.mayEdit} .fields=${app.fields.all} @settled=${(/** @type {Event} */ event) => this.#settled(event)}></crm-lead-group>`)}
      ${pages > 1 ? html`<nav class="actions" aria-label=${t("duplicates.pages")}>
        ${page > 1 ? html`<a class="button button-small" data-hook="page-before" href=${href("/duplicates", { page: String(page - 1) })}>${icon("previous")}${t("duplicates.before")}</a>` : nothing}
        <span class="small muted">${t("duplicates.page", { page, pages })}</span>
        ${page < pages ? html`<a class="button button-small" data-hook="page-after" href=${href("/duplicates", { page: String(page + 1) })}>${t("duplicates.after")}${icon("next")}</a>` : nothing}
      </nav>` : nothing}`;
  }

  /** Shows what the address says. */
  #arrive() {
    const { parts, params } = currentRoute();
    if (parts[0] !== "duplicates") return;
    this.#page = Math.max(1, Math.floor(Number(params.get("page"))) || 1);
    this.#watch();
  }

  /** Loads the page, and again until the search that is under way has ended. */
  #watch() {
    this.#polling?.abort();
    const { signal } = (this.#polling = new AbortController());
    this.#error = null;
    poll(async () => {
      this.#result = /** @type {DuplicatePage} */ (await app.api.get("/duplicates", { params: { page: String(this.#page) }, signal }));
      this.#error = null;
      if (this.#page > 1 && this.#page > this.#result.pages) go("/duplicates", {}, { replace: true });
      await this.update();
      this.#focusNext();
      return { final: this.#result.search !== "pending" };
    }, {
      signal,
      onError: (error) => {
        if (isAbort(error)) return;
        this.#error = messageOf(error);
        this.update();
      },
    });
  }

  get #cards() {
    return /** @type {(Element|null)[]} */ ([...this.querySelectorAll('[data-hook="pair"]')]);
  }

  /** @param {number} by */
  #step(by) {
    const cards = this.#cards;
    const current = cards.findIndex((card) => card?.contains(document.activeElement));
    const next = cards[current < 0 ? 0 : Math.min(Math.max(current + by, 0), cards.length - 1)];
    if (next instanceof HTMLElement) next.focus();
    return cards.length > 0;
  }

  /**
   * Does something with the group that has the focus; gives it to the first one where none has.
   * @param {(group: import("./lead-group.js").LeadGroup) => unknown} run
   */
  #withCurrent(run) {
    if (!app.session.mayEdit) return;
    const current = document.activeElement?.closest("crm-lead-group");
    if (current) run(current);
    else this.#step(1);
  }

  /** @param {Event} event */
  #settled({ target }) {
    this.#settledAt = this.#cards.findIndex((card) => card?.parentElement === target);
    this.#watch();
  }

  #focusNext() {
    if (this.#settledAt === null) return;
    const cards = this.#cards;
    const next = cards[Math.min(Math.max(this.#settledAt, 0), cards.length - 1)] ?? this.querySelector("h1");
    if (next instanceof HTMLElement) next.focus();
    this.#settledAt = null;
  }

  async #search() {
    await attempt(async () => {
      await app.api.post("/duplicates/searches");
      this.#watch();
    });
  }
}

/**
 * A group as it is shown: one that is too large for one merge, pair by pair.
 * @param {Group} group
 * @returns {Group[]}
 */
function parts(group) {
  if (group.leads.length <= MOST_LEADS) return [group];
  return group.pairs.map((pair) => ({ ...group, pairs: [pair], band: pair.band, leads: group.leads.filter(({ leadId }) => pair.leadIds.includes(leadId)) }));
}

/** @param {Group} group */
function keyOf({ leads }) {
  return leads.map(({ leadId }) => leadId).join();
}

DuplicatesPage.define("crm-duplicates-page");
