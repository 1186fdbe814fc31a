"""The store of leads: conditional writes lose nothing, and cost what the documents say (promise 2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from crm.fields import MISSING
from crm.leads.history import HistoryStore
from crm.leads.merging import merge
from crm.leads.model import Lead
from crm.leads.repository import LeadStore
from crm.leads.upsert import upsert
from crm.outcomes import Outcome

from tests.doubles import FakeAws, fake_aws
from tests.factories import incoming, source


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


@pytest.fixture
def leads(aws: FakeAws) -> LeadStore:
    return LeadStore(aws.dynamodb, "leads")  # type: ignore[arg-type]


@pytest.fixture
def history(aws: FakeAws) -> HistoryStore:
    return HistoryStore(aws.dynamodb, "history")  # type: ignore[arg-type]


def lead(first_name: str = "Ada", **fields: object) -> Lead:
    made = merge(None, [incoming(first_name=first_name)], source()).after
    assert made
    return replace(made, **fields)  # type: ignore[arg-type]


def stored(leads: LeadStore) -> Lead:
    return leads.get_many([lead().identity])[lead().identity]


def test_an_insert_is_refused_where_the_key_is_taken(leads: LeadStore) -> None:
    assert leads.write([(None, lead("Ada"))]) == []
    assert leads.write([(None, lead("Augusta"))]) == [lead().identity]
    assert stored(leads).values.first_name == "Ada"


def test_a_change_of_an_outdated_version_is_refused(leads: LeadStore) -> None:
    read = lead("Ada")
    leads.write([(None, read)])
    leads.write([(read, lead("Augusta", version=2))])

    assert leads.write([(read, lead("Annabella", version=2))]) == [read.identity]
    assert leads.write([(read, None)]) == [read.identity]
    assert stored(leads).values.first_name == "Augusta"


@pytest.mark.parametrize("change", [lead("Annabella", version=2), None], ids=["changing", "removing"])
def test_a_lead_that_was_deleted_and_created_again_is_another_lead(leads: LeadStore, change: Lead | None) -> None:
    read = lead("Ada")
    leads.write([(None, read)])
    leads.write([(read, None)])
    anew = lead("Grace", lead_id="another")
    leads.write([(None, anew)])

    assert leads.write([(read, change)]) == [read.identity]
    assert stored(leads) == anew


def test_a_lead_reads_as_it_was_written_after_any_sequence_of_rows(leads: LeadStore) -> None:
    created = lead("Ada", order="3", created_order="1", changed_order="2")
    leads.write([(None, created)])
    assert stored(leads) == created
    changed = replace(created, order="4", changed_order="4", created_order="4", version=2)
    leads.write([(created, changed)])
    assert stored(leads) == changed
    leads.write([(changed, created)])
    assert stored(leads) == created


def test_a_write_costs_one_unit_per_lead_index_entry_and_history_entry(
    aws: FakeAws, leads: LeadStore, history: HistoryStore
) -> None:
    rows = [incoming(number, email=f"p{number}@x.example") for number in range(2, 202)]
    consumed = aws.dynamodb.consumed

    upsert(rows, source(1), leads, history, repeated=False)
    assert dict(consumed.writes) == {"leads": 200, "leads/LeadIdIndex": 200}

    consumed.reset()
    changed = [replace(row, values=replace(row.values, title="Head")) for row in rows]
    outcomes = upsert(changed, source(2), leads, history, repeated=False)
    assert {outcome.outcome for outcome in outcomes} == {Outcome.UPDATED}
    assert dict(consumed.writes) == {"leads": 200, "history": 200}


BY_HAND: list[dict[str, Any]] = [
    {"firstName": {"S": "Ada"}},
    {"leadId": {"S": "by-hand"}, "firstName": {"S": "Ada"}, "version": {"N": "7"}},
    {"leadId": {"S": "by-hand"}, "firstName": {"S": "Ada"}, "version": {"S": "one"}},
    {"lead": {"S": '{"firstName": "Ada"}'}},
    {"lead": {"S": "no JSON {"}, "firstName": {"S": "Ada"}},
    {"lead": {"S": "[]"}, "firstName": {"S": "Ada"}},
    {"lead": {"N": "1"}, "firstName": {"S": "Ada"}},
]


@pytest.mark.parametrize("item", BY_HAND, ids=str)
def test_an_item_written_by_hand_is_read_with_defaults(aws: FakeAws, leads: LeadStore, item: dict[str, Any]) -> None:
    aws.dynamodb.put_item(TableName="leads", Item={"identity": {"S": lead().identity}, **item})

    found = stored(leads)

    assert (found.values.first_name, found.values.company) == ("Ada", MISSING)


@pytest.mark.parametrize("item", BY_HAND, ids=str)
def test_a_row_overwrites_an_item_written_by_hand(
    aws: FakeAws, leads: LeadStore, history: HistoryStore, item: dict[str, Any]
) -> None:
    aws.dynamodb.put_item(TableName="leads", Item={"identity": {"S": lead().identity}, **item})
    lead_id = stored(leads).lead_id

    (outcome,) = upsert([incoming(first_name="Augusta")], source(), leads, history, repeated=False)

    assert (outcome.outcome, outcome.lead_id) == (Outcome.UPDATED, lead_id)
    assert (stored(leads).values.first_name, stored(leads).lead_id) == ("Augusta", lead_id)
    assert leads.identity_of(lead_id) == lead().identity
    assert [entry["before"]["firstName"] for entry in history.of_lead(lead_id)] == ["Ada"]
