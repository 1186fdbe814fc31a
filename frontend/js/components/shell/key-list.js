/** What keys do on a page, as a dialog that `?` opens. */

import { withProperties } from "../../lib/component.js";
import { html } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";

/** @typedef {[key: string, says: string][]} Keys what each key does */

const PROPERTIES = { keys: /** @type {Keys} */ ([]) };

export class KeyList extends withProperties(PROPERTIES) {
  /** Shows the list. */
  show() {
    this.querySelector("dialog")?.showModal();
  }

  render() {
    return html`<dialog class="confirm" data-hook="keys" aria-labelledby="keys-title">
      <form method="dialog">
        <div class="confirm-body">
          <h2 id="keys-title">${t("keys.title")}</h2>
          <dl class="keys">${this.keys.map(([key, says]) => html`<div><dt>${key}</dt><dd>${says}</dd></div>`)}</dl>
        </div>
        <div class="confirm-actions"><button class="button" data-hook="keys-close">${t("common.close")}</button></div>
      </form>
    </dialog>`;
  }
}

KeyList.define("crm-key-list");
