/**
 * Where files come in: drop zone, button, and how they are to be imported.
 *
 * @typedef {import("../../services/uploads.js").UploadOptions} UploadOptions
 * @typedef {import("../../services/uploads.js").SetForAll} SetForAll
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { keepSetting, readSetting, withChecked, withValue } from "../../lib/dom.js";
import { bytes } from "../../lib/format.js";
import { html, live } from "../../lib/lit.js";
import { POLICIES } from "../../labels/import-labels.js";
import { regions } from "../../lib/regions.js";
import { t } from "../../lib/texts.js";
import { icon } from "../../views/icon.js";
import { followFields } from "../shell/follow-fields.js";
import { fieldRules, setForAll } from "./field-rules.js";
import { ACCEPT } from "./upload-state.js";

export class UploadPanel extends Component {
  /** What is usual here, and so kept. @type {Omit<UploadOptions, "rules"|"set">} */
  #options = { policy: "update", region: null, review: true, extractFreeText: false, ...readSetting("import-options", {}) };
  /** What is about these files, and so forgotten. @type {UploadOptions["rules"]} */
  #rules = {};
  /** @type {SetForAll} */
  #forAll = { tags: [], status: "", owner: "" };
  #over = false;
  #regions = regions();

  mounted() {
    // Without this, a file dropped beside the zone would replace the page.
    for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault(), { signal: this.lifetime });
    if (!POLICIES.some((policy) => policy.value === this.#options.policy)) this.#options.policy = "update";
    followFields(this);
  }

  render() {
    return html`<section class="card upload" aria-labelledby="upload-title">
      <h2 id="upload-title" class="hidden-text">${t("upload.title")}</h2>
      <div class=${`drop ${this.#over ? "drop-over" : ""}`} data-hook="drop-zone"
        @dragenter=${this.#dragOver} @dragover=${this.#dragOver} @dragleave=${this.#dragLeave} @drop=${this.#drop}>
        <span class="empty-mark">${icon("upload", "icon-lg")}</span>
        <p class="drop-title">${t("upload.drop")}</p>
        <p class="muted">${t("upload.about", { size: bytes(app.config.maxUploadBytes) })}</p>
        <label class="button button-primary file-button">
          <input type="file" class="hidden-text" multiple accept=${ACCEPT} data-hook="file" @change=${this.#choose}>
          ${t("upload.choose")}
        </label>
      </div>
      <div class="upload-options">
        <fieldset>
          <legend class="legend">${t("upload.ifExists")}</legend>
          <div class="choices">
            ${POLICIES.map(({ value, title, help }) => html`<label class="choice">
              <input type="radio" name="policy" value=${value} data-hook=${`policy-${value}`} aria-describedby=${`policy-${value}-help`} .checked=${live(this.#options.policy === value)} @change=${() => this.#set({ policy: value })}>
              <span class="choice-title">${title}</span>
              <span class="choice-help" id=${`policy-${value}-help`}>${help}</span>
            </label>`)}
          </div>
        </fieldset>
        ${fieldRules(app.fields.all, this.#rules, (rules) => this.#setRules(rules))}
        ${setForAll(this.#forAll, (change) => this.#setForAll(change))}
        <div class="upload-more">
          <div class="field">
            <label for="upload-region">${t("upload.region")}</label>
            <select class="input" id="upload-region" data-hook="region" @change=${withValue((region) => this.#set({ region: region || null }))}>
              <option value="" .selected=${live(!this.#options.region)}>${t("upload.noRegion")}</option>
              ${this.#regions.map(({ code, name }) => html`<option value=${code} .selected=${live(this.#options.region === code)}>${name}</option>`)}
            </select>
          </div>
          <label class="check">
            <input type="checkbox" data-hook="review" .checked=${live(this.#options.review)} @change=${withChecked((review) => this.#set({ review }))}>
            <span>${t("upload.review")}</span>
          </label>
          <div>
            <label class="check">
              <input type="checkbox" data-hook="extract-free-text" aria-describedby="free-text-help" .checked=${live(this.#options.extractFreeText)} @change=${withChecked((extractFreeText) => this.#set({ extractFreeText }))}>
              <span>${t("upload.freeText")}</span>
            </label>
            <p class="muted small" id="free-text-help">${t("upload.freeTextHelp")}</p>
          </div>
        </div>
      </div>
    </section>`;
  }

  /** @param {UploadOptions["rules"]} rules */
  #setRules(rules) {
    this.#rules = rules;
    this.update();
  }

  /** @param {Partial<SetForAll>} change */
  #setForAll(change) {
    this.#forAll = { ...this.#forAll, ...change };
    this.update();
  }

  /** @param {Partial<Omit<UploadOptions, "rules"|"set">>} change */
  #set(change) {
    Object.assign(this.#options, change);
    keepSetting("import-options", this.#options);
    this.update();
  }

  #dragOver = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    this.#highlight(true);
  };

  #dragLeave = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    const zone = /** @type {Element} */ (event.currentTarget);
    if (!zone.contains(/** @type {Node|null} */ (event.relatedTarget))) this.#highlight(false);
  };

  #drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    this.#highlight(false);
    this.#add([...(event.dataTransfer?.files ?? [])]);
  };

  #choose = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    this.#add([...(input.files ?? [])]);
    // So that the same file can be chosen again.
    input.value = "";
  };

  /** @param {boolean} over */
  #highlight(over) {
    this.#over = over;
    this.update();
  }

  /** @param {File[]} files */
  #add(files) {
    if (files.length) app.uploads.add(files, { ...this.#options, rules: this.#rules, set: this.#forAll });
  }
}

UploadPanel.define("crm-upload-panel");
