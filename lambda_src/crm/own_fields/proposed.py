"""A proposed type of a field, as it is kept and shown. Who only shows one needs no words of headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.own_fields.definition import FieldType
from crm.sentences import PROPOSALS, as_json, from_json

SAMPLE = 10_000
"""Values that are looked at. A slip in a hundred is among so many with near certainty."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A type for the values under one header.

    Args:
        type: proposed.
        day_first, decimal_comma: as in `OwnField`.
        choices: the most frequent first.
        reasons: sentences for the person who decides.
        values: how many there are.
        fitting: how many of them the type reads.
    """

    type: FieldType
    day_first: bool | None
    decimal_comma: bool | None
    choices: tuple[str, ...]
    reasons: tuple[str, ...]
    values: int
    fitting: int

    @property
    def reason(self) -> str:
        return " ".join(self.reasons)

    @property
    def says_something(self) -> bool:
        """Whether it is more than that the values are some text."""
        return self.values > 0 and self.reasons != (PROPOSALS["nothingInCommon"],)

    def to_json(self) -> list[Any]:
        """As it is stored."""
        reasons = list(map(as_json, self.reasons))
        return [self.type.value, self.day_first, self.decimal_comma, self.choices, reasons, self.values, self.fitting]

    @classmethod
    def from_json(cls, value: Sequence[Any]) -> Proposal:
        """Reads what `to_json` wrote."""
        kind, day_first, decimal_comma, choices, reasons, values, fitting = value
        said = tuple(map(from_json, reasons))
        return cls(FieldType(kind), day_first, decimal_comma, tuple(choices), said, values, fitting)
