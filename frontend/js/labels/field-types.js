/**
 * The types that a field of the owner's can have.
 *
 * @typedef {import("../../types/api").FieldType} FieldType
 */

/** @type {Record<FieldType, {label: string, help: string}>} */
export const FIELD_TYPES = {
  text: { label: "Text", help: "Anything. Sorted from A to Z." },
  number: { label: "Number", help: "Sorted by size." },
  date: { label: "Date", help: "A day. Sorted by time." },
  dateTime: { label: "Date and time", help: "A day with a time." },
  choice: { label: "Choice", help: "One of a list." },
  choices: { label: "Several choices", help: "Any number of a list." },
  yesNo: { label: "Yes or no", help: "A box to tick." },
  link: { label: "Link", help: "An address on the web." },
  address: { label: "Postal address", help: "Street, place, country: several lines." },
};

/** Types whose values come from a list. @type {Set<FieldType>} */
export const WITH_CHOICES = new Set(["choice", "choices"]);

/** Types in whose values day and month could be mistaken for each other. @type {Set<FieldType>} */
export const WITH_DAYS = new Set(["date", "dateTime"]);
