"""Rows are said anew in another edition: what they said is taken back with it, lead by lead (docs/leads.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm.outcomes import Outcome
from crm.statements.in_order import fold
from crm.statements.recording import Incoming, Recorded, Recorder
from crm.statements.replacing import Replacer
from crm.statements.revoking import revoke
from crm.statements.statement import Entry, Place, Revocation, Statement

from tests.doubles import FakeAws
from tests.unit.statements.conftest import key_of, leads_in, recorder_for
from tests.unit.statements.in_words import row, texts

SOURCE = row(1, {}).source
FOLDER = "import9/000001"


def anew(says: Mapping[str, str], number: int = 2, edition: int = 1) -> Statement:
    statement = row(1, says, number=number)
    return replace(statement, place=statement.place._replace(edition=edition))


def said_anew(recorder: Recorder, was: str, *statements: Statement, gone: tuple[Place, ...] = ()) -> list[Recorded]:
    """Rows that have been the lead with the address `was`, and now are those of their own addresses."""
    incoming = [Incoming(key_of(recorder, str(one.says["email"].text)), one) for one in statements]
    places = {*(one.place for one in statements), *gone}
    return Replacer(recorder, SOURCE).rows(incoming, {key_of(recorder, was): places}, FOLDER)


def record(recorder: Recorder, *statements: Statement) -> None:
    recorder.rows(
        [Incoming(key_of(recorder, str(one.says["email"].text)), one) for one in statements], "import1/000001"
    )


def shown(aws: FakeAws) -> list[dict[str, str]]:
    return [texts(lead.standing.state) for lead in leads_in(aws) if lead.standing.state]


def test_a_row_takes_the_place_of_what_it_said(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, row(1, {"email": "ada@x.example", "title": "Rome", "phone": "1"}))
    record(recorder, row(2, {"email": "ada@x.example", "phone": "2"}))

    (told,) = said_anew(recorder, "ada@x.example", anew({"email": "ada@x.example", "company": "Rome", "phone": "3"}))

    assert shown(aws) == [{"email": "ada@x.example", "company": "Rome", "phone": "2"}]
    assert (told.arrival.outcome, told.arrival.changed, told.arrival.emptied) == (Outcome.UPDATED, 2, 1)


def test_a_repeated_delivery_changes_nothing_and_tells_the_same(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, row(1, {"email": "ada@x.example", "title": "Rome"}))
    statement = anew({"email": "ada@x.example", "company": "Rome"})
    first = said_anew(recorder, "ada@x.example", statement)
    before = aws.dynamodb.scan(TableName="leads")["Items"]

    again = said_anew(recorder_for(aws), "ada@x.example", statement)

    assert aws.dynamodb.scan(TableName="leads")["Items"] == before
    outcome = first[0].arrival.outcome, first[0].arrival.changed
    assert (again[0].arrival.outcome, again[0].arrival.changed) == outcome == (Outcome.UPDATED, 2)


def test_rows_that_mean_the_same_are_unchanged_also_where_several_are_one_lead(
    aws: FakeAws, recorder: Recorder
) -> None:
    rows = [{"email": "ada@x.example", "phone": "1"}, {"email": "ada@x.example", "phone": "2"}]
    record(recorder, *(row(1, says, number=number) for number, says in enumerate(rows, 2)))

    told = said_anew(recorder, "ada@x.example", *(anew(says, number) for number, says in enumerate(rows, 2)))

    assert {one.arrival.outcome for one in told} == {Outcome.SUPERSEDED, Outcome.UNCHANGED}
    assert sum(one.arrival.changed for one in told) == 0
    assert shown(aws) == [rows[1]]


def test_each_row_that_has_left_its_lead_comes_back_by_itself(aws: FakeAws, recorder: Recorder) -> None:
    """As it must where the lead that it has gone to could not be written."""
    record(recorder, row(1, {"email": "ada@x.example", "phone": "1"}, number=2))
    record(recorder, row(1, {"email": "ada@x.example", "title": "CEO"}, number=3))
    left = (Place(1, 0, 2, 1), Place(1, 0, 3, 1))
    said_anew(recorder, "ada@x.example", gone=left)
    assert shown(aws) == []

    revoke([key_of(recorder, "ada@x.example")], Revocation(SOURCE, places=frozenset(left[1:])), recorder, FOLDER)

    assert shown(aws) == [{"email": "ada@x.example", "title": "CEO"}]


def test_taking_back_the_last_edition_brings_back_the_one_before() -> None:
    says = [{"email": "a@x.example", field: "value"} for field in ("phone", "title", "company")]
    first, second, third = (anew(one, edition=edition) for edition, one in enumerate(says))
    twice: list[Entry] = [
        *(first, Revocation(SOURCE, places=second.place.earlier, place=second.place), second),
        *(Revocation(SOURCE, places=third.place.earlier, place=third.place), third),
    ]
    undone = Revocation(SOURCE, sequences=frozenset({1}), editions=frozenset({2}))

    assert texts(fold(twice)) == says[2]
    assert texts(fold([*twice, undone])) == says[1]


def test_a_row_that_is_said_anew_is_not_further_down_in_the_file() -> None:
    """The same file, read in the same way, sets its own rows once more."""
    source = replace(SOURCE, reading="same")
    before = replace(anew({"email": "a@x.example", "title": "old"}), source=source)
    again = row(2, {"email": "a@x.example", "title": "new"})
    again = replace(again, source=replace(again.source, reading="same"))

    assert texts(fold([before, again]))["title"] == "new"


def test_an_address_that_an_earlier_edition_says_stays_claimed(aws: FakeAws, recorder: Recorder) -> None:
    record(recorder, row(1, {"email": "ada@x.example"}))
    (lead,) = leads_in(aws)
    recorder.take_address("email#new@x.example", lead.lead_id)
    record(recorder, row(2, {"email": "new@x.example", "phone": "2"}))
    other = replace(row(2, {"phone": "3"}), place=Place(2, 0, 2, 1))
    Replacer(recorder, SOURCE).rows([Incoming(lead.lead_id, other)], {lead.lead_id: {other.place}}, FOLDER)

    recorder.release_address("new@x.example", lead.lead_id)

    assert recorder.leads.look_up([key_of(recorder, "new@x.example")]).claims
