"""The table in Athena is the newest snapshot, as a whole, whoever dies or is late; its old files go after an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from shutil import copyfile
from typing import Any

import pytest
from crm.index.athena_table import LEADS, LIST, READ_S, AthenaTable
from crm.index.index_files import IndexFiles, MissingIndexFileError
from crm.index.manifest import IndexFile, ManifestStore

from tests.doubles import FakeAws, SimulatedCrash, fake_aws

Write = Callable[[Path, Path], object]


def table_of(aws: FakeAws, write: Write = copyfile) -> AthenaTable:
    """A table whose files are copies of the snapshots."""
    dynamodb: Any = aws.dynamodb
    s3: Any = aws.s3
    manifests, files = ManifestStore(dynamodb, aws.changes_table), IndexFiles(s3, aws.work_bucket)

    def written(snapshot: Path, target: Path) -> None:
        write(snapshot, target)

    return AthenaTable(s3, aws.work_bucket, manifests, files, written, now=lambda: aws.clock.moment().timestamp())


def make_snapshot(aws: FakeAws, name: str) -> IndexFile:
    """Stores a snapshot with this content and names it in the manifest, as the index writer does."""
    snapshot = IndexFile(f"index/snapshots/{name}.duckdb", 1, 0.0)
    aws.s3.put_object(Bucket=aws.work_bucket, Key=snapshot.key, Body=name.encode())
    table_of(aws).manifests.change(lambda manifest: replace(manifest, snapshot=snapshot))
    return snapshot


def sweep_the_read_model(aws: FakeAws) -> None:
    now = aws.clock.moment().timestamp()
    table_of(aws).manifests.change(lambda manifest: replace(manifest, swept=now))


def seen(aws: FakeAws) -> str | None:
    """The content of the table, as Athena reads it; None where there is none."""
    objects = aws.s3.objects(aws.work_bucket)
    if LIST not in objects:
        return None
    (line,) = objects[LIST].decode().splitlines()
    return objects[line.removeprefix(f"s3://{aws.work_bucket}/")].decode()


def stored(aws: FakeAws) -> set[str]:
    keys = (key for key in aws.s3.objects(aws.work_bucket) if key.startswith(LEADS))
    return {PurePosixPath(key).stem for key in keys}


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


def test_without_a_snapshot_there_is_none(aws: FakeAws) -> None:
    assert table_of(aws).keep() is False
    assert aws.s3.objects(aws.work_bucket) == {}


def test_it_becomes_each_new_snapshot_once(aws: FakeAws) -> None:
    for name in ("first", "second"):
        make_snapshot(aws, name)
        assert table_of(aws).keep() is True
        assert seen(aws) == name
        assert table_of(aws).keep() is False


def test_only_the_list_is_where_glue_looks_for_it(aws: FakeAws) -> None:
    make_snapshot(aws, "first")
    table_of(aws).keep()
    folder = LIST.rpartition("/")[0]
    assert [key for key in aws.s3.objects(aws.work_bucket) if key.startswith(folder)] == [LIST]


def test_a_writer_that_dies_leaves_the_table_as_it_was_and_the_next_look_goes_on(aws: FakeAws) -> None:
    make_snapshot(aws, "first")
    table_of(aws).keep()
    make_snapshot(aws, "second")

    def die(*_: Path) -> None:
        raise SimulatedCrash("while the file is made")

    with pytest.raises(SimulatedCrash):
        table_of(aws, die).keep()
    assert seen(aws) == "first"
    table_of(aws).keep()
    assert seen(aws) == "second"


def test_a_writer_that_ends_late_is_put_right_by_the_next_look(aws: FakeAws) -> None:
    make_snapshot(aws, "first")

    def slowly(snapshot: Path, target: Path) -> None:
        make_snapshot(aws, "second")
        table_of(aws).keep()
        copyfile(snapshot, target)

    table_of(aws, slowly).keep()
    assert seen(aws) == "first"
    assert table_of(aws).keep() is True
    assert seen(aws) == "second"


def test_a_snapshot_that_is_replaced_before_it_is_read_waits_for_the_next_look(aws: FakeAws) -> None:
    first = make_snapshot(aws, "first")
    read = table_of(aws).manifests.read()
    second = make_snapshot(aws, "second")
    aws.s3.delete_object(Bucket=aws.work_bucket, Key=first.key)
    table = table_of(aws)
    answers = iter([read, table.manifests.read()])

    class OnceOld:
        """Manifests of which the first one read is old."""

        def read(self) -> Any:
            return next(answers)

    late: Any = OnceOld()
    assert replace(table, manifests=late).keep() is False
    aws.s3.delete_object(Bucket=aws.work_bucket, Key=second.key)
    with pytest.raises(MissingIndexFileError):
        table.keep()


def test_a_file_is_deleted_an_hour_after_it_was_replaced(aws: FakeAws) -> None:
    for name in ("first", "second"):
        make_snapshot(aws, name)
        table_of(aws).keep()
        aws.clock.advance(2 * READ_S)
    make_snapshot(aws, "third")
    table_of(aws).keep()
    aws.clock.advance(READ_S - 1)
    sweep_the_read_model(aws)
    table_of(aws).keep()
    assert stored(aws) == {"second", "third"}
    aws.clock.advance(2)
    sweep_the_read_model(aws)
    table_of(aws).keep()
    assert stored(aws) == {"third"}
    assert seen(aws) == "third"


def test_the_file_that_is_named_stays_although_a_newer_one_is_there(aws: FakeAws) -> None:
    """Somebody has stored that and died before it was named."""
    make_snapshot(aws, "first")
    table_of(aws).keep()
    aws.s3.put_object(Bucket=aws.work_bucket, Key=f"{LEADS}stray.parquet", Body=b"")
    aws.clock.advance(2 * READ_S)
    sweep_the_read_model(aws)
    table_of(aws).keep()
    assert seen(aws) == "first"


def test_it_looks_for_replaced_files_only_when_the_read_model_was_swept_lately(aws: FakeAws) -> None:
    make_snapshot(aws, "first")
    table_of(aws).keep()
    sweep_the_read_model(aws)
    lists = aws.s3.calls["ListObjectsV2"]
    for _ in range(60):
        table_of(aws).keep()
        aws.clock.advance(60)
    assert 1 <= aws.s3.calls["ListObjectsV2"] - lists <= 3
