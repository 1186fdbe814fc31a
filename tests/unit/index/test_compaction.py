"""A snapshot holds the union of all changes, whatever way they were grouped, and forgets what it may."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from crm.index.applying import apply_changes, write_segment
from crm.index.compaction import REMEMBERED_S, compact
from crm.index.database import Database
from crm.index.lead_index import LeadIndex
from crm.leads.answers import leads_of
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import MAX_PAGE_SIZE, LeadQuery, Sort
from crm.query.results import Count, Page
from crm.statements.changes import Change
from crm.statements.lead import BIN

from tests.unit.index.leads import LIMITS, NOW, OWN_FIELDS, compacted, history, made, shuffled, split
from tests.unit.query.leads import in_bin, lead, seconds

ENDED = Change(lead(1).lead_id, "life0", 2, None)


def content(snapshot: Path, now: int = NOW) -> list[dict[str, object]]:
    """All leads of a snapshot as people see them, those of the bin last."""
    index = LeadIndex(snapshot, LIMITS)
    all_there = LeadQuery(sort=Sort("leadId", False), page_size=MAX_PAGE_SIZE)
    found = [index.answer(query, OWN_FIELDS, now) for query in (all_there, replace(all_there, in_bin=True))]
    leads = [one for page in found if isinstance(page, Page) for one in page.leads]
    index.close()
    return [one.model_dump() for one in leads_of(leads, OWN_FIELDS)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_any_grouping_order_and_repetition_of_changes_gives_the_same_snapshot(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    past = history(40, seed)
    found = []
    for turn, parts in enumerate((1, 2, 4)):
        folder = tmp_path / str(turn)
        folder.mkdir()
        groups = split(shuffled(past.changes, chance), parts, chance)
        found.append(content(compacted(folder, groups)))
    assert found[0] == found[1] == found[2]
    assert {one["lead_id"] for one in found[0]} == {
        one.lead_id for one in past.leads if one.standing.state is not None and not one.has_expired(NOW)
    }


def together(folder: Path, groups: Sequence[Sequence[Change]], times: Sequence[int]) -> Path:
    """A snapshot after one compaction for each group of changes, at its time."""
    snapshot: Path | None = None
    for number, (changes, now) in enumerate(zip(groups, times, strict=True)):
        segment, target = folder / f"{number}.parquet", folder / f"{number}.duckdb"
        write_segment(changes, segment)
        compact(target, snapshot, [segment], OWN_FIELDS, now, replace(LIMITS, folder=folder))
        snapshot = target
    assert snapshot is not None
    return snapshot


def test_a_change_that_comes_after_the_end_of_its_life_is_too_late(tmp_path: Path) -> None:
    assert content(together(tmp_path, [[ENDED], [made(lead(1))]], [NOW, NOW + REMEMBERED_S - 1])) == []


def test_the_end_of_one_life_leaves_the_next_one_alone(tmp_path: Path) -> None:
    again = made(lead(1, company="Anew"), born="life1")
    found = content(together(tmp_path, [[again], [ENDED, made(lead(1))]], [NOW, NOW]))
    assert [one["company"] for one in found] == ["Anew"]


def test_an_older_revision_does_not_bring_back_what_has_expired_in_the_bin(tmp_path: Path) -> None:
    deleted = in_bin(lead(1))
    expired = seconds("2026-02-01T10:00:00.000Z") + int(BIN.total_seconds())
    late = [made(lead(1), revision=1)]
    snapshot = together(tmp_path, [[made(deleted, revision=2)], late], [expired, expired + REMEMBERED_S - 1])
    assert content(snapshot, expired) == []


def test_nothing_is_left_of_what_has_expired_in_the_bin(tmp_path: Path) -> None:
    deleted = in_bin(lead(1, company="Rarely named"))
    expired = seconds("2026-02-01T10:00:00.000Z") + int(BIN.total_seconds())
    snapshot = together(tmp_path, [[made(deleted)], [made(lead(2))]], [NOW, expired])
    assert b"named" not in snapshot.read_bytes()


def test_headers_that_have_become_rare_give_their_columns_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.index.compaction.MOST_HEADERS", 2)
    first = [made(lead(n, extras={"A": f"a{n}", "B": "b", "C": "c"})) for n in (1, 2)]
    then = [made(lead(n, extras={"C": "Ç", "D": f"d{n}"})) for n in (3, 4, 5)]
    snapshot = together(tmp_path, [first, then], [NOW, NOW])
    assert [one["extras"] for one in content(snapshot)] == [
        *({"A": f"a{n}", "B": "b", "C": "c"} for n in (1, 2)),
        *({"C": "Ç", "D": f"d{n}"} for n in (3, 4, 5)),
    ]
    index = LeadIndex(snapshot, LIMITS)
    for header, count in (("A", 2), ("B", 2), ("C", 5), ("D", 3)):
        asked = LeadQuery(group_by=(f"extras/{header}",))
        groups = index.answer(asked, OWN_FIELDS, NOW).groups  # type: ignore[union-attr]
        assert sum(group.count for group in groups if group.values != (None,)) == count
    index.close()


def test_a_snapshot_without_leads_is_one(tmp_path: Path) -> None:
    target = tmp_path / "empty.duckdb"
    made_of = compact(target, None, [], OWN_FIELDS, NOW, replace(LIMITS, folder=tmp_path))
    assert made_of.leads == 0
    assert made_of.size == target.stat().st_size
    index = LeadIndex(target, LIMITS)
    assert index.answer(LeadQuery(page_size=0), OWN_FIELDS, NOW) == Count(0)
    index.close()


def test_changes_that_cannot_be_applied_leave_the_index_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    index = LeadIndex(None, LIMITS)
    index.apply([made(lead(1, company="Acme"))], NOW)
    with monkeypatch.context() as broken, pytest.raises(OSError, match="no space"):
        broken.setattr("crm.index.applying.insert_leads", _refuse)
        index.apply([made(lead(1, company="Globex"), revision=2)], NOW)
    asked = LeadQuery(where=Filter("company", Comparison.EQUALS, ("Acme",)), page_size=0)
    assert index.answer(asked, OWN_FIELDS, NOW) == Count(1)
    index.apply([made(lead(1, company="Globex"), revision=2)], NOW)
    assert index.answer(asked, OWN_FIELDS, NOW) == Count(0)
    index.close()


def _refuse(_: object) -> None:
    raise OSError("no space")


def test_a_reader_knows_the_lives_that_have_not_ended() -> None:
    database = Database(None, LIMITS)
    apply_changes(database, [made(lead(1)), made(lead(2)), made(lead(1), born="life1"), ENDED], NOW)
    assert database.fetch("SELECT lead_id, born FROM leads ORDER BY ALL") == [
        (lead(1).lead_id, "life1"),
        (lead(2).lead_id, "life0"),
    ]
    database.close()
