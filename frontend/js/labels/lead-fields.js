/**
 * The fields of a lead as the page names them.
 *
 * @typedef {import("../../types/api").FieldKind|import("../../types/api").FieldType|"time"} Kind
 * @typedef {{name: string, label: string, kind: Kind, own?: boolean, choices?: string[], width?: number|null}} LeadColumn a
 *   field, or another column of the table; `own`: the owner has added it; `choices`: what it is chosen from; `width` in
 *   pixels
 */

import { named, t } from "../lib/texts.js";

/**
 * What a field that every lead has is called in the language of the page.
 * @param {string} name
 * @param {string} [label] what it is called where the page has no text for it
 */
export function builtInLabel(name, label = name) {
  return named("fieldNames", name) ?? label;
}

/**
 * @param {string} name
 * @param {Kind} kind
 * @returns {LeadColumn}
 */
const column = (name, kind) => ({ name, label: builtInLabel(name), kind });

/** @type {LeadColumn[]} the built-in fields, in the order of tables and forms: what shows until GET /fields has answered */
export const BUILT_IN = [
  column("firstName", "text"),
  column("lastName", "text"),
  column("title", "text"),
  column("company", "text"),
  column("email", "email"),
  column("phone", "phone"),
  column("notes", "longText"),
  column("tags", "tags"),
  column("status", "choice"),
  column("owner", "user"),
];

/** First and last name as one column of the table; a form has a field for each. */
export const NAME = column("name", "text");

/** @type {LeadColumn[]} what the table shows beside the fields */
export const ABOUT = [column("sourceFile", "text"), column("createdAt", "time"), column("updatedAt", "time")];

/** What a lead has several of: the part of a path before the "/", and what one of them is called. @type {Record<string, string>} */
const SEVERAL = { emails: t("fieldNames.emails"), phones: t("fieldNames.phones"), tags: t("fieldNames.tag") };

/**
 * What the page calls a path of a lead: "email" → "Email", "extras/City" → "City".
 * @param {string} path
 * @param {Record<string, string>} labels of the fields
 */
export function pathLabel(path, labels) {
  const slash = path.indexOf("/");
  if (slash < 0) return labels[path] ?? path;
  return SEVERAL[path.slice(0, slash)] ?? path.slice(slash + 1);
}
