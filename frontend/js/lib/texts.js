/**
 * The texts of the page in the reader's language: `frontend/texts` has one file for each language.
 *
 *   t("leads.title")                          "Leads"
 *   t("leads.total", { count: 2 })            "2 leads", from "{count, plural, one {# lead} other {# leads}}"
 *   rich("account.signedIn", { email, strong: (parts) => html`<strong>${parts}</strong>` })
 *                                             parts of a template, from "Signed in as <strong>{email}</strong>"
 *   named("status", lead.status)              the text of a name that only data tell, null where there is none
 *
 * The texts are ICU messages. Modules that import this one wait until the texts are there, so constants may hold them.
 * docs/adding-a-language.md tells more.
 */

import { IntlMessageFormat } from "../../vendor/intl-messageformat-12.1.5/intl-messageformat.js";
import { language, locale } from "./languages.js";

/**
 * @typedef {typeof import("../../texts/en.json")} Texts
 * @typedef {{ [Section in keyof Texts & string]: `${Section}.${keyof Texts[Section] & string}` }[keyof Texts & string]} Key section and name of a text
 * @typedef {Record<string, string|number|((parts: unknown[]) => unknown)>} Values by the names in braces; functions by the names of tags
 */

/** @type {Record<import("./languages.js").Language, () => Promise<{default: Record<string, Record<string, string>>}>>} */
const FILES = {
  en: () => import("../../texts/en.json", { with: { type: "json" } }),
  de: () => import("../../texts/de.json", { with: { type: "json" } }),
  "zh-Hant": () => import("../../texts/zh-Hant.json", { with: { type: "json" } }),
};

const { default: texts } = await FILES[language]();

/** @type {Map<string, IntlMessageFormat>} */
const messages = new Map();

/**
 * @param {Key} key
 * @param {Record<string, string|number>} [values]
 */
export function t(key, values) {
  return /** @type {string} */ (messageOf(key).format(values));
}

/**
 * A text with tags, as a child of a template.
 * @param {Key} key
 * @param {Values} values
 * @returns {unknown}
 */
export function rich(key, values) {
  return messageOf(key).format(/** @type {Record<string, any>} */ (values));
}

/**
 * @param {keyof Texts} section
 * @param {string|null|undefined} name
 * @param {Record<string, string|number>} [values]
 * @returns {string|null} null where the section has no such text
 */
export function named(section, name, values) {
  return name && Object.hasOwn(texts[section] ?? {}, name) ? t(/** @type {Key} */ (`${section}.${name}`), values) : null;
}

/** @param {string} key */
function messageOf(key) {
  let message = messages.get(key);
  if (!message) {
    const [section = "", name = ""] = key.split(".");
    message = new IntlMessageFormat(texts[section]?.[name] ?? key, locale);
    messages.set(key, message);
  }
  return message;
}
