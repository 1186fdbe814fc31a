"""If the processes of workers are killed, the import still ends, and its numbers add up (promise 1)."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.system.by_hand import back_after
from tests.system.deployed import Client, Deployed, unaccounted_rows
from tests.system.files import HEADER, csv_file, people
from tests.system.running_functions import running_functions

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes by /proc")

ROWS = 5_000
PATIENCE_SECONDS = 300.0


def kill(deployed: Deployed, function: str) -> bool:
    """Kills every instance of a function; false if none is running."""
    found = [pid for name, pid in running_functions(deployed.process.pid) if name == function]
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return bool(found)


def has_begun(s3: Any, bucket: str, import_id: str) -> bool:
    """Whether a worker has begun to write a batch."""
    return bool(s3.list_objects_v2(Bucket=bucket, Prefix=f"imports/{import_id}/attempts/").get("KeyCount"))


def test_an_import_whose_workers_are_killed_ends_and_adds_up(deployed: Deployed, member: Client, domain: str) -> None:
    content = csv_file(HEADER, people(ROWS, domain))
    # Checked many times a second, because a machine may finish all batches between two checks.
    s3, bucket = deployed.aws("s3"), deployed.outputs["WorkBucketName"]
    status, killed_worker = "waiting", False
    with back_after(12, deployed):
        import_id = member.upload("killed.csv", content)
        end = time.monotonic() + PATIENCE_SECONDS
        while not killed_worker:
            assert time.monotonic() < end, f"no worker was met at work; the import is {status}"
            if has_begun(s3, bucket, import_id):
                killed_worker = kill(deployed, "batch_worker")
            elif status in ("announced", "waiting"):
                status = member.get(f"/imports/{import_id}")["status"]
                if status == "reading":
                    kill(deployed, "lead_splitter")
            time.sleep(0.02)
        ended = member.finished(import_id)

    assert ended["status"] in ("completed", "completed_with_errors")
    assert unaccounted_rows(ended) == 0
    # A machine that is too busy for the time-out may have had rows rejected.
    created, rejected = ended["totals"]["created"], ended["totals"]["rejected"]
    assert created + rejected == ROWS
    leads = member.leads(**{"filter[email]": f"@{domain}"})
    assert len(leads) == len({lead["email"] for lead in leads}) == created
    again = member.import_file("killed.csv", content)
    assert (again["totals"]["unchanged"], again["totals"]["created"]) == (created, rejected)
