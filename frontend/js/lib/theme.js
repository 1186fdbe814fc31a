/** The theme of the page: that of the system, light, or dark; kept by the browser, for all its tabs. */

import { keepSetting, readSetting } from "./dom.js";
import { t } from "./texts.js";

/** @typedef {"system"|"light"|"dark"} Theme */

/** @type {Record<Theme, string>} */
export const THEMES = { system: t("account.system"), light: t("account.light"), dark: t("account.dark") };

const NAME = "theme";

/** @returns {Theme} */
export function chosenTheme() {
  const kept = readSetting(NAME, "system");
  return kept in THEMES ? /** @type {Theme} */ (kept) : "system";
}

/** @param {Theme} theme */
export function chooseTheme(theme) {
  keepSetting(NAME, theme);
  document.documentElement.dataset.theme = theme;
}

/**
 * Takes up what is chosen in another tab.
 * @param {() => void} run afterwards
 * @param {AbortSignal} signal ends it
 */
export function followTheme(run, signal) {
  addEventListener("storage", ({ key }) => {
    if (key !== `easy-crm.${NAME}`) return;
    document.documentElement.dataset.theme = chosenTheme();
    run();
  }, { signal });
}
