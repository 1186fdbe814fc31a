/** The page's settings: `config.json`, which the deployment writes from the stacks' outputs. */

import { enumerated } from "../lib/format.js";
import { t } from "../lib/texts.js";

const LIMIT_MS = 30_000;
const REQUIRED = ["region", "userPoolId", "userPoolClientId", "cognitoEndpoint", "apiBase", "maxUploadBytes"];

/**
 * @returns {Promise<import("../../types/page").PageConfig>} the configuration, frozen
 * @throws {Error} with a sentence for the user when it cannot be read or is incomplete
 */
export async function loadConfig() {
  let config;
  try {
    const response = await fetch("config.json", { cache: "no-cache", signal: AbortSignal.timeout(LIMIT_MS) });
    if (!response.ok) throw new Error(String(response.status));
    config = await response.json();
  } catch {
    throw new Error(t("shell.noSettings"));
  }
  const absent = REQUIRED.filter((name) => !config[name]);
  if (absent.length) throw new Error(t("shell.settingsLack", { names: enumerated(absent) }));
  return Object.freeze(config);
}
