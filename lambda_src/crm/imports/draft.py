"""The draft of a review: what a person has decided so far, kept until the import begins (promise 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.imports.plan import NO_MENDS, Mends
from crm.outcomes import Policy, Rule


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """What was decided of one sheet.

    Args:
        columns: target by 0-based column, as a person names it: a field, the key of an own field, or a path.
        mends: cells and rows.
    """

    columns: Mapping[int, str] = field(default_factory=dict)
    mends: Mends = NO_MENDS


@dataclass(frozen=True, slots=True)
class Draft:
    """What was decided of an import.

    Args:
        draft_id: another one for each state of the draft.
        by, at: who has saved it last, and when.
        sheets: by index, those of which something was decided.
        policy, rules: None for those with which the import was announced.
    """

    draft_id: str
    by: str
    at: str
    sheets: Mapping[int, SheetDraft] = field(default_factory=dict)
    policy: Policy | None = None
    rules: Mapping[str, Rule] | None = None

    def to_json(self) -> dict[str, Any]:
        sheets = [
            {"index": index, "columns": list(sheet.columns.items()), "mends": sheet.mends.to_json()}
            for index, sheet in self.sheets.items()
        ]
        rules = None if self.rules is None else {name: rule.value for name, rule in self.rules.items()}
        return {
            "draftId": self.draft_id,
            "by": self.by,
            "at": self.at,
            "sheets": sheets,
            "policy": self.policy,
            "rules": rules,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Draft:
        sheets = {
            one["index"]: SheetDraft(dict(one["columns"]), Mends.from_json(one["mends"])) for one in value["sheets"]
        }
        rules = value["rules"]
        return cls(
            value["draftId"],
            value["by"],
            value["at"],
            sheets,
            Policy(value["policy"]) if value["policy"] else None,
            None if rules is None else {name: Rule(rule) for name, rule in rules.items()},
        )
