/**
 * The base of every component: a custom element without shadow root that renders itself from its state.
 *
 * A subclass has `render()`, which returns a template of `html`; `update()` asks for a new rendering, at most one a
 * turn of the event loop.
 */

import { render } from "./lit.js";

export class Component extends HTMLElement {
  /** @type {Promise<void>|null} */
  #scheduled = null;
  #lifetime = new AbortController();
  #hasRendered = false;

  /**
   * Registers the class.
   * @param {string} tag
   */
  static define(tag) {
    customElements.define(tag, this);
  }

  /** An AbortSignal that ends when the element leaves the page: for requests, listeners and timers. */
  get lifetime() {
    return this.#lifetime.signal;
  }

  connectedCallback() {
    // lit-html appends to what is there. Only index.html puts something there: what shows until the page starts.
    if (!this.#hasRendered) this.replaceChildren();
    this.#lifetime = new AbortController();
    this.mounted();
    this.#renderNow();
  }

  disconnectedCallback() {
    this.#lifetime.abort();
    this.unmounted();
  }

  /** Called when the element enters the page, before its first rendering. */
  mounted() {}

  /** Called after the element left the page. */
  unmounted() {}

  /**
   * Called when a property changed while the element is in the page.
   * @param {string} _name
   */
  changed(_name) {}

  /** Called after each rendering. */
  rendered() {}

  /** @returns {unknown} a template, or `nothing` */
  render() {
    throw new Error(`${this.localName} has no render().`);
  }

  /** Renders again soon; resolves when that is done. */
  update() {
    this.#scheduled ??= Promise.resolve().then(() => {
      if (this.isConnected) this.#renderNow();
    });
    return this.#scheduled;
  }

  /**
   * The first element below this one with the data hook.
   * @param {string} name
   * @returns {HTMLElement|null}
   */
  hook(name) {
    return this.querySelector(`[data-hook="${name}"]`);
  }

  /**
   * Gives the focus to the first element below this one that matches, if there is one.
   * @param {string} selector
   */
  focusOn(selector) {
    const found = this.querySelector(selector);
    if (found instanceof HTMLElement) found.focus();
  }

  /**
   * Tells the ancestors.
   * @param {string} type
   * @param {unknown} [detail]
   */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  #renderNow() {
    this.#scheduled = null;
    this.#hasRendered = true;
    render(this.render(), this);
    this.rendered();
  }
}

/**
 * The base of a component with properties, which its parent sets. A change updates the element.
 * @template {object} P
 * @param {P} initial each property with its value at first
 * @returns {{ new (): Component & P, define(tag: string): void }}
 */
export function withProperties(initial) {
  class WithProperties extends Component {
    #values = new Map(Object.entries(initial));

    static {
      for (const name of Object.keys(initial)) {
        Object.defineProperty(this.prototype, name, {
          /** @this {WithProperties} */
          get() {
            return this.#values.get(name);
          },
          /**
           * @this {WithProperties}
           * @param {unknown} value
           */
          set(value) {
            const before = this.#values.get(name);
            this.#values.set(name, value);
            if (before === value || !this.isConnected) return;
            this.changed(name);
            this.update();
          },
        });
      }
    }
  }
  return /** @type {{ new (): Component & P, define(tag: string): void }} */ (/** @type {unknown} */ (WithProperties));
}
