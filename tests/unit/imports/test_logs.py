"""Logs of an import hold ids, counts and kinds, and nothing that people have sent (promise 6)."""

from __future__ import annotations

import logging
import sys

import pytest
from crm.handlers import import_api, lead_api

from tests.crm_in_memory import CrmInMemory, csv_bytes

FILE_NAME = "persimmon.csv"
PERSON = ("Zephyrine", "Quillfeather", "zephyrine@canary.example")
SENT = ("persimmon", "zephyrine", "quillfeather", "canary", "bumblebee", "marmalade")
"""Pieces of all that is sent below."""


def use(crm: CrmInMemory) -> str:
    """Imports a file and does what a person may do with its content; returns the import."""
    record = crm.import_file(csv_bytes([PERSON, ("", "", "only a bumblebee")]), FILE_NAME)
    crm.import_file(b"PK\x03\x04 no workbook of zephyrine at all", "broken-persimmon.xlsx")
    (lead,) = crm.leads()
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"title": "Marmalade"})
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"email": "bumblebee, not an address"})
    crm.call(lead_api.handler, "GET", "/leads", query={"q": "zephyrine", "sort": "bumblebee"})
    crm.call(import_api.handler, "POST", f"/imports/{record['importId']}/undo")
    crm.run()
    return str(record["importId"])


def test_an_import_leaves_traces_and_none_of_them_holds_what_was_sent(
    crm: CrmInMemory, caplog: pytest.LogCaptureFixture
) -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("crm.") and hasattr(module, "logger"):
            caplog.set_level(logging.INFO, module.logger.name)

    import_id = use(crm)

    logged = [vars(record) for record in caplog.records]
    assert {"file read", "batch handled", "batch undone"} <= {
        one["msg"] for one in logged if one.get("import_id") == import_id
    }
    assert not [one for one in logged if any(piece in str(one).casefold() for piece in SENT)]
