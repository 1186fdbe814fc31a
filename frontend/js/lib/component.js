/**
 * The base of every component: a custom element without shadow root that renders itself from its state.
 *
 * A subclass has `render()`, which returns a template of `html`; `update()` asks for a new rendering, at most one a
 * turn of the event loop. Names in `static properties` become properties whose change updates the element.
 */

import { render } from "./lit.js";

export class Component extends HTMLElement {
  static properties = [];

  #scheduled = null;
  #lifetime = null;
  #rendered = false;

  /** Registers the class under its tag, with an accessor for each name in `properties`. */
  static define(tag) {
    for (const name of this.properties) {
      const key = Symbol(name);
      Object.defineProperty(this.prototype, name, {
        get() {
          return this[key];
        },
        set(value) {
          const before = this[key];
          this[key] = value;
          if (before === value || !this.isConnected) return;
          this.changed(name, before);
          this.update();
        },
      });
    }
    customElements.define(tag, this);
    return this;
  }

  /** An AbortSignal that ends when the element leaves the page: for requests, listeners and timers. */
  get lifetime() {
    return this.#lifetime.signal;
  }

  connectedCallback() {
    // lit-html appends to what is there. Only index.html puts something there: what shows until the page starts.
    if (!this.#rendered) this.replaceChildren();
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

  /** Called when one of `properties` changed while the element is in the page. */
  changed(_name, _before) {}

  /** Called after each rendering. */
  rendered() {}

  render() {
    throw new Error(`${this.localName} has no render().`);
  }

  /** Renders again soon; resolves when that is done. */
  update() {
    this.#scheduled ??= Promise.resolve().then(() => this.isConnected && this.#renderNow());
    return this.#scheduled;
  }

  /** The first element below this one with the data hook. */
  hook(name) {
    return this.querySelector(`[data-hook="${name}"]`);
  }

  /** Tells the ancestors. */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  #renderNow() {
    this.#scheduled = null;
    this.#rendered = true;
    render(this.render(), this);
    this.rendered();
  }
}
