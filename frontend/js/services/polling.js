/**
 * Asks again until the answer is final: quickly at first, then less and less often, and not at all while the page is
 * hidden. A short import takes about six requests; a long one is asked about for as long as it takes.
 */

import { isAbort, statusOf } from "../lib/errors.js";
import { pause } from "./api.js";

const FIRST_MS = 700;
const GROWTH = 1.5;
const LONGEST_MS = 10_000;
const LONGEST_AFTER_ERROR_MS = 30_000;

/**
 * How long to wait before the next request.
 * @param {number} step 0 for the first wait
 * @param {number|null} [etaSeconds] what is left, as the service estimates; the wait is at most half of it
 */
export function delay(step, etaSeconds = null) {
  const grown = Math.min(LONGEST_MS, FIRST_MS * GROWTH ** step);
  if (etaSeconds === null || etaSeconds === undefined) return grown;
  return Math.max(FIRST_MS, Math.min(grown, etaSeconds * 500));
}

/**
 * @param {() => Promise<{final: boolean, etaSeconds?: number|null}>} ask one request; it also shows its answer
 * @param {{signal: AbortSignal, onError?: (error: unknown) => void, waitFirst?: boolean}} options an error does not end it,
 *   except for a refusal, which would be the same the next time
 */
export async function poll(ask, { signal, onError, waitFirst = false }) {
  let step = 0;
  let failures = 0;
  let wait = waitFirst ? delay(0) : 0;
  while (!signal.aborted) {
    try {
      if (wait) await pause(wait, signal);
      await visible(signal);
      const answer = await ask();
      failures = 0;
      if (answer.final) return;
      wait = delay(step, answer.etaSeconds);
      step += 1;
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      onError?.(error);
      const status = statusOf(error) ?? 0;
      if (status >= 400 && status < 500 && status !== 429) return;
      failures += 1;
      wait = Math.min(LONGEST_AFTER_ERROR_MS, 1000 * 2 ** failures);
    }
  }
}

/**
 * Resolves as soon as the page can be seen.
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function visible(signal) {
  if (document.visibilityState === "visible") return Promise.resolve();
  return new Promise((resolve, reject) => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look, { signal });
    signal.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError")), { once: true });
  });
}
