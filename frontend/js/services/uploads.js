/**
 * Uploads of files. They live as long as the page, so a user may look at leads while a file uploads.
 * Emits "change" whenever one of them changes, "announced" when the CRM knows of one, "sent" when one is
 * complete, and "givenup" with its import when none will be.
 */

import { messageOf } from "../lib/errors.js";
import { bytes } from "../lib/format.js";
import { t } from "../lib/texts.js";

/** Extensions of the formats that can be read (promise 3). */
export const EXTENSIONS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods"];

const AT_ONCE = 2;
/** Without a byte sent, or without an answer once all are. A slow line sends some every second. */
const STALL_MS = 60_000;

/**
 * What is obviously wrong with a file, before any of it is sent.
 * @param {{name: string, size: number}} file
 * @param {number} maxBytes
 * @returns {string|null} a sentence, or null when the file may be uploaded
 */
export function refusal(file, maxBytes) {
  if (file.size === 0) return t("upload.empty");
  if (file.size > maxBytes) {
    return t("upload.tooLarge", { size: bytes(file.size), most: bytes(maxBytes) });
  }
  const extension = /\.([^.]+)$/.exec(file.name)?.[1].toLowerCase();
  if (extension && !EXTENSIONS.includes(extension)) {
    return t("upload.notSpreadsheet", { extension });
  }
  return null;
}

/** @typedef {import("../../types/api").AnnouncedImport} AnnouncedImport */

/**
 * @typedef {{tags: string[], status: string, owner: string}} SetForAll what every lead of a file gets; "" for nothing
 * @typedef {object} UploadOptions
 * @property {import("../../types/api").Policy} policy
 * @property {Record<string, import("../../types/api").Rule>} rules by field
 * @property {SetForAll} set
 * @property {string|null} region
 * @property {boolean} review
 * @property {boolean} extractFreeText
 */

/**
 * @typedef {object} Upload
 * @property {string} id of this upload on this page
 * @property {File} file
 * @property {"queued"|"starting"|"sending"|"sent"|"refused"|"failed"|"stopped"} state
 * @property {number} progress 0 to 100
 * @property {string|null} importId once the CRM knows of it; its last one when it has failed
 * @property {boolean} alone whether it was chosen without others
 * @property {string|null} message what went wrong
 * @property {UploadOptions} options
 * @property {XMLHttpRequest} [request] while it is sent
 */

export class Uploads extends EventTarget {
  #api;
  #maxBytes;
  #stall;
  #running = 0;
  #next = 1;

  /**
   * @param {object} parts
   * @param {Pick<import("./api.js").Api, "post">} parts.api
   * @param {number} parts.maxBytes
   * @param {number} [parts.stall] milliseconds after which an upload that does not move is given up
   */
  constructor({ api, maxBytes, stall = STALL_MS }) {
    super();
    this.#stall = stall;
    this.#api = api;
    this.#maxBytes = maxBytes;
    /** @type {Upload[]} newest first */
    this.all = [];
    addEventListener("beforeunload", (event) => {
      if (this.active) event.preventDefault();
    });
  }

  /** How many files are still to be sent. */
  get active() {
    return this.all.filter((upload) => ["queued", "starting", "sending"].includes(upload.state)).length;
  }

  /**
   * Queues files; those that cannot work are kept as refused, with the reason.
   * @param {Iterable<File>} files
   * @param {UploadOptions} options
   */
  add(files, options) {
    const chosen = [...files];
    for (const file of chosen) {
      const message = refusal(file, this.#maxBytes);
      const state = message ? "refused" : "queued";
      this.all.unshift({ id: `upload-${this.#next++}`, file, options, state, message, progress: 0, importId: null, alone: chosen.length === 1 });
    }
    this.#changed();
    this.#pump();
  }

  /**
   * Sends a failed file again.
   * @param {Upload} upload
   */
  retry(upload) {
    Object.assign(upload, { state: "queued", message: null, progress: 0, importId: null });
    this.#changed();
    this.#pump();
  }

  /**
   * Gives up on a file.
   * @param {Upload} upload
   */
  stop(upload) {
    upload.state = "stopped";
    upload.request?.abort();
    this.dismiss(upload);
  }

  /**
   * Takes a file off the list.
   * @param {Upload} upload
   */
  dismiss(upload) {
    this.all = this.all.filter((other) => other !== upload);
    this.#changed();
  }

  #pump() {
    const waiting = this.all.filter((upload) => upload.state === "queued").reverse();
    for (const upload of waiting.slice(0, Math.max(0, AT_ONCE - this.#running))) {
      this.#running += 1;
      this.#send(upload).finally(() => {
        this.#running -= 1;
        this.#changed();
        this.#pump();
      });
    }
  }

  /** @param {Upload} upload */
  async #send(upload) {
    try {
      upload.state = "starting";
      this.#changed();
      const { file, options } = upload;
      /** @type {import("../../types/api").AnnouncedFile} */
      const body = { fileName: file.name, size: file.size, policy: options.policy };
      if (Object.keys(options.rules).length) body.rules = options.rules;
      const set = Object.fromEntries(Object.entries(options.set).filter(([, value]) => value.length > 0));
      if (Object.keys(set).length) body.set = set;
      if (options.region) body.region = options.region;
      if (options.review) body.review = true;
      if (options.extractFreeText) body.extractFreeText = true;
      const answer = /** @type {AnnouncedImport} */ (await this.#api.post("/imports", body));
      upload.importId = answer.importId;
      if (isStopped(upload)) throw new Error("stopped");
      upload.state = "sending";
      this.#changed();
      this.dispatchEvent(new CustomEvent("announced", { detail: upload }));
      await this.#transfer(upload, answer.upload);
      Object.assign(upload, { state: "sent", progress: 100 });
      this.dispatchEvent(new CustomEvent("sent", { detail: upload }));
    } catch (error) {
      // No file will follow: the import leaves the history.
      if (upload.importId) this.#giveUp(upload.importId);
      if (!isStopped(upload)) Object.assign(upload, { state: "failed", message: messageOf(error) });
    }
  }

  /** @param {string} importId */
  async #giveUp(importId) {
    await this.#api.post(`/imports/${encodeURIComponent(importId)}/cancel`).catch(() => {});
    this.dispatchEvent(new CustomEvent("givenup", { detail: importId }));
  }

  /**
   * @param {Upload} upload
   * @param {AnnouncedImport["upload"]} target
   * @returns {Promise<void>}
   */
  #transfer(upload, { url, fields }) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    // The storage names the file itself; a plain name here keeps what users call files out of the request's header.
    form.append("file", upload.file, "upload");
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      upload.request = request;
      let hasStalled = false;
      const isMoving = stallTimer(this.#stall, () => {
        hasStalled = true;
        request.abort();
      });
      request.addEventListener("loadend", isMoving.end);
      request.upload.addEventListener("progress", (event) => {
        isMoving();
        if (!event.lengthComputable) return;
        upload.progress = Math.floor((event.loaded / event.total) * 100);
        this.#changed();
      });
      request.addEventListener("load", () => {
        if (request.status >= 200 && request.status < 300) resolve();
        else reject(new Error(storageSentence(request, this.#maxBytes)));
      });
      request.addEventListener("error", () => reject(new Error(t("upload.lost"))));
      request.addEventListener("abort", () => reject(new Error(hasStalled ? t("upload.stalled") : t("upload.stopped"))));
      request.open("POST", url);
      request.send(form);
    });
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * Calls `run` once nothing has moved for some time.
 * @param {number} milliseconds
 * @param {() => void} run
 * @returns {(() => void) & {end: () => void}} tells that something moves; `end` that nothing more will
 */
function stallTimer(milliseconds, run) {
  let timer = setTimeout(run, milliseconds);
  const moves = () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
  return Object.assign(moves, { end: () => clearTimeout(timer) });
}

/**
 * Whether the user has stopped it, which may happen at any await.
 * @param {Upload} upload
 */
function isStopped(upload) {
  return upload.state === "stopped";
}

/**
 * @param {XMLHttpRequest} request
 * @param {number} maxBytes
 */
function storageSentence(request, maxBytes) {
  const code = /<Code>(\w+)<\/Code>/.exec(request.responseText ?? "")?.[1];
  if (code === "EntityTooLarge") return t("upload.tooLargeStored", { most: bytes(maxBytes) });
  if (code === "EntityTooSmall") return t("upload.emptyStored");
  if (code === "AccessDenied" || code === "ExpiredToken") return t("upload.expired");
  return t("upload.notStored");
}
