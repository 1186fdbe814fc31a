"""The index answers every query as the engine in memory does, whatever way its leads have come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from crm.index.applying import write_segment
from crm.index.compaction import compact
from crm.index.database import Limits
from crm.index.lead_index import LeadIndex
from crm.leads.answers import leads_of
from crm.own_fields.definition import OwnField
from crm.query.engine import LeadSet
from crm.query.lead_query import LeadQuery
from crm.query.results import Page
from crm.statements.changes import Change
from crm.statements.lead import Lead

from tests.unit.index.leads import NOW, OWN_FIELDS, history, shuffled, split
from tests.unit.index.queries import query

LIMITS = Limits(memory_mib=256)


def compacted(folder: Path, groups: Sequence[Sequence[Change]], own: Sequence[OwnField] = OWN_FIELDS) -> Path:
    """A snapshot of changes, made step by step: each group is a segment, and every second one a compaction."""
    snapshot: Path | None = None
    waiting: list[Path] = []
    for number, changes in enumerate(groups):
        waiting.append(folder / f"segment-{number}.parquet")
        write_segment(changes, waiting[-1])
        if number % 2 or number == len(groups) - 1:
            target = folder / f"snapshot-{number}.duckdb"
            compact(target, snapshot, waiting, own, NOW, Limits(memory_mib=256, folder=folder))
            snapshot, waiting = target, []
    assert snapshot is not None
    return snapshot


def check(index: LeadIndex, leads: Sequence[Lead], own: Sequence[OwnField], asked: LeadQuery) -> None:
    """Compares one answer with the engine's."""
    engine = LeadSet(leads, own, NOW)
    ours, right = index.answer(asked, own, NOW), engine.run(asked)
    if isinstance(right, Page):
        assert isinstance(ours, Page)
        assert [lead.lead_id for lead in ours.leads] == [lead.lead_id for lead in right.leads], asked
        assert ours.total == right.total
        assert leads_of(ours.leads, tuple(own)) == leads_of(right.leads, tuple(own))
    else:
        assert ours == right, asked


@pytest.mark.parametrize("seed", range(4))
def test_random_queries_over_any_mixture_of_files_and_changes_are_answered_as_the_engine_does(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    past = history(80, seed)
    groups = split(shuffled(past.changes, chance), 5, chance)
    index = LeadIndex(compacted(tmp_path, groups[:3]), LIMITS)
    segment = tmp_path / "newest.parquet"
    write_segment(groups[3], segment)
    index.apply_segment(segment, NOW)
    index.apply(groups[4], NOW)
    for _ in range(120):
        check(index, past.leads, OWN_FIELDS, query(chance, OWN_FIELDS))
    index.close()
