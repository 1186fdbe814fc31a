/**
 * The people who may sign in: who they are, what they may do, invitations, switching off and on. For admins.
 *
 * @typedef {import("../../../types/api").Person} Person
 * @typedef {import("../../labels/roles.js").Role} Role
 */

import { app } from "../../context.js";
import { Component } from "../../lib/component.js";
import { withDetail, withValue } from "../../lib/dom.js";
import { messageOf } from "../../lib/errors.js";
import { html, live, nothing, repeat } from "../../lib/lit.js";
import { rich, t } from "../../lib/texts.js";
import { ACCOUNT_STATES, ROLES } from "../../labels/roles.js";
import { loading } from "../../views/empty.js";
import { hiddenText } from "../../views/hidden-text.js";
import { icon } from "../../views/icon.js";
import { notice } from "../../views/notice.js";
import { confirmed } from "../shell/confirm.js";
import { toast } from "../shell/toasts.js";
import "./invitation.js";

export class PeoplePage extends Component {
  /** @type {Person[]|null} */
  #people = null;
  /** @type {string|null} */
  #error = null;
  #invites = false;
  /** @type {Set<string>} ids of those whose change is under way */
  #changing = new Set();

  mounted() {
    if (this.#isAdmin) this.#load();
  }

  render() {
    return html`<section class="page">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("app.people")}</h1>
          <p class="lead">${t("people.lead")}</p>
        </div>
        ${this.#isAdmin && !this.#invites ? html`<button type="button" class="button button-primary" data-hook="invite" @click=${() => this.#open()}>${icon("plus")}${t("people.invite")}</button>` : nothing}
      </div>
      ${this.#isAdmin ? nothing : notice("info", t("people.adminsOnly"))}
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#load()}>${t("common.retry")}</button>`) : nothing}
      ${this.#invites ? html`<section class="card card-body" aria-label=${t("people.invitation")}><crm-invitation @invited=${withDetail((/** @type {string} */ email) => this.#invited(email))} @cancelform=${() => this.#close()}></crm-invitation></section>` : nothing}
      ${this.#isAdmin ? html`<section class="card" aria-label=${t("people.everybody")}>${this.#list()}</section>` : nothing}
    </section>`;
  }

  get #isAdmin() {
    return app.session.user?.role === "admin";
  }

  #list() {
    if (!this.#people) return this.#error ? nothing : loading(t("people.loading"));
    return html`<ul class="rows" data-hook="people">${repeat(this.#people, ({ userId }) => userId, (person) => this.#row(person))}</ul>`;
  }

  /** @param {Person} person */
  #row(person) {
    const { userId, state, isFromProvider } = person;
    const { label, tone } = ACCOUNT_STATES[state];
    const isMe = userId === app.session.user?.id;
    const about = [isMe && t("people.you"), isFromProvider && t("people.signsInAt", { name: app.config.identityProvider?.name ?? t("people.provider") }), state === "invited" && t("people.notYet")].filter(Boolean);
    return html`<li class="row-item person" data-hook="person">
      <div class="row-main">
        <p class="row-title">${nameOf(person)}<span class=${`badge ${tone ? `badge-${tone}` : ""}`} data-hook="person-state"><span class="dot" aria-hidden="true"></span>${label}</span></p>
        ${about.length ? html`<p class="small muted">${about.join(" · ")}</p>` : nothing}
      </div>
      <div class="actions">${this.#role(person)}${this.#actions(person)}</div>
    </li>`;
  }

  /** @param {Person} person */
  #role(person) {
    const { role } = person;
    const none = role ? nothing : html`<option value="" disabled .selected=${live(true)}>${t("people.noRole")}</option>`;
    return html`<select class="input input-small" data-hook="role" aria-label=${t("people.roleOf", { name: nameOf(person) })} .value=${live(role ?? "")} ?disabled=${this.#isBusy(person)} @change=${withValue((chosen) => this.#setRole(person, /** @type {Role} */ (chosen)))}>
      ${none}${Object.entries(ROLES).map(([name, { label }]) => html`<option value=${name} .selected=${live(name === role)}>${label}</option>`)}
    </select>`;
  }

  /** @param {Person} person */
  #actions(person) {
    const { state } = person;
    const name = nameOf(person);
    const button = (/** @type {string} */ hook, /** @type {unknown} */ text, /** @type {() => void} */ run, extra = "") =>
      html`<button type="button" class=${`button button-small ${extra}`} data-hook=${hook} aria-disabled=${this.#isBusy(person) ? "true" : "false"} @click=${run}>${text}</button>`;
    const remove = () => button("remove-person", rich("common.removeNamed", { name, hidden: hiddenText }), () => this.#remove(person), "button-quiet button-danger");
    if (state === "active") return button("switch-off", rich("people.switchOff", { name, hidden: hiddenText }), () => this.#switchOff(person), "button-quiet button-danger");
    if (state === "invited") return html`${button("invite-again", rich("people.inviteAgain", { name, hidden: hiddenText }), () => this.#inviteAgain(person))}${remove()}`;
    return html`${button("switch-on", rich("people.switchOn", { name, hidden: hiddenText }), () => this.#change(person, { isActive: true }, t("people.onDone", { name })))}${remove()}`;
  }

  /** @param {Person} person */
  #isBusy({ userId }) {
    return this.#changing.has(userId);
  }

  /**
   * @param {Person} person
   * @param {Role} role
   */
  async #setRole(person, role) {
    const isMe = person.userId === app.session.user?.id;
    if (isMe && !(await confirmed({ title: t("people.ownRoleTitle"), text: t("people.ownRoleText"), confirm: t("people.ownRole"), danger: true }))) {
      this.update();
      return;
    }
    await this.#change(person, { role }, t("people.roleSet", { name: nameOf(person), role: ROLES[role].label }));
    // The role is in the token.
    if (isMe) await app.session.token({ refused: await app.session.token() });
    this.update();
  }

  /** @param {Person} person */
  async #switchOff(person) {
    const text = t("people.offText");
    if (await confirmed({ title: t("people.offTitle", { name: nameOf(person) }), text, confirm: t("people.off"), danger: true })) {
      await this.#change(person, { isActive: false }, t("people.offDone", { name: nameOf(person) }));
    }
  }

  /** @param {Person} person */
  async #remove(person) {
    const text = t("people.removeText");
    if (!(await confirmed({ title: t("people.removeTitle", { name: nameOf(person) }), text, confirm: t("common.remove"), danger: true }))) return;
    await this.#doing(person, async () => {
      await app.api.delete(`/users/${encodeURIComponent(person.userId)}`);
      toast(t("people.removed", { name: nameOf(person) }));
    });
    this.focusOn("h1");
  }

  /** @param {Person} person */
  #inviteAgain(person) {
    return this.#doing(person, async () => {
      await app.api.post("/users", { email: person.email, role: person.role ?? "viewer" });
      toast(t("people.sentAgain", { email: person.email }));
    });
  }

  /**
   * @param {Person} person
   * @param {import("../../../types/api").PersonChanges} changes
   * @param {string} said afterwards
   */
  #change(person, changes, said) {
    return this.#doing(person, async () => {
      await app.api.patch(`/users/${encodeURIComponent(person.userId)}`, changes);
      toast(said);
    });
  }

  /**
   * Runs one change of a person at a time, and shows what has become of everybody.
   * @param {Person} person
   * @param {() => Promise<void>} run
   */
  async #doing(person, run) {
    if (this.#isBusy(person)) return;
    this.#changing.add(person.userId);
    this.update();
    try {
      await run();
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
    this.#changing.delete(person.userId);
    await this.#load();
  }

  async #load() {
    try {
      this.#people = /** @type {import("../../../types/api").People} */ (await app.api.get("/users", { signal: this.lifetime })).users;
      this.#error = null;
    } catch (error) {
      if (this.lifetime.aborted) return;
      this.#error = messageOf(error);
    }
    this.update();
  }

  #open() {
    this.#invites = true;
    this.update().then(() => this.focusOn("crm-invitation input"));
  }

  #close() {
    this.#invites = false;
    this.update().then(() => this.focusOn("[data-hook=invite]"));
  }

  /** @param {string} email */
  async #invited(email) {
    toast(t("people.sent", { email }));
    this.#close();
    await this.#load();
  }
}

/** @param {Person} person */
function nameOf({ email, userId }) {
  return email || userId;
}

PeoplePage.define("crm-people-page");
