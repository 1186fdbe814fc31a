/**
 * Which new leads of an import look like people who are there. It is told beside all else, so that nobody has to know when
 * it cannot be.
 *
 * @typedef {import("../../types/api").LookAlikes} LookAlikes
 */

import { poll } from "./polling.js";

/** Times that are asked whether new leads were compared: some two minutes. */
const MOST_ASKED = 18;

/**
 * Asks until they are compared.
 * @param {import("./api.js").Api} api
 * @param {string} path of the import
 * @param {AbortSignal} signal
 * @param {(found: LookAlikes) => void} tell
 */
export async function lookAlikesOf(api, path, signal, tell) {
  let asked = 0;
  const ask = async () => {
    const answer = /** @type {LookAlikes} */ (await api.get(`${path}/look-alikes`, { signal }));
    if (answer.isReady) tell(answer);
    asked += 1;
    return { final: answer.isReady || asked >= MOST_ASKED };
  };
  await poll(ask, { signal });
}
