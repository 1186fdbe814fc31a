/** The fields of a lead as the page names them. */

/** @typedef {"firstName"|"lastName"|"title"|"company"|"email"|"phone"|"remarks"} EditableName */
/** @typedef {EditableName|"sourceFile"|"createdAt"|"updatedAt"} ColumnName */
/** @typedef {{name: ColumnName, label: string, time?: boolean}} LeadColumn */

/** @type {{name: EditableName, label: string, type?: string, inputmode?: string}[]} what a person may edit */
export const EDITABLE = [
  { name: "firstName", label: "First name" },
  { name: "lastName", label: "Last name" },
  { name: "title", label: "Title" },
  { name: "company", label: "Company" },
  { name: "email", label: "Email", type: "email", inputmode: "email" },
  { name: "phone", label: "Phone", type: "tel", inputmode: "tel" },
  { name: "remarks", label: "Remarks", type: "textarea" },
];

/** @type {LeadColumn[]} the columns of the table; those with `time` hold ISO times */
export const COLUMNS = [
  { name: "firstName", label: "First name" },
  { name: "lastName", label: "Last name" },
  { name: "title", label: "Title" },
  { name: "company", label: "Company" },
  { name: "email", label: "Email" },
  { name: "phone", label: "Phone" },
  { name: "remarks", label: "Remarks" },
  { name: "sourceFile", label: "Source file" },
  { name: "createdAt", label: "Added", time: true },
  { name: "updatedAt", label: "Changed", time: true },
];

/** @type {Record<string, string>} */
export const LABELS = Object.fromEntries(COLUMNS.map((column) => [column.name, column.label]));
