/**
 * The renderer: lit-html, vendored. Only this module knows its version.
 *
 *   html`<p class=${name}>${text}</p>`       text and attributes; `nothing` leaves an attribute out
 *   html`<button ?disabled=${busy}>`         boolean attribute
 *   html`<input .value=${live(text)}>`       property; `live` compares with what a person typed, not with the last render
 *   html`<button @click=${(event) => …}>`    listener
 *   repeat(items, (item) => item.id, view)   a list whose elements keep their nodes when it changes
 *   keyed(id, html`…`)                       new nodes for another id
 *
 * Values become text nodes, attributes, properties and listeners, never markup. What lit-html does not check, eslint
 * does (tests/quality/template_rules.mjs): addresses go through `safeUrl`, and no template has a handler, a style or
 * markup as a value.
 */

export { html, nothing, render } from "../../vendor/lit-html-3.3.3/lit-html.js";
export { keyed } from "../../vendor/lit-html-3.3.3/directives/keyed.js";
export { live } from "../../vendor/lit-html-3.3.3/directives/live.js";
export { repeat } from "../../vendor/lit-html-3.3.3/directives/repeat.js";
