/** The frame of the page: sign-in, navigation, the current screen, messages and confirmations. */

import { app } from "../context.js";
import { Component } from "../lib/component.js";
import { messageOf } from "../lib/errors.js";
import { html, keyed, nothing } from "../lib/lit.js";
import { currentRoute, go, href } from "../lib/router.js";
import { t } from "../lib/texts.js";
import { drawing, icon } from "../views/icon.js";
import { notice } from "../views/notice.js";
import "./ask/ask-page.js";
import { forget } from "./ask/conversation.js";
import "./duplicates/duplicates-page.js";
import "./fields/fields-page.js";
import "./imports/import-page.js";
import "./imports/imports-page.js";
import "./leads/bin-page.js";
import "./leads/changes-page.js";
import "./leads/leads-page.js";
import "./people/people-page.js";
import "./shell/account-menu.js";
import "./shell/confirm.js";
import "./shell/password-dialog.js";
import "./shell/sign-in.js";
import { toast } from "./shell/toasts.js";
import { isTyped } from "./shell/unsaved.js";

const PLACES = [
  { path: "leads", label: t("app.leads"), icon: "people" },
  { path: "duplicates", label: t("app.duplicates"), icon: "file" },
  { path: "imports", label: t("app.imports"), icon: "inbox" },
  { path: "ask", label: t("app.ask"), icon: "chat" },
  { path: "fields", label: t("app.fields"), icon: "columns" },
];
/** What the account menu leads to. */
const OTHERS = [{ path: "people", label: t("app.people") }];
const ENDED = t("app.ended");
const LEFT = t("app.leftElsewhere");

export class App extends Component {
  /** @type {"starting"|"failed"|"out"|"in"} */
  #state = "starting";
  /** @type {string|null} */
  #message = null;
  /** @type {PromiseWithResolvers<void>|null} calls that wait for a new sign-in */
  #waiting = null;
  /** @type {string|undefined} */
  #userBefore;
  #why = ENDED;
  /** @type {string|null} */
  #screen = null;

  /** Restores an earlier session or shows the sign-in. */
  async start() {
    /** @type {string|null} */
    const failed = await app.provider.complete().then(() => null, messageOf);
    const restored = await app.session.restore();
    this.#state = restored ? "in" : "out";
    if (!restored) this.#message = failed ?? (app.session.wasSignedIn ? t("app.endedBefore") : null);
    addEventListener("hashchange", () => this.#arrive(), { signal: this.lifetime });
    app.session.onElsewhere((isSignedIn) => isSignedIn || this.#leftElsewhere(), this.lifetime);
    app.uploads.addEventListener("change", () => this.update(), { signal: this.lifetime });
    app.connection.addEventListener("change", () => this.#tellConnection(), { signal: this.lifetime });
    this.#arrive();
  }

  /** Asks the user to sign in again, on top of the current screen; resolves when they have. */
  signInAgain() {
    if (!this.#waiting) {
      this.#userBefore = app.session.user?.id;
      this.#waiting = Promise.withResolvers();
      this.update().then(() => this.#againDialog?.showModal());
    }
    return this.#waiting.promise;
  }

  /**
   * Shows why the page cannot start.
   * @param {string} message
   */
  fail(message) {
    this.#state = "failed";
    this.#message = message;
    this.update();
  }

  render() {
    if (this.#state === "failed") return html`<main class="boot">${notice("bad", this.#message)}</main>`;
    if (this.#state === "starting") return html`<div class="boot" role="status"><span class="spinner" aria-hidden="true"></span><p>${t("app.starting")}</p></div>`;
    if (this.#state === "out") return html`<main><crm-sign-in .message=${this.#message} @signedin=${() => this.#enter()}></crm-sign-in></main>`;
    return html`
      <button type="button" class="skip link" @click=${() => this.#focusTitle()}>${t("app.skip")}</button>
      <div class="frame">
        ${this.#side()}
        <main class="content" data-hook="main">${this.#page()}</main>
      </div>
      <crm-toasts></crm-toasts>
      <crm-confirm></crm-confirm>
      <crm-password></crm-password>
      ${this.#waiting ? this.#signInDialog() : nothing}`;
  }

  /** @returns {HTMLDialogElement|null} */
  get #againDialog() {
    return this.querySelector("dialog.sign-in-dialog");
  }

  #side() {
    const here = currentRoute().parts[0];
    return html`<header class="side">
      <a class="brand" href=${href("/leads")}><svg aria-hidden="true"><use href=${drawing("logo")} /></svg>Easy CRM</a>
      <nav class="nav" aria-label=${t("app.main")}>
        <ul>
          ${PLACES.map((place) => html`<li><a href=${href(`/${place.path}`)} data-hook=${`nav-${place.path}`} aria-current=${place.path === here ? "page" : nothing}>
            ${icon(place.icon)}${place.label}${place.path === "imports" ? this.#tally() : nothing}
          </a></li>`)}
        </ul>
      </nav>
      <crm-account @leave=${() => this.#leave()}></crm-account>
    </header>`;
  }

  #tally() {
    const { active } = app.uploads;
    return active ? html`<span class="tally" data-hook="uploading">${active}<span class="hidden-text"> ${t("app.uploading")}</span></span>` : null;
  }

  #page() {
    const { parts } = currentRoute();
    if (parts[0] === "imports" && parts[1]) return keyed(parts[1], html`<crm-import-page .importId=${parts[1]}></crm-import-page>`);
    if (parts[0] === "imports") return html`<crm-imports-page></crm-imports-page>`;
    if (parts[0] === "duplicates") return html`<crm-duplicates-page></crm-duplicates-page>`;
    if (parts[0] === "ask") return html`<crm-ask-page></crm-ask-page>`;
    if (parts[0] === "fields") return html`<crm-fields-page></crm-fields-page>`;
    if (parts[0] === "people") return html`<crm-people-page></crm-people-page>`;
    if (parts[1] === "changes") return html`<crm-changes-page></crm-changes-page>`;
    if (parts[1] === "bin") return html`<crm-bin-page></crm-bin-page>`;
    return html`<crm-leads-page></crm-leads-page>`;
  }

  #signInDialog() {
    return html`<dialog class="sign-in-dialog" data-hook="sign-in-again" aria-label=${t("app.signInAgain")} @cancel=${(/** @type {Event} */ event) => event.preventDefault()} @close=${() => this.#keepOpen()}>
      <crm-sign-in .message=${this.#why} .known=${app.session.user?.email ?? ""} .keepsPage=${true} @signedin=${() => this.#carryOn()}></crm-sign-in>
    </dialog>`;
  }

  /** Chromium closes a dialog when Escape is pressed twice, whatever `cancel` says. */
  #keepOpen() {
    if (this.#waiting) this.#againDialog?.showModal();
  }

  #enter() {
    this.#state = "in";
    this.#message = null;
    this.#arrive();
  }

  #carryOn() {
    // The page shows another user's work: start over.
    if (app.session.user?.id !== this.#userBefore) {
      location.reload();
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#why = ENDED;
    this.#againDialog?.close();
    this.update();
    waiting?.resolve();
  }

  /** Another tab has ended the session: what nobody has typed here is hidden at once. */
  #leftElsewhere() {
    if (this.#state !== "in") return;
    if (!isTyped() && !app.uploads.active) {
      forget();
      location.reload();
      return;
    }
    this.#why = LEFT;
    this.signInAgain();
  }

  #tellConnection() {
    if (app.connection.isLost) toast(t("app.offline"), { key: "connection", tone: "bad" });
    else toast(t("app.online"), { key: "connection" });
  }

  #leave() {
    const next = app.session.user?.isFromProvider ? app.provider.signOutAddress : location.pathname;
    app.session.signOut();
    forget();
    // A new page: nothing of this user stays in memory.
    location.replace(next);
  }

  /** Shows the screen of the current address. Its title takes the focus, so that it is read out, except on the first. */
  async #arrive() {
    const { parts } = currentRoute();
    if (this.#state === "in" && ![...PLACES, ...OTHERS].some((place) => place.path === parts[0])) go("/leads", {}, { replace: true });
    const places = currentRoute().parts.slice(0, 2);
    const screen = [this.#state, ...places].join("/");
    const first = this.#screen === null;
    const moved = screen !== this.#screen;
    this.#screen = screen;
    await this.update();
    const place = [...PLACES, ...OTHERS].find((one) => one.path === places[0]);
    document.title = `${this.#state === "in" && place ? place.label : t("app.signIn")} · Easy CRM`;
    if (!moved) return;
    scrollTo(0, 0);
    if (this.#state === "out") this.focusOn("form input");
    else if (!first) this.#focusTitle();
  }

  #focusTitle() {
    this.focusOn("main h1");
  }
}

App.define("crm-app");
