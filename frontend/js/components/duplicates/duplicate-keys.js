/** What keys do where duplicates are looked at. */

import { t } from "../../lib/texts.js";

/** @type {import("../shell/key-list.js").Keys} */
export const DUPLICATE_KEYS = [
  [t("keys.rowsKey"), t("keys.groups")],
  ["M", t("keys.merge")],
  ["N", t("keys.dismiss")],
  [t("keys.undoKey"), t("keys.undo")],
  ["F6", t("keys.messages")],
  ["?", t("keys.list")],
];
