"""The index answers every query as the engine in memory does, whatever way its leads have come."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from crm.index.applying import write_segment
from crm.index.lead_index import LeadIndex
from crm.own_fields.definition import FieldType, OwnField
from crm.query.conditions import AnyOf, Comparison, Filter
from crm.query.csv_export import csv_lines, write_csv
from crm.query.export_columns import Column, all_columns
from crm.query.lead_query import LeadQuery, Sort
from crm.query.lead_texts import LeadTexts
from crm.query.query_error import QueryError
from crm.query.results import Count, Groups, Page
from crm.statements.folding import LeadState
from crm.statements.lead import Lead

from tests.plain_query.engine import LeadSet
from tests.unit.index.checking import check
from tests.unit.index.leads import LIMITS, NOW, OWN_FIELDS, compacted, history, made, shuffled, split
from tests.unit.index.queries import query
from tests.unit.query.leads import lead
from tests.unit.query.stored import extras_among


def state_of(one: Lead) -> LeadState:
    """What a lead is; there is one."""
    assert one.standing.state is not None
    return one.standing.state


def exported(leads: Iterable[LeadTexts], columns: Sequence[Column]) -> bytes:
    """The CSV file of leads."""
    target = BytesIO()
    write_csv(leads, columns, target)
    return target.getvalue()


@pytest.mark.parametrize("most", [1, 3, 1_000])
def test_the_values_under_a_header_are_those_of_the_lowest_ids_and_counted(most: int) -> None:
    leads = [
        lead(n * 7 % 31, extras={"City": f"{'Town' if n % 2 else 'town'} {n}"} if n % 3 else {}) for n in range(31)
    ]
    index = LeadIndex(None, LIMITS)
    index.apply([made(one) for one in leads], NOW)

    found = index.values("extras/City", most, (), NOW)

    with_one = sorted((one for one in leads if LeadTexts.of(one).text("extras/City")), key=lambda one: one.lead_id)
    assert list(found.texts) == [LeadTexts.of(one).text("extras/City") for one in with_one[:most]]
    assert found.total == len(with_one)


@pytest.mark.parametrize("page", [1, 3, 6])
def test_pages_far_down_are_in_order_where_long_texts_begin_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr("crm.index.paging.RUN", 5)
    monkeypatch.setattr("crm.index.far_rows.FEW", 3)
    monkeypatch.setattr("crm.index.far_rows.BOUNDS", 4)
    monkeypatch.setattr("crm.index.rows.BEGINNING", 4)
    leads = [lead(n, notes=f"Call again {n * 7 % 30:02}") for n in range(30)]
    index = LeadIndex(compacted(tmp_path, [[made(one) for one in leads]]), LIMITS)

    check(index, leads, (), LeadQuery(sort=Sort("notes"), page=page, page_size=5))
    index.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_random_queries_over_any_mixture_of_files_and_changes_are_answered_as_the_engine_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    if seed:
        # So few that most pages are far down.
        monkeypatch.setattr("crm.index.paging.RUN", 5)
        monkeypatch.setattr("crm.index.paging.KEPT_QUERIES", 2)
        monkeypatch.setattr("crm.index.far_rows.FEW", 3 * seed)
        monkeypatch.setattr("crm.index.far_rows.BOUNDS", 4 * seed)
        # So short that most long texts begin alike.
        monkeypatch.setattr("crm.index.rows.BEGINNING", seed)
    chance = random.Random(seed)
    past = history(80, seed)
    groups = split(shuffled(past.changes, chance), 6, chance)
    index = LeadIndex(compacted(tmp_path, groups[:3]), LIMITS)
    segments = [tmp_path / f"newest-{number}.parquet" for number in (3, 4)]
    for path, changes in zip(segments, groups[3:5], strict=True):
        write_segment(changes, path)
    index.apply_segments(segments, NOW)
    index.apply(groups[5], NOW)
    for _ in range(80):
        check(index, past.leads, OWN_FIELDS, query(chance, OWN_FIELDS))
    index.close()


@pytest.mark.parametrize("text", ["smith", "smithacme", "acme smith", "smith@example"])
def test_free_text_is_found_within_one_value_also_where_another_one_holds_it(text: str) -> None:
    leads = [lead(1, last_name="Smith", company="Acme"), lead(2, last_name="Smith", email="smith@example.com")]
    index = LeadIndex(None, LIMITS)
    index.apply([made(one) for one in leads], NOW)
    check(index, leads, (), LeadQuery(text=text))
    index.close()


@pytest.mark.slow
def test_own_fields_that_change_are_worked_out_again_from_the_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.index.own._PART", 13)
    past, chance = history(60, 11), random.Random(11)
    before, after = OWN_FIELDS[:4], (replace(OWN_FIELDS[1], day_first=False), *OWN_FIELDS[2:])
    index = LeadIndex(compacted(tmp_path, [past.changes], before), LIMITS)
    for own in (before, after, before):
        for _ in range(12):
            check(index, past.leads, own, query(chance, own))
    index.close()


def test_a_search_finds_what_only_an_own_field_shows(tmp_path: Path) -> None:
    since = OWN_FIELDS[1]
    one = lead(1, first_name="Anna", extras={"Customer since": "3/4/2026"})
    index = LeadIndex(compacted(tmp_path, [[made(one)]], [since]), LIMITS)
    asked = LeadQuery(text="2026-04-03", page_size=0)
    assert index.answer(asked, [since], NOW) == Count(1)
    assert index.answer(asked, [], NOW) == Count(0)
    index.close()


@pytest.mark.slow
def test_all_that_match_come_in_the_order_of_the_query_and_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.index.lead_index.BATCH", 7)
    past = history(60, 5)
    index = LeadIndex(compacted(tmp_path, [past.changes]), LIMITS)
    asked = LeadQuery(where=Filter("status", Comparison.NOT_EMPTY), sort=Sort("company"))
    right = LeadSet(past.leads, OWN_FIELDS, NOW).matching(asked)
    batches = list(index.matching(asked, OWN_FIELDS, NOW))
    assert [len(batch) for batch in batches[:-1]] == [7] * (len(batches) - 1)
    found = [one for batch in batches for one in batch]
    columns = all_columns(extras_among(right), OWN_FIELDS)
    assert exported(found, columns) == exported(map(LeadTexts.of, right), columns)
    lines = list(index.lines(asked, OWN_FIELDS, NOW, columns))
    assert [len(batch) for batch in lines] == [len(batch) for batch in batches]
    assert [line for batch in lines for line in batch] == list(csv_lines(map(LeadTexts.of, right), columns))
    assert index.extras_of(asked, OWN_FIELDS, NOW) == (len(right), extras_among(right))
    index.close()


TEXTS = (
    *("", "plain", "two words", "a, b", 'a "b"', "a; b", "a;b", "a;;b", "a; =1+1", "a;=1", "a; '=1", "a ;", ";a"),
    *("=1", "+1", "+49 30 1", "+49;1", "+,", "-1", "@a", "＝1", " =1", "'=1", '"=1"', "'", "''\t", "\ta", "\ra"),
    *(
        "a\nb",
        "a\r\nb",
        "a\n=b",
        "a\n\n b",
        "a\n \u00a0=b",
        "a\tb",
        "\u00a0=1",
        "\u3000=1",
        "é",
        "東京; 大阪",
        "½",
        "_a",
    ),
    *("a\x00b", "１", "+1\n=2", "a\u2028=b", "a; b; c, d", "²", "+(=1)", '+"1"'),
)


@pytest.mark.slow
def test_each_text_stands_in_a_line_as_python_writes_it(tmp_path: Path) -> None:
    leads = [lead(number, last_name="Smith", notes=text, extras={"A": text}) for number, text in enumerate(TEXTS, 1)]
    leads += [lead(100 + number, phone=text, extras={text: text}) for number, text in enumerate(TEXTS) if text]
    columns = all_columns(extras_among(leads), ())
    index = LeadIndex(compacted(tmp_path, [[made(one) for one in leads]], ()), LIMITS)
    asked = LeadQuery(sort=Sort("leadId", False))
    for chosen in (columns, columns[:1], [column for column in columns if column.header == "Notes"]):
        lines = [line for batch in index.lines(asked, (), NOW, chosen) for line in batch]
        assert lines == list(csv_lines(map(LeadTexts.of, leads), chosen))
    check(index, leads, (), LeadQuery(page_size=200))
    index.close()


INJECTIONS = (
    "'; DROP TABLE leads; --",
    '"; DROP TABLE leads; --',
    "x') OR ('1'='1",
    "a' UNION SELECT record FROM leads --",
    "$$; DELETE FROM leads; $$",
    "?",
    "$1",
    "t_company",
    "lead_id\x00",
    "%",
    "\\",
    "xt[?]",
    "{}",
    "/* */",
)


@pytest.mark.slow
def test_no_text_of_a_lead_a_file_or_a_query_is_read_as_sql(tmp_path: Path) -> None:
    own = [
        OwnField(key=f"odd{number}", label=text, type=FieldType.CHOICES, headers=(f"{text} 2",))
        for number, text in enumerate(INJECTIONS)
    ]
    stored, newer = [
        [
            lead(
                number + place,
                company=text,
                tags=[text],
                source_file=text,
                extras={text: text, f"{text} 2": "b; c", "City": text, f"{text} 3": text},
            )
            for number, text in enumerate(INJECTIONS)
        ]
        for place in (100, 200)
    ]
    index = LeadIndex(compacted(tmp_path, [[made(one) for one in stored]], own), LIMITS)
    index.apply([made(one) for one in newer], NOW)
    ops = (Comparison.CONTAINS, Comparison.EQUALS, Comparison.STARTS_WITH, Comparison.IN)
    for number, text in enumerate(INJECTIONS):
        extras = (f"extras/{text}", f"extras/{text} 2", f"extras/{text} 3")
        for field in ("company", "tags", "sourceFile", f"odd{number}", *extras):
            where = AnyOf(tuple(Filter(field, op, (text,)) for op in ops))
            check(index, [*stored, *newer], own, LeadQuery(where=where, text=text, sort=Sort(field)))
        check(index, [*stored, *newer], own, LeadQuery(group_by=(extras[0], f"odd{number}")))
    assert index.answer(LeadQuery(page_size=0), own, NOW) == Count(2 * len(INJECTIONS))
    index.close()


@pytest.mark.parametrize("name", ["company; DROP TABLE leads", "t_company", "record", "Company", "leads.born", "v_o0"])
def test_what_is_no_field_is_refused_before_it_reaches_the_database(name: str) -> None:
    index = LeadIndex(None, LIMITS)
    with pytest.raises(QueryError):
        index.answer(LeadQuery(where=Filter(name, Comparison.CONTAINS, ("a",))), OWN_FIELDS, NOW)
    with pytest.raises(QueryError):
        index.answer(LeadQuery(sort=Sort(name)), OWN_FIELDS, NOW)
    with pytest.raises(QueryError):
        index.answer(LeadQuery(group_by=(name,)), OWN_FIELDS, NOW)
    index.close()


def test_an_index_without_leads_answers() -> None:
    index = LeadIndex(None, LIMITS)
    assert index.answer(LeadQuery(), OWN_FIELDS, NOW) == Page((), 0)
    assert index.answer(LeadQuery(group_by=("tags", "size")), OWN_FIELDS, NOW) == Groups((), 0, 0)
    assert index.answer(LeadQuery(page_size=0), (), NOW) == Count(0)
    index.close()
