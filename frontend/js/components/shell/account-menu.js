/**
 * Who is signed in, at the foot of the sidebar, and what they may do about it: theme, language, password, people, sign out.
 * Emits "leave" when they want to sign out.
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { withValue } from "../../lib/dom.js";
import { html, live, nothing } from "../../lib/lit.js";
import { href } from "../../lib/router.js";
import { rich, t } from "../../lib/texts.js";
import { chooseTheme, chosenTheme, followTheme, THEMES } from "../../lib/theme.js";
import { roleLabel } from "../../labels/roles.js";
import { icon } from "../../views/icon.js";
import { languageChoice } from "../../views/language-choice.js";
import { changePassword } from "./password-dialog.js";

/** @typedef {import("../../lib/theme.js").Theme} Theme */

const MENU = "account-menu";

export class AccountMenu extends Component {
  mounted() {
    followTheme(() => this.update(), this.lifetime);
  }

  render() {
    const { email = "", role = null, isFromProvider = false } = app.session.user ?? {};
    return html`
      <button type="button" class="account" popovertarget=${MENU} data-hook="account">
        <span class="avatar" aria-hidden="true">${(email[0] ?? "?").toUpperCase()}</span>
        <span class="account-text small">
          <span class="hidden-text">${t("account.of")} </span><span data-hook="user-email">${email}</span>
          <span class="muted" data-hook="user-role">${roleLabel(role)}</span>
        </span>
        ${icon("down")}
      </button>
      <div class="account-menu" id=${MENU} popover role="group" aria-label=${t("account.title")} data-hook=${MENU}>
        <p class="small account-whole">${rich("account.signedIn", { email, strong: (parts) => html`<strong>${parts}</strong>` })}</p>
        <fieldset class="theme">
          <legend class="small">${t("account.theme")}</legend>
          ${Object.entries(THEMES).map(([theme, label]) => html`<label class="check"><input type="radio" name="theme" value=${theme} data-hook=${`theme-${theme}`} .checked=${live(theme === chosenTheme())} @change=${withValue((chosen) => this.#choose(/** @type {Theme} */ (chosen)))}>${label}</label>`)}
        </fieldset>
        ${languageChoice()}
        <ul>
          ${isFromProvider ? nothing : html`<li><button type="button" class="account-item" data-hook="change-password" @click=${() => this.#run(changePassword)}>${icon("lock")}${t("account.password")}</button></li>`}
          ${role === "admin" ? html`<li><a class="account-item" href=${href("/people")} data-hook="nav-people" @click=${() => this.#close()}>${icon("people")}${t("app.people")}</a></li>` : nothing}
          <li><button type="button" class="account-item" data-hook="sign-out" @click=${() => this.emit("leave")}>${icon("signout")}${t("account.signOut")}</button></li>
        </ul>
      </div>`;
  }

  /** @param {Theme} theme */
  #choose(theme) {
    chooseTheme(theme);
    this.update();
  }

  /** @param {() => void} run */
  #run(run) {
    this.#close();
    run();
  }

  #close() {
    this.hook(MENU)?.hidePopover();
  }
}

AccountMenu.define("crm-account");
