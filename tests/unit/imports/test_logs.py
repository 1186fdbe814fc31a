"""Logs of an import hold ids, counts and kinds, and nothing that people have sent (promise 6)."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from crm.handlers import import_api, lead_api

from tests.crm_in_memory import CrmInMemory, csv_bytes

FILE_NAME = "persimmon.csv"
PERSON = ("Zephyrine", "Quillfeather", "zephyrine@canary.example")
SENT = ("persimmon", "zephyrine", "quillfeather", "canary", "bumblebee", "marmalade")
"""Pieces of all that is sent below."""


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Every record with all of its fields."""
    return [vars(record) for record in caplog.records]


@pytest.fixture
def used(crm: CrmInMemory, caplog: pytest.LogCaptureFixture) -> str:
    """The import of a file after what a person may do with it; all loggers of the functions tell what they have to say."""
    modules = [module for name, module in sys.modules.items() if name.startswith("crm.") and hasattr(module, "logger")]
    for module in modules:
        caplog.set_level(logging.INFO, module.logger.name)
    record = crm.import_file(csv_bytes([PERSON, ("", "", "only a bumblebee")]), FILE_NAME)
    crm.import_file(b"PK\x03\x04 no workbook of zephyrine at all", "broken-persimmon.xlsx")
    (lead,) = crm.leads()
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"title": "Marmalade"})
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"email": "bumblebee, not an address"})
    crm.call(lead_api.handler, "GET", "/leads", query={"q": "zephyrine", "sort": "bumblebee"})
    crm.call(import_api.handler, "POST", f"/imports/{record['importId']}/undo")
    crm.run()
    return str(record["importId"])


def test_the_import_left_traces_and_none_of_them_holds_what_was_sent(
    used: str, caplog: pytest.LogCaptureFixture
) -> None:
    records = logged(caplog)
    said = {str(one["msg"]) for one in records if one.get("import_id") == used}
    assert {"file read", "batch handled", "batch taken back"} <= said
    assert not [one for one in records if any(piece in str(one).casefold() for piece in SENT)]
