/**
 * The form of a lead, for a new one or a change. Emits "saved" with the lead, "cancelform", and "openholder" with the ID
 * of the lead that has the email address.
 *
 * @typedef {import("../../../types/api").LeadDetail} LeadDetail
 * @typedef {import("../../../types/api").TypedLead} LeadChanges
 * @typedef {import("../../../types/page").FormError} FormError
 * @typedef {import("./lead-draft.js").Draft} Draft
 * @typedef {import("./lead-draft.js").Pair} Pair
 */

import { app } from "../../context.js";
import { withProperties } from "../../lib/component.js";
import { withChecked } from "../../lib/dom.js";
import { differing, onTopOf } from "../../lib/drafts.js";
import { messageOf, statusOf } from "../../lib/errors.js";
import { html, live, nothing } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { pathLabel } from "../../labels/lead-fields.js";
import { ApiError } from "../../services/api.js";
import { field } from "../../views/field.js";
import { tagsField } from "../../views/tags-field.js";
import { builtInField, ownField, pairs, partId } from "./form-parts.js";
import { bothChanged, quoted } from "../shell/both-changed.js";
import { changesOf, draftOf, protectedPaths, withAddedInPlace } from "./lead-draft.js";
import "../shell/error-summary.js";

/** These come first; all others follow in their order. */
const FIRST = ["firstName", "lastName", "title", "company", "email", "phone"];

const PROPERTIES = {
  /** @type {LeadDetail|null} the lead to change, null for a new one */
  lead: null,
};

export class LeadForm extends withProperties(PROPERTIES) {
  /** @type {Draft} */
  #draft = {};
  /** @type {Draft} what it was at first */
  #before = {};
  /** @type {Draft} what someone else has saved meanwhile in parts that were changed here too */
  #theirs = {};
  #fields = { builtIn: app.fields.builtIn, own: app.fields.own };
  #protects = false;
  /** @type {FormError[]} */
  #errors = [];
  #busy = false;

  /** Whether the form holds changes that are not saved. */
  get dirty() {
    return differing(this.#draft, this.#before).length > 0;
  }

  mounted() {
    this.#before = draftOf(this.lead, this.#fields);
    this.#draft = this.#before;
  }

  render() {
    const { builtIn, own } = this.#fields;
    return html`<form class="form" novalidate data-hook="lead-form" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event)}>
      <crm-error-summary .errors=${this.#errors} .heading=${t("leadForm.notSaved")}></crm-error-summary>
      <div class="form-pair">${builtIn.filter(({ name }) => FIRST.includes(name)).map((one) => this.#builtIn(one))}</div>
      ${this.#pairs("emails", t("leadForm.emails"), [t("fieldNames.email"), t("leadForm.emailKind")], t("leadForm.addEmail"))}
      ${this.#pairs("phones", t("leadForm.phones"), [t("fieldNames.phone"), t("leadForm.phoneKind")], t("leadForm.addPhone"))}
      ${builtIn.filter(({ name }) => !FIRST.includes(name)).map((one) => this.#builtIn(one))}
      ${own.map((one) => ownField(one, /** @type {string|string[]} */ (this.#draft[`fields/${one.key}`]), this.#options(`fields/${one.key}`)))}
      ${this.#extras()}
      ${this.#pairs("added", t("leadForm.more"), [t("leadForm.name"), t("leadForm.value")], t("leadForm.addValue"))}
      <label class="check"><input type="checkbox" data-hook="protect-typed" .checked=${live(this.#protects)} @change=${withChecked((on) => (this.#protects = on))}>
        <span>${t("leadForm.protect")}</span></label>
      <div class="actions form-actions">
        <button class="button button-primary" data-hook="save" aria-disabled=${this.#busy ? "true" : nothing}>
          ${this.#busy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}${this.lead ? t("leadForm.save") : t("leads.add")}
        </button>
        <button type="button" class="button" data-hook="cancel" @click=${() => this.emit("cancelform")}>${t("common.cancel")}</button>
      </div>
    </form>`;
  }

  /** @param {import("../../labels/lead-fields.js").LeadColumn} field */
  #builtIn({ name, label, kind }) {
    if (kind === "tags") return tagsField({ id: partId(name), label, tags: /** @type {string[]} */ (this.#draft[name]), error: this.#short(name), onChange: (tags) => this.#set(name, tags) });
    return builtInField({ name, label, kind }, String(this.#draft[name]), this.#options(name));
  }

  #extras() {
    const parts = Object.keys({ ...this.#before, ...this.#draft }).filter((part) => part.startsWith("extras/"));
    return parts.map((part) => {
      const { onChange, ...rest } = this.#options(part);
      return field({ id: partId(part), name: part, label: pathLabel(part, app.fields.labels), type: "textarea", rows: 1, value: String(this.#draft[part] ?? ""), ...rest, onInput: onChange });
    });
  }

  /**
   * @param {string} part
   * @param {string} legend
   * @param {[string, string]} labels
   * @param {string} add
   */
  #pairs(part, legend, labels, add) {
    return pairs({ name: part, legend, labels, add, pairs: /** @type {Pair[]} */ (this.#draft[part]), error: this.#short(part), onChange: (changed) => this.#set(part, changed) });
  }

  /** @param {string} part */
  #options(part) {
    const theirs = this.#theirs[part];
    return {
      hint: theirs === undefined ? undefined : t("leadForm.savedMeanwhile", { value: quoted(this.#shown(part, theirs)) }),
      error: this.#short(part),
      onChange: (/** @type {string|string[]} */ value) => this.#set(part, value),
    };
  }

  /** @param {string} part */
  #short(part) {
    return this.#errors.find((error) => error.field === part)?.short;
  }

  /**
   * @param {string} part
   * @param {Draft[string]} value
   */
  #set(part, value) {
    this.#draft = { ...this.#draft, [part]: value };
    this.update();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const changes = changesOf(this.#draft, this.#before, this.#fields.own);
    if (!this.lead && !Object.values(changes).some((value) => (typeof value === "string" ? value : Object.keys(value ?? {}).length))) {
      const message = t("leadForm.fillOne");
      this.#errors = [{ field: "firstName", id: "lead-firstName", message, short: message }];
      this.update();
      return;
    }
    this.#errors = [];
    this.#busy = true;
    this.update();
    try {
      this.emit("saved", await this.#send(changes));
    } catch (error) {
      this.#errors = await this.#refused(error);
    } finally {
      this.#busy = false;
      this.update();
    }
  }

  /**
   * @param {LeadChanges} changes
   * @returns {Promise<import("../../../types/api").Lead>}
   */
  async #send(changes) {
    const { lead } = this;
    if (lead && !Object.keys(changes).length) return lead;
    const sent = this.#protects ? { ...changes, protect: protectedPaths(changes, lead) } : changes;
    const answer = lead ? await app.api.patch(pathOf(lead), sent, { ifMatch: lead.version }) : await app.api.post("/leads", sent);
    return /** @type {import("../../../types/api").Lead} */ (answer);
  }

  /**
   * Takes up what someone else has saved, but for what was changed here.
   * @param {LeadDetail} lead
   */
  async #takeUp(lead) {
    const fresh = /** @type {LeadDetail} */ (await app.api.get(pathOf(lead)));
    const theirs = draftOf(fresh, this.#fields);
    const mine = withAddedInPlace(this.#draft, theirs, this.#fields.own);
    const { draft, conflicts } = onTopOf(mine, { ...this.#before }, theirs);
    this.#theirs = Object.fromEntries(conflicts.map((part) => [part, theirs[part] ?? ""]));
    this.#draft = draft;
    this.#before = theirs;
    this.lead = fresh;
  }

  /** That someone else has saved this lead, and what both have changed. */
  #conflicts() {
    const parts = Object.entries(this.#theirs).map(([part, theirs]) => ({
      part,
      id: partId(part),
      label: this.#labelOf(part),
      mine: this.#shown(part, this.#draft[part]),
      theirs: this.#shown(part, theirs),
    }));
    return bothChanged(parts, (part) => this.#takeTheirs(part));
  }

  /** @param {string} part */
  #takeTheirs(part) {
    const { [part]: taken, ...left } = this.#theirs;
    this.#theirs = left;
    this.#set(part, taken);
    this.#errors = this.#conflicts();
  }

  /**
   * A part's value as its field shows it.
   * @param {string} part
   * @param {Draft[string]} value
   */
  #shown(part, value) {
    const isYesNo = this.#fields.own.some(({ key, type }) => type === "yesNo" && part === `fields/${key}`);
    if (!isYesNo || !value) return value;
    return value === "yes" ? t("common.yes") : t("common.no");
  }

  /** @param {string} part */
  #labelOf(part) {
    if (part === "emails") return t("leadForm.emails");
    if (part === "phones") return t("leadForm.phones");
    return pathLabel(part.startsWith("fields/") ? part.slice(7) : part, app.fields.labels);
  }

  /** @param {string} leadId of a lead in the bin */
  async #restore(leadId) {
    try {
      await app.api.post(`/leads/${encodeURIComponent(leadId)}/restore`);
      this.emit("openholder", leadId);
    } catch (error) {
      this.#errors = this.#explain(error);
      this.update();
    }
  }

  /**
   * What to say of a lead that was not saved; what someone else has saved meanwhile is taken up first.
   * @param {unknown} error
   * @returns {Promise<FormError[]>}
   */
  async #refused(error) {
    if (!this.lead || statusOf(error) !== 412) return this.#explain(error);
    try {
      await this.#takeUp(this.lead);
      return this.#conflicts();
    } catch (failure) {
      return this.#explain(failure);
    }
  }

  /**
   * @param {unknown} error
   * @returns {FormError[]}
   */
  #explain(error) {
    if (!(error instanceof ApiError)) return [{ message: messageOf(error) }];
    const { leadId, ...fields } = error.fields;
    if (leadId && (error.code === "email_taken" || error.code === "in_bin")) {
      const [text, run] = error.code === "in_bin"
        ? [t("leadForm.restoreHolder"), () => this.#restore(leadId)]
        : [t("leadForm.openHolder"), () => this.emit("openholder", leadId)];
      const action = html`<button type="button" class="link" data-hook="open-holder" @click=${run}>${text}</button>`;
      return [{ field: "email", id: "lead-email", message: error.message, short: fields.email, action }];
    }
    const named = Object.entries(fields);
    if (!named.length) return [{ message: messageOf(error) }];
    return named.map(([name, text]) => {
      const part = this.#partOf(name);
      const id = partId(part);
      return { field: part, id: document.getElementById(id) ? id : undefined, message: t("leadForm.problem", { field: this.#labelOf(part), text }), short: text };
    });
  }

  /**
   * The part of the form that the API means: "extras.City" is an extra or a field of the owner's.
   * @param {string} name
   */
  #partOf(name) {
    const header = /^extras\.(.+)$/.exec(name)?.[1];
    if (!header) return name;
    const own = this.#fields.own.find(({ label }) => label === header);
    return own ? `fields/${own.key}` : `extras/${header}`;
  }
}

/** @param {LeadDetail} lead */
function pathOf(lead) {
  return `/leads/${encodeURIComponent(lead.leadId)}`;
}

LeadForm.define("crm-lead-form");
