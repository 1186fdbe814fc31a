/**
 * Keeps what is typed and not saved: Back, Forward, a link or another address asks before it is lost, and so does the
 * browser before a reload. Each entry of the history carries its number, so that a refused step is taken back exactly.
 */

import { t } from "../../lib/texts.js";
import { confirmed } from "./confirm.js";

/** @type {Set<() => boolean>} */
const forms = new Set();
/** number of the entry that shows */
let here = numbered(1);
/** @type {PromiseWithResolvers<void>|null} a step back to the form that is under way */
let returning = null;
let isAsking = false;
let isAllowed = false;

addEventListener("hashchange", arrive, { capture: true });
addEventListener("beforeunload", (event) => {
  if (isTyped()) event.preventDefault();
});

/**
 * Guards a form.
 * @param {() => boolean} typed whether it holds anything that would be lost
 * @param {AbortSignal} lifetime of the form
 */
export function guardTyped(typed, lifetime) {
  forms.add(typed);
  lifetime.addEventListener("abort", () => forms.delete(typed), { once: true });
}

/**
 * Asks whether to leave a form that is not saved.
 * @returns {Promise<boolean>}
 */
export function agreedToLeave() {
  return confirmed({ title: t("shell.leaveTitle"), text: t("shell.leaveText"), confirm: t("shell.leave"), danger: true });
}

/** Whether any form holds something that would be lost. */
export function isTyped() {
  return [...forms].some((typed) => typed());
}

/**
 * @param {number} next the number that the entry gets if it is new
 * @returns {number} its number
 */
function numbered(next) {
  if (history.state?.at === undefined) history.replaceState({ at: next }, "");
  return history.state.at;
}

/** @param {Event} event */
function arrive(event) {
  const step = numbered(here + 1) - here;
  here += step;
  if (!step || isAllowed) {
    isAllowed = false;
    return;
  }
  if (returning) {
    event.stopImmediatePropagation();
    returning.resolve();
    returning = null;
    return;
  }
  if (!isTyped()) return;
  event.stopImmediatePropagation();
  askFirst(step);
}

/** @param {number} step from the form: -1 for Back */
async function askFirst(step) {
  returning = Promise.withResolvers();
  history.go(-step);
  if (isAsking) return;
  isAsking = true;
  await returning.promise;
  const leaves = await agreedToLeave();
  isAsking = false;
  if (!leaves) return;
  isAllowed = true;
  history.go(step);
}
