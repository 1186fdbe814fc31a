/**
 * The dialog in which many leads are changed at once: the fields, their values, and what would become of the first leads.
 *
 * @typedef {import("../../../types/api").JobPreview} JobPreview
 * @typedef {import("../../../types/page").FormError} FormError
 * @typedef {import("./bulk-draft.js").BulkDraft} BulkDraft
 * @typedef {import("./bulk-draft.js").Part} Part
 * @typedef {import("./selection.js").Which} Which
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { debounced, withChecked } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { rich, t } from "../../lib/texts.js";
import { ApiError } from "../../services/api.js";
import { changeList } from "../../views/change-list.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { tagsField } from "../../views/tags-field.js";
import { startJob } from "../shell/jobs.js";
import { guardTyped } from "../shell/unsaved.js";
import { changeOf, holdsSeveral, isTags, partNamed, partsOfBulk, unsaid } from "./bulk-draft.js";
import { builtInField, ownField, partId } from "./form-parts.js";
import "../shell/error-summary.js";

const TYPING_MS = 400;

export class BulkEdit extends Component {
  /** @type {Which} */
  #which = {};
  #count = 0;
  #fields = { builtIn: app.fields.builtIn, own: app.fields.own };
  /** @type {BulkDraft} in the order in which the parts were chosen */
  #draft = {};
  /** @type {JobPreview|null} */
  #preview = null;
  /** @type {string|null} why there is no preview */
  #trouble = null;
  /** @type {FormError[]} */
  #errors = [];
  /** @type {FormError[]} the same, once the user has tried to start it */
  #summary = [];
  #looking = 0;
  #isLooking = false;
  #busy = false;
  /** @type {((started: boolean) => void)|null} */
  #answer = null;
  #lookSoon = debounced(() => this.#look(), TYPING_MS);

  mounted() {
    guardTyped(() => Boolean(this.querySelector("dialog")?.open) && Object.keys(this.#draft).length > 0, this.lifetime);
  }

  /**
   * Has the user change leads.
   * @param {Which} which
   * @param {number} count how many they are by what the list shows
   * @returns {Promise<boolean>} whether it has begun
   */
  async ask(which, count) {
    this.#which = which;
    this.#count = count;
    this.#fields = { builtIn: app.fields.builtIn, own: app.fields.own };
    this.#draft = {};
    this.#show(null);
    this.#errors = this.#summary = [];
    this.#busy = false;
    await this.update();
    const dialog = this.querySelector("dialog");
    if (!dialog) return false;
    dialog.showModal();
    this.focusOn('[data-hook^="change-"]');
    return new Promise((resolve) => (this.#answer = resolve));
  }

  render() {
    return html`<dialog class="bulk-edit" data-hook="bulk-edit" aria-labelledby="bulk-title" @close=${() => this.#closed()}>
      <form class="bulk-form" novalidate @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
        <div class="drawer-head">
          <div><h2 id="bulk-title">${t("bulk.title", { count: this.#count })}</h2></div>
          <button type="button" class="button button-quiet button-icon" data-hook="bulk-close" aria-label=${t("common.close")} @click=${() => this.#end(false)}>${icon("close")}</button>
        </div>
        <div class="drawer-body">
          <crm-error-summary .errors=${this.#summary} .heading=${t("bulk.notChanged")}></crm-error-summary>
          <fieldset class="field" id="bulk-parts" tabindex="-1">
            <legend class="legend">${t("bulk.what")}</legend>
            <div class="pills">${partsOfBulk(this.#fields).map(({ name, label }) => html`<button type="button" class="pill" data-hook=${`change-${name}`} aria-pressed=${String(name in this.#draft)} @click=${() => this.#toggle(name)}>${label}</button>`)}</div>
          </fieldset>
          ${repeat(Object.keys(this.#draft), (name) => name, (name) => this.#part(name))}
          ${this.#shown()}
        </div>
        <div class="bulk-foot">
          <p role="status" data-hook="bulk-count">${this.#sentence()}</p>
          <div class="actions">
            <button type="button" class="button" data-hook="bulk-cancel" @click=${() => this.#end(false)}>${t("common.cancel")}</button>
            <button class="button button-primary" data-hook="bulk-start" aria-disabled=${this.#busy || this.#isForNobody ? "true" : nothing}>
              ${this.#busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${t("bulk.change", { count: this.#preview?.total ?? this.#count })}
            </button>
          </div>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {string} name */
  #part(name) {
    const { value, away } = this.#draft[name];
    const options = {
      error: this.#errors.find((error) => error.field === name)?.short,
      onChange: (/** @type {string|string[]} */ typed) => this.#set(name, { value: typed }),
    };
    return html`<div class="bulk-part" data-hook=${`part-${name}`}>
      ${away ? html`<div class="field"><p class="legend">${this.#label(name)}</p><p class="muted small">${t("bulk.taken")}</p></div>` : this.#input(name, value, options)}
      ${isTags(name) ? nothing : html`<label class="check"><input type="checkbox" data-hook=${`away-${name}`} .checked=${live(away)} @change=${withChecked((on) => this.#set(name, { away: on }))}>
        <span>${rich("bulk.takeAway", { field: this.#label(name), hidden: hiddenText })}</span></label>`}
    </div>`;
  }

  /**
   * @param {string} name
   * @param {string|string[]} value
   * @param {{error?: string, onChange: (value: string|string[]) => void}} options
   */
  #input(name, value, options) {
    const label = this.#label(name);
    if (isTags(name)) return tagsField({ id: partId(name), label, tags: /** @type {string[]} */ (value), ...options });
    const own = this.#fields.own.find(({ key }) => name === `fields/${key}`);
    if (own) return ownField(own, value, options);
    const column = this.#fields.builtIn.find((one) => one.name === name);
    return column ? builtInField(column, String(value), options) : nothing;
  }

  /** @param {string} name */
  #label(name) {
    return partsOfBulk(this.#fields).find((part) => part.name === name)?.label ?? name;
  }

  /** Whether the leads that were chosen are gone. */
  get #isForNobody() {
    return this.#preview?.total === 0;
  }

  #sentence() {
    if (!Object.keys(this.#draft).length) return t("bulk.choose");
    if (!changeOf(this.#draft, this.#fields.own)) return t("bulk.fill");
    if (this.#isLooking) return t("bulk.looking");
    if (this.#isForNobody) return t("bulk.gone");
    return this.#preview ? t("bulk.willChange", { count: this.#preview.total }) : "";
  }

  /** The first leads as they would be. */
  #shown() {
    if (this.#trouble) return notice("bad", this.#trouble);
    if (!this.#preview?.leads.length) return nothing;
    const { leads, total } = this.#preview;
    return html`<section class="bulk-preview" aria-label=${t("bulk.preview")} aria-busy=${String(this.#isLooking)} data-hook="bulk-preview">
      <h3>${leads.length < total ? t("bulk.firstLeads", { count: leads.length }) : t("bulk.leads")}</h3>
      <ul>${leads.map(({ name, changes }) => html`<li data-hook="previewed"><p><strong>${name || t("numbers.unnamed")}</strong></p>
        ${changes.length ? changeList(changes, app.fields.labels) : html`<p class="small muted">${t("bulk.stays")}</p>`}</li>`)}</ul>
    </section>`;
  }

  /** @param {string} name */
  #toggle(name) {
    const { [name]: chosen, ...others } = this.#draft;
    this.#draft = chosen ? others : { ...this.#draft, [name]: { value: holdsSeveral(name, this.#fields.own) ? [] : "", away: false } };
    this.#changed(name);
  }

  /**
   * @param {string} name
   * @param {Partial<Part>} changes
   */
  #set(name, changes) {
    this.#draft = { ...this.#draft, [name]: { ...this.#draft[name], ...changes } };
    this.#changed(name);
  }

  /** @param {string} name of the part */
  #changed(name) {
    this.#errors = this.#errors.filter(({ field }) => field !== name);
    // What an earlier request answers is about another change.
    this.#looking += 1;
    this.#isLooking = true;
    this.#lookSoon();
    this.update();
  }

  /** Asks what would become of the leads. */
  async #look() {
    const change = changeOf(this.#draft, this.#fields.own);
    const turn = (this.#looking += 1);
    try {
      const preview = change && (await app.jobs.preview({ ...this.#which, change }));
      if (turn === this.#looking) this.#show(preview);
    } catch (error) {
      if (turn !== this.#looking) return;
      this.#errors = this.#explain(error).filter(({ field }) => field);
      this.#show(null, this.#errors.length ? null : messageOf(error));
    }
  }

  /**
   * @param {JobPreview|null} preview null where nothing can be shown
   * @param {string|null} [trouble] why not
   */
  #show(preview, trouble = null) {
    this.#preview = preview;
    this.#trouble = trouble;
    this.#isLooking = false;
    this.update();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.#busy || this.#isForNobody) return;
    const change = changeOf(this.#draft, this.#fields.own);
    const missing = unsaid(this.#draft);
    if (!change || missing.length) {
      this.#refuse(missing.length ? missing.map((name) => this.#problem(name, t("bulk.unsaid"))) : [{ id: "bulk-parts", message: t("bulk.choose") }]);
      return;
    }
    this.#errors = this.#summary = [];
    this.#busy = true;
    this.update();
    try {
      await startJob({ ...this.#which, change });
      this.#end(true);
    } catch (error) {
      this.#refuse(this.#explain(error));
    }
    this.#busy = false;
    this.update();
  }

  /** @param {FormError[]} errors */
  #refuse(errors) {
    this.#errors = this.#summary = errors;
    this.update();
  }

  /**
   * @param {unknown} error
   * @returns {FormError[]}
   */
  #explain(error) {
    const named = error instanceof ApiError ? Object.entries(error.fields) : [];
    if (!named.length) return [{ message: messageOf(error) }];
    return named.map(([name, text]) => this.#problem(partNamed(name, this.#fields.own), text));
  }

  /**
   * @param {string} name of a part
   * @param {string} text
   * @returns {FormError}
   */
  #problem(name, text) {
    if (!(name in this.#draft)) return { message: text };
    return { field: name, id: partId(name), message: t("leadForm.problem", { field: this.#label(name), text }), short: text };
  }

  /** The browser tells of a closed dialog a frame later, when it may be open again. Only Escape is known by it. */
  #closed() {
    if (!this.querySelector("dialog")?.open) this.#end(false);
  }

  /** @param {boolean} begun */
  #end(begun) {
    this.querySelector("dialog")?.close();
    // Nobody waits for a preview any more.
    this.#looking += 1;
    this.#draft = {};
    this.#answer?.(begun);
    this.#answer = null;
  }
}

BulkEdit.define("crm-bulk-edit");
