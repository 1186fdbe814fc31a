"""Workers that die in the middle of their work, as processes: the import ends all the same, and its numbers add up."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.system.by_hand import back_after
from tests.system.deployed import FINAL, Client, Deployed, unaccounted_rows
from tests.system.files import HEADER, csv_file, people

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes by /proc")

ROWS = 10_000
PATIENCE_SECONDS = 300.0


def kill(deployed: Deployed, function: str) -> bool:
    """Ends every instance of a function without warning; False when none is running."""
    killed = False
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == deployed.process.pid and f"-easy-crm-{function}-" in command:
                os.kill(int(entry.name), signal.SIGKILL)
                killed = True
        except (OSError, ProcessLookupError):
            continue
    return killed


def begun_batches(deployed: Deployed, import_id: str) -> int:
    """How many batches a worker has begun to write."""
    prefix = f"imports/{import_id}/attempts/"
    listed: Any = deployed.aws("s3").list_objects_v2(Bucket=deployed.outputs["WorkBucketName"], Prefix=prefix)
    return len(listed.get("Contents", []))


def test_an_import_whose_workers_are_killed_ends_and_adds_up(deployed: Deployed, member: Client, domain: str) -> None:
    content = csv_file(HEADER, people(ROWS, domain))
    killed = {"lead_splitter": False, "deepseek_caller": False}
    with back_after(12, deployed):
        import_id = member.upload("killed.csv", content)
        end = time.monotonic() + PATIENCE_SECONDS
        while (seen := member.get(f"/imports/{import_id}"))["status"] not in FINAL:
            assert time.monotonic() < end, f"not at its end: {seen}"
            if not killed["lead_splitter"] and seen["status"] == "reading":
                killed["lead_splitter"] = kill(deployed, "lead_splitter")
            if not killed["deepseek_caller"] and begun_batches(deployed, import_id):
                killed["deepseek_caller"] = kill(deployed, "deepseek_caller")
            time.sleep(0.05)
        ended = member.finished(import_id)

    assert killed["deepseek_caller"], "no worker was running when it was to be killed"
    assert ended["status"] in ("completed", "completed_with_errors")
    assert unaccounted_rows(ended) == 0
    # A machine that is too busy to do a batch within its time may have had rows rejected.
    created, rejected = ended["totals"]["created"], ended["totals"]["rejected"]
    assert created + rejected == ROWS
    leads = member.leads(**{"filter[email]": f"@{domain}"})
    assert len(leads) == len({lead["email"] for lead in leads}) == created
    again = member.import_file("killed.csv", content)
    assert (again["totals"]["unchanged"], again["totals"]["created"]) == (created, rejected)
