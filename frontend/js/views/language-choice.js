/** The choice of the language that the page shows. */

import { withValue } from "../lib/dom.js";
import { chooseLanguage, language, LANGUAGES } from "../lib/languages.js";
import { html } from "../lib/lit.js";
import { t } from "../lib/texts.js";

/** @typedef {import("../lib/languages.js").Language} Language */

export function languageChoice() {
  return html`<label class="small language-choice">${t("account.language")}
    <select class="input" data-hook="language" @change=${withValue((chosen) => chooseLanguage(/** @type {Language} */ (chosen)))}>
      ${Object.entries(LANGUAGES).map(([one, label]) => html`<option value=${one} lang=${one} ?selected=${one === language}>${label}</option>`)}
    </select>
  </label>`;
}
