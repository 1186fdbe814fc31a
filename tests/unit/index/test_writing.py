"""The index writer: whoever dies, repeats or comes late, readers see the leads table at every moment."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from typing import Any, cast

import pytest
from crm.index.index_files import MissingIndexFileError
from crm.index.manifest import IndexFile, Manifest
from crm.index.writing import (
    LOOKED_INTO_S,
    MOST_SEGMENTS,
    SWEEP_S,
    is_compaction_due,
)
from crm.statements.change_log import MANIFEST, SETTLED_S, MissingChangesError
from crm.statements.changes import Change, packed
from crm.statements.lead_scan import scanned
from crm.statements.lead_table import LeadTable
from crm.statements.recording import Incoming, Recorder
from crm.statements.revoking import revoke

from tests.doubles import FakeAws, Fault, FaultPlan, ScriptedFaults, fake_aws, inject
from tests.doubles.faults import CRASHES, SimulatedCrash
from tests.doubles.index_engine import PlainEngine
from tests.unit.index.kept_index import index_writer, rebuilder, seen, table
from tests.unit.statements.conftest import key_of, log_of, recorder_for
from tests.unit.statements.in_words import undo
from tests.unit.statements.test_recording import person, record

NAMES = ("ada", "bob", "cleo", "dora")


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws(check_parameters=False)


@pytest.fixture
def small_snapshots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes snapshots of few leads too."""
    monkeypatch.setattr("crm.index.writing.FEWEST_IN_SEGMENTS", 0)


def files(aws: FakeAws, kind: str) -> list[str]:
    return [key for key in aws.s3.objects(aws.work_bucket) if key.startswith(f"index/{kind}/")]


def test_without_any_lead_there_is_an_empty_index_and_nothing_to_do(aws: FakeAws) -> None:
    assert index_writer(aws).take_up(thoroughly=True) == 0
    assert (seen(aws), files(aws, "segments")) == ({}, [])


@pytest.mark.usefixtures("small_snapshots")
def test_what_is_logged_becomes_a_segment_and_leaves_the_log(aws: FakeAws) -> None:
    record(recorder_for(aws), *(person(1, name, n) for n, name in enumerate(NAMES, 2)))

    assert index_writer(aws).take_up() == len(NAMES)

    assert (log_of(aws).entries(), len(files(aws, "snapshots"))) == ([], 1)
    assert seen(aws) == table(aws)
    assert index_writer(aws).take_up() == 0


def test_what_is_logged_stays_in_the_log_until_its_segment_is_kept(aws: FakeAws) -> None:
    def die() -> None:
        raise SimulatedCrash

    record(recorder_for(aws), person(1, "ada"))
    with pytest.raises(SimulatedCrash):
        replace(index_writer(aws), engine=PlainEngine(die)).take_up()

    assert index_writer(aws).take_up() == 1
    assert seen(aws) == table(aws)


@pytest.mark.parametrize(
    ("segments", "changes", "leads", "is_due"),
    [
        (1, 2_000, 1_000, False),
        (1, 2_001, 1_000, True),
        (1, 5_000, 100_000, False),
        (1, 5_001, 100_000, True),
        (MOST_SEGMENTS, 1, 10_000, False),
        (MOST_SEGMENTS + 1, 1, 10_000, True),
        (2, 25_000, 10_000_000, False),
        (2, 25_001, 10_000_000, True),
        (0, 0, 0, False),
    ],
)
def test_a_snapshot_is_made_when_segments_have_become_many(
    segments: int, changes: int, leads: int, is_due: bool
) -> None:
    manifest = Manifest(
        snapshot=IndexFile("s", leads, 0.0), segments=tuple(IndexFile(f"{n}", changes, 0.0) for n in range(segments))
    )
    assert is_compaction_due(manifest, 0.0) is is_due


def test_no_snapshot_is_made_while_the_index_is_rebuilt_unless_that_has_died() -> None:
    segments = tuple(IndexFile(f"{n}", 9, 0.0) for n in range(30))
    manifest = Manifest(segments=segments, rebuilding="one", rebuilding_since=100.0)
    assert (is_compaction_due(manifest, 900.0), is_compaction_due(manifest, 1_100.0)) == (False, True)


def test_a_manifest_comes_back_from_storage_as_it_was(aws: FakeAws) -> None:
    manifest = Manifest(
        1, IndexFile("s", 2, 3.0), (IndexFile("a", 1, 2.0),), frozenset({"x", "y"}), "one", 4.0, "one", 5.0
    )
    store = index_writer(aws).manifests
    store.change(lambda _: manifest)
    assert store.read() == manifest


def test_the_leads_of_a_writer_that_died_are_read_after_a_minute_and_settled_after_the_longest_run(
    aws: FakeAws,
) -> None:
    faulty: Any = inject(aws.dynamodb, ScriptedFaults({2: Fault.CRASH_AFTER}))
    log = log_of(aws)
    log._now = aws.clock
    dying = Recorder(LeadTable(faulty, aws.leads_table), recorder_for(aws).chains, log)
    with pytest.raises(SimulatedCrash):
        dying.rows([Incoming(key_of(recorder_for(aws), "ada@x.example"), person(1, "ada"))], "import1/000001")
    taken_up = []
    for seconds in (0, LOOKED_INTO_S, SETTLED_S - LOOKED_INTO_S):
        aws.clock.advance(seconds)
        taken_up.append((index_writer(aws).take_up(thoroughly=True), len(log.entries())))
    assert taken_up == [(0, 1), (1, 1), (1, 0)]
    assert seen(aws) == table(aws)


@pytest.mark.usefixtures("small_snapshots")
def test_old_objects_that_nothing_names_are_deleted_and_no_others(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    record(recorder, person(1, "ada"))
    writer = index_writer(aws)
    writer.take_up()
    replaced = files(aws, "segments")
    aws.s3.put_object(Bucket=aws.work_bucket, Key="index/changes/orphan.json.gz", Body=b"")
    aws.s3.put_object(Bucket=aws.work_bucket, Key="chains/index/x", Body=b"")
    aws.clock.advance(SWEEP_S + 1)
    record(recorder, person(2, "ada"))
    aws.s3.put_object(Bucket=aws.work_bucket, Key="index/segments/about-to-be-named.parquet", Body=b"")

    writer.take_up(thoroughly=True)

    left = set(aws.s3.objects(aws.work_bucket))
    assert not left & {*replaced, "index/changes/orphan.json.gz"}
    assert {"index/segments/about-to-be-named.parquet", "chains/index/x"} <= left
    assert seen(aws) == table(aws)


@pytest.mark.usefixtures("small_snapshots")
def test_a_lost_file_is_told_at_the_next_sweep_and_a_rebuild_heals_it(aws: FakeAws) -> None:
    record(recorder_for(aws), *(person(1, name, n) for n, name in enumerate(NAMES, 2)))
    writer = index_writer(aws)
    writer.take_up()
    for key in files(aws, "snapshots"):
        aws.s3.delete_object(Bucket=aws.work_bucket, Key=key)
    aws.clock.advance(SWEEP_S + 1)
    with pytest.raises(MissingIndexFileError):
        writer.take_up(thoroughly=True)

    assert rebuilder(aws).rebuild() == len(NAMES)

    assert seen(aws) == table(aws)


def test_an_entry_whose_object_is_lost_is_told_and_a_rebuild_heals_it(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    record(recorder, *(person(1, f"{n * 7919:x}" * 5, n) for n in range(2, 302)))
    record(recorder, person(2, "ada"))
    (key,) = files(aws, "changes")
    aws.s3.delete_object(Bucket=aws.work_bucket, Key=key)
    with pytest.raises(MissingChangesError):
        index_writer(aws).take_up()
    assert len(log_of(aws).entries()) == 1

    rebuilder(aws).rebuild()
    index_writer(aws).take_up()

    assert (log_of(aws).entries(), len(seen(aws))) == ([], 301)
    assert seen(aws) == table(aws)


def test_a_lost_file_heals_by_itself(aws: FakeAws) -> None:
    record(recorder_for(aws), *(person(1, name, n) for n, name in enumerate(NAMES, 2)))
    index_writer(aws).take_up()
    for key in files(aws, "snapshots"):
        aws.s3.delete_object(Bucket=aws.work_bucket, Key=key)
    record(recorder_for(aws), person(2, "ada"))

    rebuilder(aws).take_up(thoroughly=False)

    assert seen(aws) == table(aws)


def test_a_manifest_that_was_deleted_heals_by_itself_and_is_told_meanwhile(aws: FakeAws) -> None:
    told: list[bool] = []

    def kept(name: str) -> None:
        record(recorder_for(aws), person(1, name))
        writer = index_writer(aws)
        engine = PlainEngine(lambda: told.append(writer.manifests.read().is_lost))
        rebuilder(aws, replace(writer, engine=engine)).take_up(thoroughly=False)

    for name in NAMES[:2]:
        kept(name)
    log, entry = MANIFEST
    aws.dynamodb.delete_item(TableName=aws.changes_table, Key={"log": {"S": log}, "entry": {"S": entry}})
    for name in NAMES[2:]:
        kept(name)

    assert told == [False, False, True, False]
    assert len(seen(aws)) == len(NAMES)
    assert seen(aws) == table(aws)


def test_a_rebuild_finds_what_bypassed_the_functions(aws: FakeAws) -> None:
    names = [f"n{number}" for number in range(40)]
    record(recorder_for(aws), *(person(1, name, n) for n, name in enumerate(names, 2)))
    index_writer(aws).take_up()
    record(recorder_for(aws), person(2, "ada"))
    index_writer(aws).take_up()
    assert len(index_writer(aws).manifests.read().files) == 2
    for name in ("n1", "ada"):
        lead_id = key_of(recorder_for(aws), f"{name}@x.example")
        aws.dynamodb.delete_item(TableName=aws.leads_table, Key={"leadId": {"S": lead_id}})
    assert len(seen(aws)) == 41

    rebuilder(aws).rebuild()

    assert seen(aws) == table(aws)


def test_an_older_change_that_comes_after_a_rebuild_brings_no_deleted_lead_back(aws: FakeAws) -> None:
    """Its writer stood still after its write; meanwhile the lead was deleted, taken up and forgotten by a rebuild."""
    recorder = recorder_for(aws)
    log = log_of(aws)
    entry = log.announce([key_of(recorder, "ada@x.example")])
    (made,) = record(recorder, person(1, "ada"))
    late = [change for one in log.entries() if one.is_written for change in log.changes_of(one)]
    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")
    index_writer(aws).take_up()
    rebuilder(aws).rebuild()

    log.write(entry, late)

    assert seen(aws) == table(aws) == {}
    index_writer(aws).take_up()
    assert (seen(aws), log.entries()) == ({}, [])
    index_writer(aws).take_up()
    assert index_writer(aws).manifests.read().doubted == frozenset()


def test_a_lead_that_was_found_before_a_rebuild_and_is_logged_after_it_does_not_come_back(aws: FakeAws) -> None:
    """Who has found it, because a message came twice, stood still; meanwhile it was deleted and forgotten."""
    recorder = recorder_for(aws)
    (made,) = record(recorder, person(1, "ada"))
    writer, log = index_writer(aws), index_writer(aws).log
    found = [change for one in log.entries() for change in log.changes_of(one)]
    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")
    writer.take_up()
    rebuilder(aws).rebuild()

    log.publish(found)

    assert seen(aws) == table(aws) == {}
    writer.take_up()
    assert (seen(aws), log.entries()) == ({}, [])


def test_what_was_found_is_not_taken_up_as_it_was_found_if_a_rebuild_has_begun_meanwhile(aws: FakeAws) -> None:
    recorder, log = recorder_for(aws), index_writer(aws).log
    (made,) = record(recorder, person(1, "ada"))
    found = [change for one in log.entries() for change in log.changes_of(one)]
    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")
    index_writer(aws).take_up()
    slow = index_writer(aws)
    begun = slow.manifests.read()
    rebuilder(aws).rebuild()
    log.publish(found)

    of_before = slow._new(log.entries(), begun, thoroughly=False)
    assert slow._with_segment(of_before, frozenset(), begun) is None

    assert seen(aws) == table(aws) == {}


def test_of_two_rebuilds_at_once_the_later_one_counts(aws: FakeAws) -> None:
    record(recorder_for(aws), person(1, "ada"))
    first = rebuilder(aws)
    other: list[int | None] = []

    def scan() -> Any:
        other.append(rebuilder(aws).rebuild())
        return iter([])

    assert replace(first, scan=scan).rebuild() is None
    assert other == [1]
    assert seen(aws) == table(aws)


def test_what_another_writer_takes_up_while_a_snapshot_is_made_stays(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    record(recorder, person(1, "ada"))
    writer = index_writer(aws)
    writer.take_up()
    record(recorder, person(2, "ada"))
    segment = replace(writer.manifests.read().files[0], key="index/segments/of-another")

    def other() -> None:
        record(recorder, person(3, "bob"))
        changes = [change for one in writer.log.entries() for change in writer.log.changes_of(one)]
        aws.s3.put_object(Bucket=aws.work_bucket, Key=segment.key, Body=packed(changes))
        writer.manifests.change(lambda manifest: replace(manifest, segments=(*manifest.segments, segment)))
        writer.log.remove(writer.log.entries())

    made = replace(writer, engine=PlainEngine(other))._compacted(writer.manifests.read())

    assert made is not None
    assert made.segments == (segment,)
    assert len(seen(aws)) == 2
    assert seen(aws) == table(aws)


def test_a_snapshot_that_was_begun_before_a_rebuild_is_thrown_away(aws: FakeAws) -> None:
    record(recorder_for(aws), person(1, "ada"))
    writer = index_writer(aws)
    writer.take_up()
    begun = replace(writer, engine=PlainEngine(lambda: rebuilder(aws)._begun("a rebuild")))
    assert begun._compacted(writer.manifests.read()) is None


def test_what_is_taken_up_while_the_index_is_rebuilt_stays(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    record(recorder, person(1, "ada"))
    pages = list(scanned(cast(Any, aws.dynamodb), aws.leads_table, 1))

    def scan() -> Any:
        """The table as it was before the second lead came."""
        record(recorder, person(2, "bob"))
        index_writer(aws).take_up()
        return iter(pages)

    replace(rebuilder(aws), scan=scan).rebuild()

    assert log_of(aws).entries() == []
    assert len(seen(aws)) == 2
    assert seen(aws) == table(aws)


def test_what_a_rebuild_has_come_to_doubt_meanwhile_is_not_taken_up(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    (made,) = record(recorder, person(1, "ada"))
    (alive,) = log_of(aws).entries()
    late = log_of(aws).changes_of(alive)
    revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")
    index_writer(aws).take_up()
    log_of(aws).publish(late)
    slow = replace(index_writer(aws), engine=PlainEngine(rebuilder(aws).rebuild))

    assert slow.take_up() == 0

    assert seen(aws) == table(aws) == {}
    index_writer(aws).take_up()
    assert (seen(aws), log_of(aws).entries()) == ({}, [])


def test_what_another_writer_has_taken_up_before_a_rebuild_is_not_taken_up_after_it(aws: FakeAws) -> None:
    recorder = recorder_for(aws)
    (made,) = record(recorder, person(1, "ada"))

    def others() -> None:
        revoke([made.lead_id], undo(1), recorder, "import1/undo-000001")
        index_writer(aws).take_up()
        rebuilder(aws).rebuild()

    assert replace(index_writer(aws), engine=PlainEngine(others)).take_up() == 0

    assert seen(aws) == table(aws) == {}


class Life:
    """Writers of leads, index writers and rebuilds in random order, each of which may die at any call.

    Args:
        seed: of everything that is random.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.aws = fake_aws(check_parameters=False)
        recorder_for(self.aws).leads.id_of("the salt is there")
        self.plan = FaultPlan(
            seed, rate=0.05, limit=12, faults={*CRASHES, Fault.REPEATED}, before_call=self._let_others_go_on
        )
        self.sequence = 0
        self.depth = 0

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.aws.clock.advance(self.chance.choice((0.0, 1.0, 30.0)))
            self._attempt()
        self.plan.left, self.plan.rate = 0, 0.0
        # Whoever died is known to have died.
        self.depth = 9
        self.aws.clock.advance(SETTLED_S)

    def _attempt(self) -> None:
        self.depth += 1
        try:
            self.chance.choice((self._import, self._import, self._undo, self._index, self._index, self._rebuild))()
        except (SimulatedCrash, MissingIndexFileError, MissingChangesError):
            pass
        finally:
            self.depth -= 1

    def _let_others_go_on(self) -> None:
        if self.depth < 3 and self.chance.random() < 0.08:
            self._attempt()

    def _recorder(self) -> Recorder:
        client: Any = inject(self.aws.dynamodb, self.plan)
        return Recorder(LeadTable(client, self.aws.leads_table), index_writer(self.aws).chains, self._writer().log)

    def _writer(self) -> Any:
        return index_writer(self.aws, inject(self.aws.dynamodb, self.plan), inject(self.aws.s3, self.plan))

    def _import(self) -> None:
        self.sequence += 1
        names = self.chance.sample(NAMES, self.chance.randint(1, 3))
        keys = [key_of(recorder_for(self.aws), f"{name}@x.example") for name in names]
        rows = [person(self.sequence, name, n) for n, name in enumerate(names, 2)]
        self._recorder().rows(
            [Incoming(key, row) for key, row in zip(keys, rows, strict=True)], f"import{self.sequence}/000001"
        )

    def _undo(self) -> None:
        keys = [key_of(recorder_for(self.aws), f"{name}@x.example") for name in NAMES]
        sequences = range(max(1, self.sequence - 3), self.sequence + 1)
        for sequence in sequences:
            revoke(keys, undo(sequence), self._recorder(), f"import{sequence}/undo")

    def _index(self) -> None:
        self._writer().take_up(thoroughly=self.chance.random() < 0.3)

    def _rebuild(self) -> None:
        client: Any = inject(self.aws.dynamodb, self.plan)
        scanning = rebuilder(self.aws, self._writer())
        replace(scanning, scan=partial(scanned, client, self.aws.leads_table, 1)).rebuild()


@pytest.mark.slow
@pytest.mark.usefixtures("small_snapshots")
@pytest.mark.parametrize("part", range(4))
def test_after_any_faults_the_index_is_the_table(part: int) -> None:
    for seed in range(part, 100, 4):
        life = Life(seed)
        life.run(25)
        assert seen(life.aws) == table(life.aws), f"seed {seed} before the last run\n{life.plan}"
        index_writer(life.aws).take_up()
        assert log_of(life.aws).entries() == [], f"seed {seed}"
        assert seen(life.aws) == table(life.aws), f"seed {seed}\n{life.plan}"


def test_changes_of_the_table_are_read_without_working_out_the_leads(aws: FakeAws) -> None:
    record(recorder_for(aws), person(1, "ada"))
    record(recorder_for(aws), person(2, "ada"))
    (text,) = table(aws).values()
    lead_id = key_of(recorder_for(aws), "ada@x.example")
    assert Change.stored(lead_id, text).revision == 2
