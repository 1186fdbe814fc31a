/** Days that people name by what today is. A week begins on Monday, and days are in UTC, as in every search. */

import { t } from "./texts.js";

/** @type {Record<string, string>} name of each to what a person calls it */
export const PERIODS = { today: t("periods.today"), week: t("periods.week"), month: t("periods.month"), days: t("periods.days") };

/**
 * The first and the last day of a period.
 * @param {string} period one of `PERIODS`
 * @param {Date} now
 * @returns {[string, string]} as "2026-11-26", both included
 */
export function daysOf(period, now) {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const monday = day - ((now.getUTCDay() + 6) % 7);
  if (period === "week") return [iso(year, month, monday), iso(year, month, monday + 6)];
  if (period === "month") return [iso(year, month, 1), iso(year, month + 1, 0)];
  return [iso(year, month, period === "days" ? day - 29 : day), iso(year, month, day)];
}

/**
 * @param {number} year
 * @param {number} month from 0
 * @param {number} day beyond the ends of the month in the months around it
 */
function iso(year, month, day) {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}
