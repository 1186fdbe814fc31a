/** The fields of a lead as the page names them. */

/** @type {{name: string, label: string, type?: string, autocomplete?: string, inputmode?: string}[]} what a person may edit */
export const EDITABLE = [
  { name: "firstName", label: "First name" },
  { name: "lastName", label: "Last name" },
  { name: "title", label: "Title" },
  { name: "company", label: "Company" },
  { name: "email", label: "Email", type: "email", inputmode: "email" },
  { name: "phone", label: "Phone", type: "tel", inputmode: "tel" },
  { name: "remarks", label: "Remarks", type: "textarea" },
];

/** The columns of the table; `time` ones hold ISO times. */
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

export const LABELS = Object.fromEntries(COLUMNS.map((column) => [column.name, column.label]));
