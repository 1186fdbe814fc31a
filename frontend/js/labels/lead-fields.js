/**
 * The fields of a lead as the page names them.
 *
 * @typedef {import("../../types/api").FieldKind|import("../../types/api").FieldType|"time"} Kind
 * @typedef {{name: string, label: string, kind: Kind, own?: boolean, choices?: string[], width?: number|null}} LeadColumn a
 *   field, or another column of the table; `own`: the owner has added it; `choices`: what it is chosen from; `width` in
 *   pixels
 */

/** @type {LeadColumn[]} the built-in fields, in the order of tables and forms: what shows until GET /fields has answered */
export const BUILT_IN = [
  { name: "firstName", label: "First name", kind: "text" },
  { name: "lastName", label: "Last name", kind: "text" },
  { name: "title", label: "Title", kind: "text" },
  { name: "company", label: "Company", kind: "text" },
  { name: "email", label: "Email", kind: "email" },
  { name: "phone", label: "Phone", kind: "phone" },
  { name: "notes", label: "Notes", kind: "longText" },
  { name: "tags", label: "Tags", kind: "tags" },
  { name: "status", label: "Status", kind: "choice" },
  { name: "owner", label: "Owner", kind: "user" },
];

/** @type {LeadColumn[]} what the table shows beside the fields */
export const ABOUT = [
  { name: "sourceFile", label: "Source file", kind: "text" },
  { name: "createdAt", label: "Added", kind: "time" },
  { name: "updatedAt", label: "Changed", kind: "time" },
];

/** What a lead has several of: the part of a path before the "/", and what one of them is called. @type {Record<string, string>} */
const SEVERAL = { emails: "Further email", phones: "Further phone", tags: "Tag" };

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
