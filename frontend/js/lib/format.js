/** How the page writes numbers, sizes, times and names, in the language of the browser. */

/** @typedef {Partial<import("../../types/api").Lead>} LeadLike */

const number = new Intl.NumberFormat();
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const exact = new Intl.NumberFormat(undefined, { useGrouping: "min2", maximumFractionDigits: 20 });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

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
  return new Intl.ListFormat("en-GB").format(values);
}

/**
 * plural(1, "row") → "1 row"; plural(2, "row") → "2 rows"
 * @param {number} value
 * @param {string} singular
 */
export function plural(value, singular, many = `${singular}s`) {
  return `${count(value)} ${value === 1 ? singular : many}`;
}

/**
 * Bytes as a person reads them: 52428800 → "50 MB" (1 MB = 1,048,576 bytes, as file managers count).
 * @param {number} value
 */
export function bytes(value) {
  const units = ["bytes", "KB", "MB", "GB"];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 || Number.isInteger(size) ? 0 : 1;
  return `${size.toLocaleString(undefined, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/** Up to how many seconds, and in words. @type {[number, string][]} */
const RANGES = [
  [60, "less than a minute"],
  [120, "1 to 2 minutes"],
  [300, "2 to 5 minutes"],
  [600, "5 to 10 minutes"],
  [1200, "10 to 20 minutes"],
  [2400, "20 to 40 minutes"],
  [3600, "40 to 60 minutes"],
  [7200, "1 to 2 hours"],
  [14_400, "2 to 4 hours"],
  [28_800, "4 to 8 hours"],
];

/**
 * Seconds as a range, because no estimate is exact: "less than a minute", "2 to 5 minutes", "1 to 2 hours".
 * @param {number} seconds
 */
export function duration(seconds) {
  const [, words = "more than 8 hours"] = RANGES.find(([end]) => seconds < end) ?? [];
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
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${plural(minutes, "minute")} ago`;
  if (minutes < 24 * 60) return `${plural(Math.floor(minutes / 60), "hour")} ago`;
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

/**
 * What to call a lead: its name, else its company, email, phone, else "Unnamed lead".
 * @param {LeadLike} lead
 */
export function leadName(lead) {
  const name = [lead.firstName, lead.lastName].filter((part) => part).join(" ");
  return name || [lead.company, lead.email, lead.phone].find((part) => part) || "Unnamed lead";
}

/**
 * Up to two letters that stand for a lead.
 * @param {LeadLike} lead
 */
export function initials(lead) {
  const names = [lead.firstName, lead.lastName].filter((part) => part);
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
