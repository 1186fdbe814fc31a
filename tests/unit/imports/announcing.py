"""Files that are announced and not uploaded, and the list of imports as people see it."""

from __future__ import annotations

from crm.handlers import file_upload, import_api

from tests.crm_in_memory import CrmInMemory


def announced(crm: CrmInMemory, user: str = "user-1") -> str:
    """The id of an import whose file does not come."""
    body = {"fileName": "late.csv", "size": 10}
    return str(crm.call(file_upload.handler, "POST", "/imports", body, user=user)[1]["importId"])


def listed(crm: CrmInMemory, user: str = "user-1", groups: str = "member") -> list[str]:
    """The ids of the imports that somebody is shown."""
    answer = crm.call(import_api.handler, "GET", "/imports", user=user, groups=groups)[1]
    return [one["importId"] for one in answer["imports"]]
