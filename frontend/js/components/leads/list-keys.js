/** What keys do in the list of leads, as a dialog that `?` opens. */

import { Component } from "../../lib/component.js";
import { html } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";

const KEYS = [
  ["/", t("keys.search")],
  [t("keys.rowsKey"), t("keys.rows")],
  ["← →", t("keys.cells")],
  [t("keys.selectKey"), t("keys.select")],
  [t("keys.openKey"), t("keys.open")],
  [t("keys.editKey"), t("keys.edit")],
  [t("keys.deleteKey"), t("keys.delete")],
  [t("keys.undoKey"), t("keys.undo")],
  [t("keys.stepKey"), t("keys.step")],
  ["F6", t("keys.messages")],
  ["?", t("keys.list")],
];

export class ListKeys extends Component {
  /** Shows the list. */
  show() {
    this.querySelector("dialog")?.showModal();
  }

  render() {
    return html`<dialog class="confirm" data-hook="keys" aria-labelledby="keys-title">
      <form method="dialog">
        <div class="confirm-body">
          <h2 id="keys-title">${t("keys.title")}</h2>
          <dl class="keys">${KEYS.map(([key, says]) => html`<div><dt>${key}</dt><dd>${says}</dd></div>`)}</dl>
        </div>
        <div class="confirm-actions"><button class="button" data-hook="keys-close">${t("common.close")}</button></div>
      </form>
    </dialog>`;
  }
}

ListKeys.define("crm-list-keys");
