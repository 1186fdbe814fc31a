/**
 * The owner's own fields: what there is, new ones, other names, an end.
 *
 * @typedef {import("../../../types/api").OwnFieldAnswer} OwnField
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { enumerated } from "../../lib/format.js";
import { html, keyed, nothing, repeat } from "../../lib/lit.js";
import { currentRoute, go } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { FIELD_TYPES } from "../../labels/field-types.js";
import { empty, loading } from "../../views/empty.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { confirmed } from "../shell/confirm.js";
import { toast } from "../shell/toasts.js";
import "./field-form.js";

const NEW = "";

export class FieldsPage extends Component {
  #loaded = false;
  /** @type {string|null} */
  #error = null;
  /** @type {string|null} key of the field whose form is open, NEW for a new one */
  #open = null;
  /** the header that a new field is to read */
  #header = "";

  mounted() {
    addEventListener("hashchange", () => this.#arrive(), { signal: this.lifetime });
    this.#arrive();
    this.#load();
  }

  render() {
    const builtIn = enumerated(app.fields.builtIn.map(({ label }) => label));
    return html`<section class="page">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("app.fields")}</h1>
          <p class="lead">${t("fields.lead", { fields: builtIn })}</p>
        </div>
        ${this.#mayChange && this.#open !== NEW ? html`<button type="button" class="button button-primary" data-hook="new-field" @click=${() => this.#show(NEW)}>${icon("plus")}${t("fields.add")}</button>` : nothing}
      </div>
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#load()}>${t("common.retry")}</button>`) : nothing}
      ${this.#mayChange ? nothing : notice("info", t("fields.adminsOnly"))}
      ${this.#open === NEW ? html`<section class="card card-body" aria-label=${t("fields.new")}>${this.#form(null)}</section>` : nothing}
      <section class="card" aria-labelledby="own-fields">
        <div class="card-head"><h2 id="own-fields">${t("fields.own")}</h2></div>
        ${this.#list()}
      </section>
    </section>`;
  }

  get #mayChange() {
    return app.session.user?.role === "admin";
  }

  #list() {
    if (!this.#loaded) return this.#error ? nothing : loading(t("fields.loading"));
    if (!app.fields.own.length) {
      return empty({ mark: "columns", title: t("fields.none"), text: t("fields.noneText") });
    }
    return html`<ul class="rows" data-hook="own-fields">${repeat(app.fields.own, ({ key }) => key, (field) => this.#row(field))}</ul>`;
  }

  /** @param {OwnField} field */
  #row(field) {
    const { key, label, type, choices, headers } = field;
    if (this.#open === key) return html`<li class="card-body" data-hook="own-field">${this.#form(field)}</li>`;
    const quoted = [...new Set([label, ...headers])].map((text) => t("common.quoted", { text }));
    const about = [FIELD_TYPES[type].label, choices.length > 0 && enumerated(choices), t("fields.from", { headers: enumerated(quoted) })];
    return html`<li class="row-item" data-hook="own-field">
      <div class="row-main">
        <p class="row-title">${label}</p>
        <p class="small muted" data-hook="own-field-about">${about.filter(Boolean).join(" · ")}</p>
      </div>
      ${this.#mayChange ? html`<div class="actions">
        <button type="button" class="button button-small" data-hook="change-field" @click=${() => this.#show(key)}>${rich("common.changeNamed", { name: label, hidden: hiddenText })}</button>
        <button type="button" class="button button-small button-quiet button-danger" data-hook="remove-field" @click=${() => this.#remove(field)}>${rich("common.removeNamed", { name: label, hidden: hiddenText })}</button>
      </div>` : nothing}
    </li>`;
  }

  /** @param {OwnField|null} field */
  #form(field) {
    return keyed(`${field?.key} ${this.#header}`, html`<crm-field-form .field=${field} .header=${field ? "" : this.#header} @saved=${withDetail((/** @type {string} */ label) => this.#saved(label))} @cancelform=${() => this.#close()}></crm-field-form>`);
  }

  /** Opens the form of a new field where the address names a header. */
  #arrive() {
    const { parts, params } = currentRoute();
    if (parts[0] !== "fields") return;
    const header = params.get("header") ?? "";
    if (header && this.#mayChange) {
      this.#header = header;
      this.#open = NEW;
    }
    this.update();
  }

  /** @param {string} key */
  #show(key) {
    this.#header = "";
    this.#open = key;
    this.update().then(() => this.focusOn("crm-field-form input"));
  }

  #close() {
    this.#open = null;
    this.#header = "";
    go("/fields");
    this.update().then(() => this.focusOn("h1"));
  }

  /** @param {string} label */
  async #saved(label) {
    toast(t("fields.saved", { name: label }));
    await this.#load();
    this.#close();
  }

  async #load() {
    this.#error = null;
    try {
      await app.fields.load();
      this.#loaded = true;
    } catch (error) {
      this.#error = messageOf(error);
    }
    this.update();
  }

  /** @param {OwnField} field */
  async #remove({ key, label }) {
    const text = t("fields.removeText");
    if (!(await confirmed({ title: t("fields.removeTitle", { name: label }), text, confirm: t("common.remove"), danger: true }))) return;
    try {
      await app.api.delete(`/fields/${encodeURIComponent(key)}`);
      toast(t("fields.removed", { name: label }));
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
    await this.#load();
    this.focusOn("h1");
  }
}

FieldsPage.define("crm-fields-page");
