/** Folded parts of the upload panel: a rule for single fields, and what all leads of the files shall get. */

import { withValue } from "../../lib/dom.js";
import { plural } from "../../lib/format.js";
import { html, live } from "../../lib/lit.js";
import { BESIDE_FIELDS, RULES } from "../../labels/import-labels.js";
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
    <summary>Per field <span class="small muted" data-hook="rules-count">${number ? `${plural(number, "field")} with a rule of ${number === 1 ? "its" : "their"} own` : "all as chosen above"}</span></summary>
    <div class="rule-list">
      ${[...fields, ...BESIDE_FIELDS].map(({ name, label }) => html`<div class="field">
        <label for=${`rule-${name}`}>${label}</label>
        <select class="input input-small" id=${`rule-${name}`} data-hook=${`rule-${name}`} @change=${withValue((rule) => choose(name, rule))}>
          <option value="" .selected=${live(!rules[name])}>As chosen above</option>
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
  const given = [set.tags.length > 0 && plural(set.tags.length, "tag"), set.status && "status", set.owner && "owner"].filter(Boolean);
  return html`<details class="fold" data-hook="set">
    <summary>Set for every lead of the file <span class="small muted" data-hook="set-count">${given.join(", ") || "nothing"}</span></summary>
    <div class="set-list">
      ${tagsField({ id: "set-tags", label: "Tags", tags: set.tags, onChange: (tags) => onChange({ tags }) })}
      ${field({ id: "set-status", name: "set-status", label: "Status", value: set.status, onInput: (status) => onChange({ status }) })}
      ${field({ id: "set-owner", name: "set-owner", label: "Owner", value: set.owner, onInput: (owner) => onChange({ owner }) })}
    </div>
  </details>`;
}
