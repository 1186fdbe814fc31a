/**
 * The built-in fields of a lead as the page names them, in the order of tables and forms, and its further columns.
 *
 * @typedef {"firstName"|"lastName"|"title"|"company"|"email"|"phone"|"notes"|"status"|"owner"} TextName fields of one text
 * @typedef {TextName|"tags"} FieldName
 * @typedef {"text"|"email"|"phone"|"longText"|"tags"|"time"|import("../../types/lead").FieldType} Kind
 * @typedef {{name: string, label: string, kind: Kind, own?: boolean}} LeadColumn a column of the table; `own`: a field of the owner's
 */

/** @type {{name: FieldName, label: string, kind: Kind}[]} */
export const BUILT_IN = [
  { name: "firstName", label: "First name", kind: "text" },
  { name: "lastName", label: "Last name", kind: "text" },
  { name: "title", label: "Title", kind: "text" },
  { name: "company", label: "Company", kind: "text" },
  { name: "email", label: "Email", kind: "email" },
  { name: "phone", label: "Phone", kind: "phone" },
  { name: "notes", label: "Notes", kind: "longText" },
  { name: "tags", label: "Tags", kind: "tags" },
  { name: "status", label: "Status", kind: "text" },
  { name: "owner", label: "Owner", kind: "text" },
];

/** @type {LeadColumn[]} what the table shows beside the fields */
const ABOUT = [
  { name: "sourceFile", label: "Source file", kind: "text" },
  { name: "createdAt", label: "Added", kind: "time" },
  { name: "updatedAt", label: "Changed", kind: "time" },
];

/** @type {Record<string, string>} name of a built-in column to its label */
export const LABELS = Object.fromEntries([...BUILT_IN, ...ABOUT].map(({ name, label }) => [name, label]));

/** What a lead has several of: the part of a path before the "/", and what one of them is called. @type {Record<string, string>} */
const SEVERAL = { emails: "Further email", phones: "Further phone", tags: "Tag" };

/**
 * The columns of the table: built-in fields, then the owner's, then where a lead comes from and when.
 * @param {import("../../types/lead").OwnField[]} own
 * @returns {LeadColumn[]}
 */
export function columnsWith(own) {
  return [...BUILT_IN, ...own.map(({ key, label, type }) => ({ name: key, label, kind: type, own: true })), ...ABOUT];
}

/**
 * What the page calls a path of a lead: "email" → "Email", "extras/City" → "City".
 * @param {string} path
 */
export function pathLabel(path) {
  const slash = path.indexOf("/");
  if (slash < 0) return LABELS[path] ?? path;
  return SEVERAL[path.slice(0, slash)] ?? path.slice(slash + 1);
}
