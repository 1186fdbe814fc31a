"""Which lead a row is about: by Lead ID, by address, by what it says (promise 2)."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from crm.handlers import file_upload, import_api, lead_api
from crm.imports.row_content import EqualRows, digest_of
from crm.mapping.decision import decide_mapping
from crm.spreadsheets import Row, SheetHead
from crm.standardizing.standardizer import Standardizer

from tests.crm_in_memory import CrmInMemory, csv_bytes

HEADER = ("Lead ID", "First name", "Email")
ADA = csv_bytes([("Ada", "Byron", "ada@x.example")])


def lead_id(crm: CrmInMemory, email: str) -> str:
    """The id of the lead with this first address."""
    found = [lead.lead_id for lead in crm.leads() if lead.standing.state and lead.standing.state.text("email") == email]
    return found[0]


def export(*rows: tuple[str, str, str]) -> bytes:
    """Some columns of an own export."""
    return csv_bytes(rows, HEADER)


def totals(record: dict[str, Any]) -> dict[str, int]:
    """The outcomes that occurred."""
    return {name: number for name, number in record["totals"].items() if number and name != "rows"}


def reader(*header: str, region: str | None = None) -> Standardizer:
    """Reads the rows below a header.

    Args:
        region: that the phones of the sheet seem to be of.
    """
    head = SheetHead(0, "", None, (1,), header, (Row(2, ("",) * len(header)),), len(header))
    mapping = decide_mapping(head, memory=None, model=None, region=None).mapping
    return Standardizer(replace(mapping, region=region), None)


# Lead ID


@pytest.mark.parametrize("cell", ["", "-", "N/A", "new"])
def test_a_person_who_is_added_to_an_own_export_leaves_the_others_what_they_are(crm: CrmInMemory, cell: str) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    file = csv_bytes([(ada, "Ada", "ada2@x.example"), (cell, "Bob", "bob@x.example")], HEADER)
    record = crm.import_file(file)
    assert totals(record) == {"updated": 1, "created": 1}
    assert sorted(lead["email"] for lead in crm.texts()) == ["ada2@x.example", "bob@x.example"]
    assert not [path for lead in crm.texts() for path in lead if path.startswith("extras/")]


def test_a_column_that_is_added_to_an_own_export_under_a_known_header_is_read_too(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    header = ("Lead ID", "Email", "Tags", "Source file", "Created at", "Updated at", "Tags")
    row = (ada, "ada2@x.example", "fair", "a.csv", "2026-01-01", "2026-01-01", "vip")
    record = crm.import_file(csv_bytes([row], header))
    assert totals(record) == {"updated": 1}
    (lead,) = crm.texts()
    assert lead["email"] == "ada2@x.example"
    assert {path for path in lead if "/" in path} == {"tags/fair", "tags/vip"}


def test_a_corrected_address_edits_the_lead_that_the_row_names(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")

    record = crm.import_file(export((ada, "Ada", "ada@corrected.example")))

    assert totals(record) == {"updated": 1}
    assert [lead.lead_id for lead in crm.leads()] == [ada]
    assert crm.texts()[0]["email"] == "ada@corrected.example"


@pytest.mark.parametrize("address", ["ada@x.example", "ada@corrected.example"])
def test_later_rows_with_the_old_or_the_new_address_reach_the_same_lead(crm: CrmInMemory, address: str) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    crm.import_file(export((ada, "Ada", "ada@corrected.example")))

    record = crm.import_file(csv_bytes([("", "Lovelace", address)]))

    assert totals(record) == {"updated": 1}
    assert [texts["lastName"] for texts in crm.texts()] == ["Lovelace"]
    assert crm.texts()[0]["email"] == "ada@corrected.example"


@pytest.mark.parametrize(
    "options",
    [{"policy": "keep"}, {"policy": "fill"}, {"rules": {"email": "never"}}, {"rules": {"email": "ifEmpty"}}],
    ids=str,
)
def test_an_address_that_a_row_does_not_bring_to_its_lead_stays_free(crm: CrmInMemory, options: dict[str, Any]) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    crm.import_file(export((ada, "Ada", "free@x.example")), **options)

    record = crm.import_file(csv_bytes([("Grace", "Hopper", "free@x.example")]))

    assert totals(record) == {"created": 1}
    assert [(texts["firstName"], texts["email"]) for texts in crm.texts()] == [
        ("Ada", "ada@x.example"),
        ("Grace", "free@x.example"),
    ]


@pytest.mark.parametrize("options", [{"policy": "fill"}, {"rules": {"email": "ifEmpty"}}], ids=str)
def test_of_two_addresses_for_an_empty_field_the_second_stays_free(crm: CrmInMemory, options: dict[str, Any]) -> None:
    crm.import_file(csv_bytes([("Ada", "Initech")], ("First name", "Company")))
    (ada,) = crm.leads()
    rows = [(ada.lead_id, "Ada", "ada@x.example"), (ada.lead_id, "Ada", "free@x.example")]
    crm.import_file(export(*rows), **options)

    record = crm.import_file(csv_bytes([("Cee", "", "free@x.example")]))

    assert totals(record) == {"created": 1}
    assert sorted((texts["firstName"], texts["email"]) for texts in crm.texts()) == [
        ("Ada", "ada@x.example"),
        ("Cee", "free@x.example"),
    ]


def test_an_address_is_filled_though_that_of_a_row_before_was_refused(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "Initech")], ("First name", "Company")))
    (ada,) = crm.leads()
    crm.import_file(csv_bytes([("Bob", "Ray", "bob@x.example")]))
    rows = [(ada.lead_id, "Ada", "bob@x.example"), (ada.lead_id, "Ada", "ada@x.example")]

    record = crm.import_file(export(*rows), policy="fill")

    assert totals(record) == {"rejected": 1, "updated": 1}
    assert lead_id(crm, "ada@x.example") == ada.lead_id


def test_an_address_of_the_lead_that_a_row_before_fills_in_keeps_another_free(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    crm.call(lead_api.handler, "PATCH", f"/leads/{ada}", {"email": None}, groups="member")
    crm.import_file(export(("", "Ada", "ada@x.example"), (ada, "Ada", "free@x.example")), policy="fill")

    record = crm.import_file(csv_bytes([("Cee", "", "free@x.example")]))

    assert totals(record) == {"created": 1}
    assert sorted(texts["email"] for texts in crm.texts()) == ["ada@x.example", "free@x.example"]


def test_replace_keeps_an_address_that_does_not_become_the_first_one_beside_it(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "ada@x.example", "ada@home.example")], ("First name", "Email", "Email 2")))
    ada = lead_id(crm, "ada@x.example")

    record = crm.import_file(export((ada, "Ada", "ada@home.example")), policy="replace", rules={"email": "ifEmpty"})
    assert totals(record) == {"unchanged": 1}

    crm.call(lead_api.handler, "PATCH", f"/leads/{ada}", {"protect": ["email"]}, groups="admin")
    record = crm.import_file(export((ada, "Ada", "ada@home.example")), policy="replace")

    assert totals(record) == {"unchanged": 1}
    (texts,) = crm.texts()
    assert (texts["email"], texts["emails/ada@home.example"]) == ("ada@x.example", "ada@home.example")


def test_an_undo_frees_the_address_to_which_it_had_corrected_a_lead(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    corrected = crm.import_file(export((lead_id(crm, "ada@x.example"), "Ada", "free@x.example")))
    crm.call(import_api.handler, "POST", f"/imports/{corrected['importId']}/undo")
    crm.run()

    record = crm.import_file(csv_bytes([("Grace", "Hopper", "free@x.example")]))

    assert totals(record) == {"created": 1}
    assert sorted(texts["email"] for texts in crm.texts()) == ["ada@x.example", "free@x.example"]


def test_an_address_of_another_lead_is_refused_and_the_reason_names_it(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "Byron", "ada@x.example"), ("Bob", "Ray", "bob@x.example")]))
    before = crm.texts()

    record = crm.import_file(export((lead_id(crm, "ada@x.example"), "Ada", "bob@x.example")))

    (row,) = crm.ledger(record["importId"])
    assert row["outcome"] == "rejected"
    assert "bob@x.example belongs to another lead, Bob Ray" in row["reason"]
    assert crm.texts() == before


def test_a_row_whose_lead_is_gone_is_known_by_its_address(crm: CrmInMemory) -> None:
    record = crm.import_file(export(("ab" * 16, "Ada", "ada@x.example")))

    assert totals(record) == {"created": 1}
    assert totals(crm.import_file(ADA)) == {"updated": 1}


def test_a_row_that_says_nothing_but_the_id_of_no_lead_is_rejected(crm: CrmInMemory) -> None:
    record = crm.import_file(csv_bytes([("ab" * 16, "vip")], ("Lead ID", "Tags")))

    assert totals(record) == {"rejected": 1}
    assert crm.leads() == []


@pytest.mark.parametrize(
    ("one", "other"), [("straße@x.example", "strasse@x.example"), ("max@faß.example", "max@fass.example")]
)
def test_addresses_that_differ_in_a_letter_are_two_leads(crm: CrmInMemory, one: str, other: str) -> None:
    record = crm.import_file(csv_bytes([("Max", "", one), ("Maxi", "", other)]))

    assert totals(record) == {"created": 2}
    assert {texts["email"]: texts["firstName"] for texts in crm.texts()} == {one: "Max", other: "Maxi"}


def test_a_domain_in_letters_and_in_ascii_encoding_is_one_lead(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Max", "", "max@faß.de")]))

    assert totals(crm.import_file(csv_bytes([("Maxi", "", "max@xn--fa-hia.de")]))) == {"updated": 1}


def test_a_correction_to_an_address_that_another_lead_only_had_before_says_so(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Ada", "ada@x.example"), ("Bob", "bob@x.example")], ("First name", "Email")))
    ada, bob = lead_id(crm, "ada@x.example"), lead_id(crm, "bob@x.example")
    crm.call(lead_api.handler, "PATCH", f"/leads/{ada}", {"email": "ada2@x.example"}, groups="member")

    record = crm.import_file(csv_bytes([(bob, "Bob", "ada@x.example")], HEADER))

    (row,) = crm.ledger(record["importId"])
    assert "the address ada@x.example is one by which another lead is known, Ada." in row["reason"]


def test_the_address_of_another_column_is_kept_though_it_folds_to_the_first(crm: CrmInMemory) -> None:
    crm.import_file(csv_bytes([("Max", "strasse@x.example", "straße@x.example")], ("First name", "Email", "Email 2")))

    (texts,) = crm.texts()
    assert texts["email"] == "strasse@x.example"
    assert texts["emails/straße@x.example"] == "straße@x.example"


def test_a_column_of_tags_beside_the_lead_id_adds_to_the_lead(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")

    record = crm.import_file(csv_bytes([(ada, "vip")], ("Lead ID", "Tags")), policy="replace")

    assert totals(record) == {"updated": 1}
    assert crm.texts()[0]["tags/vip"] == "vip"
    assert crm.texts()[0]["email"] == "ada@x.example"


def test_replace_empties_the_name_though_the_address_that_says_whose_it_is_stays_free(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    content = csv_bytes([(ada, "free@x.example", "Rome")], ("Lead ID", "Email", "City"))

    crm.import_file(content, policy="replace", rules={"email": "ifEmpty"})

    assert crm.texts() == [{"email": "ada@x.example", "extras/City": "Rome"}]


def test_many_people_who_are_added_above_the_others_leave_these_what_they_are(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    new = [("", f"New {number}", f"new{number}@x.example") for number in range(300)]

    record = crm.import_file(export(*new, (ada, "Ada", "ada@corrected.example")))

    assert totals(record) == {"created": 300, "updated": 1}
    assert lead_id(crm, "ada@corrected.example") == ada


def test_dashes_among_further_phones_of_an_export_are_no_phones(crm: CrmInMemory) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")

    crm.import_file(csv_bytes([(ada, "-; +4930901820 (home); N/A")], ("Lead ID", "Further phones")))

    (texts,) = crm.texts()
    assert [path for path in texts if path.startswith("phones/")] == ["phones/+4930901820"]


def announced(crm: CrmInMemory, content: bytes, **options: Any) -> str:
    """The id of an import whose file has not arrived yet."""
    body = {"fileName": "late.csv", "size": len(content), **options}
    status, answer = crm.call(file_upload.handler, "POST", "/imports", body)
    assert status == 201, answer
    return str(answer["importId"])


@pytest.mark.parametrize("is_late", [False, True])
def test_a_correction_that_comes_late_does_what_it_would_have_done_in_time(crm: CrmInMemory, is_late: bool) -> None:
    crm.import_file(csv_bytes([("Ada", "Acme", "ada@x.example")], ("First name", "Company", "Email")))
    ada = lead_id(crm, "ada@x.example")
    content = csv_bytes([(ada, "ada@second.example", "Rome")], ("Lead ID", "Email", "City"))
    late = announced(crm, content, policy="replace")

    def arrive() -> None:
        crm.post_file(late, content)
        crm.run()

    steps = [arrive, lambda: crm.call(lead_api.handler, "PATCH", f"/leads/{ada}", {"email": "ada@third.example"})]
    for step in reversed(steps) if is_late else steps:
        step()

    assert crm.texts() == [{"email": "ada@third.example", "extras/City": "Rome"}]
    assert totals(crm.import_file(csv_bytes([("Ada", "", "ada@second.example")]))) == {"updated": 1}


@pytest.mark.parametrize("is_late", [False, True])
def test_undoing_a_correction_brings_back_the_one_before_however_late_that_came(
    crm: CrmInMemory, is_late: bool
) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    files = [export((ada, "Ada", f"{name}@x.example")) for name in ("first", "second")]
    imports = [(announced(crm, content), content) for content in files]
    for import_id, content in reversed(imports) if is_late else imports:
        crm.post_file(import_id, content)
        crm.run()
    assert lead_id(crm, "second@x.example") == ada

    crm.call(import_api.handler, "POST", f"/imports/{imports[1][0]}/undo")
    crm.run()

    assert lead_id(crm, "first@x.example") == ada


@pytest.mark.parametrize("is_late", [False, True])
def test_a_row_with_an_id_alone_reaches_a_lead_that_was_deleted_after_its_import_was_announced(
    crm: CrmInMemory, is_late: bool
) -> None:
    crm.import_file(ADA)
    ada = lead_id(crm, "ada@x.example")
    content = csv_bytes([(ada, "Rome")], ("Lead ID", "City"))
    late = announced(crm, content)

    def arrive() -> None:
        crm.post_file(late, content)
        crm.run()

    steps = [arrive, lambda: crm.call(lead_api.handler, "DELETE", f"/leads/{ada}")]
    for step in reversed(steps) if is_late else steps:
        step()
    crm.call(lead_api.handler, "POST", f"/leads/{ada}/restore")

    assert [texts["extras/City"] for texts in crm.texts()] == ["Rome"]


# Content


def test_a_row_without_an_address_is_known_by_what_it_says_whatever_its_place_and_file(crm: CrmInMemory) -> None:
    rows = [("Ada", "Byron", ""), ("Grace", "Hopper", "")]
    crm.import_file(csv_bytes(rows), "one.csv")

    moved = csv_bytes(
        [(last, "", first.upper()) for first, last, _ in reversed(rows)], ("Last name", "Email", "First name")
    )
    record = crm.import_file(csv_bytes([("New", "Line", "")]) + moved.partition(b"\r\n")[2], "two.csv")
    assert totals(record) == {"created": 3}

    record = crm.import_file(moved, "three.csv")
    assert totals(record) == {"updated": 2}
    assert len(crm.leads()) == 5


def test_equal_rows_of_one_file_are_as_many_leads_and_stay_so(crm: CrmInMemory) -> None:
    content = csv_bytes([("Ada", "Byron", "")] * 3)

    assert totals(crm.import_file(content)) == {"created": 3}
    assert totals(crm.import_file(content)) == {"unchanged": 3}
    assert len(crm.leads()) == 3


def test_rows_are_equal_by_what_they_say_and_not_by_how_it_is_written(crm: CrmInMemory) -> None:
    header = ("First name", "Phone")
    one_way = csv_bytes([("Ada", "+49 30 901820"), ("Ada", "+4930901820"), ("Bob", "+49 30 901820")], header)
    other_way = csv_bytes([("ada", "+49 (30) 901820"), ("Bob", "+4930901820"), ("ADA", "+49 30 90 18 20")], header)

    assert totals(crm.import_file(one_way)) == {"created": 3}
    assert totals(crm.import_file(one_way)) == {"unchanged": 3}
    assert totals(crm.import_file(other_way)) == {"updated": 2, "unchanged": 1}
    assert len(crm.leads()) == 3


def test_an_own_field_that_is_made_of_a_column_doubles_nobody(crm: CrmInMemory) -> None:
    file = csv_bytes([("Ada", "Rome"), ("Bob", "Oslo")], ("First name", "Ort"))
    crm.import_file(file)
    crm.call(lead_api.handler, "POST", "/fields", {"label": "City", "type": "text", "headers": ["Ort"]}, groups="admin")

    assert totals(crm.import_file(file)) == {"unchanged": 2}
    assert totals(crm.import_file(file.replace(b"Ort", b"City"))) == {"unchanged": 2}


def test_a_column_that_a_person_sends_to_an_own_field_doubles_nobody(crm: CrmInMemory) -> None:
    file = csv_bytes([("Ada", "Rome"), ("Bob", "Oslo")], ("First name", "Blurb"))
    crm.import_file(file)
    crm.call(lead_api.handler, "POST", "/fields", {"label": "City", "type": "text"}, groups="admin")
    import_id = crm.upload(file, review=True)
    crm.run()

    body = {"sheets": [{"index": 0, "columns": {"1": "city"}}]}
    crm.call(import_api.handler, "PUT", f"/imports/{import_id}/mapping", body)
    crm.run()

    assert totals(crm.status(import_id)) == {"updated": 2}
    assert sorted(lead["extras/City"] for lead in crm.texts()) == ["Oslo", "Rome"]


def test_the_same_text_in_a_field_and_in_an_extra_is_not_the_same() -> None:
    (job, other), rows = (reader("First name", "Job title"), reader("First name", "Blurb")), ["Ada", "Buyer"]

    assert digest_of(job.standardize(rows)) != digest_of(other.standardize(rows))


@pytest.mark.parametrize(
    "header", [("Vorname", "Nachname", "Ort"), ("Prénom", "Nom", "ORT"), ("first_name", "Surname", "ort")]
)
def test_another_word_for_a_field_in_the_header_doubles_nobody(crm: CrmInMemory, header: tuple[str, ...]) -> None:
    rows = [("Ada", "Byron", "Rome"), ("Grace", "Hopper", "Oslo"), ("Ada", "Byron", "Rome")]
    crm.import_file(csv_bytes(rows, ("First name", "Last name", "Ort")))

    record = crm.import_file(csv_bytes(rows, header))

    assert record["totals"]["created"] == 0
    assert len(crm.leads()) == 3


def test_equal_rows_are_counted_though_they_hold_the_address_of_somebody_else(crm: CrmInMemory) -> None:
    content = csv_bytes([("Ada", "Byron", "boss@x.example")] * 3, ("First name", "Last name", "Manager email"))

    assert totals(crm.import_file(content)) == {"created": 3}
    assert totals(crm.import_file(content)) == {"unchanged": 3}


def test_the_order_of_columns_blanks_and_case_do_not_change_what_a_row_says() -> None:
    one, other = reader("First name", "City"), reader("City", "Notes", "First name")

    assert digest_of(one.standardize(("Ada", " Rome "))) == digest_of(other.standardize(("ROME", "", "ada", "")))
    assert digest_of(one.standardize(("Ada", ""))) != digest_of(other.standardize(("Ada", "", "")))


def test_a_guess_at_the_country_of_a_phone_does_not_change_what_a_row_says() -> None:
    guessing, plain = reader("First name", "Phone", region="DE"), reader("First name", "Phone")
    cells = ("Ada", "030 901820")

    assert guessing.standardize(cells).says.keys() > plain.standardize(cells).says.keys()
    assert digest_of(guessing.standardize(cells)) == digest_of(plain.standardize(cells))


def test_equal_rows_are_counted_unless_an_address_says_whose_they_are() -> None:
    rows, sheet = EqualRows(), reader("First name", "Email")
    names = [("Ada", ""), ("ADA", ""), ("Bob", "n/a"), ("Ada", "-"), ("Ada", "a@x.example"), ("Ada", "a@x.example")]

    assert [rows.before(sheet, cells) for cells in names] == [0, 1, 0, 2, 0, 0]


# Several lists of the same people


def test_lists_of_names_phones_and_notes_give_the_same_leads_in_all_six_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    emails = [f"p{number}@x.example" for number in range(5)]
    lists = [
        csv_bytes([("Ada", f"Byron{n}", email) for n, email in enumerate(emails)]),
        csv_bytes([(email, f"+49 30 90182{n}0") for n, email in enumerate(emails)], ("Email", "Phone")),
        csv_bytes([(f"met at fair {n}", email) for n, email in enumerate(emails)], ("Notes", "Email")),
    ]
    results = []
    for order in permutations(lists):
        one = CrmInMemory(monkeypatch)
        for content in order:
            one.import_file(content)
        results.append(one.texts())

    assert results[0][0].keys() == {"firstName", "lastName", "email", "phone", "notes"}
    assert all(result == results[0] for result in results)
