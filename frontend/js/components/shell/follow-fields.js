/** For components that show the owner's fields. */

import { app } from "../../context.js";
import { messageOf } from "../../lib/errors.js";
import { t } from "../../lib/texts.js";
import { toast } from "./toasts.js";

/**
 * Has a component render again whenever the owner's fields are read, and reads them if nobody has yet. Without them the
 * built-in ones still show, so a failure is only told.
 * @param {import("../../lib/component.js").Component} component while it is in the page
 */
export function followFields(component) {
  app.fields.addEventListener("change", () => component.update(), { signal: component.lifetime });
  app.fields.ready().catch((error) => toast(t("shell.fieldsNotLoaded", { reason: messageOf(error) }), { key: "fields", tone: "bad" }));
}
