"""What an import does to leads that exist: its policy, rules of fields, and values for all its rows."""

from __future__ import annotations

from typing import Any

import pytest
from crm.fields import MAX_EXTRA, MAX_NOTES, MAX_TAG, MAX_VALUE
from crm.handlers import file_upload, lead_api
from crm.statements import size

from tests.crm_in_memory import CrmInMemory, csv_bytes

HEADER = ("First name", "Email", "Phone", "Company")
BEFORE = csv_bytes([("Ada", "ada@x.example", "", "Initech")], HEADER)
ROW = csv_bytes([("Augusta", "ada@x.example", "+49 30 901820", "")], HEADER)
HELD = {"firstName": "Ada", "email": "ada@x.example", "company": "Initech"}


def imported(crm: CrmInMemory, **options: Any) -> dict[str, Any]:
    crm.import_file(BEFORE)
    return crm.import_file(ROW, **options)


@pytest.mark.parametrize(
    ("policy", "texts", "changed", "emptied"),
    [
        ("update", {**HELD, "firstName": "Augusta", "phone": "+4930901820"}, 2, 0),
        ("fill", {**HELD, "phone": "+4930901820"}, 1, 0),
        ("replace", {"firstName": "Augusta", "email": "ada@x.example", "phone": "+4930901820"}, 3, 1),
        ("keep", HELD, 0, 0),
    ],
)
def test_a_policy_decides_what_a_row_does_to_a_lead(
    crm: CrmInMemory, policy: str, texts: dict[str, str], changed: int, emptied: int
) -> None:
    record = imported(crm, policy=policy)

    assert crm.texts() == [texts]
    assert (record["policy"], record["changedValues"], record["emptiedValues"]) == (policy, changed, emptied)


def test_replace_ends_with_the_phone_of_the_row_and_the_same_file_again_changes_nothing(crm: CrmInMemory) -> None:
    two = csv_bytes([("Ada", "ada@x.example", "+49 30 901820", "+49 30 901821")], (*HEADER[:3], "Phone 2"))
    crm.import_file(two)
    second = csv_bytes([("Ada", "ada@x.example", "+49 30 901821")], HEADER[:3])

    records = [crm.import_file(second, policy="replace") for _ in range(2)]

    assert crm.texts() == [{"firstName": "Ada", "email": "ada@x.example", "phone": "+4930901821"}]
    assert [(record["totals"]["updated"], record["totals"]["unchanged"]) for record in records] == [(1, 0), (0, 1)]


def test_without_options_an_import_updates(crm: CrmInMemory) -> None:
    record = imported(crm)

    assert (record["policy"], record["rules"]) == ("update", {})
    assert record["set"] == {"tags": [], "status": None, "owner": None}


def test_a_rule_of_a_field_goes_before_the_policy_and_covers_further_ones(crm: CrmInMemory) -> None:
    rules = {"phone": "never", "firstName": "ifEmpty"}
    two = csv_bytes([("Augusta", "ada@x.example", "+49 30 901820", "+49 30 901821")], (*HEADER[:3], "Phone 2"))
    crm.import_file(BEFORE)

    record = crm.import_file(two, rules=rules)

    assert crm.texts() == [HELD]
    assert record["rules"] == rules


@pytest.mark.parametrize(
    "options",
    [
        {"policy": "overwrite"},
        {"rules": {"phone": "sometimes"}},
        {"rules": {"fax": "never"}},
        {"set": {"x": 1}},
        {"set": {"tags": ["字" * 80]}},
    ],
)
def test_unknown_options_are_refused(crm: CrmInMemory, options: dict[str, Any]) -> None:
    body = {"fileName": "a.csv", "size": 1, **options}
    status, answer = crm.call(file_upload.handler, "POST", "/imports", body)

    assert (status, answer["error"]["code"]) == (422, "invalid")


# Values for all rows


def test_values_for_the_whole_file_are_said_by_every_row_and_come_from_no_column(crm: CrmInMemory) -> None:
    values = {"tags": ["Fair 2026", "vip"], "status": "New", "owner": "ann@owner.example"}

    record = crm.import_file(BEFORE, set=values)

    assert crm.texts() == [
        {**HELD, "tags/fair 2026": "Fair 2026", "tags/vip": "vip", "status": "New", "owner": "ann@owner.example"}
    ]
    (lead,) = crm.leads()
    held = lead.standing.state.held if lead.standing.state else {}
    assert (held["status"].column, held["status"].origin.place.row) == (None, 2)
    assert record["set"] == values


def test_replace_takes_values_for_all_rows_as_said(crm: CrmInMemory) -> None:
    crm.import_file(BEFORE, set={"status": "Old", "tags": ["gone"]})
    crm.import_file(BEFORE, policy="replace", set={"status": "New"})

    assert crm.texts() == [{**HELD, "status": "New"}]


def test_values_for_all_rows_that_only_say_that_there_is_nothing_are_not_set(crm: CrmInMemory) -> None:
    record = crm.import_file(BEFORE, set={"tags": ["N/A", " vip "], "status": "-", "owner": "n/a"})

    assert crm.texts() == [{**HELD, "tags/vip": "vip"}]
    assert record["set"] == {"tags": ["vip"], "status": None, "owner": None}
    assert not [note for note in record["notes"] if "owner" in note]


# Owners


def owners_note(crm: CrmInMemory, *owners: str, **options: Any) -> list[str]:
    for email in ("ann@owner.example", "Cy@owner.example", "dee@owner.example"):
        crm.aws.cognito.add(email)
    rows = [(f"p{n}@x.example", owner) for n, owner in enumerate(owners)]
    return [
        note for note in crm.import_file(csv_bytes(rows, ("Email", "Owner")), **options)["notes"] if "owner" in note
    ]


def test_owners_who_are_no_users_are_told_of_and_kept(crm: CrmInMemory) -> None:
    notes = owners_note(crm, "Bob", "Eve", "ann@owner.example", "cy@owner.example", "Bob", "")

    assert notes == ["Rows that name an owner who is no user here: 3. Their names are kept: Bob, Eve."]
    assert {texts["owner"] for texts in crm.texts() if "owner" in texts} >= {"Bob", "Eve"}


def test_an_owner_for_all_rows_counts_for_all_of_them(crm: CrmInMemory) -> None:
    notes = owners_note(crm, "dee@owner.example", "", set={"owner": "Bob"})

    assert notes == ["Rows that name an owner who is no user here: 2. Their names are kept: Bob."]


def test_users_who_cannot_be_listed_do_not_stop_an_import(crm: CrmInMemory) -> None:
    crm.aws.cognito.refuses = "TooManyRequestsException"

    assert owners_note(crm, "Bob") == [
        "It could not be checked whether the owners that the file names are users here. The names are kept."
    ]
    assert len(crm.leads()) == 1


def test_known_owners_and_none_are_not_told_of(crm: CrmInMemory) -> None:
    assert owners_note(crm, "ANN@owner.example", "", "N/A", "-", "dee@owner.example") == []


# What is too large


def test_whatever_a_file_brings_can_be_edited_by_hand(crm: CrmInMemory) -> None:
    title, notes, story, tag = "t" * MAX_VALUE, "n" * MAX_NOTES, "字" * (MAX_EXTRA // 3), "v" * MAX_TAG
    header = ("Email", "Job title", "Notes", "Story", "Tags")
    crm.import_file(csv_bytes([("ada@x.example", title, notes, story, tag)], header))
    (lead,) = crm.leads()
    edited = {"title": title[1:], "notes": notes[1:], "extras": {"Story": story[1:]}, "tags": [tag]}

    status, _ = crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", edited)

    assert status == 200
    (texts,) = crm.texts()
    assert (texts["title"], texts["notes"]) == (title[1:], notes[1:])
    assert (texts["extras/Story"], texts[f"tags/{tag}"]) == (story[1:], tag)


def test_what_a_lead_cannot_hold_is_told_in_the_ledger_and_fails_no_batch(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(size, "MOST_BYTES", 15_000)
    monkeypatch.setattr(size, "_FEWEST_TO_MEASURE", 0)
    long = "word " * 1_800
    crm.import_file(csv_bytes([("ada@x.example", long)], ("Email", "Essay")))

    record = crm.import_file(csv_bytes([("ada@x.example", long, "Globex")], ("Email", "Another essay", "Company")))

    (row,) = crm.ledger(record["importId"])
    assert (record["status"], row["outcome"], row["changed"]) == ("completed", "updated", 1)
    assert row["reason"] == "Another essay does not fit into the lead, which holds too much text."
    assert crm.texts()[0].keys() == {"email", "extras/Essay", "company"}


def test_what_of_a_row_is_cut_is_told_in_the_ledger(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("ada@x.example", "word " * 8_000)], ("Email", "Notes")))

    (row,) = crm.ledger(record["importId"])
    assert row["outcome"] == "created"
    assert "Notes" in row["reason"]


def test_what_is_set_for_all_rows_is_written_as_a_person_would_type_it(crm: CrmInMemory) -> None:
    crm.import_file(ROW, set={"tags": ["fair; new", "none"], "status": "N/A"})

    assert [path for path in crm.texts()[0] if path.startswith(("tags", "status"))] == ["tags/fair", "tags/new"]


def test_replace_keeps_what_the_file_holds_beyond_what_one_row_may_say(crm: CrmInMemory) -> None:
    halves = [[f"{half} {number}" for number in range(4)] for half in ("One", "Two")]
    for headers in halves:
        crm.import_file(csv_bytes([("Ada", "ada@x.example", *["y" * 9_000] * 4)], (*HEADER[:2], *headers)))
    before = crm.texts()
    all_of_it = csv_bytes([("Ada", "ada@x.example", *["y" * 9_000] * 8)], (*HEADER[:2], *halves[0], *halves[1]))

    record = crm.import_file(all_of_it, policy="replace")

    assert crm.texts() == before
    [told] = crm.ledger(record["importId"])
    assert (told["outcome"], told["reason"]) == (
        "unchanged",
        "Columns that were left out, since a lead cannot hold more: 4.",
    )


def test_a_list_emptied_by_hand_loses_what_was_in_it_and_not_what_an_older_import_still_brings(
    crm: CrmInMemory,
) -> None:
    header = ("Email", "Tags")
    crm.import_file(csv_bytes([("ada@x.example", "customer")], header))
    crm.upload(csv_bytes([("ada@x.example", "customer; fair")], header))
    (lead,) = crm.leads()

    edited = crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"tags": []}, groups="member")[1]
    crm.run()

    assert edited["tags"] == []
    assert crm.call(lead_api.handler, "GET", f"/leads/{lead.lead_id}")[1]["tags"] == ["fair"]


def test_a_tag_that_was_taken_away_comes_back_with_an_import_announced_later(crm: CrmInMemory) -> None:
    content = csv_bytes([("ada@x.example", "customer")], ("Email", "Tags"))
    crm.import_file(content)
    (lead,) = crm.leads()
    crm.call(lead_api.handler, "PATCH", f"/leads/{lead.lead_id}", {"tags": []}, groups="member")
    crm.import_file(content)
    assert crm.call(lead_api.handler, "GET", f"/leads/{lead.lead_id}")[1]["tags"] == ["customer"]
