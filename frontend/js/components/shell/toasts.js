/**
 * Short messages at the edge of the page, each with at most one action. They disappear after a while, but not while the
 * pointer or the focus is on them; messages about errors stay, and so do those of work that goes on. F6 leads to the
 * newest, and Ctrl+Z undoes what the newest tells that can be undone.
 */

import { Component } from "../../lib/component.js";
import { onKey } from "../../lib/keys.js";
import { html, nothing, repeat } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { icon } from "../../views/icon.js";

const SHOWN_MS = 9000;
/** A message with something to do waits longer: WCAG 2.2.1 asks for 20 s. */
const SHOWN_WITH_ACTION_MS = 20_000;

/**
 * @typedef {{label: string, run: () => void, undoes?: boolean}} Action `undoes`: Ctrl+Z runs it as well
 * @typedef {{done: number, total: number|null, text: string}} Progress of work that goes on: its parts, and how far it is
 *   in words; `total` is null until it is known
 * @typedef {{message: string, tone: "good"|"bad", action: Action|null, key: string|null, progress: Progress|null}} Message
 *   `key`: a newer message with the same one replaces it
 */

/**
 * Shows a message.
 * @param {string} message
 * @param {Partial<Omit<Message, "message">>} options
 */
export function toast(message, { tone = "good", action = null, key = null, progress = null } = {}) {
  document.querySelector("crm-toasts")?.show({ message, tone, action, key, progress });
}

/**
 * Shows how far the work is that a message tells of, unless the user has closed it. It is seen and not read out: that
 * would never end.
 * @param {string} key of the message
 * @param {Progress} progress
 */
export function toastProgress(key, progress) {
  document.querySelector("crm-toasts")?.advance(key, progress);
}

export class Toasts extends Component {
  /** @type {(Message & {id: string})[]} */
  #messages = [];
  #next = 1;
  #held = false;

  /** @param {Message} entry */
  show(entry) {
    const id = `toast-${this.#next++}`;
    this.#messages = this.#messages.filter((other) => !entry.key || other.key !== entry.key).slice(-3);
    this.#messages.push({ ...entry, id });
    this.update().then(() => this.#raise());
    if (entry.tone !== "bad" && !entry.progress) this.#goLater(id, entry.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
  }

  /**
   * @param {string} key
   * @param {Progress} progress
   */
  advance(key, progress) {
    this.#messages = this.#messages.map((entry) => (entry.key === key ? { ...entry, progress } : entry));
    this.update();
  }

  mounted() {
    this.classList.add("toasts");
    this.setAttribute("popover", "manual");
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("shell.messages"));
    onKey("F6", () => this.#enter(), { signal: this.lifetime });
    onKey("z", () => this.#undo(), { signal: this.lifetime, control: true });
    const hold = () => (this.#held = true);
    const release = () => (this.#held = this.matches(":hover, :focus-within"));
    for (const type of ["pointerenter", "focusin"]) this.addEventListener(type, hold, { signal: this.lifetime });
    for (const type of ["pointerleave", "focusout"]) this.addEventListener(type, release, { signal: this.lifetime });
  }

  render() {
    return html`<div class="form" role="status" aria-live="polite">
      ${repeat(this.#messages, (entry) => entry.id, (entry) => this.#toast(entry))}
    </div>`;
  }

  /** @param {Message & {id: string}} entry */
  #toast({ id, message, tone, action, progress }) {
    return html`<div class=${`toast toast-${tone}`} data-hook="toast">
      ${icon(tone === "bad" ? "alert" : progress ? "clock" : "check")}
      <span><span data-hook="toast-text">${message}</span>${progress ? this.#progress(progress, message) : nothing}</span>
      ${action ? html`<button type="button" class="button button-small" data-hook="toast-action" aria-keyshortcuts=${action.undoes ? "Control+Z" : nothing} title=${action.undoes ? "Ctrl+Z" : nothing} @click=${() => this.#act(id, action)}>${action.label}</button>` : nothing}
      <button type="button" class="button button-quiet button-small button-icon" data-hook="toast-close" aria-label=${t("shell.closeMessage")} @click=${() => this.#remove(id)}>${icon("close")}</button>
    </div>`;
  }

  /**
   * @param {Progress} progress
   * @param {string} label
   */
  #progress({ done, total, text }, label) {
    return html`<progress class="progress" max=${total || 1} value=${total === null ? nothing : done} aria-label=${label} aria-valuetext=${text} data-hook="toast-progress"></progress>
      <span class="small" aria-hidden="true" data-hook="toast-how-far">${text}</span>`;
  }

  /**
   * @param {string} id
   * @param {Action} action
   */
  #act(id, action) {
    this.#remove(id);
    action.run();
  }

  /**
   * @param {string} id
   * @param {number} milliseconds
   */
  #goLater(id, milliseconds) {
    setTimeout(() => (this.#held ? this.#goLater(id, milliseconds) : this.#remove(id)), milliseconds);
  }

  /** Gives the focus to the newest message. */
  #enter() {
    this.focusOn(".toast:last-child button");
    return this.#messages.length > 0;
  }

  #undo() {
    const found = this.#messages.findLast(({ action }) => action?.undoes);
    if (found?.action) this.#act(found.id, found.action);
    return Boolean(found);
  }

  /** @param {string} id */
  #remove(id) {
    const hadFocus = this.contains(document.activeElement);
    this.#messages = this.#messages.filter((entry) => entry.id !== id);
    this.update();
    const title = document.querySelector("main h1");
    if (hadFocus && title instanceof HTMLElement) title.focus();
  }

  /** Shows it above an open dialog too: what entered the top layer last is in front. */
  #raise() {
    if (this.matches(":popover-open")) this.hidePopover();
    this.showPopover();
  }
}

Toasts.define("crm-toasts");
