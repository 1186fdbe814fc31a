/** The languages of the page: which there are, and which one this browser shows. */

import { keepSetting, readSetting } from "./dom.js";

/** @typedef {"en"|"de"|"zh-Hant"} Language */

/** What each calls itself. @type {Record<Language, string>} */
export const LANGUAGES = { en: "English", de: "Deutsch", "zh-Hant": "繁體中文" };

const NAME = "language";
/** Languages that are written from right to left, as ISO 639 names them. The page has none yet, and would show it. */
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "yi"]);

/** The language of the page: the chosen one, else the first that the browser prefers. */
export const language = chosen() ?? preferred(navigator.languages);

/** The same with the region that the browser prefers, for numbers and times: "en-GB". */
export const locale = navigator.languages.find((tag) => languageOf(tag) === language) ?? language;

document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);

/**
 * Keeps another language and shows the page in it.
 * @param {Language} other
 */
export function chooseLanguage(other) {
  keepSetting(NAME, other);
  location.reload();
}

/**
 * The first language of the page among those that somebody reads; English for none.
 * @param {readonly string[]} tags of BCP 47, the best first
 * @returns {Language}
 */
export function preferred(tags) {
  return tags.map(languageOf).find((one) => one !== null) ?? "en";
}

/**
 * Chinese of any kind gets traditional characters, the only ones that the page has.
 * @param {string} tag
 */
function languageOf(tag) {
  const [base] = tag.toLowerCase().split("-");
  return /** @type {Language[]} */ (Object.keys(LANGUAGES)).find((one) => one.split("-")[0] === base) ?? null;
}

/**
 * The direction in which a language is written.
 * @param {string} tag of BCP 47
 */
export function directionOf(tag) {
  return RIGHT_TO_LEFT.has(tag.toLowerCase().split("-")[0] ?? "") ? "rtl" : "ltr";
}

function chosen() {
  const kept = readSetting(NAME, "");
  return kept in LANGUAGES ? /** @type {Language} */ (kept) : null;
}
