/** What people may do, and what becomes of their accounts. */

import { t } from "../lib/texts.js";

/** @typedef {import("../../types/api").Role} Role */

/** @type {Record<Role, {label: string, help: string}>} */
export const ROLES = {
  admin: { label: t("roles.admin"), help: t("roles.adminHelp") },
  member: { label: t("roles.member"), help: t("roles.memberHelp") },
  viewer: { label: t("roles.viewer"), help: t("roles.viewerHelp") },
};

/** @type {Record<import("../../types/api").AccountState, {label: string, tone: string}>} */
export const ACCOUNT_STATES = {
  active: { label: t("roles.active"), tone: "good" },
  invited: { label: t("roles.invited"), tone: "warn" },
  off: { label: t("roles.off"), tone: "" },
};

/** @param {Role|null} role */
export function roleLabel(role) {
  return role ? ROLES[role].label : t("roles.none");
}
