/**
 * Signing in: email and password, then whatever the user pool asks for: a new password instead of a temporary one, a
 * code, or a reset. Where there is an identity provider, people may sign in there instead. Emits "signedin".
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withChecked } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { html, keyed, live, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { field } from "../../views/field.js";
import { drawing } from "../../views/icon.js";
import { languageChoice } from "../../views/language-choice.js";
import { notice } from "../../views/notice.js";
import "./error-summary.js";

/** @typedef {"credentials"|"newPassword"|"code"|"setUpApp"|"forgot"|"reset"} StepName */
/** @typedef {"email"|"password"|"newPassword"|"repeated"|"code"} FieldName */
/** @typedef {{step: StepName|"done", key?: string, info?: string}} Next what follows a step */
/** @typedef {{to: StepName, label: string, hook: string}} Link to another step */
/**
 * @typedef {object} Step
 * @property {string} title
 * @property {string} [text]
 * @property {string|null} [key] for an authenticator app
 * @property {FieldName[]} fields
 * @property {string} submit
 * @property {string} [failed] heading of what went wrong
 * @property {() => Promise<Next>} run
 * @property {Link[]} links
 */

const EMPTY = { email: "", password: "", newPassword: "", repeated: "", code: "" };

const PROPERTIES = {
  /** @type {string|null} why the user has to sign in */
  message: null,
  /** email address of the session that ended */
  known: "",
  /** whether what is behind the sign-in must stay: the identity provider is asked in a tab of its own, and no language is chosen, which reloads the page */
  keepsPage: false,
};

const FIELDS = {
  email: { label: t("signIn.email"), type: "email", autocomplete: "username", inputmode: "email" },
  password: { label: t("signIn.password"), type: "password", autocomplete: "current-password" },
  newPassword: { label: t("signIn.newPassword"), type: "password", autocomplete: "new-password" },
  repeated: { label: t("signIn.repeated"), type: "password", autocomplete: "new-password" },
  code: { label: t("signIn.code"), type: "text", autocomplete: "one-time-code", inputmode: "numeric" },
};

export class SignIn extends withProperties(PROPERTIES) {
  /** @type {StepName} */
  #step = "credentials";
  #values = { ...EMPTY };
  /** @type {import("../../../types/page").FormError[]} */
  #errors = [];
  #busy = false;
  #isShown = false;
  /** @type {string|null} */
  #info = null;
  /** @type {string|null} */
  #appKey = null;

  mounted() {
    if (this.known) this.#values.email = this.known;
    app.session.onElsewhere((isSignedIn) => isSignedIn && this.#followOtherTab(), this.lifetime);
    app.provider.onElsewhere(() => this.#followOtherTab(), this.lifetime);
  }

  render() {
    const step = this.#steps()[this.#step];
    return html`<div class="sign-in"><div class="sign-in-card">
      <p class="brand"><svg aria-hidden="true"><use href=${drawing("logo")} /></svg>Easy CRM</p>
      <div>
        <h1 tabindex="-1" data-hook="sign-in-title">${step.title}</h1>
        ${step.text ? html`<p class="muted">${step.text}</p>` : nothing}
        ${step.key ? html`<p><code data-hook="app-key">${inGroups(step.key)}</code></p>` : nothing}
      </div>
      ${this.message && this.#step === "credentials" ? notice("info", this.message) : nothing}
      ${this.#info ? notice("info", this.#info) : nothing}
      <crm-error-summary .errors=${this.#errors} .heading=${step.failed ?? t("signIn.check")}></crm-error-summary>
      ${this.#step === "credentials" && app.provider.name ? this.#providerButton(app.provider.name) : nothing}
      ${keyed(this.#step, html`<form class="form" novalidate data-hook="sign-in-form" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
        ${step.fields.map((name) => this.#field(name))}
        ${step.fields.some(isPassword) ? this.#showPassword() : nothing}
        <button class="button button-primary button-wide" data-hook="submit" aria-disabled=${this.#busy ? "true" : nothing}>
          ${this.#busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${step.submit}
        </button>
      </form>`)}
      ${step.links.map(({ to, label, hook }) => html`<button type="button" class="link small" data-hook=${hook} @click=${() => this.#go(to)}>${label}</button>`)}
      ${this.keepsPage ? nothing : languageChoice()}
    </div></div>`;
  }

  /** @returns {Record<StepName, Step>} */
  #steps() {
    /** @type {Link} */
    const back = { to: "credentials", label: t("signIn.back"), hook: "back" };
    return {
      credentials: {
        title: t("app.signIn"),
        fields: ["email", "password"],
        submit: t("app.signIn"),
        failed: t("signIn.failed"),
        run: () => app.session.signIn(this.#values.email, this.#values.password),
        links: [{ to: "forgot", label: t("signIn.forgot"), hook: "forgot" }],
      },
      newPassword: {
        title: t("signIn.newPasswordTitle"),
        text: t("signIn.newPasswordText"),
        fields: ["newPassword", "repeated"],
        submit: t("signIn.newPasswordSubmit"),
        run: () => app.session.setNewPassword(this.#values.newPassword),
        links: [back],
      },
      code: {
        title: t("signIn.codeTitle"),
        text: t("signIn.codeText"),
        fields: ["code"],
        submit: t("app.signIn"),
        run: () => app.session.sendCode(this.#values.code),
        links: [back],
      },
      setUpApp: {
        title: t("signIn.appTitle"),
        text: t("signIn.appText"),
        key: this.#appKey,
        fields: ["code"],
        submit: t("app.signIn"),
        run: () => app.session.confirmApp(this.#values.code),
        links: [back],
      },
      forgot: {
        title: t("signIn.resetTitle"),
        text: t("signIn.forgotText"),
        fields: ["email"],
        submit: t("signIn.sendCode"),
        run: async () => {
          await app.session.forgotPassword(this.#values.email);
          return { step: "reset", info: t("signIn.codeSent") };
        },
        links: [{ to: "reset", label: t("signIn.haveCode"), hook: "have-code" }, back],
      },
      reset: {
        title: t("signIn.resetTitle"),
        text: t("signIn.resetText"),
        fields: ["email", "code", "newPassword", "repeated"],
        submit: t("signIn.resetSubmit"),
        run: async () => {
          await app.session.confirmForgotPassword(this.#values.email, this.#values.code, this.#values.newPassword);
          return { step: "credentials", info: t("signIn.resetDone") };
        },
        links: [back],
      },
    };
  }

  /** @param {string} name */
  #providerButton(name) {
    return html`<button type="button" class="button button-wide" data-hook="provider" @click=${() => app.provider.begin({ beside: this.keepsPage })}>
      ${t("signIn.provider", { name })}
    </button>`;
  }

  /** Somebody has signed in in another tab, whose tokens are this one's too. */
  async #followOtherTab() {
    if (await app.session.restore()) this.emit("signedin");
  }

  /** @param {FieldName} name */
  #field(name) {
    return field({
      ...FIELDS[name],
      ...(this.#isShown && isPassword(name) ? { type: "text" } : {}),
      id: `sign-in-${name}`,
      name,
      value: this.#values[name],
      required: true,
      error: this.#errors.find((error) => error.field === name)?.message,
      onInput: (text) => (this.#values[name] = text),
    });
  }

  #showPassword() {
    return html`<label class="check"><input type="checkbox" data-hook="show-password" .checked=${live(this.#isShown)} @change=${withChecked((shown) => this.#show(shown))}>${t("signIn.show")}</label>`;
  }

  /** @param {boolean} shown whether passwords can be read */
  #show(shown) {
    this.#isShown = shown;
    this.update();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const step = this.#steps()[this.#step];
    this.#info = null;
    this.#errors = this.#check(step.fields);
    if (this.#errors.length) {
      this.update();
      return;
    }
    this.#busy = true;
    // A password is stored and filled in by the browser only where it is one.
    this.#isShown = false;
    this.update();
    try {
      const next = await step.run();
      if (next.step === "done") {
        this.#values = { ...EMPTY };
        this.emit("signedin");
      } else {
        this.#appKey = next.key ?? null;
        this.#go(next.step);
        this.#info = next.info ?? null;
      }
    } catch (error) {
      this.#errors = [{ next: `sign-in-${mendedFirst(step.fields)}`, message: messageOf(error) }];
    } finally {
      this.#busy = false;
      this.update();
    }
  }

  /** @param {FieldName[]} fields */
  #check(fields) {
    /** @type {import("../../../types/page").FormError[]} */
    const errors = [];
    const add = (/** @type {FieldName} */ name, /** @type {string} */ message) => errors.push({ field: name, id: `sign-in-${name}`, message });
    const values = this.#values;
    if (fields.includes("email") && !values.email.trim()) add("email", t("signIn.enterEmail"));
    if (fields.includes("password") && !values.password) add("password", t("signIn.enterPassword"));
    if (fields.includes("code") && !values.code.trim()) add("code", t("signIn.enterCode"));
    if (fields.includes("newPassword") && !values.newPassword) add("newPassword", t("signIn.enterNewPassword"));
    else if (fields.includes("repeated") && values.repeated !== values.newPassword) {
      add("repeated", t("signIn.differ"));
    }
    return errors;
  }

  /** @param {StepName} step */
  #go(step) {
    this.#step = step;
    this.#errors = [];
    this.#info = null;
    this.#isShown = false;
    Object.assign(this.#values, { password: "", newPassword: "", repeated: "", code: "" });
    this.update().then(() => this.#focusFirst());
  }

  /** The first field that is still to be filled in takes the focus. */
  #focusFirst() {
    const empty = this.#steps()[this.#step].fields.find((name) => !this.#values[name]);
    this.focusOn(empty ? `#sign-in-${empty}` : "form input");
  }
}

/** @param {FieldName} name */
function isPassword(name) {
  return FIELDS[name].type === "password";
}

/**
 * A long key as people type it: four letters at a time.
 * @param {string} key
 */
function inGroups(key) {
  return key.replace(/(.{4})(?=.)/g, "$1 ");
}

/**
 * The field that is most likely wrong where only the answer says that something is.
 * @param {FieldName[]} fields
 */
function mendedFirst(fields) {
  return fields.find((name) => name === "code") ?? fields.find(isPassword) ?? fields[0];
}

SignIn.define("crm-sign-in");
