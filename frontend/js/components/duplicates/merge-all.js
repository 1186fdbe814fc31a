/**
 * Merges all leads that are certainly one person, after a look at how many and at the surest of them.
 *
 * @typedef {import("../../../types/api").CertainDuplicates} CertainDuplicates
 * @typedef {import("../../../types/api").Job} Job
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { leadName, listed } from "../../lib/format.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { pairReasons } from "../../labels/reasons.js";
import { icon } from "../../views/icon.js";
import { attempt } from "../shell/attempt.js";
import { followJob } from "../shell/jobs.js";
import { toast } from "../shell/toasts.js";

export class MergeAll extends Component {
  /** @type {CertainDuplicates|null} */
  #found = null;
  #busy = false;

  render() {
    return html`<button type="button" class="button" data-hook="merge-all" ?disabled=${this.#busy} @click=${() => this.#look()}>${icon("people")}${t("duplicates.mergeAll")}</button>
      <dialog class="confirm" data-hook="merge-all-preview" aria-labelledby="merge-all-title" @close=${() => this.#closed()}>
        <form method="dialog">${this.#found ? this.#preview(this.#found) : nothing}</form>
      </dialog>`;
  }

  /** @param {CertainDuplicates} found */
  #preview({ groups, leads, leftOut, sample }) {
    return html`<div class="confirm-body">
        <h2 id="merge-all-title">${t("duplicates.allTitle")}</h2>
        <p data-hook="merge-all-counts">${t("duplicates.allText", { groups, leads })}</p>
        ${leftOut ? html`<p class="small" data-hook="merge-all-left-out">${t("duplicates.allLeftOut", { count: leftOut })}</p>` : nothing}
        <ul class="pair-reasons small" data-hook="merge-all-sample">${sample.map((group) => html`<li><strong>${listed(group.leads.map(leadName))}</strong> ${group.pairs[0] ? pairReasons(group.pairs[0]) : nothing}</li>`)}</ul>
        <p class="small muted">${t("duplicates.allUndo")}</p>
      </div>
      <div class="confirm-actions">
        <button class="button" value="" data-hook="merge-all-no">${t("common.cancel")}</button>
        <button class="button button-primary" value="yes" data-hook="merge-all-yes">${t("duplicates.allConfirm", { groups })}</button>
      </div>`;
  }

  async #look() {
    await this.#act(async () => {
      const found = /** @type {CertainDuplicates} */ (await app.api.get("/duplicates/certain"));
      if (!found.groups) {
        toast(t(found.leftOut ? "duplicates.allLeftOut" : "errors.nothing_to_merge", { count: found.leftOut }));
        return;
      }
      this.#found = found;
      await this.update();
      const dialog = this.querySelector("dialog");
      if (dialog) dialog.returnValue = "";
      dialog?.showModal();
    });
  }

  async #closed() {
    const found = this.#found;
    if (!found || this.querySelector("dialog")?.returnValue !== "yes") return;
    await this.#act(async () => {
      const job = /** @type {Job} */ (await app.api.post("/duplicates/certain/merges", { searchId: found.searchId }));
      followJob(job);
    });
  }

  /** @param {() => Promise<void>} run */
  async #act(run) {
    this.#busy = true;
    this.update();
    await attempt(run);
    this.#busy = false;
    this.update();
  }
}

MergeAll.define("crm-merge-all");
