"""What the text of the search leaves out, because many leads have it, is found all the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from crm.index.applying import write_segment
from crm.index.compaction import compact
from crm.index.database import Database
from crm.index.lead_index import LeadIndex
from crm.own_fields.values import StoredTexts
from crm.query.lead_query import LeadQuery
from crm.query.searchable import searchable
from crm.statements.lead import Lead

from tests.unit.index.checking import check
from tests.unit.index.leads import LIMITS, NOW, OWN_FIELDS, compacted, history, made, shuffled, split
from tests.unit.query.leads import lead, many


def word_of(one: Lead, chance: random.Random) -> str:
    """A part of one of its texts."""
    assert one.standing.state is not None
    found = searchable(one, one.standing.state, StoredTexts(OWN_FIELDS))
    word = chance.choice(found.everything.split() or ["x"])
    first = chance.randrange(len(word))
    return word[first : first + chance.randrange(1, 6)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_search_finds_the_same_whatever_one_snapshot_after_another_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("crm.index.repeated_texts.MANY_ALIKE", 0)
    monkeypatch.setattr("crm.index.repeated_texts.WORTH", 0)
    chance, past = random.Random(seed), history(60, seed)
    groups = split(shuffled(past.changes, chance), 5, chance)
    snapshot: Path | None = None
    for number, changes in enumerate(groups[:4]):
        monkeypatch.setattr("crm.index.repeated_texts.MOST", chance.choice((0, 3, 6, 99)))
        monkeypatch.setattr("crm.index.compaction.MOST_HEADERS", chance.choice((2, 5, 99)))
        segment, target = tmp_path / f"{number}.parquet", tmp_path / f"{number}.duckdb"
        write_segment(changes, segment)
        defined = chance.sample(OWN_FIELDS, chance.randrange(len(OWN_FIELDS) + 1))
        compact(target, snapshot, [segment], defined, NOW, LIMITS)
        snapshot = target
    index = LeadIndex(snapshot, LIMITS)
    index.apply(groups[4], NOW)
    for own in (OWN_FIELDS, OWN_FIELDS[2:5], ()):
        for _ in range(20):
            words = " ".join(word_of(chance.choice(past.leads), chance) for _ in range(chance.choice((1, 1, 2))))
            check(index, past.leads, own, LeadQuery(text=words))
    index.close()


def test_what_many_leads_have_is_no_part_of_the_text_of_the_search(tmp_path: Path) -> None:
    leads = [lead(n, company="Acme", last_name=f"Smith{n}", tags=("VIP",)) for n in range(40)]
    snapshot = compacted(tmp_path, [[made(one) for one in leads]], ())
    database = Database(snapshot, LIMITS)
    texts = [text for (text,) in database.fetch("SELECT everything FROM leads ORDER BY everything")]
    database.close()
    assert (texts[0], any("acme" in text or "vip" in text for text in texts)) == ("smith0", False)
    index = LeadIndex(snapshot, LIMITS)
    check(index, leads, (), LeadQuery(text="acm smith7"))
    index.close()


def test_what_one_snapshot_leaves_out_and_the_next_one_does_not_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads, target = [lead(n, company="Acme", tags=("VIP", "Fair")) for n in range(40)], tmp_path / "next.duckdb"
    snapshot = compacted(tmp_path, [[made(one) for one in leads]], ())
    monkeypatch.setattr("crm.index.repeated_texts.MOST", 0)
    compact(target, snapshot, [], (), NOW, LIMITS)
    index = LeadIndex(target, LIMITS)
    for word in ("acme", "vip", "fair"):
        check(index, leads, (), LeadQuery(text=word))
    index.close()


def test_a_text_that_comes_after_the_snapshot_is_found(tmp_path: Path) -> None:
    leads = [*many(40), lead(99, company="Unheard-of Ltd.", extras={"City": "Nowhere"})]
    index = LeadIndex(compacted(tmp_path, [[made(one) for one in leads[:-1]]], OWN_FIELDS), LIMITS)
    index.apply([made(leads[-1])], NOW)
    for word in ("unheard", "nowhere", "acme"):
        check(index, leads, OWN_FIELDS, LeadQuery(text=word))
    index.close()
