/** The form that invites a person by mail. Emits "invited" with the address, and "cancelform". */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { withValue } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { html, live } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { ROLES } from "../../labels/roles.js";
import { ApiError } from "../../services/api.js";
import { field } from "../../views/field.js";
import "../shell/error-summary.js";
import { guardTyped } from "../shell/unsaved.js";

/** @typedef {import("../../labels/roles.js").Role} Role */

const EMAIL = "invitation-email";
const ROLE = "invitation-role";

export class Invitation extends Component {
  #email = "";
  /** @type {Role} */
  #role = "member";
  #busy = false;
  /** @type {import("../../../types/page").FormError[]} */
  #errors = [];

  mounted() {
    guardTyped(() => this.#email !== "", this.lifetime);
  }

  render() {
    return html`<form class="form" novalidate data-hook="invitation" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
      <crm-error-summary .errors=${this.#errors} .heading=${t("people.nobodyInvited")}></crm-error-summary>
      <div class="invitation">
        ${field({ id: EMAIL, name: "invitation-email", label: t("signIn.email"), type: "email", inputmode: "email", value: this.#email, required: true, error: this.#errors.find((error) => error.field === "email")?.message, onInput: (text) => (this.#email = text) })}
        <div class="field">
          <label for=${ROLE}>${t("people.role")}</label>
          <select class="input" id=${ROLE} data-hook="invitation-role" aria-describedby="invitation-role-help" @change=${withValue((role) => this.#choose(/** @type {Role} */ (role)))}>
            ${Object.entries(ROLES).map(([role, { label }]) => html`<option value=${role} .selected=${live(role === this.#role)}>${label}</option>`)}
          </select>
          <p class="field-hint" id="invitation-role-help">${ROLES[this.#role].help}</p>
        </div>
      </div>
      <div class="actions">
        <button class="button button-primary" data-hook="send-invitation" aria-disabled=${this.#busy ? "true" : "false"}>${t("people.send")}</button>
        <button type="button" class="button" data-hook="cancel" @click=${() => this.#leave("cancelform")}>${t("common.cancel")}</button>
      </div>
    </form>`;
  }

  /** @param {Role} role */
  #choose(role) {
    this.#role = role;
    this.update();
  }

  /**
   * @param {"invited"|"cancelform"} type
   * @param {string} [email]
   */
  #leave(type, email) {
    this.#email = "";
    this.emit(type, email);
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const email = this.#email.trim();
    this.#errors = email ? [] : [{ field: "email", id: EMAIL, message: t("people.enterEmail") }];
    this.#busy = this.#errors.length === 0;
    this.update();
    if (!this.#busy) return;
    try {
      await app.api.post("/users", { email, role: this.#role });
      this.#leave("invited", email);
    } catch (error) {
      const wrong = error instanceof ApiError ? error.fields.email : undefined;
      this.#errors = [wrong ? { field: "email", id: EMAIL, message: wrong } : { message: messageOf(error) }];
    }
    this.#busy = false;
    this.update();
  }
}

Invitation.define("crm-invitation");
