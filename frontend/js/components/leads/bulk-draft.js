/**
 * What a bulk edit is to change while a person types: parts by name, which is a built-in field's, "fields/key" for a
 * field of the owner's, "addTags" or "removeTags".
 *
 * @typedef {import("../../../types/api").WantedChange} WantedChange
 * @typedef {import("../../../types/api").OwnFieldAnswer} OwnField
 * @typedef {import("../../labels/lead-fields.js").LeadColumn} LeadColumn
 * @typedef {{value: string|string[], away: boolean}} Part `away`: the value is taken away
 * @typedef {Record<string, Part>} BulkDraft
 */

import { t } from "../../lib/texts.js";
import { ownAsExtras } from "./lead-draft.js";

const TAGS = [{ name: "addTags", label: t("bulk.addTags") }, { name: "removeTags", label: t("bulk.removeTags") }];

/**
 * All that can be changed of many leads: an email is one lead's, and tags are added and removed one by one.
 * @param {{builtIn: LeadColumn[], own: OwnField[]}} fields
 * @returns {{name: string, label: string}[]}
 */
export function partsOfBulk({ builtIn, own }) {
  const fields = builtIn.filter(({ kind }) => kind !== "email" && kind !== "tags").map(({ name, label }) => ({ name, label }));
  return [...fields, ...own.map(({ key, label }) => ({ name: `fields/${key}`, label })), ...TAGS];
}

/**
 * Whether a part holds several values: tags, or several choices.
 * @param {string} name
 * @param {OwnField[]} own
 */
export function holdsSeveral(name, own) {
  return isTags(name) || own.some(({ key, type }) => name === `fields/${key}` && type === "choices");
}

/** @param {string} name */
export function isTags(name) {
  return TAGS.some((one) => one.name === name);
}

/**
 * The parts that say neither a value nor that it goes.
 * @param {BulkDraft} draft
 */
export function unsaid(draft) {
  return Object.keys(draft).filter((name) => !draft[name].away && !textOf(draft[name]));
}

/**
 * The change as POST /jobs takes it; null while nothing is said.
 * @param {BulkDraft} draft
 * @param {OwnField[]} own
 * @returns {WantedChange|null}
 */
export function changeOf(draft, own) {
  /** @type {WantedChange} */
  const change = { action: "edit" };
  /** @type {Record<string, string|null>} */
  const values = {};
  /** @type {Record<string, string|null>} */
  const extras = {};
  const left = new Set(unsaid(draft));
  const said = Object.entries(draft).filter(([name]) => !left.has(name));
  for (const [name, { value, away }] of said) {
    if (isTags(name)) Object.assign(change, { [name]: value });
    else if (name.startsWith("fields/")) Object.assign(extras, ownAsExtras(away ? "" : value, own.find(({ key }) => name === `fields/${key}`)));
    else values[name] = away ? null : String(value).trim();
  }
  if (Object.keys({ ...values, ...extras }).length) change.values = { ...values, ...(Object.keys(extras).length ? { extras } : {}) };
  return said.length ? change : null;
}

/**
 * The part that the API means with what it refuses: "extras.City" is a field of the owner's.
 * @param {string} name
 * @param {OwnField[]} own
 */
export function partNamed(name, own) {
  const path = name.replace(/^change\./, "").replace(/^values\./, "");
  const header = /^extras\.(.+)$/.exec(path)?.[1];
  const field = own.find(({ label }) => label === header);
  return field ? `fields/${field.key}` : path.replace(/\.\d+$/, "");
}

/** @param {Part} part */
function textOf({ value }) {
  return Array.isArray(value) ? value.join("") : value.trim();
}
