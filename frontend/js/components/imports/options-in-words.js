/** How an import was asked for, in sentences. */

import { enumerated, inSentence } from "../../lib/format.js";
import { regionName } from "../../lib/regions.js";
import { t } from "../../lib/texts.js";
import { BESIDE_FIELDS, POLICIES, RULES } from "../../labels/import-labels.js";
import { builtInLabel, pathLabel } from "../../labels/lead-fields.js";

/**
 * @param {import("../../../types/api").Import} item
 * @param {Record<string, string>} labels of the fields
 */
export function optionsInWords({ policy, rules, set, region }, labels) {
  const named = { ...labels, ...Object.fromEntries(BESIDE_FIELDS.map(({ name, label }) => [name, label])) };
  const kept = POLICIES.find(({ value }) => value === policy);
  const own = Object.entries(rules).map(([name, rule]) => t("policies.ruleInWords", { field: pathLabel(name, named), rule: inSentence(RULES.find(({ value }) => value === rule)?.label ?? rule) }));
  const forAll = [said("tags", enumerated(set.tags ?? [])), said("status", set.status), said("owner", set.owner)].filter(Boolean);
  return [
    t("policies.inWords", { policy: inSentence(kept?.title ?? policy) }),
    own.length > 0 && t("policies.rulesInWords", { rules: own.join(t("policies.between")) }),
    forAll.length > 0 && t("policies.setInWords", { values: forAll.join(t("policies.between")) }),
    t("policies.noPrefix", { region: region ? (regionName(region) ?? region) : t("policies.asTyped") }),
  ].filter(Boolean).join(" ");
}

/**
 * @param {string} name of a field
 * @param {string|null|undefined} value
 */
function said(name, value) {
  return value ? t("policies.setValue", { field: inSentence(builtInLabel(name)), value }) : "";
}
