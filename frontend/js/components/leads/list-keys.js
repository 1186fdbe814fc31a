/** What keys do in the list of leads. */

import { t } from "../../lib/texts.js";

/** @type {import("../shell/key-list.js").Keys} */
export const LIST_KEYS = [
  ["/", t("keys.search")],
  [t("keys.rowsKey"), t("keys.rows")],
  ["← →", t("keys.cells")],
  [t("keys.selectKey"), t("keys.select")],
  [t("keys.openKey"), t("keys.open")],
  [t("keys.editKey"), t("keys.edit")],
  [t("keys.deleteKey"), t("keys.delete")],
  [t("keys.undoKey"), t("keys.undo")],
  [t("keys.stepKey"), t("keys.step")],
  ["F6", t("keys.messages")],
  ["?", t("keys.list")],
];
