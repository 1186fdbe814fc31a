/** What is shown of an import whose file is on its way, or did not come. */

import { app } from "../../context.js";
import { bytes } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { STATUS } from "../../labels/import-labels.js";
import { EXTENSIONS } from "../../services/uploads.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";

/**
 * @typedef {import("../../../types/api").Import} Import
 * @typedef {import("../../services/uploads.js").Upload} Upload
 */

/** What a file input takes. */
export const ACCEPT = EXTENSIONS.map((extension) => `.${extension}`).join(",");

/**
 * The upload of this page that belongs to an import, if the import still depends on it.
 * @param {string} importId
 */
export function uploadOf(importId) {
  return app.uploads.all.find((upload) => upload.importId === importId && upload.state !== "sent");
}

/**
 * @param {Import} item whose file has not been seen
 * @param {Upload|undefined} upload of this page
 * @param {{busy: boolean, onRetry: () => void, onLeave: () => void, onDrop: () => void}} options `onRetry`: before another
 *   upload takes its place; `onLeave`: after it was stopped; `onDrop`: takes the import off the history
 */
export function uploadState(item, upload, { busy, onRetry, onLeave, onDrop }) {
  if (upload?.state === "failed") {
    return notice("bad", html`<p data-hook="upload-error">${upload.message}</p>`, html`<button type="button" class="button button-small" data-hook="upload-retry" @click=${() => { onRetry(); app.uploads.retry(upload); }}>${t("common.retry")}</button>`);
  }
  if (upload) {
    return html`<div class="card card-body" data-hook="uploading-now">
      <p role="status">${t("upload.under", { size: bytes(upload.file.size), percent: upload.progress })}</p>
      <progress class="progress" max="100" value=${upload.progress} aria-label=${t("upload.progressOf", { file: upload.file.name })} data-hook="upload-progress"></progress>
      <div class="actions"><button type="button" class="button button-small" data-hook="upload-stop" @click=${() => { app.uploads.stop(upload); onLeave(); }}>${t("upload.stop")}</button></div>
    </div>`;
  }
  const again = item.canControl ? html`<div class="actions">
    <label class="button button-small file-button"><input type="file" class="hidden-text" accept=${ACCEPT} data-hook="file-again" @change=${(/** @type {Event} */ event) => chooseAgain(event, item, onRetry)}>${t("upload.chooseAgain")}</label>
    <button type="button" class="button button-small button-quiet button-danger" data-hook="drop-import" ?disabled=${busy} @click=${onDrop}>${icon("trash")}${t("upload.remove")}</button>
  </div>` : nothing;
  return notice("warn", html`<p data-hook="not-uploaded">${STATUS.announced.text}</p>`, again);
}

/**
 * Uploads a file with the options of an import, in whose place it comes.
 * @param {Event} event
 * @param {Import} item
 * @param {() => void} onRetry
 */
function chooseAgain(event, { policy, rules, set, region, review, extractFreeText }, onRetry) {
  const { files } = /** @type {HTMLInputElement} */ (event.currentTarget);
  if (!files?.length) return;
  onRetry();
  const forAll = { tags: set.tags, status: set.status ?? "", owner: set.owner ?? "" };
  app.uploads.add(files, { policy, rules, set: forAll, region, review, extractFreeText });
}
