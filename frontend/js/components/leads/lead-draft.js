/**
 * What the form of a lead holds while a person types, by part: a field's name, "tags", "emails", "phones",
 * "fields/key" for a field of the owner's, "extras/Header", and "added" for values under new headers.
 *
 * @typedef {import("../../../types/api").LeadDetail} LeadDetail
 * @typedef {import("../../../types/api").TypedLead} LeadChanges
 * @typedef {import("../../../types/api").OwnFieldAnswer} OwnField
 * @typedef {import("../../labels/lead-values.js").TypedValue} TypedValue
 * @typedef {{builtIn: import("../../labels/lead-fields.js").LeadColumn[], own: OwnField[]}} Fields
 * @typedef {import("../../lib/drafts.js").Pair} Pair
 * @typedef {{[part: string]: string|string[]|Pair[]}} Draft a yes-or-no field is "yes", "no" or ""
 */

import { differing } from "../../lib/drafts.js";
import { valueIn } from "../../labels/lead-values.js";

/**
 * What the form shows of a lead at first.
 * @param {LeadDetail|null} lead null for a new one
 * @param {Fields} fields
 * @returns {Draft}
 */
export function draftOf(lead, { builtIn, own }) {
  /** @type {Draft} */
  const draft = {};
  for (const field of builtIn) {
    const value = lead && valueIn(lead, field);
    draft[field.name] = Array.isArray(value) ? value : field.kind === "tags" ? [] : String(value ?? "");
  }
  draft.emails = lead?.emails ?? [];
  draft.phones = lead?.phones ?? [];
  for (const field of own) draft[`fields/${field.key}`] = ownValue(lead, field);
  for (const [header, text] of unreadExtras(lead)) draft[`extras/${header}`] = text;
  draft.added = [];
  return draft;
}

/**
 * A draft whose values under added headers stand with those that the lead has got meanwhile under the same ones.
 * @param {Draft} draft
 * @param {Draft} theirs what the lead is now
 * @param {OwnField[]} own
 * @returns {Draft}
 */
export function withAddedInPlace(draft, theirs, own) {
  const placed = { ...draft };
  /** @type {Pair[]} */
  const left = [];
  for (const pair of /** @type {Pair[]} */ (draft.added)) {
    const header = pair.value.trim();
    const field = own.find(({ label, headers }) => [label, ...headers].some((one) => isSameHeader(one, header)));
    const part = field ? `fields/${field.key}` : Object.keys(theirs).find((one) => isSameHeader(one, `extras/${header}`));
    if (header && pair.label.trim() && part && typeof theirs[part] === "string") placed[part] = pair.label.trim();
    else left.push(pair);
  }
  return { ...placed, added: left };
}

/**
 * @param {string} one
 * @param {string} other
 */
function isSameHeader(one, other) {
  return one.localeCompare(other, undefined, { sensitivity: "base" }) === 0;
}

/**
 * What to send so that the lead becomes as the draft: only what differs, so that other people's changes stay.
 * @param {Draft} draft
 * @param {Draft} before the draft as it was at first
 * @param {OwnField[]} own
 * @returns {LeadChanges}
 */
export function changesOf(draft, before, own) {
  /** @type {LeadChanges} */
  const changes = {};
  /** @type {Record<string, string|null>} */
  const extras = {};
  for (const part of differing(draft, before)) {
    const value = draft[part];
    const [kind, name] = splitPart(part);
    if (kind === "extras") extras[name] = String(value).trim() || null;
    else if (kind === "fields") Object.assign(extras, ownAsExtras(value, own.find((field) => field.key === name)));
    else if (part === "added") for (const { value: header, label: text } of /** @type {Pair[]} */ (value)) setExtra(extras, header, text);
    else Object.assign(changes, { [part]: cleaned(value) });
  }
  if (Object.keys(extras).length) changes.extras = extras;
  return changes;
}

/**
 * The extras that no field of the owner's reads: header and text.
 * @param {LeadDetail|null} lead
 */
export function unreadExtras(lead) {
  if (!lead) return [];
  const read = new Set(Object.values(lead.fieldPaths).flat());
  return Object.entries(lead.extras).filter(([header]) => !read.has(`extras/${header}`));
}

/**
 * The paths of all that imports leave alone once changes are protected: what was protected before and is still there,
 * and each value that the changes bring.
 * @param {LeadChanges} changes
 * @param {LeadDetail|null} lead as it was
 */
export function protectedPaths({ extras, tags, emails, phones, ...fields }, lead) {
  const origins = lead?.origins ?? {};
  const before = Object.keys(origins).filter((path) => origins[path].isProtected);
  const values = [...Object.entries(fields), ...Object.entries(extras ?? {}).map(([header, text]) => [`extras/${header}`, text])];
  const brought = values.filter(([, value]) => value).map(([path]) => String(path));
  const gone = new Set(values.filter(([, value]) => !value).map(([path]) => path));
  /** @type {[string, Pair[]|null|undefined, Pair[]][]} what there can be several of: now, and before */
  const several = [["tags", tags?.map(asPair), lead?.tags.map(asPair) ?? []], ["emails", withLabels(emails), lead?.emails ?? []], ["phones", withLabels(phones), lead?.phones ?? []]];
  for (const [name, now, had] of several) {
    if (!now) continue;
    for (const { value } of had) if (!now.some((pair) => pair.value === value)) gone.add(`${name}/${value}`);
    brought.push(...now.filter((pair) => !had.some(({ value, label }) => value === pair.value && label === pair.label)).map(({ value }) => `${name}/${value}`));
  }
  return [...new Set([...before, ...brought])].filter((path) => !gone.has(path));
}

/**
 * A tag as it is compared: in any case it is the same.
 * @param {string} tag
 */
function asPair(tag) {
  return { value: tag.toLowerCase(), label: "" };
}

/** @param {{value: string, label?: string}[]|null|undefined} pairs */
function withLabels(pairs) {
  return pairs?.map(({ value, label = "" }) => ({ value, label }));
}

/** @param {string} part */
function splitPart(part) {
  const slash = part.indexOf("/");
  return slash < 0 ? [part, ""] : [part.slice(0, slash), part.slice(slash + 1)];
}

/** @param {Draft[string]} value without blanks at its ends, and without blank ones of several */
function cleaned(value) {
  if (typeof value === "string") return value.trim();
  if (value.every((one) => typeof one === "string")) return value;
  return value.map(({ value: text, label }) => ({ value: text.trim(), label: label.trim() })).filter((pair) => pair.value);
}

/**
 * @param {Record<string, string|null>} extras
 * @param {string} header
 * @param {string} text
 */
function setExtra(extras, header, text) {
  if (header.trim() && text.trim()) extras[header.trim()] = text.trim();
}

/**
 * A field of the owner's is written under its label, see `typed_extras` in the room of own fields.
 * @param {Draft[string]} value
 * @param {OwnField|undefined} field
 */
export function ownAsExtras(value, field) {
  if (!field) return {};
  return { [field.label]: (Array.isArray(value) ? value.join("; ") : value.trim()) || null };
}

/**
 * What the form shows of a field of the owner's. A number stands as the lead has it: only so is it read as the same
 * number again, whichever sign begins its decimals.
 * @param {LeadDetail|null} lead
 * @param {OwnField} field
 */
function ownValue(lead, field) {
  if (!lead || field.type !== "number") return typedOf(lead?.fields[field.key] ?? null, field);
  const [path] = lead.fieldPaths[field.key] ?? [];
  return path ? lead.extras[path.slice("extras/".length)] ?? "" : "";
}

/**
 * A typed value as its field in the form holds it.
 * @param {TypedValue} value
 * @param {OwnField} field
 */
function typedOf(value, { type }) {
  if (type === "choices") return Array.isArray(value) ? value : value === null ? [] : [String(value)];
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
