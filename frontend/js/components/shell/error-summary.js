/**
 * The list of what is wrong with a form. It takes the focus when it appears, and each entry leads to its field.
 *
 * @typedef {import("../../../types/page").FormError} FormError
 */

import { withProperties } from "../../lib/component.js";
import { html, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { icon } from "../../views/icon.js";

const PROPERTIES = {
  /** @type {FormError[]} a new array takes the focus again */
  errors: [],
  heading: t("shell.didNotWork"),
};

export class ErrorSummary extends withProperties(PROPERTIES) {
  /** @type {FormError[]} */
  #announced = [];

  render() {
    const { errors } = this;
    if (!errors.length) return nothing;
    return html`<div class="notice notice-bad" role="alert" tabindex="-1" data-hook="error-summary" @keydown=${(/** @type {KeyboardEvent} */ event) => this.#tab(event)}>
      ${icon("alert")}
      <div>
        <h2>${this.heading}</h2>
        <ul>
          ${errors.map((error) => html`<li>${this.#entry(error)} ${error.action}</li>`)}
        </ul>
      </div>
    </div>`;
  }

  rendered() {
    if (this.errors.length && this.errors !== this.#announced) this.hook("error-summary")?.focus();
    this.#announced = this.errors;
  }

  /**
   * Tab leads on to the field that is to be mended, where no entry does.
   * @param {KeyboardEvent} event
   */
  #tab(event) {
    const [{ next = "" } = {}] = this.errors;
    const field = document.getElementById(next);
    if (!field || event.key !== "Tab" || event.shiftKey || event.target !== event.currentTarget) return;
    event.preventDefault();
    field.focus();
  }

  /** @param {FormError} error */
  #entry({ id, message }) {
    if (!id) return message;
    return html`<button type="button" class="link" @click=${() => document.getElementById(id)?.focus()}>${message}</button>`;
  }
}

ErrorSummary.define("crm-error-summary");
