"""The index answers every query as the engine in memory does, whatever way its leads have come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from crm.index.applying import write_segment
from crm.index.lead_index import LeadIndex
from crm.leads.answers import leads_of
from crm.leads.reading import extras_of
from crm.own_fields.definition import FieldType, OwnField
from crm.query.conditions import AnyOf, Comparison, Filter
from crm.query.csv_export import Column, all_columns, write_csv
from crm.query.engine import LeadSet
from crm.query.lead_query import LeadQuery, Sort
from crm.query.query_error import QueryError
from crm.query.results import Count, Groups, Page
from crm.said import extra_path
from crm.statements.folding import LeadState
from crm.statements.lead import Lead

from tests.unit.index.leads import LIMITS, NOW, OWN_FIELDS, compacted, history, made, shuffled, split
from tests.unit.index.queries import query
from tests.unit.query.leads import lead


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


def state_of(one: Lead) -> LeadState:
    """What a lead is; there is one."""
    assert one.standing.state is not None
    return one.standing.state


def exported(leads: Sequence[Lead], columns: Sequence[Column]) -> bytes:
    """The CSV file of leads."""
    target = BytesIO()
    write_csv(leads, columns, target)
    return target.getvalue()


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


def test_own_fields_that_change_are_worked_out_again_from_the_file_alone(tmp_path: Path) -> None:
    past, chance = history(60, 11), random.Random(11)
    before, after = OWN_FIELDS[:4], (replace(OWN_FIELDS[1], day_first=False), *OWN_FIELDS[2:])
    index = LeadIndex(compacted(tmp_path, [past.changes], before), LIMITS)
    for own in (before, after, before):
        for _ in range(25):
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
    columns = all_columns(right, OWN_FIELDS)
    assert exported(found, columns) == exported(right, columns)
    assert {extra_path(one) for each in right for one in extras_of(state_of(each))} == index.extras_of(
        asked, OWN_FIELDS, NOW
    )
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


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_of_a_lead_a_file_or_a_query_is_read_as_sql(tmp_path: Path, text: str) -> None:
    own = [OwnField(key="odd", label=text, type=FieldType.CHOICES, headers=(f"{text} 2",))]
    leads = [
        lead(1, company=text, tags=[text], source_file=text, extras={text: text, f"{text} 2": "b; c"}),
        lead(2, company="Acme", extras={"City": text}),
    ]
    index = LeadIndex(compacted(tmp_path, [[made(leads[0])], [made(leads[1])]], own), LIMITS)
    index.apply([made(lead(3, company=text, extras={f"{text} 3": text}))], NOW)
    leads.append(lead(3, company=text, extras={f"{text} 3": text}))
    fields = ["company", "tags", "sourceFile", "odd", f"extras/{text}", f"extras/{text} 2", f"extras/{text} 3"]
    ops = (Comparison.CONTAINS, Comparison.EQUALS, Comparison.STARTS_WITH, Comparison.IN)
    for field in fields:
        where = AnyOf(tuple(Filter(field, op, (text,)) for op in ops))
        check(index, leads, own, LeadQuery(where=where, text=text, sort=Sort(field)))
        check(index, leads, own, LeadQuery(group_by=(field, "title")))
    assert index.answer(LeadQuery(page_size=0), own, NOW) == Count(3)
    index.close()


@pytest.mark.parametrize("name", ["company; DROP TABLE leads", "t_company", "record", "Company", "leads.born", "v_o0"])
def test_what_is_no_field_is_refused_before_it_reaches_the_database(name: str) -> None:
    index = LeadIndex(None, LIMITS)
    for ask in (
        lambda: LeadQuery(where=Filter(name, Comparison.CONTAINS, ("a",))),
        lambda: LeadQuery(sort=Sort(name)),
        lambda: LeadQuery(group_by=(name,)),
    ):
        with pytest.raises(QueryError):
            index.answer(ask(), OWN_FIELDS, NOW)
    index.close()


def test_an_index_without_leads_answers() -> None:
    index = LeadIndex(None, LIMITS)
    assert index.answer(LeadQuery(), OWN_FIELDS, NOW) == Page((), 0)
    assert index.answer(LeadQuery(group_by=("tags", "size")), OWN_FIELDS, NOW) == Groups((), 0, 0)
    assert index.answer(LeadQuery(page_size=0), (), NOW) == Count(0)
    index.close()
