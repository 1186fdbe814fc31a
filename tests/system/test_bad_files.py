"""Files that cannot be imported end with a clear sentence, and no import gets stuck (promise 3)."""

from __future__ import annotations

import pytest

from tests.system.deployed import Client, put_file, unaccounted_rows
from tests.system.files import HEADER, csv_file, people

EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(range(256)) * 20


def test_an_empty_file_is_refused_before_it_is_uploaded(member: Client) -> None:
    answer = member.call("POST", "/imports", json={"fileName": "nothing.csv", "size": 0})

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "empty_file"


def test_an_import_of_an_empty_upload_fails(member: Client) -> None:
    announced = member.announce("nothing.csv", 10)
    assert put_file(announced["upload"], "nothing.csv", b"").is_success

    ended = member.finished(announced["importId"])

    assert (ended["status"], ended["progress"]) == ("failed", 100)
    assert "empty" in ended["reason"]


@pytest.mark.parametrize("name", ["setup.xlsx", "setup.csv", "setup.xls"])
def test_an_import_of_a_program_named_as_a_spreadsheet_fails(member: Client, name: str) -> None:
    ended = member.import_file(name, EXECUTABLE)

    assert (ended["status"], ended["progress"]) == ("failed", 100)
    assert ended["reason"].endswith(".")
    assert ended["totals"]["created"] == 0


def test_an_import_of_a_damaged_workbook_fails(member: Client) -> None:
    ended = member.import_file("half.xlsx", b"PK\x03\x04" + b"\x00" * 500)

    assert ended["status"] == "failed"
    assert ended["reason"]


def test_a_file_one_byte_over_the_limit_is_refused_when_announced(member: Client) -> None:
    limit = member.announce("big.csv", 10)["upload"]["maxBytes"]

    answer = member.call("POST", "/imports", json={"fileName": "big.csv", "size": limit + 1})

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "file_too_large"


def test_s3_refuses_an_upload_one_byte_over_the_limit(member: Client) -> None:
    announced = member.announce("big.csv", 10)

    answer = put_file(announced["upload"], "big.csv", b"a" * (announced["upload"]["maxBytes"] + 1))

    assert answer.status_code == 400
    assert "EntityTooLarge" in answer.text
    assert member.get(f"/imports/{announced['importId']}")["status"] == "announced"


def test_an_upload_cannot_replace_another(member: Client, domain: str) -> None:
    mine = member.announce("mine.csv", 100)
    theirs = member.announce("theirs.csv", 100)
    mine["upload"]["fields"]["key"] = theirs["upload"]["fields"]["key"]

    answer = put_file(mine["upload"], "mine.csv", csv_file(HEADER, people(1, domain)))

    assert answer.status_code == 403
    assert member.get(f"/imports/{theirs['importId']}")["status"] == "announced"


def test_an_import_of_a_header_alone_ends(member: Client) -> None:
    ended = member.import_file("header.csv", csv_file(HEADER, []))

    assert ended["status"] in ("completed", "completed_with_errors", "failed")
    assert ended["progress"] == 100
    assert unaccounted_rows(ended) == 0
