/** Pages of a list with an exact total. Emits "page" and "pagesize". */

import { withProperties } from "../../lib/component.js";
import { withValue } from "../../lib/dom.js";
import { html, live } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { PAGE_SIZES } from "./lead-address.js";
import { icon } from "../../views/icon.js";

export class Pager extends withProperties({ page: 1, pageSize: 50, total: 0 }) {
  render() {
    const last = Math.max(1, Math.ceil(this.total / this.pageSize));
    const from = this.total ? (this.page - 1) * this.pageSize + 1 : 0;
    const to = Math.min(this.total, this.page * this.pageSize);
    const step = (/** @type {string} */ name, /** @type {string} */ label, /** @type {number} */ target, /** @type {boolean} */ off) =>
      html`<button type="button" class="button button-quiet button-icon" data-hook=${`page-${name}`} aria-label=${label} title=${label} ?disabled=${off} @click=${() => this.emit("page", target)}>${icon(name)}</button>`;
    return html`<nav class="pager" aria-label=${t("pager.pages")}>
      <p class="numbers" data-hook="range" role="status">${from <= to ? t("pager.range", { from, to, total: this.total }) : t("pager.none", { total: this.total })}</p>
      <label class="pager-size"><span class="muted" aria-hidden="true">${t("pager.rows")}</span>
        <select class="input input-small" data-hook="page-size" aria-label=${t("pager.rows")} @change=${withValue((size) => this.emit("pagesize", Number(size)))}>
          ${PAGE_SIZES.map((size) => html`<option value=${size} .selected=${live(size === this.pageSize)}>${size}</option>`)}
        </select>
      </label>
      <div class="pager-steps">
        ${step("first", t("pager.first"), 1, this.page <= 1)}
        ${step("previous", t("pager.previous"), this.page - 1, this.page <= 1)}
        <span class="numbers nowrap" data-hook="page-of">${t("pager.pageOf", { page: this.page, last })}</span>
        ${step("next", t("pager.next"), this.page + 1, this.page >= last)}
        ${step("last", t("pager.last"), last, this.page >= last)}
      </div>
    </nav>`;
  }
}

Pager.define("crm-pager");
