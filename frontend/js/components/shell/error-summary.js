/** The list of what is wrong with a form. It takes the focus when it comes, and each entry leads to its field. */

import { Component } from "../../lib/component.js";
import { html, nothing } from "../../lib/lit.js";
import { icon } from "../../views/icon.js";

export class ErrorSummary extends Component {
  /** `errors`: [{id of the field or null, message, action?: a link or button}]; a new array takes the focus again. */
  static properties = ["errors", "heading"];

  #announced = null;

  render() {
    const errors = this.errors ?? [];
    if (!errors.length) return nothing;
    return html`<div class="notice notice-bad" role="alert" tabindex="-1" data-hook="error-summary">
      ${icon("alert")}
      <div>
        <h2>${this.heading ?? "That did not work"}</h2>
        <ul>
          ${errors.map((error) => html`<li>${this.#entry(error)} ${error.action}</li>`)}
        </ul>
      </div>
    </div>`;
  }

  rendered() {
    if (this.errors?.length && this.errors !== this.#announced) this.hook("error-summary").focus();
    this.#announced = this.errors;
  }

  #entry({ id, message }) {
    if (!id) return message;
    return html`<button type="button" class="link" @click=${() => document.getElementById(id)?.focus()}>${message}</button>`;
  }
}

ErrorSummary.define("crm-error-summary");
