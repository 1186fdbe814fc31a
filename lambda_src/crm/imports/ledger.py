"""The ledgers: what became of each row of an import, and of each lead in its undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.outcomes import Outcome, UndoResult
from crm.sentences import Message, as_json, from_json, messages_of

_IN_A_LEAD = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What became of one row.

    Args:
        row: its number in the sheet; 0 when the batch's file is lost.
        reason: why, for outcomes other than created and updated; what was cut or left out.
        sentences: of which the reason consists; none where it is one sentence that is always the same.
        lead_id: the lead that the row created, changed or matched.
        changed: values of the lead that differ since.
        emptied: how many of them the lead has no more.
        misfits: 0-based columns whose cells do not fit the field that they go to. None where all fits; empty where
            something else was cut or left out.
    """

    sheet: int
    row: int
    outcome: Outcome
    reason: str | None = None
    lead_id: str | None = None
    changed: int = 0
    emptied: int = 0
    misfits: tuple[int, ...] | None = None
    sentences: tuple[str, ...] = ()

    @property
    def messages(self) -> list[Message]:
        """The reason for a program that puts it into words itself; nothing where a sentence of it has no code."""
        return messages_of(self.sentences or ((self.reason,) if self.reason else ()))

    @property
    def is_in_a_lead(self) -> bool:
        """Whether a lead has what the row says."""
        return self.outcome in _IN_A_LEAD

    @property
    def is_doubtful(self) -> bool:
        """Whether a lead has what the row says, but not all of it, or not in its field."""
        return self.misfits is not None and self.is_in_a_lead

    @property
    def needs_mending(self) -> bool:
        return self.outcome is Outcome.REJECTED or self.is_doubtful

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "outcome": self.outcome.value,
            "reason": None if self.sentences else self.reason,
            "leadId": self.lead_id,
            "changed": self.changed,
            "emptied": self.emptied,
            # Most rows fit.
            **({} if self.misfits is None else {"misfits": self.misfits}),
            **({"sentences": list(map(as_json, self.sentences))} if self.sentences else {}),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> LedgerRow:
        sentences = tuple(map(from_json, value.get("sentences", ())))
        return cls(
            sheet=value["sheet"],
            row=value["row"],
            outcome=Outcome(value["outcome"]),
            reason=" ".join(sentences) or value["reason"],
            lead_id=value["leadId"],
            changed=value["changed"],
            emptied=value["emptied"],
            misfits=tuple(value["misfits"]) if "misfits" in value else None,
            sentences=sentences,
        )


@dataclass(frozen=True, slots=True)
class UndoneLead:
    """What an undo did to one lead.

    Args:
        kept: paths that the import named and that have a value all the same, since it was said after it or says whose
            lead it is.
    """

    lead_id: str
    result: UndoResult
    kept: tuple[str, ...] = ()

    def to_json(self) -> list[Any]:
        return [self.lead_id, self.result.value, *self.kept]

    @classmethod
    def from_json(cls, value: list[Any]) -> UndoneLead:
        lead_id, result, *kept = value
        return cls(lead_id, UndoResult(result), tuple(kept))
