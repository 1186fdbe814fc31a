/** Folded parts of the upload panel: a rule for single fields, and what all leads of the files shall get. */

import { withValue } from "../../lib/dom.js";
import { enumerated, inSentence } from "../../lib/format.js";
import { html, live } from "../../lib/lit.js";
import { t } from "../../lib/texts.js";
import { BESIDE_FIELDS, RULES } from "../../labels/import-labels.js";
import { builtInLabel } from "../../labels/lead-fields.js";
import { field } from "../../views/field.js";
import { tagsField } from "../../views/tags-field.js";

/**
 * @typedef {import("../../../types/api").Rule} Rule
 * @typedef {import("../../services/uploads.js").SetForAll} SetForAll
 */

/**
 * @param {{name: string, label: string}[]} fields
 * @param {Record<string, Rule>} rules by field
 * @param {(rules: Record<string, Rule>) => void} onChange
 */
export function fieldRules(fields, rules, onChange) {
  const number = Object.keys(rules).length;
  const choose = (/** @type {string} */ name, /** @type {string} */ rule) => {
    const others = Object.entries(rules).filter(([other]) => other !== name);
    onChange(Object.fromEntries(rule ? [...others, [name, /** @type {Rule} */ (rule)]] : others));
  };
  return html`<details class="fold" data-hook="rules">
    <summary>${t("upload.perField")} <span class="small muted" data-hook="rules-count">${number ? t("upload.ownRules", { count: number }) : t("upload.asAbove")}</span></summary>
    <div class="rule-list">
      ${[...fields, ...BESIDE_FIELDS].map(({ name, label }) => html`<div class="field">
        <label for=${`rule-${name}`}>${label}</label>
        <select class="input input-small" id=${`rule-${name}`} data-hook=${`rule-${name}`} @change=${withValue((rule) => choose(name, rule))}>
          <option value="" .selected=${live(!rules[name])}>${t("upload.ruleAsAbove")}</option>
          ${RULES.map(({ value, label: text }) => html`<option value=${value} .selected=${live(rules[name] === value)}>${text}</option>`)}
        </select>
      </div>`)}
    </div>
  </details>`;
}

/**
 * @param {SetForAll} set
 * @param {(change: Partial<SetForAll>) => void} onChange
 */
export function setForAll(set, onChange) {
  const given = [set.tags.length ? t("upload.setTags", { count: set.tags.length }) : "", set.status ? inSentence(builtInLabel("status")) : "", set.owner ? inSentence(builtInLabel("owner")) : ""].filter(Boolean);
  return html`<details class="fold" data-hook="set">
    <summary>${t("upload.setForAll")} <span class="small muted" data-hook="set-count">${enumerated(given) || t("upload.setNothing")}</span></summary>
    <div class="set-list">
      ${tagsField({ id: "set-tags", label: builtInLabel("tags"), tags: set.tags, onChange: (tags) => onChange({ tags }) })}
      ${field({ id: "set-status", name: "set-status", label: builtInLabel("status"), value: set.status, onInput: (status) => onChange({ status }) })}
      ${field({ id: "set-owner", name: "set-owner", label: builtInLabel("owner"), value: set.owner, onInput: (owner) => onChange({ owner }) })}
    </div>
  </details>`;
}
