/** How numbers, sizes, times and names are written on the page, in the language of the browser. */

const number = new Intl.NumberFormat();
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** What a field holds when the spreadsheet said nothing. */
export const MISSING = "N/A";

/** 1234567 → "1,234,567" */
export function count(value) {
  return number.format(value ?? 0);
}

/** count(1, "row") → "1 row"; count of 2 → "2 rows" */
export function plural(value, singular, many = `${singular}s`) {
  return `${count(value)} ${value === 1 ? singular : many}`;
}

/** Bytes as a person reads them: 52428800 → "50 MB" (1 MB = 1,048,576 bytes, as file managers count). */
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

/** Seconds as "a few seconds", "about 40 seconds", "about 3 minutes", "about 2 hours". */
export function duration(seconds) {
  if (seconds < 8) return "a few seconds";
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} seconds`;
  if (seconds < 90) return "about a minute";
  if (seconds < 3300) return `about ${Math.round(seconds / 60)} minutes`;
  const hours = Math.max(1, Math.round(seconds / 3600));
  return hours === 1 ? "about an hour" : `about ${hours} hours`;
}

/** An ISO time as date and time, "" when there is none. */
export function when(iso) {
  const time = iso ? new Date(iso) : null;
  return time && !Number.isNaN(time.getTime()) ? dateTime.format(time) : "";
}

/** An ISO time as a date, "" when there is none. */
export function day(iso) {
  const time = iso ? new Date(iso) : null;
  return time && !Number.isNaN(time.getTime()) ? date.format(time) : "";
}

/** An ISO time as the time of day. */
export function timeOfDay(iso) {
  const time = iso ? new Date(iso) : null;
  return time && !Number.isNaN(time.getTime()) ? clock.format(time) : "";
}

/** "just now", "5 minutes ago", "3 hours ago", then the date. */
export function ago(iso, now = Date.now()) {
  const time = iso ? new Date(iso).getTime() : Number.NaN;
  if (Number.isNaN(time)) return "";
  const minutes = Math.floor((now - time) / 60000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${plural(minutes, "minute")} ago`;
  if (minutes < 24 * 60) return `${plural(Math.floor(minutes / 60), "hour")} ago`;
  return when(iso);
}

/** Whether a lead's field holds something. */
export function present(value) {
  return Boolean(value) && value !== MISSING;
}

/** A lead's name as it is spoken of: its name, else its company, email, phone, else "Unnamed lead". */
export function leadName(lead) {
  const name = [lead.firstName, lead.lastName].filter(present).join(" ");
  return name || [lead.company, lead.email, lead.phone].find(present) || "Unnamed lead";
}

/** Up to two letters that stand for a lead. */
export function initials(lead) {
  const words = [lead.firstName, lead.lastName].filter(present);
  const source = words.length ? words : [leadName(lead)];
  return source.map((word) => [...word][0]).slice(0, 2).join("").toUpperCase();
}
