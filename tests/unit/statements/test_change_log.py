"""The log of changes: no write of a lead is lost, whoever dies when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from crm.statements.chains import Chains
from crm.statements.change_log import (
    INLINE_BYTES,
    ChangeLog,
    EntrySettledError,
    LogEntry,
    MissingChangesError,
    resolved,
)
from crm.statements.changes import Change, newest
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Incoming, Recorder
from crm.statements.revoking import revoke

from tests.doubles import FakeAws, Fault, ScriptedFaults, inject
from tests.doubles.faults import SimulatedCrash
from tests.unit.statements.conftest import changes_in, key_of, leads_in, log_of, recorder_for
from tests.unit.statements.in_words import edit, undo
from tests.unit.statements.test_recording import person, record

FEW = [Change("a", "born", 1, "text")]
MANY = [Change(f"{n}", "born", 1, f"{n * 7919:x}" * 9) for n in range(900)]


@pytest.fixture
def log(aws: FakeAws) -> ChangeLog:
    return log_of(aws)


def only(log: ChangeLog) -> LogEntry:
    (entry,) = log.entries()
    return entry


@pytest.mark.parametrize("changes", [FEW, MANY], ids=["few", "many"])
def test_an_announcement_becomes_the_changes_that_were_written(log: ChangeLog, changes: list[Change]) -> None:
    entry = log.announce([change.lead_id for change in changes], piece="import1/000001/x")
    assert not only(log).is_written

    log.write(entry, changes)

    assert only(log).is_written
    assert log.changes_of(only(log)) == changes


def test_few_changes_are_part_of_their_entry_and_many_are_an_object(aws: FakeAws, log: ChangeLog) -> None:
    log.publish(FEW)
    assert aws.s3.objects(aws.work_bucket) == {}
    log.publish(MANY)
    (body,) = aws.s3.objects(aws.work_bucket).values()
    assert len(body) > INLINE_BYTES


def test_an_announcement_of_which_nothing_was_written_says_so(log: ChangeLog) -> None:
    log.write(log.announce(["a"]), [])
    assert (only(log).is_written, log.changes_of(only(log))) == (True, [])


def test_a_writer_that_took_too_long_is_told_that_others_have_read_its_leads(log: ChangeLog) -> None:
    entry = log.announce(["a"])
    log.remove(log.entries())
    with pytest.raises(EntrySettledError):
        log.write(entry, FEW)


def test_an_entry_that_was_written_meanwhile_is_not_removed_as_an_announcement(log: ChangeLog) -> None:
    entry = log.announce(["a"])
    read = log.entries()
    log.write(entry, FEW)
    log.remove(read)
    assert log.changes_of(only(log)) == FEW


def test_a_lost_object_is_told(aws: FakeAws, log: ChangeLog) -> None:
    log.publish(MANY)
    for key in aws.s3.objects(aws.work_bucket):
        aws.s3.delete_object(Bucket=aws.work_bucket, Key=key)
    with pytest.raises(MissingChangesError):
        log.changes_of(only(log))


def test_a_lead_that_is_made_anew_has_another_life(aws: FakeAws, recorder: Recorder) -> None:
    (first,) = record(recorder, person(1, "ada"))
    revoke([first.lead_id], undo(1), recorder, "undo")
    record(recorder, person(2, "ada"))

    made, deleted, anew = changes_in(aws)

    assert (made.born, made.revision, deleted.born, deleted.text) == (deleted.born, 1, made.born, None)
    assert (anew.born != made.born, anew.revision) == (True, 1)
    assert [change.text for change in newest([anew, deleted, made]).values() if change.text] == [anew.text]


def test_each_further_write_is_the_next_revision_of_the_same_life(aws: FakeAws, recorder: Recorder) -> None:
    for number in (1, 2, 3):
        record(recorder, person(number, "ada"))
    changes = changes_in(aws)
    assert [change.revision for change in changes] == [1, 2, 3]
    assert len({change.born for change in changes}) == 1
    assert changes[-1] == Change.of(leads_in(aws)[0])


def test_a_row_that_another_delivery_has_recorded_is_logged_again(aws: FakeAws, recorder: Recorder) -> None:
    """That other one may have died before it logged the lead."""
    for _ in range(2):
        record(recorder, person(1, "ada"))
    first, again = changes_in(aws)
    assert first == again


def test_what_a_repeated_write_has_done_is_logged_although_it_was_refused(aws: FakeAws, recorder: Recorder) -> None:
    plan = ScriptedFaults({1: Fault.REPEATED})
    faulty: Any = inject(aws.dynamodb, plan)
    refused = Recorder(LeadTable(faulty, aws.leads_table), recorder.chains, recorder.log)

    assert refused.add(key_of(recorder, "ada@x.example"), edit(1, {"email": "ada@x.example"}), "by-hand/ada") is None

    assert plan.log[0][1:] == ("BatchExecuteStatement", "1 entries", Fault.REPEATED)
    assert set(changes_in(aws)) == {Change.of(lead) for lead in leads_in(aws)}


@pytest.mark.parametrize("fault", [Fault.CRASH_BEFORE, Fault.CRASH_AFTER])
@pytest.mark.parametrize("call", range(1, 13))
def test_a_crash_at_any_call_leaves_an_announcement_from_which_the_truth_is_read(
    aws: FakeAws, fault: Fault, call: int
) -> None:
    """Two leads of an import: one is made, and one is deleted by an undo."""
    first = recorder_for(aws)
    (made,) = record(first, person(1, "ada"))
    plan = ScriptedFaults({call: fault})
    dynamodb: Any = inject(aws.dynamodb, plan)
    s3: Any = inject(aws.s3, plan)
    log = ChangeLog(dynamodb, aws.changes_table, s3, aws.work_bucket)
    dying = Recorder(LeadTable(dynamodb, aws.leads_table), Chains(s3, aws.work_bucket), log)
    try:
        dying.rows([Incoming(key_of(first, "grace@x.example"), person(2, "grace"))], "import2/000001")
        revoke([made.lead_id], undo(1), dying, "import1/undo-000001")
    except SimulatedCrash:
        pass

    assert isinstance(first.log, ChangeLog)
    entries = first.log.entries()
    changes = [
        change
        for entry in entries
        for change in (
            first.log.changes_of(entry) if entry.is_written else resolved(entry, first.log, first.leads, first.chains)
        )
    ]

    there = {change for change in newest(changes).values() if change.text is not None}
    assert there == {Change.of(lead) for lead in leads_in(aws)}


def die_in_an_undo(aws: FakeAws, recorder: Recorder, lead_id: str) -> None:
    """A first delivery of the undo of import 1 deletes a lead, and dies before it logs that."""
    faulty: Any = inject(aws.dynamodb, ScriptedFaults({2: Fault.CRASH_AFTER}))
    dying = Recorder(LeadTable(faulty, aws.leads_table), recorder.chains, log_of(aws))
    with pytest.raises(SimulatedCrash):
        revoke([lead_id], undo(1), dying, "import1/undo-000001")
    assert lead_id not in {lead.lead_id for lead in leads_in(aws)}


def lives_in(aws: FakeAws) -> list[Change]:
    """What readers see who look into no announcement."""
    lives = (change for change in newest(changes_in(aws)).values() if change.text is not None)
    return sorted(lives, key=lambda change: change.lead_id)


def test_an_undo_that_is_delivered_again_logs_what_the_first_delivery_has_deleted(
    aws: FakeAws, recorder: Recorder
) -> None:
    (made,) = record(recorder, person(1, "ada"))
    die_in_an_undo(aws, recorder, made.lead_id)
    assert [life.lead_id for life in lives_in(aws)] == [made.lead_id]

    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")

    assert lives_in(aws) == []


def test_it_also_logs_the_deletion_of_a_lead_that_was_made_anew_meanwhile(aws: FakeAws, recorder: Recorder) -> None:
    (made,) = record(recorder, person(1, "ada"))
    die_in_an_undo(aws, recorder, made.lead_id)
    recorder.add(made.lead_id, edit(1, {"email": "ada@x.example"}), "by-hand/ada")
    assert [life.lead_id for life in lives_in(aws)] == [made.lead_id, made.lead_id]

    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")

    assert lives_in(aws) == [Change.of(lead) for lead in leads_in(aws)]


def test_it_also_logs_it_where_it_deletes_the_lead_that_was_made_anew(aws: FakeAws, recorder: Recorder) -> None:
    """A slow worker of the same import has made it, and has not come to take its rows back."""
    (made,) = record(recorder, person(1, "ada"))
    die_in_an_undo(aws, recorder, made.lead_id)
    record(recorder, person(1, "ada"))
    assert [life.lead_id for life in lives_in(aws)] == [made.lead_id, made.lead_id]

    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")

    assert (lives_in(aws), leads_in(aws)) == ([], [])


@pytest.mark.parametrize("sequence", [1, 2], ids=["which-is-taken-back-too", "which-stays"])
def test_it_also_logs_the_deletion_of_a_lead_whose_address_another_lead_has_claimed_meanwhile(
    aws: FakeAws, recorder: Recorder, sequence: int
) -> None:
    """The key of the deleted lead leads to the other one then, whether the undo changes that one or not."""
    (other,) = record(recorder, person(sequence, "bob", 3))
    (made,) = record(recorder, person(1, "ada"))
    die_in_an_undo(aws, recorder, made.lead_id)
    assert recorder.take_address("email#ada@x.example", other.lead_id) is None

    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")

    assert lives_in(aws) == [Change.of(lead) for lead in leads_in(aws)]


def watched(aws: FakeAws, recorder: Recorder) -> tuple[Recorder, Callable[[], int]]:
    """A recorder, and what counts how often it has read the log."""
    plan = ScriptedFaults({})
    dynamodb: Any = inject(aws.dynamodb, plan)
    s3: Any = aws.s3
    log = ChangeLog(dynamodb, aws.changes_table, s3, aws.work_bucket)
    return Recorder(recorder.leads, recorder.chains, log), lambda: [one for _, one, *_ in plan.log].count("Query")


def test_an_undo_whose_leads_all_stay_reads_the_log_only_when_it_is_delivered_again(
    aws: FakeAws, recorder: Recorder
) -> None:
    (made,) = record(recorder, person(1, "ada"))
    record(recorder, person(2, "ada"))
    undoing, reads = watched(aws, recorder)

    revoke([made.lead_id], undo(2), undoing, "import2/undo-000001")
    assert reads() == 0

    revoke([made.lead_id], undo(2), undoing, "import2/undo-000001")
    assert reads() == 1


def test_an_undo_that_deletes_leads_reads_the_log_once_and_nothing_that_others_have_announced(
    aws: FakeAws, recorder: Recorder
) -> None:
    ids = [one.lead_id for one in record(recorder, person(1, "ada"), person(1, "bob", 3))]
    undoing, reads = watched(aws, recorder)
    ends = [Change(f"{n}", f"{n * 7919:x}" * 9, 2, None) for n in range(900)]
    recorder.log.announce(["0"], ends, "import1/undo-000002/x")
    for key in aws.s3.objects(aws.work_bucket):
        if key.startswith("index/changes/"):
            # Whoever asks for it would fail.
            aws.s3.delete_object(Bucket=aws.work_bucket, Key=key)

    revoke(ids, undo(1), undoing, "import1/undo-000001")

    assert (reads(), leads_in(aws)) == (1, [])
