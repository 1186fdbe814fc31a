/**
 * One import: live progress, what became of its rows, its sheets and their mapping, and what can be done about it.
 *
 * @typedef {import("../../../types/api").Import} Import
 * @typedef {import("../../../types/api").Outcome} Outcome
 * @typedef {import("../../../types/api").ImportUndo} ImportUndo
 * @typedef {import("../../services/uploads.js").Upload} Upload
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withDetail } from "../../lib/dom.js";
import { messageOf, statusOf } from "../../lib/errors.js";
import { bytes, when } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { FINAL, UNDO_RESULTS, rowsDone, undoneLeads } from "../../labels/import-labels.js";
import { notesOf } from "../../labels/reasons.js";
import { go, href } from "../../lib/router.js";
import { t } from "../../lib/texts.js";
import { ApiError } from "../../services/api.js";
import { poll } from "../../services/polling.js";
import { loading } from "../../views/empty.js";
import { icon } from "../../views/icon.js";
import { importSteps } from "../../views/import-steps.js";
import { notice } from "../../views/notice.js";
import { remapNotice } from "../../views/remap-notice.js";
import { importBadge } from "../../views/status.js";
import { confirmed } from "../shell/confirm.js";
import { saveExport } from "../shell/exports.js";
import { followFields } from "../shell/follow-fields.js";
import { toast } from "../shell/toasts.js";
import { importProgress } from "./import-progress.js";
import { sameFile } from "./same-file.js";
import { uploadOf, uploadState } from "./upload-state.js";
import "./check-step.js";
import "./import-rows.js";
import "./import-sheets.js";
import "./kept-leads.js";
import "./mend-rows.js";

/** An import without progress for this long may be ended by hand. */
const STUCK_MS = 2 * 60_000;

export class ImportPage extends withProperties({ importId: "" }) {
  /** @type {Import|null} */
  #import = null;
  /** @type {string|null} */
  #error = null;
  #missing = false;
  /** @type {string|null} why it cannot be undone */
  #kept = null;
  #busy = false;
  /** whether another upload takes the place of this one */
  #isReplaced = false;
  /** @type {Outcome|null} whose rows are shown; null for all */
  #outcome = null;
  #moved = { mark: "", at: 0 };
  /** @type {AbortController|null} */
  #polling = null;

  mounted() {
    followFields(this);
    this.#watch();
    app.uploads.addEventListener("change", () => this.update(), { signal: this.lifetime });
    app.uploads.addEventListener("sent", () => this.#watch(), { signal: this.lifetime });
    app.uploads.addEventListener("announced", (event) => this.#follow(/** @type {CustomEvent<Upload>} */ (event).detail), { signal: this.lifetime });
    // While no answers come, nothing else would show that the import is stuck.
    const timer = setInterval(() => this.update(), 15_000);
    this.lifetime.addEventListener("abort", () => clearInterval(timer));
  }

  unmounted() {
    this.#polling?.abort();
  }

  render() {
    // An upload of this page that has failed takes its import off the history, and may yet be tried again.
    const item = this.#import && uploadOf(this.importId) ? { ...this.#import, status: /** @type {const} */ ("announced") } : this.#import;
    return html`<section class="page">
      <nav aria-label=${t("common.breadcrumb")}><a class="small" href=${href("/imports")} data-hook="back-to-imports">${t("import.all")}</a></nav>
      <div class="page-head">
        <div>
          <h1 tabindex="-1" data-hook="import-name">${item ? item.fileName : t("import.title")}</h1>
          ${item ? html`<p class="lead">${importBadge(item)} <span>${bytes(item.size)} · ${item.owner.email} · ${when(item.createdAt)}</span></p>` : nothing}
        </div>
        ${item ? this.#actions(item) : nothing}
      </div>
      ${item ? importSteps(item.status) : nothing}
      ${this.#error ? notice(this.#missing ? "warn" : "bad", this.#error, !this.#missing ? html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#watch()}>${t("common.retry")}</button>` : nothing) : nothing}
      ${!item && !this.#error ? html`<div class="card">${loading(t("import.loading"))}</div>` : nothing}
      ${item ? this.#content(item) : nothing}
    </section>`;
  }

  /** @param {Import} item */
  #content(item) {
    const upload = uploadOf(item.importId);
    if (item.status === "announced" || upload) return html`<div>${uploadState(item, upload, { busy: this.#busy, onRetry: () => (this.#isReplaced = true), onLeave: () => go("/imports"), onDrop: () => this.#drop() })}</div>`;
    const same = item.sameFile && !item.undo && !item.remapOf ? html`<div>${sameFile(item.sameFile, item.status === "review")}</div>` : nothing;
    const notes = item.notes.length > 0 ? html`<div>${notice("info", html`<ul data-hook="notes">${notesOf(item).map((text) => html`<li>${text}</li>`)}</ul>`)}</div>` : nothing;
    const origin = remapNotice(item);
    if (item.status === "review") return [origin, same, notes, this.#check(item)];
    return [
      origin,
      this.#isStuck(item) ? html`<div>${this.#stuck(item)}</div>` : nothing,
      html`<div class="card" data-hook="import-progress">${importProgress(item, app.fields.labels)}</div>`,
      this.#kept ? notice("warn", html`<p data-hook="not-undone">${this.#kept}</p>`) : nothing,
      item.undo ? html`<div>${this.#undone(item, item.undo)}</div>` : nothing,
      same,
      notes,
      FINAL.has(item.status) && !item.undo && (item.totals.rejected + item.doubtfulRows > 0 || item.mends > 0) ? html`<crm-mend-rows .item=${item} @mending=${withDetail((/** @type {Import} */ started) => this.#restart(started))} @retry=${() => this.#retry()}></crm-mend-rows>` : nothing,
      html`<crm-import-sheets .importId=${item.importId} .first=${item.sheets} .cursor=${item.sheetsCursor} .total=${item.sheetCount} .fields=${app.fields.all} .fileName=${item.fileName} .makesFields=${FINAL.has(item.status) && app.session.user?.role === "admin"}></crm-import-sheets>`,
      FINAL.has(item.status) && item.totals.rows > 0 ? html`<crm-import-rows .importId=${item.importId} .outcome=${this.#outcome} .totals=${item.totals} .mends=${item.mends - Number(item.isMending)} .hasSheets=${item.sheetCount > 1 && item.sheets.some(({ name }) => name)} @outcome=${withDetail((/** @type {Outcome|null} */ outcome) => this.#choose(outcome))}></crm-import-rows>` : nothing,
    ];
  }

  /** @param {Import} item */
  #check(item) {
    return html`<crm-check-step .item=${item} @started=${withDetail((/** @type {Import} */ started) => this.#started(started))} @replaced=${withDetail((/** @type {Import} */ { importId }) => go(`/imports/${importId}`, {}, { replace: true }))} @over=${() => this.#watch()} @cancelimport=${() => this.#cancel()}></crm-check-step>`;
  }

  /** @param {Import} item */
  #actions(item) {
    const off = this.#busy;
    const running = !FINAL.has(item.status);
    const { totals } = item;
    return html`<div class="actions">
      ${!running && !item.undo && totals.created + totals.updated + totals.unchanged > 0 ? html`<a class="button button-primary" data-hook="see-leads" href=${href("/leads", { "filter[importId][equals]": item.remapOf ?? item.importId })}>${icon("people")}${t("import.seeLeads")}</a>` : nothing}
      ${item.totals.rejected > 0 ? html`<button type="button" class="button" data-hook="report" ?disabled=${off} @click=${() => this.#report(item)}>${icon("download")}${t("import.report")}</button>` : nothing}
      ${running && item.canControl && !["announced", "cancelling", "review"].includes(item.status) ? html`<button type="button" class="button" data-hook="cancel-import" ?disabled=${off} @click=${() => this.#cancel()}>${icon("stop")}${t("import.cancel")}</button>` : nothing}
      ${!running && item.canControl && !item.undo && !this.#kept && totals.created + totals.updated > 0 ? html`<button type="button" class="button" data-hook="undo-import" ?disabled=${off} @click=${() => this.#undo()}>${icon("undo")}${t("import.undo")}</button>` : nothing}
      ${item.canControl && !item.undo && item.status.startsWith("completed") ? html`<button type="button" class="button" data-hook="remap" ?disabled=${off} @click=${() => this.#remap()}>${icon("edit")}${t("import.remap")}</button>` : nothing}
    </div>`;
  }

  /** @param {Import} item */
  #stuck(item) {
    const end = item.canControl ? html`<button type="button" class="button button-small" data-hook="force-complete" ?disabled=${this.#busy} @click=${() => this.#force()}>${t("import.force")}</button>` : nothing;
    const time = when(item.updatedAt);
    const text = item.canControl ? t("import.stuckMine", { time }) : t("import.stuck", { time });
    return notice("warn", text, end);
  }

  /**
   * @param {Import} item
   * @param {ImportUndo} undo
   */
  #undone(item, undo) {
    const parts = UNDO_RESULTS.filter((result) => undo[result]);
    const list = parts.length > 0 ? html`<ul data-hook="undo-counts">${parts.map((result) => html`<li>${undoneLeads(result, undo[result])}</li>`)}</ul>` : nothing;
    const kept = undo.kept > 0 ? html`<crm-kept-leads .importId=${this.importId}></crm-kept-leads>` : nothing;
    if (undo.status === "undone") return notice("info", [html`<h2 data-hook="undone">${t("import.undone")}</h2>`, list, kept]);
    const again = item.canControl ? html`<button type="button" class="button button-small" data-hook="undo-again" ?disabled=${this.#busy} @click=${() => this.#undoAgain()}>${t("import.goOn")}</button>` : nothing;
    return notice("info", [html`<h2 data-hook="undoing">${t("import.undoing")}</h2>`, list, html`<progress class="progress" max=${undo.batches.total || 1} value=${undo.batches.done} aria-label=${t("import.undoProgress")}></progress>`], again);
  }

  /** @param {Import} item */
  #isStuck(item) {
    if (FINAL.has(item.status) || item.status === "review" || item.status === "announced") return false;
    return Date.now() - Math.min(this.#moved.at, Date.parse(item.updatedAt) || Infinity) > STUCK_MS;
  }

  #watch() {
    this.#polling?.abort();
    this.#polling = new AbortController();
    const { signal } = this.#polling;
    this.#error = null;
    poll(async () => this.#show(await app.api.get(this.#path(), { signal })), {
      signal,
      onError: (error) => {
        this.#missing = statusOf(error) === 404;
        this.#error = this.#missing ? t("import.missing") : messageOf(error);
        this.update();
      },
    });
  }

  #path(rest = "") {
    return `/imports/${encodeURIComponent(this.importId)}${rest}`;
  }

  /**
   * Shows an answer about this import.
   * @param {unknown} answer
   */
  #show(answer) {
    const item = /** @type {Import} */ (answer);
    const settled = FINAL.has(item.status) && item.undo?.status !== "undoing" && !item.isMending;
    const mark = `${item.status} ${item.updatedAt} ${item.progress} ${rowsDone(item.totals)}`;
    if (mark !== this.#moved.mark) this.#moved = { mark, at: Date.now() };
    this.#import = item;
    this.#error = null;
    if (this.#outcome && !item.totals[this.#outcome]) this.#outcome = null;
    this.#outcome ??= item.totals.rejected ? "rejected" : null;
    this.update();
    return { final: settled || item.status === "review", etaSeconds: item.etaSeconds };
  }

  /** @param {Outcome|null} outcome */
  #choose(outcome) {
    this.#outcome = outcome;
    this.update();
  }

  /**
   * Shows an import in which something has begun, and follows it.
   * @param {Import} started
   */
  #restart(started) {
    this.#show(started);
    this.#watch();
  }

  /** @param {unknown} started */
  #started(started) {
    this.#restart(/** @type {Import} */ (started));
    // The button that had the focus is gone.
    this.hook("import-name")?.focus();
  }

  async #cancel() {
    if (!(await confirmed({ title: t("import.cancelTitle"), text: t("import.cancelText"), confirm: t("import.cancel"), danger: true }))) return;
    await this.#act(async () => {
      this.#started(await app.api.post(this.#path("/cancel")));
    });
  }

  /** Takes an import whose file did not come off the history. */
  #drop() {
    return this.#act(async () => {
      await app.api.post(this.#path("/cancel"));
      go("/imports");
    });
  }

  /**
   * Goes on with an upload that takes the place of this one.
   * @param {Upload} upload
   */
  #follow(upload) {
    if (!this.#isReplaced) return;
    // The one before leaves the history; if its upload failed, it has done so.
    app.api.post(this.#path("/cancel")).catch(() => {});
    go(`/imports/${encodeURIComponent(upload.importId ?? "")}`, {}, { replace: true });
  }

  async #force() {
    if (!(await confirmed({ title: t("import.forceTitle"), text: t("import.forceText"), confirm: t("import.forceConfirm"), danger: true }))) return;
    await this.#act(async () => {
      this.#started(await app.api.post(this.#path("/force-complete")));
    });
  }

  #retry() {
    return this.#act(async () => {
      const started = /** @type {Import} */ (await app.api.post(this.#path("/retry")));
      toast(t("import.retried"));
      go(`/imports/${encodeURIComponent(started.importId)}`);
    });
  }

  #remap() {
    return this.#act(async () => {
      const { importId } = /** @type {Import} */ (await app.api.post(this.#path("/remap")));
      go(`/imports/${encodeURIComponent(importId)}`);
    });
  }

  async #undo() {
    if (!(await confirmed({ title: t("import.undoTitle"), text: t("import.undoText"), confirm: t("import.undo"), danger: true }))) return;
    await this.#undoAgain();
  }

  /** Starts an undo; one that has begun continues with the batches that are not finished. */
  #undoAgain() {
    return this.#act(async () => {
      this.#started(await app.api.post(this.#path("/undo")));
    });
  }

  /** @param {Import} item */
  #report(item) {
    const count = item.totals.rejected;
    return this.#act(() => saveExport(() => app.api.post(this.#path("/report")), {
      name: t("import.reportName", { file: item.fileName.replace(/\.[^.]*$/, "") }),
      preparing: t("import.reporting", { count }),
      done: () => t("import.reported", { count }),
    }));
  }

  /** @param {() => Promise<void>} run */
  async #act(run) {
    this.#busy = true;
    this.update();
    try {
      await run();
    } catch (error) {
      if (error instanceof ApiError && error.code === "files_expired") this.#kept = error.message;
      else toast(messageOf(error), { tone: "bad" });
      if (statusOf(error) === 409) this.#watch();
    }
    this.#busy = false;
    this.update();
  }
}

ImportPage.define("crm-import-page");
