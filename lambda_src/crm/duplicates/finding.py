"""Finds the pairs of leads that may be one person, in a copy of the read model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.duplicates.blocking import find_candidates
from crm.duplicates.counting import count_what_is_shared
from crm.duplicates.levels import COMPARISONS
from crm.duplicates.people import prepare_people
from crm.duplicates.scoring import score_candidates
from crm.duplicates.weights import Band, Weights, weights
from crm.index.database import Database
from crm.leads.pair_ids import pair_id_of
from crm.statements.lead import LeadVersion

_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two leads that may be one person.

    Args:
        first, second: the one with the smaller id first.
        bits: the score: how much more probable one person is than two, as a logarithm to base 2.
        band: how sure that is.
        levels: the name of the level by comparison.
    """

    first: LeadVersion
    second: LeadVersion
    bits: float
    band: Band
    levels: dict[str, str]

    @property
    def pair_id(self) -> str:
        """The same for the same two leads always."""
        return pair_id_of(self.first.lead_id, self.second.lead_id)


def find_pairs(
    database: Database,
    model: Weights | None = None,
    changed_since: datetime | None = None,
    unstored: Iterable[Mapping[str, Any]] = (),
) -> Iterator[FoundPair]:
    """Pairs of leads, the surest first.

    Args:
        database: a copy of the read model, to which tables are added that go when it is closed.
        model: the weights; None for those of this project.
        changed_since: UTC; only pairs of which a lead was changed then or later. None for all.
        unstored: as of `prepare_people`.
    """
    model = model or weights()
    prepare_people(database, changed_since, unstored)
    find_candidates(database)
    count_what_is_shared(database)
    score_candidates(database, model)
    levels = ", ".join(f"level_{name}" for name in COMPARISONS)
    cursor = database.connection.execute(
        f"SELECT a.lead_id, a.born, a.revision, b.lead_id, b.born, b.revision, bits, {levels}"
        " FROM scored JOIN people AS a ON a.id = one JOIN people AS b ON b.id = other"
        " ORDER BY bits DESC, a.lead_id, b.lead_id"
    )
    names = {comparison: list(levels) for comparison, levels in COMPARISONS.items()}
    while batch := cursor.fetchmany(_AT_ONCE):
        for row in batch:
            one, other = sorted((LeadVersion(*row[:3]), LeadVersion(*row[3:6])), key=lambda lead: lead.lead_id)
            found = {name: names[name][number] for name, number in zip(COMPARISONS, row[7:], strict=True)}
            yield FoundPair(one, other, row[6], band_of(row[6], model), found)


def band_of(bits: float, model: Weights) -> Band:
    """The surest band that a score reaches; the lowest one has no floor here."""
    return next((band for band, fewest in model.bands.items() if bits >= fewest), Band.POSSIBLE)
