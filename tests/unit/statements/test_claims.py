"""An address of a lead is always its own, whoever gives up, takes and writes at the same moment (promise 2)."""

from __future__ import annotations

from typing import Any

import pytest
from crm.statements.claims import Claims
from crm.statements.recording import Incoming, Recorder

from tests.doubles import FakeAws
from tests.unit.statements.conftest import key_of, leads_in
from tests.unit.statements.in_words import row, texts

NEW = "new@x.example"


def known(recorder: Recorder, sequence: int, **says: str) -> str:
    """The lead that a row makes or changes, known by its email."""
    (told,) = recorder.rows(
        [Incoming(key_of(recorder, says["email"]), row(sequence, says))], f"import{sequence}/000001"
    )
    return told.lead_id


def owner(recorder: Recorder) -> str:
    return recorder.leads.owners_of([key_of(recorder, NEW)])[key_of(recorder, NEW)]


def test_a_claim_stays_where_its_lead_was_changed_since_it_was_seen(aws: FakeAws, recorder: Recorder) -> None:
    ada = known(recorder, 1, email="ada@x.example")
    assert recorder.take_address(f"email#{NEW}", ada) is None
    (seen,) = leads_in(aws)
    known(recorder, 2, email="ada@x.example", title="CEO")

    assert not recorder.leads.claims.release(key_of(recorder, NEW), ada, ada, seen)

    assert owner(recorder) == ada


def test_an_address_that_is_said_while_it_is_given_up_stays(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = known(recorder, 1, email="ada@x.example")
    recorder.take_address(f"email#{NEW}", ada)
    release = Claims.release

    def said_meanwhile(claims: Claims, *arguments: Any) -> bool:
        monkeypatch.setattr(Claims, "release", release)
        assert known(recorder, 2, email=NEW, title="CEO") == ada
        return claims.release(*arguments)

    monkeypatch.setattr(Claims, "release", said_meanwhile)
    recorder.release_address(NEW, ada)

    assert owner(recorder) == ada


def test_nothing_is_read_for_the_address_by_which_a_lead_was_first_known(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no claim; an undo asks for the addresses of each lead."""
    ada = known(recorder, 1, email="ada@x.example")
    monkeypatch.setattr(recorder.leads, "look_up", None)

    recorder.release_address("ada@x.example", ada)


def test_a_row_whose_lead_gives_up_the_address_meanwhile_makes_a_lead_of_its_own(
    aws: FakeAws, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = known(recorder, 1, email="ada@x.example")
    recorder.take_address(f"email#{NEW}", ada)
    (seen,) = leads_in(aws)
    holds = Claims.holds

    def given_up_meanwhile(claims: Claims, *arguments: Any) -> dict[str, Any]:
        claims.release(key_of(recorder, NEW), ada, ada, seen)
        return holds(claims, *arguments)

    monkeypatch.setattr(Claims, "holds", given_up_meanwhile)

    assert known(recorder, 2, email=NEW) == key_of(recorder, NEW)
    assert sorted(texts(lead.standing.state)["email"] for lead in leads_in(aws)) == ["ada@x.example", NEW]


def test_a_claim_is_not_taken_from_a_lead_that_is_there_again(recorder: Recorder) -> None:
    ada = known(recorder, 1, email="ada@x.example")
    recorder.take_address(f"email#{NEW}", ada)

    assert not recorder.leads.claims.take_from_gone(key_of(recorder, NEW), ada, ada, "another")

    assert owner(recorder) == ada
