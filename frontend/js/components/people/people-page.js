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
import { ACCOUNT_STATES, ROLES } from "../../labels/roles.js";
import { loading } from "../../views/empty.js";
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
          <h1 tabindex="-1">People</h1>
          <p class="lead">Who may sign in here, and what they may do.</p>
        </div>
        ${this.#isAdmin && !this.#invites ? html`<button type="button" class="button button-primary" data-hook="invite" @click=${() => this.#open()}>${icon("plus")}Invite somebody</button>` : nothing}
      </div>
      ${this.#isAdmin ? nothing : notice("info", "Only an admin of your CRM can see and change who may sign in.")}
      ${this.#error ? notice("bad", this.#error, html`<button type="button" class="button button-small" data-hook="retry" @click=${() => this.#load()}>Try again</button>`) : nothing}
      ${this.#invites ? html`<section class="card card-body" aria-label="Invitation"><crm-invitation @invited=${withDetail((/** @type {string} */ email) => this.#invited(email))} @cancelform=${() => this.#close()}></crm-invitation></section>` : nothing}
      ${this.#isAdmin ? html`<section class="card" aria-label="Everybody">${this.#list()}</section>` : nothing}
    </section>`;
  }

  get #isAdmin() {
    return app.session.user?.role === "admin";
  }

  #list() {
    if (!this.#people) return this.#error ? nothing : loading("Loading people…");
    return html`<ul class="rows" data-hook="people">${repeat(this.#people, ({ userId }) => userId, (person) => this.#row(person))}</ul>`;
  }

  /** @param {Person} person */
  #row(person) {
    const { userId, state, isFromProvider } = person;
    const { label, tone } = ACCOUNT_STATES[state];
    const isMe = userId === app.session.user?.id;
    const about = [isMe && "This is you", isFromProvider && `Signs in at ${app.config.identityProvider?.name ?? "the identity provider"}`, state === "invited" && "Has not signed in yet"].filter(Boolean);
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
    const none = role ? nothing : html`<option value="" disabled .selected=${live(true)}>No role yet</option>`;
    return html`<select class="input input-small" data-hook="role" aria-label=${`Role of ${nameOf(person)}`} .value=${live(role ?? "")} ?disabled=${this.#isBusy(person)} @change=${withValue((chosen) => this.#setRole(person, /** @type {Role} */ (chosen)))}>
      ${none}${Object.entries(ROLES).map(([name, { label }]) => html`<option value=${name} .selected=${live(name === role)}>${label}</option>`)}
    </select>`;
  }

  /** @param {Person} person */
  #actions(person) {
    const { state } = person;
    const button = (/** @type {string} */ hook, /** @type {string} */ text, /** @type {() => void} */ run, extra = "") =>
      html`<button type="button" class=${`button button-small ${extra}`} data-hook=${hook} aria-disabled=${this.#isBusy(person) ? "true" : "false"} @click=${run}>${text}<span class="hidden-text"> ${nameOf(person)}</span></button>`;
    const remove = () => button("remove-person", "Remove", () => this.#remove(person), "button-quiet button-danger");
    if (state === "active") return button("switch-off", "Switch off", () => this.#switchOff(person), "button-quiet button-danger");
    if (state === "invited") return html`${button("invite-again", "Invite again", () => this.#inviteAgain(person))}${remove()}`;
    return html`${button("switch-on", "Switch on", () => this.#change(person, { isActive: true }, `${nameOf(person)} may sign in again.`))}${remove()}`;
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
    if (isMe && !(await confirmed({ title: "Change your own role?", text: "You will not be able to come back to this page.", confirm: "Change my role", danger: true }))) {
      this.update();
      return;
    }
    await this.#change(person, { role }, `${nameOf(person)} is ${ROLES[role].label} now. It takes effect within the hour.`);
    if (isMe) await app.session.token({ renew: true });
    this.update();
  }

  /** @param {Person} person */
  async #switchOff(person) {
    const text = "They can no longer sign in. What they have open ends within the hour. Their imports and leads stay.";
    if (await confirmed({ title: `Switch off ${nameOf(person)}?`, text, confirm: "Switch off", danger: true })) {
      await this.#change(person, { isActive: false }, `${nameOf(person)} can no longer sign in.`);
    }
  }

  /** @param {Person} person */
  async #remove(person) {
    const text = "The account is gone for good. What they have imported and typed stays, under their address.";
    if (!(await confirmed({ title: `Remove ${nameOf(person)}?`, text, confirm: "Remove", danger: true }))) return;
    await this.#doing(person, async () => {
      await app.api.delete(`/users/${encodeURIComponent(person.userId)}`);
      toast(`Removed ${nameOf(person)}.`);
    });
    this.focusOn("h1");
  }

  /** @param {Person} person */
  #inviteAgain(person) {
    return this.#doing(person, async () => {
      await app.api.post("/users", { email: person.email, role: person.role ?? "viewer" });
      toast(`Sent another invitation to ${person.email}.`);
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
    toast(`Sent an invitation to ${email}.`);
    this.#close();
    await this.#load();
  }
}

/** @param {Person} person */
function nameOf({ email, userId }) {
  return email || userId;
}

PeoplePage.define("crm-people-page");
