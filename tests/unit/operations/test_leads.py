"""`lead`: one lead as it is stored, found by an address or its id."""

from __future__ import annotations

import pytest
from crm.index.queue import IndexTask, task_of

from easy_crm.cli import console
from easy_crm.cli.lead_command import show
from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.leads import find
from easy_crm.operations.reindex import rebuild
from tests.doubles import FakeAws, fake_aws
from tests.unit.index.kept_index import rebuilder
from tests.unit.leads.conftest import ANNA, editor_for
from tests.unit.operations.deployed_in_memory import deployment
from tests.unit.statements.conftest import key_of, recorder_for
from tests.unit.statements.in_words import undo
from tests.unit.statements.test_recording import person, record


@pytest.fixture
def aws() -> FakeAws:
    """One lead: made by an import, given another address by hand, in which a phone is protected."""
    aws = fake_aws()
    record(recorder_for(aws), person(1, "ada", 14, phone="1"))
    editor_for(aws).patch(
        key_of(recorder_for(aws), "ada@x.example"),
        {"email": "new@x.example", "phones": [{"value": "+49 30 1234560", "label": "work"}]},
        ANNA,
        protected=["phones/+49301234560"],
    )
    return aws


def system(aws: FakeAws) -> Deployment:
    outputs = {
        "LeadsTableName": aws.leads_table,
        "ChangesTableName": aws.changes_table,
        "IndexQueueUrl": aws.index_queue_url,
        "WorkBucketName": aws.work_bucket,
    }
    return deployment({}, outputs=outputs, dynamodb=aws.dynamodb, s3=aws.s3, sqs=aws.sqs)


def test_a_lead_is_found_by_its_id_and_by_each_address_that_it_has_or_had(aws: FakeAws) -> None:
    lead_id = key_of(recorder_for(aws), "ada@x.example")

    found = [find(system(aws), who) for who in (lead_id, "Ada@X.example", "new@x.example")]

    assert {one.lead.lead_id for one in found} == {lead_id}
    assert len(found[0].entries) == 2


def test_one_of_the_bin_is_found_too(aws: FakeAws) -> None:
    lead_id = key_of(recorder_for(aws), "ada@x.example")
    editor_for(aws).delete(lead_id, ANNA)

    assert find(system(aws), lead_id).lead.expires is not None


@pytest.mark.parametrize("who", ["nobody@x.example", "nobody", "#salt"])
def test_a_lead_that_is_not_there_is_said_to_be_missing(aws: FakeAws, who: str) -> None:
    with pytest.raises(CommandFailed, match=who):
        find(system(aws), who)


def test_it_shows_values_with_origins_and_every_entry_of_the_chain(
    aws: FakeAws, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "width", 200)
    lead_id = key_of(recorder_for(aws), "ada@x.example")
    editor = editor_for(aws)
    editor.delete(lead_id, ANNA)
    editor.restore(lead_id, ANNA)

    show(find(system(aws), lead_id))

    shown = capsys.readouterr().out
    assert "list.xlsx, sheet 1, B14, by ann@owner.example at 2026-03-01" in shown
    assert "+49301234560 (work)" in shown
    assert f"typed by {ANNA.email}" in shown
    assert ", protected" in shown
    assert "list.xlsx (1, 0, 14) (update, known by email): email='ada@x.example', phone='1'" in shown
    assert shown.index(" edits (") < shown.index(" deletes (") < shown.index(" takes back (")


def test_an_undo_is_shown_with_the_import_that_it_took_back(aws: FakeAws, capsys: pytest.CaptureFixture[str]) -> None:
    found = find(system(aws), "ada@x.example")

    show(type(found)(found.lead, [*found.entries, undo(1)]))

    assert "takes back import 1" in capsys.readouterr().out


def test_reindexing_asks_the_index_writer_and_waits_for_it(aws: FakeAws) -> None:
    lead = editor_for(aws).create({"firstName": "Bob"}, ANNA)
    editor_for(aws).delete(lead.lead_id, ANNA)
    asked: list[IndexTask] = []

    def work(_: float) -> None:
        messages = aws.sqs.queue(aws.index_queue_url).messages.values()
        asked.extend(task_of(message.body) for message in messages)
        rebuilder(aws).rebuild()

    assert rebuild(system(aws), sleep=work) == 2
    assert asked == [IndexTask.REBUILD]


def test_a_rebuild_that_had_begun_before_is_not_taken_for_the_one_that_was_asked_for(aws: FakeAws) -> None:
    rebuilder(aws).rebuild()
    aws.clock.advance(60)
    turns: list[float] = []

    def work(seconds: float) -> None:
        turns.append(seconds)
        if len(turns) == 3:
            rebuilder(aws).rebuild()

    rebuild(system(aws), sleep=work)
    assert len(turns) == 3


def test_a_rebuild_that_never_ends_is_told(aws: FakeAws) -> None:
    with pytest.raises(CommandFailed, match="logs index_writer"):
        rebuild(system(aws), sleep=lambda _: None)
