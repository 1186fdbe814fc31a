/** How the page writes numbers, sizes, times and names, in the language of the page. */

import { language, locale } from "./languages.js";
import { t } from "./texts.js";

/** @typedef {Partial<import("../../types/api").Lead>} LeadLike */

const number = new Intl.NumberFormat(locale);
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const calendar = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const exact = new Intl.NumberFormat(locale, { useGrouping: "min2", maximumFractionDigits: 20 });
/** Without a comma before the last: "Name, Company and Notes". */
const list = new Intl.ListFormat(language === "en" ? "en-GB" : locale);
const relative = new Intl.RelativeTimeFormat(locale);
/** @type {Set<string>} languages whose nouns always begin with a capital */
const CAPITALIZES_NOUNS = new Set(["de"]);
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });

/**
 * 1234567 → "1,234,567"
 * @param {number|null|undefined} value
 */
export function count(value) {
  return number.format(value ?? 0);
}

/**
 * A number of a lead with all its digits: 2026 → "2026", 1200000.5 → "1,200,000.5".
 * @param {number} value
 */
export function decimal(value) {
  return exact.format(value);
}

/**
 * @param {string[]} values
 * @returns {string} "Name, Company and Notes"
 */
export function listed(values) {
  return list.format(values);
}

/**
 * @param {string[]} values
 * @returns {string} "Name, Company, Notes"
 */
export function enumerated(values) {
  return values.join(t("numbers.comma"));
}

/**
 * The name of a field within a sentence: "First name" → "first name".
 * @param {string} label
 */
export function inSentence(label) {
  return CAPITALIZES_NOUNS.has(language) ? label : label.toLowerCase();
}

/**
 * Bytes as a person reads them: 52428800 → "50 MB" (1 MB = 1,048,576 bytes, as file managers count).
 * @param {number} value
 */
export function bytes(value) {
  const units = ["", "KB", "MB", "GB"];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = size >= 100 || Number.isInteger(size) ? 0 : 1;
  if (!unit) return t("numbers.bytes", { count: value });
  return `${size.toLocaleString(locale, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/** Up to how many seconds, and in words. @type {[number, string][]} */
const RANGES = [
  [60, t("numbers.underMinute")],
  [120, t("numbers.minutes", { from: 1, to: 2 })],
  [300, t("numbers.minutes", { from: 2, to: 5 })],
  [600, t("numbers.minutes", { from: 5, to: 10 })],
  [1200, t("numbers.minutes", { from: 10, to: 20 })],
  [2400, t("numbers.minutes", { from: 20, to: 40 })],
  [3600, t("numbers.minutes", { from: 40, to: 60 })],
  [7200, t("numbers.hours", { from: 1, to: 2 })],
  [14_400, t("numbers.hours", { from: 2, to: 4 })],
  [28_800, t("numbers.hours", { from: 4, to: 8 })],
];

/**
 * Seconds as a range, because no estimate is exact: "less than a minute", "2 to 5 minutes", "1 to 2 hours".
 * @param {number} seconds
 */
export function duration(seconds) {
  const [, words = t("numbers.overHours", { from: 8 })] = RANGES.find(([end]) => seconds < end) ?? [];
  return words;
}

/**
 * An ISO time as date and time, "" when there is none.
 * @param {string|null|undefined} iso
 */
export function when(iso) {
  return formatted(iso, dateTime);
}

/**
 * An ISO time as a date, "" when there is none.
 * @param {string|null|undefined} iso
 */
export function day(iso) {
  return formatted(iso, date);
}

/**
 * A day without a time ("2026-03-03"), the same wherever the reader is; "" when it is none.
 * @param {string|null|undefined} iso
 */
export function calendarDay(iso) {
  return formatted(iso, calendar);
}

/**
 * An ISO time as the time of day, "" when there is none.
 * @param {string|null|undefined} iso
 */
export function timeOfDay(iso) {
  return formatted(iso, clock);
}

/**
 * "just now", "5 minutes ago", "3 hours ago", then the date.
 * @param {string|null|undefined} iso
 */
export function ago(iso, now = Date.now()) {
  const time = iso ? new Date(iso).getTime() : Number.NaN;
  if (Number.isNaN(time)) return "";
  const minutes = Math.floor((now - time) / 60000);
  if (minutes < 1) return t("numbers.justNow");
  if (minutes < 60) return relative.format(-minutes, "minute");
  if (minutes < 24 * 60) return relative.format(-Math.floor(minutes / 60), "hour");
  return when(iso);
}

/**
 * The letters of a column as a spreadsheet shows them: 0 → "A", 26 → "AA".
 * @param {number} column
 */
export function letters(column) {
  let text = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

/** Names whose family name comes first, and without a space: Chinese, Korean, and Japanese ones that are not in katakana. */
const FAMILY_NAME_FIRST = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]+$/u;

/**
 * First and last name as one, in the order of their script; "" without any.
 * @param {LeadLike} lead
 */
export function fullName({ firstName, lastName }) {
  if (firstName && lastName && FAMILY_NAME_FIRST.test(lastName + firstName)) return lastName + firstName;
  return [firstName, lastName].filter((part) => part).join(" ");
}

/**
 * What to call a lead: its name, else its company, email, phone, else words for none.
 * @param {LeadLike} lead
 */
export function leadName(lead) {
  return fullName(lead) || [lead.company, lead.email, lead.phone].find((part) => part) || t("numbers.unnamed");
}

/**
 * Up to two letters that stand for a lead.
 * @param {LeadLike} lead
 */
export function initials(lead) {
  const whole = fullName(lead);
  const names = FAMILY_NAME_FIRST.test(whole) ? [whole] : [lead.firstName, lead.lastName].filter((part) => part);
  const source = names.length ? names : [leadName(lead)];
  return source.map((name) => [...(name ?? "")][0]).slice(0, 2).join("").toUpperCase();
}

/**
 * @param {string|null|undefined} iso
 * @param {Intl.DateTimeFormat} format
 */
function formatted(iso, format) {
  const time = iso ? new Date(iso) : null;
  return time && !Number.isNaN(time.getTime()) ? format.format(time) : "";
}
