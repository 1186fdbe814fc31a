/** What keys do in the list of leads, as a dialog that `?` opens. */

import { Component } from "../../lib/component.js";
import { html } from "../../lib/lit.js";

const KEYS = [
  ["/", "Search"],
  ["↑ ↓ or k j", "Row above, row below, with the focus in the table"],
  ["← →", "Cell before, cell after"],
  ["Space", "Select the row"],
  ["Enter", "Open the lead"],
  ["E or F2", "Edit the cell; Enter saves, Esc leaves it as it was"],
  ["Del", "Delete the lead, or all that are selected"],
  ["Ctrl Z", "Undo, while a message offers it"],
  ["Alt ↑ ↓", "Lead before, lead after, with a lead open"],
  ["F6", "To the messages"],
  ["?", "This list"],
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
          <h2 id="keys-title">Keys</h2>
          <dl class="keys">${KEYS.map(([key, says]) => html`<div><dt>${key}</dt><dd>${says}</dd></div>`)}</dl>
        </div>
        <div class="confirm-actions"><button class="button" data-hook="keys-close">Close</button></div>
      </form>
    </dialog>`;
  }
}

ListKeys.define("crm-list-keys");
