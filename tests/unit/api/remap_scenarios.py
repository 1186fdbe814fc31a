"""Calls that change the mapping of an import that has ended, with each way in which that is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from crm.imports import remapping

from tests.crm_in_memory import CrmInMemory, csv_bytes, people


def change_a_mapping(call: Callable[..., Any], crm: CrmInMemory) -> None:
    running = crm.upload(csv_bytes(people(2, company="Remap")))
    call("POST", f"/imports/{running}/remap")
    crm.run()
    stopped = crm.upload(csv_bytes(people(2, company="Remap")))
    call("POST", f"/imports/{stopped}/force-complete")
    call("POST", f"/imports/{stopped}/remap")
    crm.run()

    named = crm.import_file(csv_bytes([("0" * 32, "Ada")], ("Lead ID", "First name")))["importId"]
    call("POST", f"/imports/{named}/remap")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remapping, "MOST_EDITIONS", 0)
        call("POST", f"/imports/{running}/remap")

    first, second, third = (call("POST", f"/imports/{running}/remap")["importId"] for _ in range(3))
    crm.run()
    call("POST", f"/imports/{first}/header-row", {"sheet": 0, "row": 1})
    call("PUT", f"/imports/{first}/draft", {"sheets": [{"index": 0, "columns": {"0": "leadId"}}]})
    call("PUT", f"/imports/{first}/mapping", {"draftId": crm.status(first)["draftId"]})
    for import_id in (second, third):
        call("PUT", f"/imports/{import_id}/mapping", {})
    crm.run()
    call("POST", f"/imports/{running}/remap")
    call("POST", f"/imports/{running}/undo")
    call("POST", f"/imports/{second}/undo")
    crm.run()
    call("POST", f"/imports/{second}/remap")

    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{running}/batches/000001.json.gz")
    call("POST", f"/imports/{running}/remap")
