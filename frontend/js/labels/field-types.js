/**
 * The types that a field of the owner's can have.
 *
 * @typedef {import("../../types/api").FieldType} FieldType
 */

import { t } from "../lib/texts.js";

/** @type {Record<FieldType, {label: string, help: string}>} */
export const FIELD_TYPES = {
  text: { label: t("fieldTypes.text"), help: t("fieldTypes.textHelp") },
  number: { label: t("fieldTypes.number"), help: t("fieldTypes.numberHelp") },
  date: { label: t("fieldTypes.date"), help: t("fieldTypes.dateHelp") },
  dateTime: { label: t("fieldTypes.dateTime"), help: t("fieldTypes.dateTimeHelp") },
  choice: { label: t("fieldTypes.choice"), help: t("fieldTypes.choiceHelp") },
  choices: { label: t("fieldTypes.choices"), help: t("fieldTypes.choicesHelp") },
  yesNo: { label: t("fieldTypes.yesNo"), help: t("fieldTypes.yesNoHelp") },
  link: { label: t("fieldTypes.link"), help: t("fieldTypes.linkHelp") },
  address: { label: t("fieldTypes.address"), help: t("fieldTypes.addressHelp") },
};

/** Types whose values come from a list. @type {Set<FieldType>} */
export const WITH_CHOICES = new Set(["choice", "choices"]);

/** Types in whose values day and month could be mistaken for each other. @type {Set<FieldType>} */
export const WITH_DAYS = new Set(["date", "dateTime"]);
