"""The form with which a file is posted: S3 itself refuses what is too large or goes elsewhere (promise 6)."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from crm.handlers import file_upload
from crm.imports.uploads import UPLOAD_SECONDS, upload_key

from tests.crm_in_memory import CrmInMemory

LIMIT = 50 * 1024 * 1024
"""As the environment of the tests has it."""


def announce(crm: CrmInMemory, **fields: Any) -> tuple[int, Any]:
    status, answer = crm.call(file_upload.handler, "POST", "/imports", {"fileName": "a.csv", "size": 10, **fields})
    return status, answer


def test_the_policy_of_the_form_limits_size_place_and_time(crm: CrmInMemory) -> None:
    _, answer = announce(crm)

    upload = answer["upload"]
    policy = ast.literal_eval(upload["fields"]["policy"])
    assert ["content-length-range", 0, LIMIT] in policy["conditions"]
    assert {"key": upload_key(answer["importId"])} in policy["conditions"]
    assert (policy["expires"], upload["maxBytes"]) == (UPLOAD_SECONDS, LIMIT)


def test_the_place_of_the_file_holds_nothing_of_its_name(crm: CrmInMemory) -> None:
    _, answer = announce(crm, fileName="persimmon.csv")

    assert "persimmon" not in str(answer["upload"])


@pytest.mark.parametrize(("size", "status"), [(0, 422), (1, 201), (LIMIT, 201), (LIMIT + 1, 413)])
def test_a_file_that_is_empty_or_too_large_is_refused_before_it_is_sent(
    crm: CrmInMemory, size: int, status: int
) -> None:
    assert announce(crm, size=size)[0] == status
