/** The page's settings: `config.json`, which the deployment writes from the stacks' outputs. */

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
    throw new Error("The page could not read its settings (config.json). Check your connection, then reload the page.");
  }
  const absent = REQUIRED.filter((name) => !config[name]);
  if (absent.length) throw new Error(`The settings of this page (config.json) are incomplete. Missing: ${absent.join(", ")}.`);
  return Object.freeze(config);
}
