"""Imports and own fields: which value counts, rules of single fields, and own fields as targets of columns."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import file_upload, import_api, lead_api
from crm.imports.targets import MAX_RULES

from tests.crm_in_memory import CrmInMemory, csv_bytes

EMAIL = "ada@x.example"


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    crm = CrmInMemory(monkeypatch)
    make(crm, label="Revenue", type="number", headers=["Umsatz"])
    return crm


def make(crm: CrmInMemory, **field: Any) -> None:
    status, answer = crm.call(lead_api.handler, "POST", "/fields", field, groups="admin")
    assert status == 201, answer


def import_values(crm: CrmInMemory, header: str, value: str, **options: Any) -> dict[str, Any]:
    return crm.import_file(csv_bytes([(EMAIL, value)], ("Email", header)), **options)


def revenue(crm: CrmInMemory) -> Any:
    (one,) = crm.call(lead_api.handler, "GET", "/leads")[1]["leads"]
    return one["fields"]["revenue"]


def type_in(crm: CrmInMemory, value: str | None) -> None:
    (one,) = crm.leads()
    status, _ = crm.call(lead_api.handler, "PATCH", f"/leads/{one.lead_id}", {"extras": {"Revenue": value}})
    assert status == 200


def extras(crm: CrmInMemory) -> dict[str, str]:
    (texts,) = crm.texts()
    return {path: text for path, text in texts.items() if path.startswith("extras/")}


# Which value counts


def test_what_was_imported_last_counts_whatever_its_header(crm: CrmInMemory) -> None:
    for header, value in (("Revenue", "5"), ("Umsatz", "7"), ("REVENUE", "9")):
        import_values(crm, header, value)
        assert revenue(crm) == int(value)


@pytest.mark.parametrize("again", ["5", "99"])
def test_an_import_after_an_edit_counts_again_though_it_says_what_it_said_before(crm: CrmInMemory, again: str) -> None:
    import_values(crm, "Umsatz", "5")
    type_in(crm, "7")
    assert revenue(crm) == 7

    import_values(crm, "umsatz", again)

    assert revenue(crm) == int(again)


def test_an_emptied_field_is_empty_under_all_its_headers(crm: CrmInMemory) -> None:
    import_values(crm, "Umsatz", "5")
    import_values(crm, "UMSATZ", "6")

    type_in(crm, None)

    assert (revenue(crm), extras(crm)) == (None, {})


def test_a_column_sets_the_field_even_to_what_the_lead_has_had_under_its_header_before(crm: CrmInMemory) -> None:
    for header, value in (("Umsatz", "5"), ("Revenue", "7")):
        import_values(crm, header, value)

    record = import_values(crm, "Umsatz", "5")

    assert (outcome(record), revenue(crm)) == ("updated", 5)
    assert outcome(import_values(crm, "Umsatz", "5")) == "unchanged"


def test_a_field_has_one_value_whatever_the_headers_of_the_files(crm: CrmInMemory) -> None:
    for header, value in (("Umsatz", "5"), ("Revenue", "7"), ("REVENUE", "9")):
        import_values(crm, header, value)

    assert extras(crm) == {"extras/Revenue": "9"}


@pytest.mark.parametrize("policy", ["update", "fill", "replace"])
def test_the_same_value_under_another_header_changes_nothing(crm: CrmInMemory, policy: str) -> None:
    import_values(crm, "Umsatz", "5")

    record = import_values(crm, "Revenue", "5", policy=policy)

    assert (outcome(record), extras(crm)) == ("unchanged", {"extras/Revenue": "5"})


@pytest.mark.parametrize("options", [{"policy": "fill"}, {"rules": {"revenue": "ifEmpty"}}])
@pytest.mark.parametrize("header", ["Revenue", "Umsatz", "UMSATZ"])
def test_filling_looks_at_the_whole_field(crm: CrmInMemory, header: str, options: dict[str, Any]) -> None:
    import_values(crm, "City", "Rome")
    assert outcome(import_values(crm, "umsatz", "5", **options)) == "updated"

    record = import_values(crm, header, "7", **options)

    assert (outcome(record), revenue(crm)) == ("unchanged", 5)


def test_filling_leaves_a_field_that_a_person_has_typed(crm: CrmInMemory) -> None:
    import_values(crm, "City", "Rome")
    type_in(crm, "7")

    import_values(crm, "Umsatz", "5", policy="fill")

    assert revenue(crm) == 7


@pytest.mark.parametrize(("policy", "shown"), [("update", "7"), ("fill", "5"), ("replace", "7"), ("keep", "5")])
def test_what_was_imported_before_the_field_was_made_is_its_value(crm: CrmInMemory, policy: str, shown: str) -> None:
    import_values(crm, "Sales", "5")
    make(crm, label="Turnover", type="text", headers=["Sales"])

    record = import_values(crm, "Turnover", "7", policy=policy)

    assert extras(crm) == {"extras/Sales": shown}
    assert (record["changedValues"], record["emptiedValues"]) == (int(shown == "7"), 0)


def test_undo_gives_a_field_back_what_it_had_under_another_header(crm: CrmInMemory) -> None:
    import_values(crm, "Sales", "5")
    make(crm, label="Turnover", type="text", headers=["Sales"])
    record = import_values(crm, "Turnover", "7")

    crm.call(import_api.handler, "POST", f"/imports/{record['importId']}/undo")
    crm.run()

    assert extras(crm) == {"extras/Sales": "5"}


def test_of_two_columns_of_one_field_no_value_is_lost(crm: CrmInMemory) -> None:
    file = csv_bytes([(EMAIL, "5", "7")], ("Email", "Revenue", "Umsatz"))
    crm.import_file(file)

    assert (revenue(crm), extras(crm)) == (5, {"extras/Revenue": "5", "extras/Umsatz": "7"})
    assert outcome(crm.import_file(file)) == "unchanged"


def test_a_field_made_during_a_review_is_the_import_s_too(crm: CrmInMemory) -> None:
    import_values(crm, "Sales", "5")
    import_id = crm.upload(csv_bytes([(EMAIL, "7")], ("Email", "Turnover")), review=True)
    crm.run()
    make(crm, label="Turnover", type="text", headers=["Sales"])

    crm.call(import_api.handler, "PUT", f"/imports/{import_id}/mapping", {"sheets": []})
    crm.run()

    assert extras(crm) == {"extras/Sales": "7"}


def outcome(record: dict[str, Any]) -> str:
    """What became of the only row."""
    (found,) = [str(name) for name, count in record["totals"].items() if count and name != "rows"]
    return found


# Rules


@pytest.mark.parametrize("header", ["Revenue", "Umsatz", "UMSATZ"])
@pytest.mark.parametrize("policy", ["update", "replace"])
def test_a_rule_of_an_own_field_holds_for_all_headers_that_it_reads(crm: CrmInMemory, header: str, policy: str) -> None:
    import_values(crm, header, "5")
    before = extras(crm)

    record = import_values(crm, header, "7", policy=policy, rules={"revenue": "never"})

    assert extras(crm) == before
    assert record["rules"] == {"extras/Revenue": "never", "extras/Umsatz": "never"}


def test_a_rule_of_one_path_goes_before_that_of_its_field(crm: CrmInMemory) -> None:
    header = ("Email", "Revenue", "City", "Tags")
    crm.import_file(csv_bytes([(EMAIL, "5", "Rome", "")], header))

    rules = {"extras": "never", "extras/city :": "always", "tags/vip": "never"}
    crm.import_file(csv_bytes([(EMAIL, "7", "Oslo", "VIP; fair")], header), rules=rules)

    assert extras(crm) == {"extras/Revenue": "5", "extras/City": "Oslo"}
    assert [path for path in crm.texts()[0] if path.startswith("tags/")] == ["tags/fair"]


@pytest.mark.parametrize("name", ["city", "extras/", "extras/ ", "tags", "email/x", "x" * 300])
def test_only_what_there_is_has_a_rule(crm: CrmInMemory, name: str) -> None:
    status, answer = announce(crm, {name: "never"})

    assert (status == 201) is (name == "tags")
    if status != 201:
        assert (status, list(answer["error"]["fields"])) == (422, [f"rules.{name[:200]}"])


def test_a_field_of_many_headers_has_at_most_as_many_rules_as_an_import_holds(crm: CrmInMemory) -> None:
    for number in range(MAX_RULES // 50):
        make(crm, label=f"F{number}", type="text", headers=[f"H{number}.{one}" for one in range(50)])

    status, answer = announce(crm, {f"f{number}": "never" for number in range(MAX_RULES // 50)})

    assert (status, list(answer["error"]["fields"])) == (422, ["rules"])


def announce(crm: CrmInMemory, rules: dict[str, str]) -> Any:
    return crm.call(file_upload.handler, "POST", "/imports", {"fileName": "a.csv", "size": 1, "rules": rules})


def test_a_rule_of_an_extra_that_a_field_reads_is_one_of_the_field_and_goes_before_that_of_its_key(
    crm: CrmInMemory,
) -> None:
    import_values(crm, "Revenue", "5")

    import_values(crm, "Revenue", "7", rules={"revenue": "always", "extras/UMSATZ :": "never"})

    assert revenue(crm) == 5


# Columns that go to own fields by themselves


def decided(record: dict[str, Any], column: int) -> tuple[str, str]:
    found = record["sheets"][0]["mapping"][column]
    return found["field"], found["decidedBy"]


@pytest.mark.parametrize("header", ["Role", "ROLE:", "Position", "Job title"])
def test_a_column_with_a_header_of_an_own_field_goes_there_before_any_rule(crm: CrmInMemory, header: str) -> None:
    make(crm, label="Role", type="text", headers=["Position", "job title"])

    record = crm.import_file(csv_bytes([("Ada", EMAIL, "Buyer")], ("First name", "Email", header)))

    assert decided(record, 2) == ("extras/Role", "rules")
    (lead,) = crm.texts()
    assert (lead.get("title"), lead["extras/Role"]) == (None, "Buyer")


def test_an_own_field_that_is_called_like_a_phone_comes_back_as_that_field(crm: CrmInMemory) -> None:
    make(crm, label="Mobile", type="text")
    typed = {"email": EMAIL, "phone": "+49 30 901820", "extras": {"Mobile": "+49 171 1234567"}}
    crm.call(lead_api.handler, "POST", "/leads", typed)
    before = crm.texts()

    record = crm.import_file(csv_bytes([(EMAIL, "+49 171 1234567")], ("Email", "Mobile")))

    assert (outcome(record), crm.texts()) == ("unchanged", before)


def test_a_header_that_is_only_like_that_of_an_own_field_is_left_to_the_rules(crm: CrmInMemory) -> None:
    make(crm, label="Role", type="text")

    record = crm.import_file(csv_bytes([("Ada", EMAIL, "Buyer")], ("First name", "Email", "Job role")))

    assert decided(record, 2)[0] == "title"


def test_what_a_person_has_decided_for_a_header_goes_before_an_own_field(crm: CrmInMemory) -> None:
    make(crm, label="Blurb", type="text")
    reviewed(crm, {"3": "extras/About"})

    again = crm.import_file(FILE, "next.csv")

    assert decided(again, 3) == ("extras/About", "memory")


# Targets of columns

FILE = csv_bytes([(EMAIL, "7", "Rome", "soon")], ("Email", "Amount", "Revenue", "Blurb"))


def reviewed(crm: CrmInMemory, columns: dict[str, str]) -> tuple[int, Any, str]:
    import_id = crm.upload(FILE, review=True)
    crm.run()
    body = {"sheets": [{"index": 0, "columns": columns}]}
    status, answer = crm.call(import_api.handler, "PUT", f"/imports/{import_id}/mapping", body)
    crm.run()
    return status, answer, import_id


def test_a_column_sent_to_an_own_field_writes_it_and_the_next_file_does_too(crm: CrmInMemory) -> None:
    status, _, import_id = reviewed(crm, {"1": "revenue"})

    assert status == 202
    assert revenue(crm) == 7
    assert extras(crm) == {"extras/Revenue": "7", "extras/Revenue 2": "Rome", "extras/Blurb": "soon"}
    assert crm.status(import_id)["sheets"][0]["mapping"][1]["field"] == "extras/Revenue"

    again = crm.import_file(FILE, "next.csv")

    decided = again["sheets"][0]["mapping"][1]
    assert (decided["field"], decided["decidedBy"]) == ("extras/Revenue", "memory")
    assert again["totals"]["unchanged"] == 1


def test_a_column_can_be_kept_under_another_header(crm: CrmInMemory) -> None:
    status, _, _ = reviewed(crm, {"3": "extras/About"})

    assert status == 202
    assert extras(crm)["extras/About"] == "soon"


@pytest.mark.parametrize("target", ["revenues", "extras/", "tags/vip", "notes"])
def test_a_column_goes_to_no_field_that_is_not_there(crm: CrmInMemory, target: str) -> None:
    status, answer, _ = reviewed(crm, {"1": target})

    assert (status, answer["error"]["fields"]) == (422, {"sheets.0.1": "There is no such field."})


def test_a_column_of_an_own_field_does_not_say_whose_lead_it_is(crm: CrmInMemory) -> None:
    _, _, import_id = reviewed(crm, {"0": "revenue"})

    assert crm.status(import_id)["totals"]["rejected"] == 1


# Values that do not fit

HEADERS = ("Email", "Revenue", "Due", "Tier", "Blurb")
UNFIT = [
    ("ada@x.example", "7", "2026-01-31", "Gold", "lots"),
    ("bob@x.example", "lots", "some day", "Lead", "lots"),
    ("cy@x.example", "", "N/A", "", ""),
]


def with_unfit_values(crm: CrmInMemory, **options: Any) -> str:
    make(crm, label="Due", type="date")
    make(crm, label="Tier", type="choice", choices=["Gold", "Silver"])
    import_id = crm.upload(csv_bytes(UNFIT, HEADERS), **options)
    crm.run()
    return str(import_id)


def test_values_that_do_not_fit_their_own_field_are_counted_listed_and_mended(crm: CrmInMemory) -> None:
    import_id = with_unfit_values(crm)

    record, (_, listed) = crm.status(import_id), crm.call(import_api.handler, "GET", f"/imports/{import_id}/mend")

    assert (record["doubtfulRows"], record["totals"]["created"]) == (1, 3)
    (row,) = listed["rows"]
    assert (row["row"], row["columns"]) == (3, [1, 2, 3])
    assert row["reason"] == (
        "“lots” (Revenue) is no number. “some day” (Due) is no date. “Lead” (Tier) is no choice of its field."
    )
    cells = {"1": "9", "2": "2026-02-01", "3": "silver"}
    body = {"mends": 0, "rows": [{"batch": row["batch"], "row": row["row"], "cells": cells}]}
    crm.call(import_api.handler, "POST", f"/imports/{import_id}/mend", body)
    crm.run()
    assert crm.status(import_id)["doubtfulRows"] == 0


def test_the_check_of_an_import_lists_values_that_would_not_fit_their_own_field(crm: CrmInMemory) -> None:
    import_id = with_unfit_values(crm, review=True)

    _, found = crm.call(import_api.handler, "POST", f"/imports/{import_id}/dry-run")

    (row,) = found["problems"]
    assert (row["row"], "“some day” (Due) is no date." in row["reason"]) == (3, True)


# Columns that could be own fields


def test_a_review_says_which_columns_could_be_own_fields_of_which_type_and_why(crm: CrmInMemory) -> None:
    rows = [
        (f"ada{place}@x.example", city, day, size, blurb, "7")
        for place, (city, day, size, blurb) in enumerate(
            [("Rome", "1990-01-31", "1,200", "is away"), ("Oslo", "1985-06-30", "12", "call in May, he said")]
        )
    ]
    header = ("Email", "City", "Birthday", "Company size", "Remark on it", "Revenue")
    import_id = crm.upload(csv_bytes(rows, header), review=True)
    crm.run()

    columns = crm.status(import_id)["sheets"][0]["mapping"]

    proposed = {one["header"]: one["ownField"] for one in columns if one["ownField"]}
    assert {name: (one["type"], one["reason"]) for name, one in proposed.items()} == {
        "City": ("text", "The header speaks of cities, and a list of choices never has them all."),
        "Birthday": ("date", "The header speaks of a date. All 2 values are dates."),
        "Company size": ("number", "All 2 values are numbers."),
    }
    assert [one["code"] for one in proposed["Birthday"]["reasonMessages"]] == ["headedDate", "allDate"]


def test_a_field_of_an_extra_that_leads_have_is_proposed_by_what_the_files_header_said(crm: CrmInMemory) -> None:
    def proposed(header: str) -> tuple[str, int]:
        status, answer = crm.call(lead_api.handler, "GET", "/fields/proposal", query={"header": header})
        assert status == 200, answer
        return answer["type"], answer["values"]

    rows = [(f"ada{number}@x.example", "10115", "80331") for number in range(3)]
    crm.import_file(csv_bytes(rows, ("Email", "PLZ", "PLZ")))
    by_hand = {"email": "bob@x.example", "extras": {"Zip code": "60601"}}
    assert crm.call(lead_api.handler, "POST", "/leads", by_hand)[0] == 201

    assert proposed("PLZ") == proposed("PLZ 2") == ("text", 3)
    # No file has had this one, and only the splitter could read it.
    assert proposed("Zip code") == ("number", 1)
