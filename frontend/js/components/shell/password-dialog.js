/** The dialog in which people change their own password. */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { withChecked } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { html, live } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { field } from "../../views/field.js";
import "./error-summary.js";
import { toast } from "./toasts.js";

/** @typedef {"current"|"next"|"repeated"} Name */

const EMPTY = { current: "", next: "", repeated: "" };
const FIELDS = {
  current: { label: t("password.current"), autocomplete: "current-password" },
  next: { label: t("signIn.newPassword"), autocomplete: "new-password", hint: t("password.hint") },
  repeated: { label: t("signIn.repeated"), autocomplete: "new-password" },
};
const NAMES = /** @type {Name[]} */ (Object.keys(FIELDS));

/** Opens the dialog. */
export function changePassword() {
  document.querySelector("crm-password")?.open();
}

export class PasswordDialog extends Component {
  #values = { ...EMPTY };
  #isShown = false;
  #busy = false;
  /** @type {import("../../../types/page").FormError[]} */
  #errors = [];

  async open() {
    this.#forget();
    await this.update();
    this.querySelector("dialog")?.showModal();
  }

  render() {
    return html`<dialog class="confirm" data-hook="password-dialog" aria-labelledby="password-title" @close=${() => this.#forget()}>
      <form class="form confirm-body" novalidate data-hook="password-form" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
        <h2 id="password-title">${t("account.password")}</h2>
        <crm-error-summary .errors=${this.#errors} .heading=${t("password.failed")}></crm-error-summary>
        ${NAMES.map((name) => this.#field(name))}
        <label class="check"><input type="checkbox" data-hook="show-own-password" .checked=${live(this.#isShown)} @change=${withChecked((shown) => this.#show(shown))}>${t("password.show")}</label>
        <div class="actions">
          <button type="button" class="button" data-hook="keep-password" @click=${() => this.#close()}>${t("common.cancel")}</button>
          <button class="button button-primary" data-hook="save-password" aria-disabled=${this.#busy ? "true" : "false"}>${t("account.password")}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {Name} name */
  #field(name) {
    return field({
      ...FIELDS[name],
      id: `own-password-${name}`,
      name: `password-${name}`,
      type: this.#isShown ? "text" : "password",
      value: this.#values[name],
      required: true,
      error: this.#errors.find((error) => error.field === name)?.message,
      onInput: (text) => (this.#values[name] = text),
    });
  }

  /** @param {boolean} shown */
  #show(shown) {
    this.#isShown = shown;
    this.update();
  }

  #close() {
    this.querySelector("dialog")?.close();
  }

  #forget() {
    this.#values = { ...EMPTY };
    this.#errors = [];
    this.#isShown = false;
    this.update();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    this.#errors = check(this.#values);
    if (this.#errors.length) {
      this.update();
      return;
    }
    this.#busy = true;
    // A browser stores a password only where it is one.
    this.#isShown = false;
    this.update();
    try {
      await app.session.changePassword(this.#values.current, this.#values.next);
      this.#close();
      toast(t("password.changed"));
    } catch (error) {
      this.#errors = [{ message: messageOf(error) }];
    }
    this.#busy = false;
    this.update();
  }
}

/** @param {Record<Name, string>} values */
function check({ current, next, repeated }) {
  /** @type {import("../../../types/page").FormError[]} */
  const errors = [];
  const add = (/** @type {Name} */ name, /** @type {string} */ message) => errors.push({ field: name, id: `own-password-${name}`, message });
  if (!current) add("current", t("password.enterCurrent"));
  if (!next) add("next", t("signIn.enterNewPassword"));
  else if (next === current) add("next", t("password.same"));
  else if (next !== repeated) add("repeated", t("signIn.differ"));
  return errors;
}

PasswordDialog.define("crm-password");
