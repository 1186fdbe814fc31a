/**
 * What was asked and answered in this tab: kept while the user looks at other screens and over a reload, and forgotten
 * with the tab and with the session of its user. It holds leads.
 *
 * @typedef {import("../../../types/api").ChatAnswer} ChatAnswer
 * @typedef {{id: number, question: string, answer: ChatAnswer|null, error: string|null, whole?: boolean}} Exchange `whole`:
 *   all of its rows are shown
 */

import { t } from "../../lib/texts.js";

const NAME = "easy-crm.conversation";
/** Exchanges that a reload keeps. */
const KEPT = 20;
const INTERRUPTED = t("ask.interrupted");

/** The exchanges, and the question that is being typed. @type {{entries: Exchange[], draft: string}} */
export const conversation = { entries: [], draft: "" };
/** @type {string|null} whose it is, once it is read */
let reader = null;

/**
 * Reads what a reload has left, once.
 * @param {string} userId
 */
export function restore(userId) {
  if (reader === userId) return;
  reader = userId;
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null");
    if (kept?.userId !== userId) return;
    conversation.draft = kept.draft;
    conversation.entries = kept.entries.map((/** @type {Exchange} */ entry) => (entry.answer || entry.error ? entry : { ...entry, error: INTERRUPTED }));
  } catch {
    // A browser that refuses loses only what was asked.
  }
}

/** Keeps the conversation for a reload. */
export function keep() {
  try {
    const { entries, draft } = conversation;
    sessionStorage.setItem(NAME, JSON.stringify({ userId: reader, draft, entries: entries.slice(-KEPT) }));
  } catch {
    // It is too much for the browser, or it refuses: nothing is better than an older conversation.
    forget();
  }
}

/** Leaves nothing of it for a reload. */
export function forget() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // There is no storage, and so nothing in it.
  }
}
