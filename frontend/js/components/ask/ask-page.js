/**
 * Questions about the leads in plain words, with exact answers and the query behind each.
 *
 * @typedef {import("../../../types/api").ChatAnswer} ChatAnswer
 * @typedef {import("../../../types/api").ChatQuery} ChatQuery
 * @typedef {import("../../../types/api").LeadGroup} LeadGroup
 * @typedef {import("../../../types/api").Lead} Lead
 * @typedef {import("./conversation.js").Exchange} Exchange
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { withDetail, withValue } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { count, enumerated, leadName } from "../../lib/format.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { queryParams } from "../../labels/query-labels.js";
import { href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { dash } from "../../views/dash.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { toast } from "../shell/toasts.js";
import { conversation, keep, restore } from "./conversation.js";
import "./query-chips.js";

const EXAMPLES = [t("ask.exampleCount"), t("ask.exampleGroup"), t("ask.exampleWithout"), t("ask.exampleTop")];
const LONGEST = 500;
const ROWS_SHOWN = 10;
const GROUPS_SHOWN = 12;
const COLUMNS = /** @type {const} */ (["company", "title", "email", "phone"]);

/** Emits "change" with each answer: the screen that asked may be gone by then. */
const answers = new EventTarget();
let answered = Promise.resolve();
/** those whose changed query is being answered @type {Set<Exchange>} */
const changing = new Set();
/** how far down the conversation was when the user left it; null before they have */
let scrolled = /** @type {number|null} */ (null);

export class AskPage extends Component {
  /** @type {string|null} what is wrong with the question */
  #problem = null;

  mounted() {
    restore(app.session.user?.id ?? "");
    answers.addEventListener("change", () => this.update(), { signal: this.lifetime });
    // Once the frame has put the new screen to its top.
    requestAnimationFrame(() => this.#return());
    app.fields.addEventListener("change", () => this.update(), { signal: this.lifetime });
    // Without them, a field of the owner's is called by its key.
    app.fields.ready().catch((error) => toast(t("ask.fieldsNotLoaded", { reason: messageOf(error) }), { key: "fields", tone: "bad" }));
  }

  render() {
    return html`<section class="page ask">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("app.ask")}</h1>
          <p class="lead">${t("ask.lead")}</p>
        </div>
        ${conversation.entries.length > 0 ? html`<button type="button" class="button" data-hook="clear-chat" @click=${() => this.#clear()}>${t("ask.clear")}</button>` : nothing}
      </div>
      ${!conversation.entries.length ? this.#examples() : nothing}
      <div role="log" aria-label=${t("ask.talk")} data-hook="talk">
        <ol class="talk">${repeat(conversation.entries, (entry) => entry.id, (entry) => this.#entry(entry))}</ol>
      </div>
      <form class="ask-form card" data-hook="ask-form" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
        <label class="hidden-text" for="question">${t("ask.question")}</label>
        <input class="input" id="question" data-hook="question" autocomplete="off" maxlength=${LONGEST} placeholder=${t("ask.placeholder")} .value=${live(conversation.draft)}
          aria-invalid=${this.#problem ? "true" : nothing} aria-describedby=${this.#problem ? "question-problem" : nothing}
          @input=${withValue((text) => this.#type(text))}>
        <button class="button button-primary button-icon" data-hook="ask" aria-label=${t("app.ask")}>${icon("send")}</button>
        ${this.#problem ? html`<p class="field-error" id="question-problem" role="alert" data-hook="question-problem">${this.#problem}</p>` : nothing}
      </form>
    </section>`;
  }

  /** Shows what was looked at last: the place, or after a reload the last answer. */
  #return() {
    if (this.isConnected && conversation.entries.length) {
      if (scrolled === null) this.querySelector(".exchange:last-child")?.scrollIntoView({ block: "start" });
      else scrollTo(0, scrolled);
    }
    addEventListener("scroll", () => (scrolled = scrollY), { signal: this.lifetime, passive: true });
  }

  /** @param {string} text */
  #type(text) {
    conversation.draft = text;
    keep();
  }

  #examples() {
    return html`<div class="card examples">
      <span class="empty-mark">${icon("sparkle", "icon-lg")}</span>
      <h2>${t("ask.would")}</h2>
      ${this.#pills(EXAMPLES)}
      <p class="small muted">${t("ask.private")}</p>
    </div>`;
  }

  /** @param {string[]} questions */
  #pills(questions) {
    return html`<ul class="chips">${questions.map((text) => html`<li><button type="button" class="pill" data-hook="example" @click=${() => this.#ask(text)}>${text}</button></li>`)}</ul>`;
  }

  /** @param {Exchange} entry */
  #entry(entry) {
    return html`<li class="exchange" data-hook="exchange">
      <p class="question" data-hook="asked"><span class="hidden-text">${t("ask.youAsked")} </span>${entry.question}</p>
      <div class="answer">
        ${!entry.answer && !entry.error ? html`<p class="muted" role="status">${t("ask.searching")}</p>` : nothing}
        ${entry.error ? notice("bad", entry.error, html`<button type="button" class="button button-small" data-hook="ask-again" @click=${() => this.#ask(entry.question)}>${t("ask.again")}</button>`) : nothing}
        ${entry.answer ? this.#answer(entry.answer, entry) : nothing}
      </div>
    </li>`;
  }

  /**
   * @param {ChatAnswer} answer
   * @param {Exchange} entry
   */
  #answer({ text, query, rows, groups, count: total, examples }, entry) {
    if (!query) {
      return html`<div class="card answer-card" data-hook="answer">
        <p class="answer-text" data-hook="answer-text">${text}</p>
        ${examples.length ? html`<div class="answer-foot">${this.#pills(examples)}</div>` : nothing}
      </div>`;
    }
    const params = queryParams(query, app.fields.labels);
    const change = (/** @type {ChatQuery} */ changed) => this.#change(entry, changed);
    return html`<div class="card answer-card" data-hook="answer" aria-busy=${String(changing.has(entry))}>
      <crm-query-chips class="answer-query small" .query=${query} @query=${withDetail(change)}></crm-query-chips>
      <p class="answer-text" tabindex="-1" data-hook="answer-text">${text}</p>
      ${groups?.length ? this.#groups(groups, query) : nothing}
      ${rows?.length ? this.#rows(rows, total, entry) : nothing}
      ${params ? html`<div class="answer-foot small muted"><a data-hook="open-in-leads" href=${href("/leads", params)}>${t("ask.open")}</a></div>` : nothing}
    </div>`;
  }

  /**
   * @param {LeadGroup[]} groups
   * @param {ChatQuery} query
   */
  #groups(groups, query) {
    const most = Math.max(...groups.map((group) => group.count));
    const rest = groups.slice(GROUPS_SHOWN);
    return html`<table class="groups" data-hook="groups">
      <caption class="hidden-text">${t("ask.groups")}</caption>
      <thead class="hidden-text"><tr>${query.groupBy.map((field) => html`<th scope="col">${app.fields.labels[field] ?? field}</th>`)}<th scope="col">${t("ask.share")}</th><th scope="col">${t("app.leads")}</th></tr></thead>
      <tbody>${groups.slice(0, GROUPS_SHOWN).map((group) => html`<tr data-hook="group">
        ${group.values.map((value) => html`<th scope="row">${value || dash()}</th>`)}
        <td class="groups-bar"><progress class="progress" max=${most} value=${group.count} aria-label=${t("ask.group", { values: enumerated(group.values.map((value) => value || t("ask.noValue"))), count: group.count })}></progress></td>
        <td class="numbers">${count(group.count)}</td>
      </tr>`)}</tbody>
    </table>
    ${rest.length > 0 ? html`<p class="small muted">${t("ask.smaller", { groups: rest.length, leads: rest.reduce((sum, group) => sum + group.count, 0) })}</p>` : nothing}`;
  }

  /**
   * @param {Lead[]} rows
   * @param {number|null} total
   * @param {Exchange} entry
   */
  #rows(rows, total, entry) {
    const { labels } = app.fields;
    const shown = entry.whole ? rows : rows.slice(0, ROWS_SHOWN);
    return html`<div class="table-scroll" role="region" tabindex="0" aria-label=${t("ask.foundFor", { question: entry.question })}>
      <table class="plain" data-hook="answer-rows">
        <caption class="hidden-text">${t("ask.found")}</caption>
        <thead><tr><th scope="col">${t("fieldNames.name")}</th>${COLUMNS.map((name) => html`<th scope="col">${labels[name]}</th>`)}</tr></thead>
        <tbody>${shown.map((lead) => html`<tr data-hook="answer-row">
          <td data-label=${t("fieldNames.name")}><a href=${href("/leads", { lead: lead.leadId })}>${leadName(lead)}</a></td>
          ${COLUMNS.map((name) => html`<td data-label=${labels[name]}>${lead[name] || dash()}</td>`)}
        </tr>`)}</tbody>
      </table>
    </div>
    ${(total ?? rows.length) > shown.length ? html`<p class="small muted" data-hook="answer-more">${t("ask.first", { shown: shown.length, total: total ?? rows.length })}
      ${shown.length < rows.length ? html`<button type="button" class="link" data-hook="show-rows" @click=${() => this.#showAll(entry)}>${t("ask.show", { count: rows.length })}</button>` : nothing}</p>` : nothing}`;
  }

  /** @param {Exchange} entry */
  #showAll(entry) {
    entry.whole = true;
    this.update();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const question = conversation.draft.trim();
    this.#problem = question ? null : t("ask.empty");
    if (this.#problem) {
      this.update().then(() => this.hook("question")?.focus());
      return;
    }
    this.#ask(question);
  }

  /**
   * Asks once the questions before it are answered: it may go on from them, as in "only those in Berlin".
   * @param {string} question
   */
  async #ask(question) {
    /** @type {Exchange} */
    const entry = { id: (conversation.entries.at(-1)?.id ?? 0) + 1, question, answer: null, error: null };
    conversation.entries.push(entry);
    this.#type("");
    this.#problem = null;
    await this.update();
    this.hook("question")?.focus();
    this.#scrollToEnd();
    await (answered = answered.then(() => answer(entry)));
    await this.update();
    this.#scrollToEnd();
  }

  /**
   * Has the query of an answer answered as the user has changed it, in place of that answer.
   * @param {Exchange} entry
   * @param {ChatQuery} query
   */
  async #change(entry, query) {
    if (changing.has(entry)) return;
    changing.add(entry);
    this.update();
    try {
      entry.answer = /** @type {ChatAnswer} */ (await app.api.post("/chat", { question: entry.question, query }));
      keep();
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
    changing.delete(entry);
    await this.update();
    // The chip that had the focus may be gone.
    this.#answerOf(entry)?.focus();
  }

  /**
   * @param {Exchange} entry
   * @returns {HTMLElement|undefined}
   */
  #answerOf(entry) {
    const { [conversation.entries.indexOf(entry)]: shown } = this.querySelectorAll(".exchange");
    return shown?.querySelector(".answer-text") ?? undefined;
  }

  #scrollToEnd() {
    this.querySelector(".exchange:last-child")?.scrollIntoView({ block: "start", behavior: "smooth" });
  }

  #clear() {
    conversation.entries.length = 0;
    keep();
    this.update().then(() => this.hook("question")?.focus());
  }
}

/**
 * Has a question answered, unless the conversation was cleared before its turn.
 * @param {Exchange} entry
 */
async function answer(entry) {
  const place = conversation.entries.indexOf(entry);
  if (place < 0) return;
  const previous = conversation.entries.slice(0, place).findLast((one) => one.answer?.query)?.answer?.query;
  try {
    entry.answer = /** @type {ChatAnswer} */ (await app.api.post("/chat", { question: entry.question, ...(previous ? { previous } : {}) }));
  } catch (error) {
    entry.error = messageOf(error);
  }
  keep();
  answers.dispatchEvent(new Event("change"));
}

AskPage.define("crm-ask-page");
