/** What was caught may be anything: these read it. */

import { t } from "./texts.js";

/**
 * @param {unknown} error
 * @returns {string} a sentence for the user
 */
export function messageOf(error) {
  return error instanceof Error && error.message ? error.message : t("common.somethingWrong");
}

/**
 * Whether a request was given up on purpose: its screen is gone, or a newer request takes its place.
 * @param {unknown} error
 */
export function isAbort(error) {
  return error instanceof Error && error.name === "AbortError";
}

/**
 * @param {unknown} error
 * @returns {number|null} the HTTP status that it carries: 0 when there was no answer, null when it is no such error
 */
export function statusOf(error) {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : null;
}
