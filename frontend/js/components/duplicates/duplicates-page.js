/**
 * Leads that may be one person, the surest first: merged, or told apart for good.
 *
 * @typedef {import("../../../types/api").DuplicatePage} DuplicatePage
 * @typedef {DuplicatePage["groups"][number]} Group
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { count, plural, when } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { currentRoute, go, href } from "../../lib/router.js";
import { poll } from "../../services/polling.js";
import { empty, loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { followFields } from "../shell/follow-fields.js";
import { toast } from "../shell/toasts.js";
import "./lead-pair.js";

const BANDS = /** @type {const} */ ({ certain: "certain", likely: "likely", possible: "possible" });

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
          <h1 tabindex="-1">Duplicates</h1>
          <p class="lead" data-hook="about-duplicates" role="status">${this.#about()}</p>
        </div>
        ${app.session.mayEdit ? html`<div class="actions"><button type="button" class="button" data-hook="search-duplicates" ?disabled=${searching} @click=${() => this.#search()}>${icon("search")}${searching ? "Searching…" : "Search now"}</button></div>` : nothing}
      </div>
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#watch()}>Try again</button>`) : nothing}
      ${this.#result?.search === "failed" ? notice("warn", "The last search has failed. Search again; if that fails too, tell whoever runs this CRM.") : nothing}
      ${this.#list()}
    </section>`;
  }

  #about() {
    if (!this.#result) return this.#error ? nothing : "Loading…";
    const { counts, freshAsOf } = this.#result;
    if (!freshAsOf) return "Nobody has searched yet.";
    const found = Object.values(BANDS).filter((band) => counts[band]).map((band) => `${count(counts[band] ?? 0)} ${band}`);
    return `${found.length ? `Pairs that may be one person: ${found.join(", ")}.` : "No pairs were found."} As of ${when(freshAsOf)}.`;
  }

  #list() {
    if (!this.#result) return this.#error ? nothing : html`<div class="card">${loading("Loading duplicates…")}</div>`;
    const { groups, page, pages, freshAsOf } = this.#result;
    const pairs = groups.flatMap((group) => group.pairs.map((pair) => ({ pair, leads: group.leads.filter(({ leadId }) => pair.leadIds.includes(leadId)) })));
    if (!pairs.length) {
      const text = freshAsOf ? "After each import, the leads that it changed are compared with all others." : "A search compares all leads: by name, company, emails and phones.";
      return html`<div class="card">${empty({ mark: "people", title: "No duplicates to look at", text })}</div>`;
    }
    return html`
      ${repeat(pairs, ({ pair }) => pair.pairId, ({ pair, leads }) => html`<crm-lead-pair .pair=${pair} .leads=${leads} .mayEdit=${app.session.mayEdit} .fields=${app.fields.all} @settled=${() => this.#watch()}></crm-lead-pair>`)}
      ${pages > 1 ? html`<nav class="actions" aria-label="Pages of duplicates">
        ${page > 1 ? html`<a class="button button-small" data-hook="page-before" href=${href("/duplicates", { page: String(page - 1) })}>${icon("previous")}Surer ones</a>` : nothing}
        <span class="small muted">Page ${count(page)} of ${plural(pages, "page")}</span>
        ${page < pages ? html`<a class="button button-small" data-hook="page-after" href=${href("/duplicates", { page: String(page + 1) })}>Less sure ones${icon("next")}</a>` : nothing}
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
