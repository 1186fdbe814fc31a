"""The port for queries over leads, between the callers and the store that answers.

`TableSource` reads the whole table into memory, which serves about 10,000 leads (docs/measurements.md, "Answering
queries"). Another store is another class with these two methods, chosen in `crm.composition.queries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from crm.leads.model import Lead
from crm.query.engine import Result
from crm.query.lead_query import LeadQuery


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, and the time (ISO 8601) up to which it includes every change."""

    result: Result
    fresh_as_of: str


class LeadSource(Protocol):
    """Answers queries over all leads."""

    def answer(self, query: LeadQuery) -> Answer:
        """The exact answer over all leads."""
        ...

    def matching(self, query: LeadQuery) -> Iterable[Lead]:
        """All leads that match the query, in its order."""
        ...
