"""Calls that mend rows of an import that has ended, with each way in which that is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from crm.imports import late_mends

from tests.crm_in_memory import CrmInMemory, csv_bytes

HEADER = ("Email", "Notes")
ROWS = [("", "call"), ("", "write"), ("", "wait")]


def mend_rows(call: Callable[..., Any], crm: CrmInMemory) -> None:
    import_id = crm.upload(csv_bytes(ROWS, HEADER))
    address = f"/imports/{import_id}/mend"

    def mend(row: int, mends: int = 0) -> None:
        call(
            "POST", address, {"mends": mends, "rows": [{"batch": 1, "row": row, "cells": {"0": f"{row}@mend.example"}}]}
        )

    call("GET", address)
    mend(2)
    crm.run()
    call("GET", address)
    mend(9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(late_mends, "MOST_EDITIONS", 0)
        mend(2)
    begun = call("POST", f"/imports/{import_id}/remap")["importId"]
    crm.run()
    mend(2)
    for action in ("remap", "undo"):
        call("POST", f"/imports/{import_id}/{action}")
    mend(3, mends=1)
    crm.run()
    mend(3)
    call("PUT", f"/imports/{begun}/mapping", {})

    stopped = crm.upload(csv_bytes(ROWS, HEADER))
    call("POST", f"/imports/{stopped}/force-complete")
    crm.run()
    named = crm.import_file(csv_bytes([("0" * 32, "")], ("Lead ID", "Email")))["importId"]
    for one in (stopped, named):
        call("POST", f"/imports/{one}/mend", {"mends": 0, "rows": [{"batch": 1, "row": 2}]})

    again = call("POST", f"/imports/{import_id}/remap")["importId"]
    crm.run()
    call("PUT", f"/imports/{again}/mapping", {"draftId": crm.status(again)["draftId"]})
    crm.run()
    mend(4, mends=1)
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{again}/batches/000001.json.gz")
    call("POST", f"/imports/{again}/mend", {"mends": 0, "rows": [{"batch": 1, "row": 4}]})
    call("POST", f"/imports/{again}/undo")
    crm.run()
    call("POST", f"/imports/{again}/mend", {"mends": 0, "rows": [{"batch": 1, "row": 4}]})
