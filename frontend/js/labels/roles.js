/** What people may do, and what becomes of their accounts. */

/** @typedef {import("../../types/api").Role} Role */

/** @type {Record<Role, {label: string, help: string}>} */
export const ROLES = {
  admin: { label: "Admin", help: "Does everything, also with other people’s imports, fields and accounts." },
  member: { label: "Member", help: "Imports, edits and deletes leads." },
  viewer: { label: "Viewer", help: "Reads, exports and asks." },
};

/** @type {Record<import("../../types/api").AccountState, {label: string, tone: string}>} */
export const ACCOUNT_STATES = {
  active: { label: "Active", tone: "good" },
  invited: { label: "Invited", tone: "warn" },
  off: { label: "Switched off", tone: "" },
};

/** @param {Role|null} role */
export function roleLabel(role) {
  return role ? ROLES[role].label : "No role";
}
