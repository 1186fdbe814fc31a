"""The Parquet file for Athena holds what the leads hold, in the columns that docs/read-model.md names."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from crm.index.lead_parquet import LISTS, MOMENTS, TEXTS, write_leads
from crm.own_fields.definition import OwnField
from crm.own_fields.values import StoredTexts, shown_text
from crm.query.lead_texts import LeadTexts
from crm.query.searchable import shown_of_own
from crm.said import EXTRAS, TAGS, part_of
from crm.statements.changes import Change
from crm.statements.lead import Lead

from tests.unit.index.leads import LIMITS, OWN_FIELDS, compacted, history, made, shuffled, split
from tests.unit.query.leads import in_bin, lead

Row = dict[str, Any]
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "read-model.md"


def rows(folder: Path, groups: Sequence[Sequence[Change]], own: Sequence[OwnField] = OWN_FIELDS) -> list[Row]:
    """The rows of the file of a snapshot of these changes, by column, in its order."""
    target = folder / "leads.parquet"
    write_leads(compacted(folder, groups, own), target, replace(LIMITS, folder=folder))
    read = duckdb.execute("FROM read_parquet(?)", [str(target)])
    names = [column[0] for column in read.description or ()]
    return [dict(zip(names, row, strict=True)) for row in read.fetchall()]


def expected(one: Lead, own: Sequence[OwnField] = OWN_FIELDS) -> Row:
    """The row of a lead, as worked out of the lead itself."""
    state = one.standing.state
    assert state is not None
    lead_texts = LeadTexts.of(one)
    texts = {path: text for path, text in lead_texts.texts.items() if text}
    own_texts = StoredTexts(own).of(state)
    fields = {field.key: field for field in own}
    values = {key: shown_of_own(fields[key], text)[1] for key, text in own_texts.items()}
    several = {name: [text for text, _ in lead_texts.several.get(name, ()) if text] for name in LISTS}
    return {
        "lead_id": one.lead_id,
        **{name: texts.get(field) for field, name in TEXTS.items()},
        **several,
        TAGS: sorted(several[TAGS], key=str.casefold),
        **{name: _moment(texts[field]) for field, name in MOMENTS.items()},
        "extras": {part_of(path): text for path, text in texts.items() if path.startswith(f"{EXTRAS}/")},
        "own_fields": {key: shown_text(fields[key], text) for key, text in own_texts.items()},
        "own_numbers": {key: value for key, value in values.items() if isinstance(value, int | float)},
        "own_dates": {key: value for key, value in values.items() if isinstance(value, datetime)},
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("headers", [100, 3])
def test_it_holds_what_the_leads_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, headers: int) -> None:
    """Also of extras that have no columns of their own in the snapshot."""
    monkeypatch.setattr("crm.index.compaction.MOST_HEADERS", headers)
    chance, past = random.Random(seed), history(80, seed)

    found = rows(tmp_path, split(shuffled(past.changes, chance), 3, chance))

    there = [one for one in past.leads if one.standing.state and one.standing.state.is_there]
    assert len(there) > 20
    assert {row["lead_id"]: row for row in found} == {one.lead_id: expected(one) for one in there}


def test_leads_of_the_bin_are_not_in_it(tmp_path: Path) -> None:
    found = rows(tmp_path, [[made(lead(1)), made(in_bin(lead(2)))]])
    assert [row["lead_id"] for row in found] == [lead(1).lead_id]


def test_without_leads_it_has_its_columns(tmp_path: Path) -> None:
    assert rows(tmp_path, [[]], ()) == []
    described = duckdb.execute("DESCRIBE FROM read_parquet(?)", [str(tmp_path / "leads.parquet")]).fetchall()
    assert [name for name, *_ in described] == [*expected(lead(1))]


def test_the_query_in_the_documents_finds_what_it_says(tmp_path: Path) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    leads = [
        lead(7, company="Acme", tags=("VIP",), extras={"City": "Berlin", "Employees": "7"}),
        lead(2, company="Acme", tags=("VIP", "Café"), extras={"City": "Berlin", "Employees": "1,200"}),
        lead(3, company="Globex", tags=("VIP",), extras={"City": "Berlin"}),
        lead(4, company="Acme", tags=("VIP",), extras={"City": "Paris"}),
        lead(5, company="Acme", extras={"City": "Berlin"}),
        lead(6, company="Acme", tags=("VIP",), extras={"City": "Berlin"}, created_at="2026-01-01T23:59:59.000Z"),
    ]
    rows(tmp_path, [[made(one) for one in leads]])
    athena = duckdb.connect()
    # Athena's gives a value, DuckDB's a list with it.
    athena.execute("CREATE MACRO element_at(one_map, one_key) AS one_map[one_key]")
    athena.execute(f"CREATE VIEW leads AS FROM read_parquet('{tmp_path / 'leads.parquet'}')")
    assert athena.execute(query).fetchall() == [("Acme", 2, 1207.0), ("Globex", 1, None)]


def test_the_newest_leads_come_first(tmp_path: Path) -> None:
    leads = [lead(number, created_at=f"2026-01-0{number}T10:00:00.000Z") for number in (2, 3, 1)]
    found = rows(tmp_path, [[made(one) for one in leads]])
    assert [row["created_at"].day for row in found] == [3, 2, 1]
