"""What deciding a mapping needs from outside: a memory and a model, each optional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from crm.mapping.mapping import SheetMapping


class MappingMemory(Protocol):
    """Mappings remembered by header signature."""

    def recall(self, signature: str) -> SheetMapping | None: ...

    def remember(self, mapping: SheetMapping) -> None: ...


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """One column as the model may see it: header and masked samples, and what the rules made of it."""

    column: int
    header: str
    samples: tuple[str, ...]
    field: str
    uncertain: bool


@dataclass(frozen=True, slots=True)
class ModelProposal:
    """What the model proposes.

    Args:
        fields: column to field and confidence; only what passed validation.
        exchange: the exact payload and answer, to be kept with the import.
        notes: for the report when something went wrong.
    """

    fields: dict[int, tuple[str, float]] = field(default_factory=dict)
    exchange: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()


class MappingModel(Protocol):
    """Asks a language model about the columns of one header; never raises for the model's faults."""

    def propose(self, questions: Sequence[ColumnQuestion]) -> ModelProposal: ...
