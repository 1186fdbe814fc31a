"""Recording statements in the leads table and in chains: one person, one lead, whoever else writes."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from crm.outcomes import Outcome, Policy, Rule, UndoResult
from crm.statements.arrivals import NOTHING_LEFT
from crm.statements.chains import Chains
from crm.statements.change_log import ChangeLog
from crm.statements.in_order import fold
from crm.statements.lead_table import LeadTable
from crm.statements.recording import EXPIRED, Incoming, Recorded, Recorder
from crm.statements.revoking import Revoked, revoke
from crm.statements.statement import Place, Statement

from tests.doubles import FakeAws, fake_aws
from tests.doubles.faults import Fault, ScriptedFaults, inject
from tests.unit.statements.conftest import TABLE, key_of, leads_in, recorder_for
from tests.unit.statements.in_words import edit, row, texts, undo


def record(recorder: Recorder, *statements: Statement, folder: str = "import1/000001") -> list[Recorded]:
    """Rows that are known by their email."""
    return recorder.rows([Incoming(key_of(recorder, str(one.says["email"].text)), one) for one in statements], folder)


def person(sequence: int, name: str, number: int = 2, **says: str) -> Statement:
    return row(sequence, {"email": f"{name}@x.example", **says}, number=number)


def test_rows_of_one_person_in_a_batch_are_one_lead(aws: FakeAws, recorder: Recorder) -> None:
    told = record(recorder, person(1, "ada", 3, firstName="Ada"), person(1, "ada", 2, phone="1"))

    (lead,) = leads_in(aws)
    assert texts(lead.standing.state) == {"email": "ada@x.example", "firstName": "Ada", "phone": "1"}
    assert [one.arrival.outcome for one in told] == [Outcome.CREATED, Outcome.UPDATED]


def test_a_batch_that_is_delivered_again_changes_nothing_and_tells_the_same(aws: FakeAws, recorder: Recorder) -> None:
    rows = [person(1, "ada", 2), person(1, "bob", 3)]
    first = record(recorder, *rows)
    before = aws.dynamodb.scan(TableName=TABLE)["Items"]
    again = record(recorder_for(aws), *rows)

    assert [one.arrival.outcome for one in again] == [one.arrival.outcome for one in first]
    assert aws.dynamodb.scan(TableName=TABLE)["Items"] == before


def test_a_batch_of_the_longest_leads_is_written_and_written_anew(aws: FakeAws, recorder: Recorder) -> None:
    """In one request, 25 such texts would be more than DynamoDB takes."""
    for sequence, text in enumerate(("ж" * 145_000, "щ" * 145_000, "😀" * 72_000, "🙂" * 72_000), 1):
        rows = [person(sequence, f"person{number}", number, notes=text) for number in range(25)]
        record(recorder, *rows, folder=f"import{sequence}/000001")
        assert {texts(lead.standing.state)["notes"] for lead in leads_in(aws)} == {text}

    assert len(leads_in(aws)) == 25


def test_a_late_row_is_worked_out_from_the_chain(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, person(2, "ada", firstName="Ada", phone="2"))
    (told,) = record(recorder, person(1, "ada", phone="1", title="CEO"))

    (lead,) = leads_in(aws)
    assert texts(lead.standing.state) == {"email": "ada@x.example", "firstName": "Ada", "phone": "2", "title": "CEO"}
    assert told.arrival.outcome is Outcome.UPDATED


def test_rows_with_an_address_that_a_lead_has_claimed_reach_that_lead(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, person(1, "ada"))
    (lead,) = leads_in(aws)
    recorder.take_address("email#new@x.example", lead.lead_id)

    (told,) = record(recorder, person(2, "new", phone="2"))

    assert told.lead_id == lead.lead_id
    assert [texts(lead.standing.state) for lead in leads_in(aws)] == [{"email": "ada@x.example", "phone": "2"}]


def test_an_address_that_was_claimed_goes_with_the_rows_that_said_it(aws: FakeAws, recorder: Recorder) -> None:
    (ada,) = (one.lead_id for one in record(recorder, person(1, "ada", firstName="Ada")))
    recorder.take_address("email#new@x.example", ada)
    recorder.rows([Incoming(ada, edit(1, {"notes": "typed"}))], "by-hand")
    record(recorder, person(2, "new"), folder="import2/000001")

    revoke([ada], undo(2), recorder, "import2/undo-000001")
    revoke([ada], undo(1), recorder, "import1/undo-000001")

    (lead,) = leads_in(aws)
    assert texts(lead.standing.state) == {"firstName": "Ada", "email": "ada@x.example", "notes": "typed"}
    assert recorder.leads.owners_of([key_of(recorder, "new@x.example")]) == {
        key_of(recorder, "new@x.example"): key_of(recorder, "new@x.example")
    }


def test_reads_that_lag_behind_mislead_nobody() -> None:
    aws = fake_aws(stale_read=lambda: True)
    recorder = recorder_for(aws)
    record(recorder, person(1, "ada", phone="1"))
    (told,) = record(recorder, person(2, "ada", title="CEO"), folder="import2/000001")

    (lead,) = leads_in(aws)
    assert texts(lead.standing.state) == {"email": "ada@x.example", "phone": "1", "title": "CEO"}
    assert (told.arrival.outcome, told.arrival.changed) == (Outcome.UPDATED, 1)


def test_an_address_that_has_just_changed_hands_reaches_the_lead_that_has_it_now() -> None:
    aws = fake_aws(stale_read=lambda: True)
    recorder = recorder_for(aws)
    record(recorder, person(1, "ada"))
    (ada,) = leads_in(aws)
    key = key_of(recorder, "new@x.example")
    recorder.leads.claims.take(key, "a lead that is gone")
    recorder.leads.claims.take_from_gone(key, "a lead that is gone", "a lead that is gone", ada.lead_id)

    record(recorder, person(2, "new", title="CEO"), folder="import2/000001")

    (lead,) = leads_in(aws)
    assert texts(lead.standing.state) == {"email": "ada@x.example", "title": "CEO"}


def test_a_claim_of_a_lead_that_is_gone_makes_that_lead_anew(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, person(1, "ada"))
    (lead,) = leads_in(aws)
    recorder.take_address("email#new@x.example", lead.lead_id)
    revoke([lead.lead_id], undo(1), recorder, "import1/undo-000001")

    (told,) = record(recorder, person(2, "new"))

    assert told.lead_id == lead.lead_id
    assert [one.lead_id for one in leads_in(aws)] == [lead.lead_id]


def test_a_row_of_which_the_rules_leave_nothing_shows_no_lead_and_still_counts_for_older_ones(
    aws: FakeAws, recorder: Recorder
) -> None:
    never = {"email": Rule.NEVER}
    (told,) = record(recorder, row(2, {"email": "ada@x.example"}, rules=never, policy=Policy.REPLACE))
    assert (told.arrival.outcome, told.arrival.reason) == (Outcome.SKIPPED, NOTHING_LEFT)
    assert [lead.standing.state for lead in leads_in(aws)] == [None]

    record(recorder, person(1, "ada", title="CEO"))

    assert [texts(lead.standing.state) for lead in leads_in(aws)] == [{"email": "ada@x.example"}]


def test_rows_that_an_earlier_delivery_has_recorded_are_told_as_it_told_them(recorder: Recorder) -> None:
    rows = [person(1, "ada", 2), person(1, "ada", 3, phone="1"), person(1, "bob", 4)]
    first = record(recorder, *rows[:2])

    incoming = [Incoming(key_of(recorder, str(one.says["email"].text)), one) for one in rows]
    told = recorder.told(incoming)

    assert [(one.statement.place, one.arrival.outcome) for one in told] == [
        (one.statement.place, one.arrival.outcome) for one in first
    ]


def test_a_late_row_of_a_lead_whose_chain_has_expired_is_rejected(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, person(2, "ada"))
    (lead,) = leads_in(aws)
    aws.s3.delete_object(Bucket=aws.work_bucket, Key=f"chains/{lead.chain}.json.gz")

    (told,) = record(recorder_for(aws), person(1, "ada", phone="1"))

    assert (told.arrival.outcome, told.arrival.reason) == (Outcome.REJECTED, EXPIRED)
    assert leads_in(aws) == [lead]
    assert revoke([lead.lead_id], undo(2), recorder_for(aws), "undo") == {lead.lead_id: Revoked(UndoResult.KEPT)}


@pytest.mark.parametrize("workers", [8])
def test_workers_at_once_on_the_same_people_lose_nothing(aws: FakeAws, workers: int) -> None:
    chance = random.Random(5)
    batches = [
        [person(sequence, f"p{n}", n, **{chance.choice(("phone", "title", "notes")): str(sequence)}) for n in range(6)]
        for sequence in range(1, 9)
    ]

    with ThreadPoolExecutor(workers) as pool:
        told = [one for batch in pool.map(lambda rows: record(recorder_for(aws), *rows), batches) for one in batch]

    assert sum(one.arrival.outcome is Outcome.CREATED for one in told) == len(leads_in(aws)) == 6
    reader = recorder_for(aws)
    for n in range(6):
        lead = reader.leads.get_many([key_of(reader, f"p{n}@x.example")])[key_of(reader, f"p{n}@x.example")]
        assert lead.standing.state == fold(batch[n] for batch in batches)
        assert fold(reader.chains.read(lead.lead_id, lead.chain)) == lead.standing.state


def test_an_undo_changes_a_lead_once_that_has_claimed_the_key_of_another_one_of_its_batch(recorder: Recorder) -> None:
    ada, gone = (one.lead_id for one in record(recorder, person(1, "ada", 2), person(1, "bob", 3)))
    revoke([gone], undo(1), recorder, "import1/undo-000001")
    assert recorder.take_address("email#bob@x.example", ada) is None

    revoked = revoke([ada, gone], undo(1), recorder, "import1/undo-000001")

    assert revoked[ada].result is UndoResult.REMOVED


def test_an_undo_removes_what_an_import_made_and_restores_what_it_changed(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, person(1, "ada", phone="1"))
    before = leads_in(aws)
    record(recorder, person(2, "ada", 2, phone="2"), person(2, "bob", 3))
    ids = [lead.lead_id for lead in leads_in(aws)]

    results = revoke(ids, undo(2), recorder, "import2/undo-000001")

    assert sorted(one.result for one in results.values()) == [UndoResult.REMOVED, UndoResult.RESTORED]
    (lead,) = leads_in(aws)
    assert lead.standing.state == before[0].standing.state
    again = revoke(ids, undo(2), recorder, "import2/undo-000001")
    assert again[lead.lead_id] == results[lead.lead_id] == Revoked(UndoResult.RESTORED, Place(2, 0, 2))
    assert {one.result for key, one in again.items() if key != lead.lead_id} == {UndoResult.GONE}


def test_a_row_that_left_nothing_counts_for_older_ones_after_the_undo_of_what_there_was(
    aws: FakeAws, recorder: Recorder
) -> None:
    record(recorder, person(1, "ada", phone="1"))
    record(recorder, row(3, {"email": "ada@x.example"}, rules={"email": Rule.NEVER}, policy=Policy.REPLACE))
    revoke([lead.lead_id for lead in leads_in(aws)], undo(1), recorder, "import1/undo-000001")

    record(recorder, person(2, "ada", title="CEO"))

    assert [texts(lead.standing.state) for lead in leads_in(aws)] == [{"email": "ada@x.example"}]


def test_a_lead_that_an_undo_has_removed_is_not_told_again_when_something_else_has_brought_it_back(
    aws: FakeAws, recorder: Recorder
) -> None:
    record(recorder, row(2, {"email": "ada@x.example"}, rules={"email": Rule.NEVER}, policy=Policy.REPLACE))
    (ada,) = (one.lead_id for one in record(recorder, person(3, "ada")))
    told = revoke([ada], undo(3), recorder, "import3/undo-000001")
    record(recorder, person(1, "ada", title="CEO"))

    again = revoke([ada], undo(3), recorder, "import3/undo-000002")

    assert (told[ada].result, again[ada].result) == (UndoResult.REMOVED, UndoResult.GONE)
    assert [texts(lead.standing.state) for lead in leads_in(aws)] == [{"email": "ada@x.example"}]


def test_a_lead_whose_chain_could_not_be_stored_is_not_written(aws: FakeAws) -> None:
    dynamodb: Any = aws.dynamodb
    s3: Any = inject(aws.s3, ScriptedFaults({1: Fault.UNREACHABLE}))
    recorder = Recorder(
        LeadTable(dynamodb, TABLE),
        Chains(s3, aws.work_bucket),
        ChangeLog(dynamodb, aws.changes_table, s3, aws.work_bucket),
    )

    with pytest.raises(EndpointConnectionError):
        record(recorder, person(1, "ada"))

    assert leads_in(aws) == []


def test_a_new_lead_costs_one_write_unit_as_does_a_changed_and_a_confirmed_one(
    aws: FakeAws, recorder: Recorder
) -> None:
    recorder.leads.id_of("warm")
    for statement in (person(1, "ada"), person(2, "ada", phone="1"), person(3, "ada", phone="1")):
        aws.dynamodb.consumed.reset()
        record(recorder, statement)

        assert aws.dynamodb.consumed.writes["leads"] == 1
