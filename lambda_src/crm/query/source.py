"""The port for queries over leads, between the callers and what answers (`crm.index.source`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from crm.own_fields.definition import OwnFields
from crm.query.export_columns import Column
from crm.query.lead_query import LeadQuery
from crm.query.lead_texts import LeadTexts
from crm.query.results import Result


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, and the time (ISO 8601) up to which it includes every change."""

    result: Result
    fresh_as_of: str


@dataclass(frozen=True, slots=True)
class Matching:
    """All leads that match a query, however many.

    Args:
        total: their number.
        extras: paths of the extras that occur among them, `extras/City`.
        batches: in the query's order; they can be gone through once, before the source is asked anything else.
        lines: the same as lines of a CSV file with these columns (`crm.query.csv_export.csv_lines`).
    """

    total: int
    extras: Collection[str]
    batches: Iterable[Sequence[LeadTexts]]
    lines: Callable[[Sequence[Column]], Iterable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Values:
    """Texts that leads have under one header.

    Args:
        texts: as they were written; of many leads a sample, always the same one while the leads are the same.
        total: how many leads have one.
    """

    texts: Sequence[str]
    total: int


class LeadSource(Protocol):
    """Answers queries over all leads."""

    def answer(self, query: LeadQuery) -> Answer:
        """The exact answer over all leads.

        Raises:
            QueryError: for a field that is not there, or a comparison that does not fit its type.
            Conflict: `index_unavailable`, while nothing can answer; `too_many_leads`, if there are more than can be
                answered for.
        """
        ...

    def matching(self, query: LeadQuery) -> Matching:
        """All leads that match the query, in its order. Errors as of `answer`."""
        ...

    def lead_ids(self, query: LeadQuery) -> Sequence[str]:
        """The ids of all leads that match the query, in no order, whatever its page. Errors as of `answer`."""
        ...

    def values(self, path: str, most: int) -> Values:
        """At most so many of the texts of an extra, `extras/City`. Errors as of `answer`."""
        ...

    def own_fields(self) -> OwnFields:
        """The own fields that queries may name."""
        ...
