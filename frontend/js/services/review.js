/**
 * The review of one import: what is decided of it, which the service keeps after each change, and what the import would
 * do then. Emits "change" whenever any of it does.
 *
 * @typedef {import("../../types/api").Import} Import
 * @typedef {import("../../types/api").ImportDraft} ImportDraft
 * @typedef {import("../../types/api").DryRunAnswer} DryRun
 * @typedef {import("../../types/api").LookAlikes} LookAlikes
 * @typedef {import("../../types/api").Policy} Policy
 * @typedef {import("./decisions.js").SheetDecisions} SheetDecisions
 */

import { messageOf } from "../lib/errors.js";
import { debounced } from "../lib/dom.js";
import { t } from "../lib/texts.js";
import { ApiError } from "./api.js";
import { Decided, asInFile, withCell } from "./decisions.js";
import { lookAlikesOf } from "./look-alikes.js";
import { poll } from "./polling.js";

const CALM_MS = 500;

export class Review extends EventTarget {
  #api;
  #path;
  /** @type {string|null} the draft that the service has, on which the next one is based */
  #draftId = null;
  #decided = new Decided();
  #changes = 0;
  #saved = 0;
  /** @type {Promise<void>|null} */
  #saving = null;
  /** @type {AbortController|null} */
  #trying = null;
  #trySoon = debounced(() => this.try(), CALM_MS);
  #saveSoon = debounced(() => this.save(), CALM_MS);
  #isOver = false;
  /** @type {ImportDraft["rules"]} which this page does not change */
  #rules = null;
  /** @type {Policy|null} null for the one with which the import was announced */
  policy = null;
  isLoaded = false;
  /** @type {string|null} why what was decided is not kept, or could not be read */
  trouble = null;
  /** @type {string|null} who has decided something else meanwhile */
  outdated = null;
  /** @type {DryRun|null} what the import would do */
  expected = null;
  /** @type {string|null} why that is not known */
  unknown = null;
  isTrying = false;
  /** @type {LookAlikes|null} new leads that look like people who are there; null while that is not known */
  lookAlikes = null;

  /**
   * @param {object} parts
   * @param {import("./api.js").Api} parts.api
   * @param {string} parts.importId
   */
  constructor({ api, importId }) {
    super();
    this.#api = api;
    this.#path = `/imports/${encodeURIComponent(importId)}`;
  }

  get isSaved() {
    return this.#saved === this.#changes;
  }

  /** What is decided of a sheet. @param {number} index */
  sheet(index) {
    return this.#decided.of(index);
  }

  /**
   * Reads what was decided so far. What is not kept stays where nobody else has decided.
   * @param {boolean} isBegun whether anything was decided
   */
  async load(isBegun) {
    this.trouble = null;
    try {
      const hasMore = isBegun && this.#take(/** @type {ImportDraft} */ (await this.#api.get(`${this.#path}/draft`)));
      this.#saved = 0;
      this.#changes = Number(hasMore);
      this.outdated = null;
      this.isLoaded = true;
    } catch (error) {
      this.trouble = messageOf(error);
    }
    this.#tell();
  }

  /** Takes what somebody else has decided meanwhile, and has the rest of what is decided here kept too. */
  async reload() {
    await this.load(true);
    if (!this.outdated) await (this.isSaved ? this.try() : this.save());
  }

  /** @param {ImportDraft} draft */
  #take({ draftId, sheets, policy, rules }) {
    this.#draftId = draftId;
    this.#rules = rules;
    this.policy = policy;
    return this.#decided.take(sheets);
  }

  /**
   * @param {number} sheet
   * @param {number} column
   * @param {string} target
   */
  mapColumn(sheet, column, target) {
    this.#decide(sheet, { columns: { ...this.sheet(sheet).columns, [column]: target } });
  }

  /**
   * @param {number} sheet
   * @param {boolean} leftOut
   */
  leaveOut(sheet, leftOut) {
    this.#decide(sheet, { leftOut });
  }

  /**
   * @param {number} sheet
   * @param {number} row
   */
  dropRow(sheet, row) {
    this.#decide(sheet, { droppedRows: [...new Set([...this.sheet(sheet).droppedRows, row])] });
  }

  /**
   * Takes what is being typed, and has it kept once things are calm.
   * @param {number} sheet
   * @param {number} row
   * @param {number} column
   * @param {string|null} text null for that of the file
   */
  mend(sheet, row, column, text) {
    this.#decided.add(sheet, withCell(this.sheet(sheet), row, column, text));
    this.#changed(() => this.#saveSoon());
  }

  /**
   * Takes a row as the file has it.
   * @param {number} sheet
   * @param {number} row
   */
  restoreRow(sheet, row) {
    this.#decide(sheet, asInFile(this.sheet(sheet), row));
  }

  /** @param {Policy} policy */
  choosePolicy(policy) {
    this.policy = policy;
    this.#changed();
  }

  /**
   * @param {number} sheet
   * @param {Partial<SheetDecisions>} decided
   */
  #decide(sheet, decided) {
    this.#decided.add(sheet, decided);
    this.#changed();
  }

  /** @param {() => unknown} save */
  #changed(save = () => this.save()) {
    this.#changes += 1;
    this.#trying?.abort();
    this.isTrying = true;
    save();
    this.#tell();
  }

  /** Has the service keep what is decided; one request at a time, the last of which has all. */
  save() {
    this.#saving ??= this.#saveAll().finally(() => {
      this.#saving = null;
      this.#tell();
    });
    return this.#saving;
  }

  async #saveAll() {
    this.trouble = null;
    try {
      while (!this.isSaved && !this.outdated) {
        const upTo = this.#changes;
        const { sheets, isKept } = this.#decided.toSend();
        const body = { basedOn: this.#draftId, sheets, policy: this.policy, rules: this.#rules };
        this.#draftId = /** @type {ImportDraft} */ (await this.#api.put(`${this.#path}/draft`, body)).draftId;
        isKept();
        this.#saved = upTo;
      }
      if (this.isSaved) this.#trySoon();
      else this.isTrying = false;
    } catch (error) {
      this.isTrying = false;
      this.#refused(error, (message) => (this.trouble = message));
    }
  }

  /** Asks what the import would do: a sample at once, then until all is looked at. */
  async try() {
    if (this.#isOver || !this.isSaved) return;
    this.#trying?.abort();
    const trying = (this.#trying = new AbortController());
    this.isTrying = true;
    this.unknown = null;
    this.#tell();
    try {
      const first = /** @type {DryRun} */ (await this.#api.post(`${this.#path}/dry-run`));
      if (!trying.signal.aborted) {
        this.#show(first);
        this.lookAlikes = null;
        lookAlikesOf(this.#api, this.#path, trying.signal, (found) => {
          this.lookAlikes = found;
          this.#tell();
        });
      }
      if (first.isGoingOn && !this.outdated && !trying.signal.aborted) await this.#follow(trying.signal);
    } catch (error) {
      if (!trying.signal.aborted) this.#refused(error, (message) => (this.unknown = message));
    }
    if (trying.signal.aborted) return;
    this.isTrying = false;
    this.#tell();
  }

  /** What is known of what the import would do, for somebody who may not decide anything. */
  async look() {
    const trying = (this.#trying = new AbortController());
    await this.#follow(trying.signal, false);
    if (this.outdated) await this.load(true);
  }

  /**
   * @param {AbortSignal} signal
   * @param {boolean} waitFirst
   */
  async #follow(signal, waitFirst = true) {
    const ask = async () => {
      const answer = /** @type {DryRun} */ (await this.#api.get(`${this.#path}/dry-run`, { signal }));
      this.#show(answer);
      return { final: !answer.isGoingOn || this.outdated !== null };
    };
    const onError = (/** @type {unknown} */ error) => {
      if (!(error instanceof ApiError && error.code === "not_tried")) this.unknown = messageOf(error);
      this.#tell();
    };
    await poll(ask, { signal, waitFirst, onError });
  }

  /** @param {DryRun} answer */
  #show(answer) {
    if (answer.draftId !== this.#draftId) this.outdated = t("check.meanwhile");
    this.expected = answer;
    this.unknown = null;
    this.#tell();
  }

  /**
   * Begins the import as it is decided.
   * @returns {Promise<Import|null>} null if somebody else has decided something else
   */
  async start() {
    return this.#end(() => this.#api.put(`${this.#path}/mapping`, { draftId: this.#draftId }));
  }

  /**
   * Ends the review, once all that is decided is kept.
   * @param {() => Promise<unknown>} request
   */
  async #end(request) {
    if (!this.isSaved) await this.save();
    if (!this.isSaved) return null;
    try {
      return /** @type {Import} */ (await request());
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "draft_outdated")) throw error;
      this.#refused(error, () => {});
      this.#tell();
      return null;
    }
  }

  /**
   * Has the file read again with another header row; what is decided of the other sheets is kept.
   * @param {number} sheet
   * @param {number|null} row null for no header
   * @returns {Promise<Import|null>} the import that replaces this one; null if somebody else has decided something else
   */
  async chooseHeader(sheet, row) {
    return this.#end(() => this.#api.post(`${this.#path}/header-row`, { sheet, row, draftId: this.#draftId }));
  }

  /** Asks for nothing more. What is decided is kept all the same. */
  stop() {
    this.#isOver = true;
    this.#trying?.abort();
    if (!this.isSaved) this.save();
  }

  /**
   * @param {unknown} error
   * @param {(message: string) => void} otherwise
   */
  #refused(error, otherwise) {
    const code = error instanceof ApiError ? error.code : "";
    if (code === "draft_outdated") this.outdated = messageOf(error);
    else if (code === "not_in_review") this.dispatchEvent(new Event("over"));
    else otherwise(messageOf(error));
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
