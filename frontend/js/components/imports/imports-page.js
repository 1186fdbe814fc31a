/**
 * Imports: where files come in, what is on its way, and the history, newest first.
 *
 * @typedef {import("../../../types/api").ImportPage} ImportPage
 * @typedef {import("../../../types/api").Import} Import
 * @typedef {import("../../services/uploads.js").Upload} Upload
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { isAbort, messageOf } from "../../lib/errors.js";
import { ago, bytes, duration, enumerated, when } from "../../lib/format.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { FINAL, STATUS, outcomesInWords, rowsDone } from "../../labels/import-labels.js";
import { go, href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { failure } from "../../labels/reasons.js";
import { poll } from "../../services/polling.js";
import { empty, loading } from "../../views/empty.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { importBadge, progressBar } from "../../views/status.js";
import { toast } from "../shell/toasts.js";
import { uploadOf } from "./upload-state.js";
import "./upload-panel.js";

export class ImportsPage extends Component {
  /** @type {Import[]|null} */
  #imports = null;
  /** @type {string|null} */
  #cursor = null;
  /** @type {string|null} */
  #error = null;
  #more = false;
  /** @type {AbortController|null} */
  #polling = null;

  mounted() {
    app.uploads.addEventListener("change", () => this.update(), { signal: this.lifetime });
    app.uploads.addEventListener("sent", () => this.#watch(), { signal: this.lifetime });
    app.uploads.addEventListener("announced", (event) => this.#follow(/** @type {CustomEvent<Upload>} */ (event).detail), { signal: this.lifetime });
    app.uploads.addEventListener("givenup", (event) => this.#forget(/** @type {CustomEvent<string>} */ (event).detail), { signal: this.lifetime });
    this.#watch();
  }

  unmounted() {
    this.#polling?.abort();
  }

  render() {
    return html`<section class="page">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("imports.title")}</h1>
          <p class="lead">${t("imports.about")}</p>
        </div>
      </div>
      ${app.session.mayEdit ? html`<crm-upload-panel></crm-upload-panel>` : nothing}
      ${this.#uploads()}
      <section class="card" aria-labelledby="history-title">
        <div class="card-head"><h2 id="history-title">${t("imports.history")}</h2></div>
        ${this.#error ? html`<div class="card-body">${notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#watch()}>${t("common.retry")}</button>`)}</div>` : nothing}
        ${this.#history()}
      </section>
    </section>`;
  }

  /** Uploads that are not in the list below yet. */
  #uploads() {
    const known = new Set((this.#imports ?? []).map((item) => item.importId));
    const shown = app.uploads.all.filter((upload) => !(upload.state === "sent" && known.has(upload.importId ?? "")));
    if (!shown.length) return nothing;
    return html`<section class="card" aria-label=${t("upload.uploads")}>
      <ul class="rows">${repeat(shown, (upload) => upload.id, (upload) => this.#upload(upload))}</ul>
    </section>`;
  }

  /** @param {Upload} upload */
  #upload(upload) {
    const { file, state, progress } = upload;
    const failed = state === "failed" || state === "refused";
    /** @type {Partial<Record<Upload["state"], string>>} */
    const labels = { queued: t("upload.queued"), starting: t("upload.starting"), sending: t("upload.sending", { percent: progress }), sent: t("upload.sent") };
    return html`<li class="row-item" data-hook="upload" data-state=${state}>
      <span class="file-mark">${icon("file")}</span>
      <div class="row-main">
        <p class="row-title" data-hook="upload-name">${file.name}</p>
        ${failed
          ? html`<p class="field-error" role="alert" data-hook="upload-error">${icon("alert")}<span>${upload.message}</span></p>`
          : html`<p class="small muted" role="status">${bytes(file.size)} · ${labels[state]}</p>
            <progress class="progress" max="100" value=${progress} aria-label=${t("upload.progressOf", { file: file.name })} data-hook="upload-progress"></progress>`}
      </div>
      <div class="actions">
        ${state === "failed" ? html`<button type="button" class="button button-small" data-hook="upload-retry" @click=${() => app.uploads.retry(upload)}>${t("common.retry")}</button>` : nothing}
        ${failed ? html`<button type="button" class="button button-quiet button-small button-icon" data-hook="upload-dismiss" aria-label=${t("upload.dismiss", { file: file.name })} @click=${() => app.uploads.dismiss(upload)}>${icon("close")}</button>` : nothing}
        ${["queued", "starting", "sending"].includes(state) ? html`<button type="button" class="button button-small" data-hook="upload-stop" @click=${() => app.uploads.stop(upload)}>${t("upload.stop")}</button>` : nothing}
      </div>
    </li>`;
  }

  #history() {
    if (!this.#imports) return this.#error ? nothing : loading(t("imports.loading"));
    if (!this.#imports.length) {
      return empty({ mark: "inbox", title: t("imports.none"), text: t("imports.noneText") });
    }
    return html`<ul class="rows" data-hook="imports">${repeat(this.#imports.filter((item) => !uploadOf(item.importId)), (item) => item.importId, (item) => this.#import(item))}</ul>
      ${this.#cursor ? html`<div class="card-body"><button type="button" class="button" data-hook="older" ?disabled=${this.#more} @click=${() => this.#older()}>${this.#more ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${t("imports.older")}</button></div>` : nothing}`;
  }

  /** @param {Import} item */
  #import(item) {
    const live = !FINAL.has(item.status);
    return html`<li class="row-item" data-hook="import" data-import=${item.importId}>
      <span class="file-mark">${icon("file")}</span>
      <div class="row-main">
        <p class="row-title"><a href=${href(`/imports/${encodeURIComponent(item.importId)}`)} data-hook="open-import">${item.fileName}</a> ${importBadge(item)}</p>
        <p class="small muted" data-hook="import-summary" role=${live ? "status" : nothing}>${summary(item)}</p>
        ${live && item.status !== "review" && item.status !== "announced" ? html`<div class="bar-line">${progressBar(item, t("imports.progressOf", { file: item.fileName }))}<span class="small numbers" data-hook="percent">${item.progress} %</span></div>` : nothing}
      </div>
      ${item.status === "announced" && item.canControl ? html`<div class="actions"><button type="button" class="button button-small button-quiet" data-hook="drop-import" @click=${() => this.#drop(item)}>${rich("imports.remove", { file: item.fileName, hidden: hiddenText })}</button></div>` : nothing}
      <p class="row-side small muted"><time datetime=${item.createdAt} title=${when(item.createdAt)}>${ago(item.createdAt)}</time><br>${item.owner.email}</p>
    </li>`;
  }

  /**
   * One file is looked at as soon as the CRM knows of it; of several, the list shows how each is.
   * @param {Upload} upload
   */
  #follow(upload) {
    if (upload.alone) go(`/imports/${encodeURIComponent(upload.importId ?? "")}`);
  }

  /**
   * Takes an import whose file did not come off the history.
   * @param {Import} item
   */
  async #drop(item) {
    try {
      await app.api.post(`/imports/${encodeURIComponent(item.importId)}/cancel`);
      this.#forget(item.importId);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
      this.#watch();
    }
  }

  /** @param {string} importId of an import that has left the history */
  #forget(importId) {
    this.#imports = this.#imports?.filter((other) => other.importId !== importId) ?? null;
    this.#watch();
  }

  /** Reads the newest page, again and again while any import on it is in progress. */
  #watch() {
    this.#polling?.abort();
    this.#polling = new AbortController();
    const { signal } = this.#polling;
    poll(async () => this.#read(signal), {
      signal,
      onError: (error) => {
        this.#error = messageOf(error);
        this.update();
      },
    });
  }

  /** @param {AbortSignal} signal */
  async #read(signal) {
    const answer = /** @type {ImportPage} */ (await app.api.get("/imports", { signal }));
    this.#error = null;
    const newest = new Set(answer.imports.map((item) => item.importId));
    const older = (this.#imports ?? []).filter((item) => !newest.has(item.importId));
    if (!this.#imports) this.#cursor = answer.cursor;
    this.#imports = [...answer.imports, ...older];
    this.update();
    // An import in review waits for a person.
    const moving = answer.imports.filter((item) => !FINAL.has(item.status) && item.status !== "review");
    const times = moving.map((item) => item.etaSeconds).filter((seconds) => seconds !== null);
    return { final: moving.length === 0, etaSeconds: times.length ? Math.min(...times) : null };
  }

  async #older() {
    this.#more = true;
    this.update();
    try {
      const params = { cursor: this.#cursor ?? "" };
      const answer = /** @type {ImportPage} */ (await app.api.get("/imports", { params, signal: this.lifetime }));
      const shown = this.#imports ?? [];
      const known = new Set(shown.map((item) => item.importId));
      this.#imports = [...shown, ...answer.imports.filter((item) => !known.has(item.importId))];
      this.#cursor = answer.cursor;
    } catch (error) {
      if (isAbort(error)) return;
      this.#error = messageOf(error);
    }
    this.#more = false;
    this.update();
  }
}

/**
 * One line about an import: what happens now, or what became of its rows.
 * @param {Import} item
 */
function summary(item) {
  const { totals } = item;
  if (item.undo) return undoInWords(item.undo);
  if (item.status === "failed") return failure(item) ?? STATUS.failed.text;
  if (item.status === "importing") {
    const values = { done: rowsDone(totals), count: totals.rows };
    return item.etaSeconds === null ? t("imports.rowsDone", values) : t("imports.rowsDoneLeft", { ...values, time: duration(item.etaSeconds) });
  }
  if (!FINAL.has(item.status)) return STATUS[item.status].text;
  const rows = t("imports.rows", { count: totals.rows });
  const outcomes = outcomesInWords(totals);
  return outcomes ? t("imports.rowsBecame", { rows, outcomes }) : rows;
}

/**
 * What became of the leads of an import that is taken back.
 * @param {import("../../../types/api").ImportUndo} undo
 */
function undoInWords(undo) {
  if (undo.status === "undoing") return t("imports.undoing");
  const parts = [t("imports.undoRemoved", { count: undo.removed })];
  if (undo.restored) parts.push(t("imports.undoRestored", { count: undo.restored }));
  if (undo.kept) parts.push(t("imports.undoKept", { count: undo.kept }));
  return enumerated(parts);
}

ImportsPage.define("crm-imports-page");
