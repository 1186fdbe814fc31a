"""The index writer with the engine of deployed functions: its files hold the leads of the table, at their revisions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from crm.index.applying import apply_segments
from crm.index.database import Database, Limits
from crm.index.engine import DuckEngine
from crm.index.rebuilding import IndexRebuilder
from crm.index.writing import IndexWriter
from crm.statements.revoking import revoke

from tests.doubles import FakeAws, fake_aws
from tests.unit.index.kept_index import index_writer, rebuilder
from tests.unit.statements.conftest import leads_in, log_of, recorder_for
from tests.unit.statements.in_words import undo
from tests.unit.statements.test_recording import person, record


def with_duckdb(aws: FakeAws) -> IndexWriter:
    return replace(index_writer(aws), engine=DuckEngine(memory_mib=256, threads=1))


def lives(aws: FakeAws, folder: Path) -> set[tuple[str, str, int]]:
    """Id, life and revision of each lead of the files that the manifest names."""
    objects, manifest = aws.s3.objects(aws.work_bucket), index_writer(aws).manifests.read()
    path = folder / "leads.duckdb"
    path.unlink(missing_ok=True)
    if manifest.snapshot:
        path.write_bytes(objects[manifest.snapshot.key])
    database = Database(path, Limits(256))
    for segment in manifest.segments:
        file = folder / "segment.parquet"
        file.write_bytes(objects[segment.key])
        apply_segments(database, [file], 0)
    found = set(database.fetch("SELECT lead_id, born, revision FROM leads"))
    database.close()
    return found


@pytest.mark.slow
def test_segments_snapshots_and_a_rebuild_hold_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.index.writing.FEWEST_IN_SEGMENTS", 0)
    aws = fake_aws()
    recorder = recorder_for(aws)
    sizes = []
    for sequence in range(1, 5):
        names = [f"n{number}" for number in range(sequence, 100 if sequence == 1 else sequence + 2)]
        rows = record(recorder, *(person(sequence, name, n) for n, name in enumerate(names, 2)))
        with_duckdb(aws).take_up()
        sizes.append(len(index_writer(aws).manifests.read().segments))
        assert lives(aws, tmp_path) == table(aws)
        revoke([rows[-1].lead_id], undo(sequence), recorder, f"import{sequence}/undo")
    with_duckdb(aws).take_up()
    assert lives(aws, tmp_path) == table(aws)
    assert (sizes[0], log_of(aws).entries()) == (0, [])
    assert max(sizes) > 0

    scanning: IndexRebuilder = replace(rebuilder(aws), writer=with_duckdb(aws))

    assert scanning.rebuild() == len(table(aws))
    assert lives(aws, tmp_path) == table(aws)


def table(aws: FakeAws) -> set[tuple[str, str, int]]:
    return {(lead.lead_id, lead.born, lead.revision) for lead in leads_in(aws)}
