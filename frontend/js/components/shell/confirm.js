/** Asks for confirmation before something that cannot easily be undone. */

import { Component } from "../../lib/component.js";
import { html } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";

/** @typedef {{title: string, text: string, confirm: string, cancel?: string, danger?: boolean}} Confirmation */

/**
 * Asks the user.
 * @param {Confirmation} question
 * @returns {Promise<boolean>} whether they agreed
 */
export async function confirmed(question) {
  return (await document.querySelector("crm-confirm")?.ask(question)) ?? false;
}

export class Confirm extends Component {
  /** @type {Confirmation} */
  #question = { title: "", text: "", confirm: "" };
  /** @type {((agreed: boolean) => void)|null} */
  #answer = null;

  /**
   * @param {Confirmation} question
   * @returns {Promise<boolean>} whether the user agreed
   */
  async ask(question) {
    this.#question = question;
    await this.update();
    const dialog = this.querySelector("dialog");
    if (!dialog) return false;
    dialog.showModal();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  mounted() {
    // What it asks about is gone with the screen. An address that the page itself corrects is no other screen.
    addEventListener("hashchange", ({ isTrusted }) => isTrusted && this.#end(false), { signal: this.lifetime });
  }

  render() {
    const { title, text, confirm, cancel = t("common.cancel"), danger } = this.#question;
    return html`<dialog class="confirm" data-hook="confirm" aria-labelledby="confirm-title" @close=${() => this.#closed()}>
      <form method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
        <div class="confirm-body">
          <h2 id="confirm-title">${title}</h2>
          <p>${text}</p>
        </div>
        <div class="confirm-actions">
          <button class="button" value="" data-hook="confirm-no">${cancel}</button>
          <button class=${`button ${danger ? "button-danger" : "button-primary"}`} value="yes" data-hook="confirm-yes">${confirm}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    this.#end(/** @type {HTMLButtonElement|null} */ (event.submitter)?.value === "yes");
  }

  /** The browser tells of a closed dialog a frame later, when the next question may be open. Only Escape is known by it. */
  #closed() {
    if (!this.querySelector("dialog")?.open) this.#end(false);
  }

  /** @param {boolean} agreed */
  #end(agreed) {
    this.querySelector("dialog")?.close();
    this.#answer?.(agreed);
    this.#answer = null;
  }
}

Confirm.define("crm-confirm");
