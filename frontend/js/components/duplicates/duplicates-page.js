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
import { html, nothing, repeat } from "../../lib/lit.js";
import { currentRoute, go, href } from "../../lib/router.js";
import { named, t } from "../../lib/texts.js";
import { poll } from "../../services/polling.js";
import { empty, loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { followFields } from "../shell/follow-fields.js";
import { toast } from "../shell/toasts.js";
import "./lead-pair.js";

const BANDS = /** @type {const} */ (["certain", "likely", "possible"]);

export class DuplicatesPage extends Component {
  #page = 1;
  /** @type {DuplicatePage|null} */
  #result = null;
  /** @type {string|null} */
  #error = null;
  /** @type {AbortController|null} */
  #polling = null;

  mounted() {
    followFields(this);
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
        ${app.session.mayEdit ? html`<div class="actions"><button type="button" class="button" data-hook="search-duplicates" ?disabled=${searching} @click=${() => this.#search()}>${icon("search")}${t(searching ? "duplicates.searching" : "duplicates.search")}</button></div>` : nothing}
      </div>
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#watch()}>${t("common.retry")}</button>`) : nothing}
      ${this.#result?.search === "failed" ? notice("warn", t("duplicates.searchFailed")) : nothing}
      ${this.#list()}
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
    const pairs = groups.flatMap((group) => group.pairs.map((pair) => ({ pair, leads: group.leads.filter(({ leadId }) => pair.leadIds.includes(leadId)) })));
    if (!pairs.length) {
      const text = t(freshAsOf ? "duplicates.noneFound" : "duplicates.noneSearched");
      return html`<div class="card">${empty({ mark: "people", title: t("duplicates.none"), text })}</div>`;
    }
    return html`
      ${repeat(pairs, ({ pair }) => pair.pairId, ({ pair, leads }) => html`<crm-lead-pair .pair=${pair} .leads=${leads} .mayEdit=${app.session.mayEdit} .fields=${app.fields.all} @settled=${() => this.#watch()}></crm-lead-pair>`)}
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
      this.update();
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

  async #search() {
    try {
      await app.api.post("/duplicates/searches");
      this.#watch();
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  }
}

DuplicatesPage.define("crm-duplicates-page");
