"""What readers take from the log: whatever was reported as done is there at once."""

from __future__ import annotations

from typing import Any

import pytest
from crm.index.log_reader import LogReader
from crm.statements.change_log import NAMED
from crm.statements.changes import Change
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Incoming, Recorder

from tests.doubles import FakeAws, Fault, ScriptedFaults, fake_aws, inject
from tests.doubles.faults import SimulatedCrash
from tests.unit.index.kept_index import index_writer, rebuilder
from tests.unit.leads.conftest import ANNA, editor_for
from tests.unit.statements.conftest import key_of, leads_in, log_of, recorder_for
from tests.unit.statements.in_words import edit
from tests.unit.statements.test_recording import person, record


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


def reader(aws: FakeAws) -> LogReader:
    writer = index_writer(aws)
    return LogReader(
        writer.log, writer.manifests, writer.leads, writer.chains, now=lambda: aws.clock.moment().isoformat()
    )


def test_what_was_written_is_there_at_once_and_up_to_when(aws: FakeAws) -> None:
    lead = editor_for(aws).create({"firstName": "Ada"}, ANNA)

    news = reader(aws).look()

    assert list(news.changes) == [Change.of(found) for found in leads_in(aws)]
    assert (news.as_of, lead.lead_id) == (aws.clock.moment().isoformat(), news.changes[0].lead_id)


def test_what_the_index_writer_has_taken_up_is_in_a_file_instead(aws: FakeAws) -> None:
    record(recorder_for(aws), person(1, "ada"))
    looking = reader(aws)
    looking.look()
    index_writer(aws).take_up()

    news = looking.look()

    assert (list(news.changes), [file.count for file in news.manifest.files]) == ([], [1])


def test_an_edit_whose_writer_died_is_there(aws: FakeAws) -> None:
    faulty: Any = inject(aws.dynamodb, ScriptedFaults({1: Fault.CRASH_AFTER}))
    dying = Recorder(LeadTable(faulty, aws.leads_table), recorder_for(aws).chains, log_of(aws))
    with pytest.raises(SimulatedCrash):
        dying.add(key_of(recorder_for(aws), "ada@x.example"), edit(1, {"email": "ada@x.example"}), "by-hand/ada")

    assert list(reader(aws).look().changes) == [Change.of(lead) for lead in leads_in(aws)]


def test_a_batch_that_is_being_written_is_not_waited_for(aws: FakeAws) -> None:
    log_of(aws).announce([f"{number}" for number in range(NAMED + 1)], piece="import1/000001/x")
    assert list(reader(aws).look().changes) == []


def test_what_a_rebuild_doubts_is_read_from_the_table(aws: FakeAws) -> None:
    (made,) = record(recorder_for(aws), person(1, "ada"))
    late = [change for entry in log_of(aws).entries() for change in log_of(aws).changes_of(entry)]
    aws.dynamodb.delete_item(TableName=aws.leads_table, Key={"leadId": {"S": made.lead_id}})
    rebuilder(aws).rebuild()

    assert late
    assert list(reader(aws).look().changes) == []


def test_an_object_of_the_log_is_fetched_once_while_a_function_is_warm(aws: FakeAws) -> None:
    rows = [person(1, f"{number * 7919:x}", number) for number in range(2, 302)]
    recorder = recorder_for(aws)
    recorder.rows([Incoming(key_of(recorder, str(row.says["email"].text)), row) for row in rows], "import1/000001")
    looking = reader(aws)
    assert len(looking.look().changes) == len(rows)
    fetched = aws.s3.calls["GetObject"]

    assert len(looking.look().changes) == len(rows)

    assert aws.s3.calls["GetObject"] == fetched
