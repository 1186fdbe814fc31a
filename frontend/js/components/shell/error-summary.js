/**
 * The list of what is wrong with a form. It takes the focus when it appears, and each entry leads to its field.
 *
 * @typedef {import("../../../types/page").FormError} FormError
 */

import { withProperties } from "../../lib/component.js";
import { html, nothing } from "../../lib/lit.js";
import { icon } from "../../views/icon.js";

const PROPERTIES = {
  /** @type {FormError[]} a new array takes the focus again */
  errors: [],
  heading: "That did not work",
};

export class ErrorSummary extends withProperties(PROPERTIES) {
  /** @type {FormError[]} */
  #announced = [];

  render() {
    const { errors } = this;
    if (!errors.length) return nothing;
    return html`<div class="notice notice-bad" role="alert" tabindex="-1" data-hook="error-summary">
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

  /** @param {FormError} error */
  #entry({ id, message }) {
    if (!id) return message;
    return html`<button type="button" class="link" @click=${() => document.getElementById(id)?.focus()}>${message}</button>`;
  }
}

ErrorSummary.define("crm-error-summary");
