"""Rehearsals see the leads as they are and what was rehearsed before, and write nothing (promise 8)."""

from __future__ import annotations

from typing import Any

from crm.outcomes import Outcome
from crm.statements.recording import Incoming, Recorder
from crm.statements.rehearsal import RehearsedChains, RehearsedLeads, Unlogged

from tests.doubles import FakeAws, fake_aws
from tests.unit.statements.conftest import TABLE, key_of, recorder_for
from tests.unit.statements.in_words import row

ADA = {"email": "ada@x.example", "firstName": "Ada"}


def rehearsal_on(aws: FakeAws) -> Recorder:
    dynamodb: Any = aws.dynamodb
    s3: Any = aws.s3
    return Recorder(RehearsedLeads(dynamodb, TABLE), RehearsedChains(s3, aws.work_bucket), Unlogged())


def outcome_of(recorder: Recorder, key: str, sequence: int, says: dict[str, str], number: int = 2) -> Outcome:
    [recorded] = recorder.rows([Incoming(key, row(sequence, says, number=number))], "folder")
    return recorded.arrival.outcome


def test_a_lead_that_was_written_a_moment_before_is_there_although_other_reads_lag() -> None:
    aws = fake_aws(stale_read=lambda: True)
    recorder = recorder_for(aws)
    key = key_of(recorder, "ada@x.example")
    outcome_of(recorder, key, 1, ADA)

    assert outcome_of(rehearsal_on(aws), key, 2, ADA) is Outcome.UNCHANGED


def test_a_row_that_comes_late_is_merged_into_what_was_rehearsed_before(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    key, rehearsal = key_of(recorder, "ada@x.example"), rehearsal_on(aws)

    assert outcome_of(rehearsal, key, 1, ADA | {"title": "Countess"}, number=9) is Outcome.CREATED
    assert outcome_of(rehearsal, key, 1, ADA | {"title": "Miss", "company": "Initech"}, number=2) is Outcome.UPDATED
    assert outcome_of(rehearsal, key, 1, ADA | {"title": "Countess"}, number=9) is Outcome.CREATED


def test_nothing_of_it_is_stored(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    key = key_of(recorder, "ada@x.example")

    outcome_of(rehearsal_on(aws), key, 1, ADA)

    assert recorder.leads.get_many([key]) == {}
    assert aws.s3.objects(aws.work_bucket) == {}
