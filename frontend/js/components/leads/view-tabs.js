/**
 * The saved views above the list: one is chosen, saved, renamed, shared or deleted here.
 *
 * @typedef {import("../../../types/api").ViewAnswer} View
 * @typedef {import("../../../types/page").ListView} ListView
 * @typedef {import("../../../types/page").ViewColumn} ViewColumn
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withChecked } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { go, href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { ApiError } from "../../services/api.js";
import { field } from "../../views/field.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { confirmed } from "../shell/confirm.js";
import { toast } from "../shell/toasts.js";
import { readView, viewParams } from "./lead-address.js";
import { closeMenu, closeMenuOnEscape } from "./list-tools.js";
import { bodyOf, isChanged, listOf } from "./saved-views.js";

const PROPERTIES = {
  /** @type {ListView} what the list shows */
  list: readView(new URLSearchParams()),
  /** @type {ViewColumn[]|null} columns that differ from those of the view, or that it lacks */
  columns: null,
  /** @type {ViewColumn[]} columns that show */
  shownColumns: [],
};

export class ViewTabs extends withProperties(PROPERTIES) {
  /** @type {{name: string, shared: boolean, of: View|null, error: string|null, busy: boolean}} the form: of a new view, or of one that is there */
  #form = { name: "", shared: false, of: null, error: null, busy: false };

  mounted() {
    app.views.addEventListener("change", () => this.update(), { signal: this.lifetime });
    app.views.ready().catch((error) => toast(t("views.notLoaded", { reason: messageOf(error) }), { key: "views", tone: "bad" }));
  }

  render() {
    const current = app.views.find(this.list.view);
    const changed = isChanged(current, this.list, this.columns);
    return html`<div class="views">
      <nav class="view-tabs" aria-label=${t("views.title")}>
        <ul>
          <li><a data-hook="view-all" href=${href("/leads")} aria-current=${this.list.view ? nothing : "page"}>${t("views.all")}</a></li>
          ${repeat(app.views.all, ({ viewId }) => viewId, (view) => this.#tab(view, view === current))}
        </ul>
      </nav>
      <div class="actions">
        ${current && changed ? html`<span class="small muted" role="status" data-hook="view-changed">${t("views.changed")}</span>` : nothing}
        ${current?.canChange && changed ? html`<button type="button" class="button button-small" data-hook="save-view" @click=${() => this.#save(current)}>${t("common.save")}</button>` : nothing}
        ${changed ? html`<button type="button" class="button button-small button-quiet" data-hook="save-view-as" @click=${() => this.#ask(null)}>${current ? t("views.saveAs") : t("views.saveNew")}</button>` : nothing}
        ${current?.canChange ? this.#menu(current) : nothing}
      </div>
    </div>
    ${this.#dialog()}`;
  }

  /**
   * @param {View} view
   * @param {boolean} isCurrent
   */
  #tab(view, isCurrent) {
    const title = view.shared ? t("views.sharedBy", { email: view.ownerEmail }) : t("views.onlyYou");
    return html`<li><a data-hook="view" href=${href("/leads", viewParams(listOf(view, app.fields.labels)))} title=${title} aria-current=${isCurrent ? "page" : nothing}>
      ${view.shared ? html`${icon("people", "icon-sm")}${hiddenText(`${t("views.shared")} `)}` : nothing}<span class="view-name">${view.name}</span></a></li>`;
  }

  /** @param {View} view */
  #menu(view) {
    return html`<details class="menu" data-hook="view-menu" @focusout=${closeMenu} @keydown=${closeMenuOnEscape}>
      <summary class="button button-small button-quiet" aria-label=${t("views.moreFor", { name: view.name })}>${t("views.more")}</summary>
      <div class="menu-body">
        <button type="button" class="button button-quiet menu-choice" data-hook="rename-view" @click=${() => this.#ask(view)}>${app.session.mayEdit ? t("views.renameOrShare") : t("views.renameOnly")}</button>
        <button type="button" class="button button-quiet button-danger menu-choice" data-hook="delete-view" @click=${() => this.#remove(view)}>${t("views.delete")}</button>
      </div>
    </details>`;
  }

  #dialog() {
    const { name, shared, of, error, busy } = this.#form;
    return html`<dialog class="confirm" data-hook="view-dialog" aria-labelledby="view-dialog-title">
      <form novalidate @submit=${(/** @type {Event} */ event) => this.#submit(event)}>
        <div class="confirm-body">
          <h2 id="view-dialog-title">${of ? t("views.renameTitle") : t("views.saveTitle")}</h2>
          ${field({ id: "view-name", name: "view-name", label: t("views.name"), value: name, error: error ?? undefined, required: true, onInput: (text) => (this.#form.name = text) })}
          ${app.session.mayEdit ? html`<label class="check"><input type="checkbox" data-hook="view-shared" .checked=${live(shared)} @change=${withChecked((ticked) => (this.#form.shared = ticked))}>${t("views.everyone")}</label>` : nothing}
        </div>
        <div class="confirm-actions">
          <button type="button" class="button" data-hook="view-cancel" @click=${() => this.querySelector("dialog")?.close()}>${t("common.cancel")}</button>
          <button class="button button-primary" data-hook="view-ok" ?disabled=${busy}>${of ? t("views.rename") : t("common.save")}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {View|null} of null for a new one */
  async #ask(of) {
    this.#form = { name: of?.name ?? "", shared: of?.shared ?? false, of, error: null, busy: false };
    await this.update();
    this.querySelector("dialog")?.showModal();
    this.focusOn("#view-name");
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const { of } = this.#form;
    const name = this.#form.name.trim();
    const shared = app.session.mayEdit && this.#form.shared;
    await this.#sending(async () => {
      if (of) await app.views.change(of, { name, shared });
      else this.#show(await app.views.add({ name, shared, ...bodyOf(this.list, this.shownColumns) }));
      this.querySelector("dialog")?.close();
    }, name);
  }

  /**
   * @param {() => Promise<void>} send
   * @param {string} name
   */
  async #sending(send, name) {
    this.#form = { ...this.#form, error: name ? null : t("views.enterName"), busy: Boolean(name) };
    await this.update();
    if (!name) return this.focusOn("#view-name");
    try {
      await send();
    } catch (error) {
      this.#form.error = messageOf(error);
      await this.update();
      this.focusOn("#view-name");
    } finally {
      this.#form.busy = false;
      this.update();
    }
  }

  /** @param {View} view */
  async #save(view) {
    try {
      await app.views.change(view, bodyOf(this.list, this.shownColumns));
      this.emit("viewsaved");
      toast(t("views.saved", { name: view.name }));
    } catch (error) {
      const theirs = error instanceof ApiError && error.status === 412 ? app.views.find(view.viewId) : null;
      if (theirs) await this.#saveOver(theirs);
      else toast(messageOf(error), { tone: "bad" });
    }
  }

  /**
   * Asks whose view stays, where somebody else has saved it meanwhile.
   * @param {View} theirs
   */
  async #saveOver(theirs) {
    const { name } = theirs;
    const question = { title: t("views.bothChanged", { name }), text: t("views.bothChangedText"), confirm: t("views.saveMine"), cancel: t("views.showTheirs") };
    if (await confirmed(question)) return this.#save(theirs);
    this.#show(theirs);
  }

  /** @param {View} view */
  async #remove(view) {
    const text = view.shared ? t("views.deleteSharedText") : t("views.deleteText");
    if (!(await confirmed({ title: t("views.deleteTitle", { name: view.name }), text, confirm: t("views.delete"), danger: true }))) return;
    try {
      await app.views.remove(view.viewId);
      go("/leads");
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  }

  /** @param {View} view */
  #show(view) {
    this.emit("viewsaved");
    go("/leads", viewParams(listOf(view, app.fields.labels)));
  }
}

ViewTabs.define("crm-view-tabs");
