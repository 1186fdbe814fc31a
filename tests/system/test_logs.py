"""Logs of functions hold nothing that people have sent (promise 6)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.system.deployed import Client, Deployed, eventually
from tests.system.files import csv_file

HEADER = ("First Name", "Last Name", "Email", "Phone", "Company", "Title", "Notes")
PERSON = ("Zephyrine", "Quillfeather", "zephyrine.quillfeather@canary.example", "+49 30 90908877", "Xylotropic Ltd")
ROWS = [
    (*PERSON, "Chief Kumquat", "likes marmalade sandwiches"),
    ("Ambrosius", "Thistlewaite", "no address at all", "not a phone", "", "", ""),
    ("", "", "", "", "", "", "only a lonely bumblebee"),
]
FILE_NAME = "persimmon-contacts.csv"
QUESTION = "How many leads are at Xylotropic?"
# Pieces of every value that a person sent, as they might stand in a log.
PERSONAL = (
    *("zephyrine", "quillfeather", "canary.example", "90908877", "xylotropic", "kumquat", "marmalade"),
    *("ambrosius", "thistlewaite", "bumblebee", "persimmon", "sandwiches"),
)


def _events(deployed: Deployed) -> list[tuple[str, str]]:
    """(log group, message) of every log event."""
    logs = deployed.aws("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    found = []
    for group in groups:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            found += [(group, event["message"]) for event in page["events"]]
    return found


@pytest.fixture(scope="module")
def used(member: Client) -> Any:
    """The import of the file, after everything that a person may do with its content."""
    ended = member.import_file(FILE_NAME, csv_file(HEADER, ROWS))
    member.import_file("broken-persimmon.xlsx", b"PK\x03\x04 no workbook of zephyrine at all")
    (lead,) = member.leads(q="Quillfeather")
    member.call("PATCH", f"/leads/{lead['leadId']}", json={"title": "Chief Kumquat of Marmalade"})
    member.call("PATCH", f"/leads/{lead['leadId']}", json={"email": "bumblebee, not an address"})
    member.call("POST", "/leads", json={"email": PERSON[2], "lastName": "Thistlewaite"})
    member.call("POST", "/leads", json={"lastName": 7, "notes": "marmalade"})
    member.call("GET", "/leads", params={"q": "zephyrine", "sort": "bumblebee"})
    member.post("/chat", {"question": QUESTION})
    exported = member.post("/exports", {"q": "Quillfeather"}, status=202)
    eventually(lambda: member.get(f"/exports/{exported['exportId']}"), lambda seen: seen["status"] != "pending")
    return ended


def test_the_import_left_traces_in_the_logs(deployed: Deployed, used: Any) -> None:
    """Without traces, the next test would prove nothing."""
    messages = [message for _, message in _events(deployed) if used["importId"] in message]
    assert any("batch handled" in message for message in messages)
    assert any("ImportsCompleted" in message for _, message in _events(deployed))


def test_no_log_holds_what_a_person_sent(deployed: Deployed, used: Any) -> None:
    seen = [
        (group, word, message)
        for group, message in _events(deployed)
        for word in PERSONAL
        if word in message.lower() or word in json.dumps(message).lower()
    ]
    assert seen == []
    assert used["totals"]["created"] >= 1
