/** A question before something that cannot easily be taken back. */

import { Component } from "../../lib/component.js";
import { html } from "../../lib/lit.js";

/**
 * Asks the user.
 * @param {{title: string, text: string, confirm: string, danger?: boolean}} question
 * @returns {Promise<boolean>} whether they agreed
 */
export function confirmed(question) {
  return document.querySelector("crm-confirm").ask(question);
}

export class Confirm extends Component {
  #question = { title: "", text: "", confirm: "" };
  #answer = null;

  async ask(question) {
    this.#question = question;
    await this.update();
    const dialog = this.hook("confirm");
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  render() {
    const { title, text, confirm, danger } = this.#question;
    return html`<dialog class="confirm" data-hook="confirm" aria-labelledby="confirm-title" @close=${(event) => this.#answer?.(event.currentTarget.returnValue === "yes")}>
      <form method="dialog">
        <div class="confirm-body">
          <h2 id="confirm-title">${title}</h2>
          <p>${text}</p>
        </div>
        <div class="confirm-actions">
          <button class="button" value="" data-hook="confirm-no">Cancel</button>
          <button class=${`button ${danger ? "button-danger" : "button-primary"}`} value="yes" data-hook="confirm-yes">${confirm}</button>
        </div>
      </form>
    </dialog>`;
  }
}

Confirm.define("crm-confirm");
