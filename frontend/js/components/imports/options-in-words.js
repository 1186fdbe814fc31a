/** How an import was asked for, in sentences. */

import { regionName } from "../../lib/regions.js";
import { BESIDE_FIELDS, POLICIES, RULES } from "../../labels/import-labels.js";
import { pathLabel } from "../../labels/lead-fields.js";

/**
 * @param {import("../../../types/api").Import} item
 * @param {Record<string, string>} labels of the fields
 */
export function optionsInWords({ policy, rules, set, region }, labels) {
  const named = { ...labels, ...Object.fromEntries(BESIDE_FIELDS.map(({ name, label }) => [name, label])) };
  const kept = POLICIES.find(({ value }) => value === policy);
  const own = Object.entries(rules).map(([name, rule]) => `${pathLabel(name, named)}: ${RULES.find(({ value }) => value === rule)?.label.toLowerCase() ?? rule}`);
  const forAll = [set.tags?.length && `tags ${set.tags.join(", ")}`, set.status && `status ${set.status}`, set.owner && `owner ${set.owner}`].filter(Boolean);
  return [
    `Existing leads: ${kept?.title.toLowerCase() ?? policy}.`,
    own.length > 0 && `${own.join("; ")}.`,
    forAll.length > 0 && `Set for every lead: ${forAll.join("; ")}.`,
    `Phone numbers without a prefix: ${region ? regionName(region) : "kept as typed"}.`,
  ].filter(Boolean).join(" ");
}
