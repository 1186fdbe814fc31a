"""A file becomes leads: every import ends, and its numbers add up (promises 1 and 2)."""

from __future__ import annotations

from pathlib import Path

from tests.system.deployed import Client, eventually, put_file, unaccounted_rows
from tests.system.files import HEADER, csv_file, people, three_sheets


def test_a_csv_file_becomes_leads(member: Client, domain: str) -> None:
    rows = [(*one, "10115") for one in people(3, domain)]
    ended = member.import_file("people.csv", csv_file((*HEADER, "Postinumero"), rows))

    assert (ended["status"], ended["progress"]) == ("completed", 100)
    assert ended["totals"]["created"] == ended["totals"]["rows"] == 3
    leads = member.leads(**{"filter[email]": domain})
    assert sorted((lead["firstName"], lead["email"], lead["sourceFile"]) for lead in leads) == [
        (f"First{index}", f"person{index}@{domain}", "people.csv") for index in range(3)
    ]
    # Its values are numbers; what the header says, the splitter has told.
    assert member.get("/fields/proposal", header="Postinumero")["type"] == "text"


def test_the_same_file_again_adds_no_lead(member: Client, domain: str) -> None:
    content = csv_file(HEADER, people(40, domain))
    member.import_file("people.csv", content)
    before = member.leads(**{"filter[email]": domain})

    again = member.import_file("people.csv", content)

    assert again["status"] == "completed"
    assert again["totals"]["unchanged"] == again["totals"]["rows"] == 40
    assert member.leads(**{"filter[email]": domain}) == before


def test_a_workbook_of_three_sheets_and_a_thousand_rows_is_accounted_for(member: Client, domain: str) -> None:
    ended = member.import_file("contacts.xlsx", three_sheets(domain))

    assert (ended["status"], ended["progress"]) == ("completed", 100)
    assert unaccounted_rows(ended) == 0
    assert ended["totals"]["created"] == 1000
    assert [(sheet["name"], sheet["dataRows"]) for sheet in ended["sheets"]] == [
        ("Fair", 500),
        ("Webshop", 300),
        ("Newsletter", 200),
    ]
    leads = member.leads(**{"filter[email]": f"@{domain}"})
    assert {(lead["firstName"], lead["lastName"], lead["email"], lead["company"]) for lead in leads} == set(
        people(1000, domain)
    )
    assert len(leads) == 1000


def test_a_person_on_several_sheets_is_one_lead(member: Client, domain: str) -> None:
    rows = people(5, domain)

    ended = member.import_file("twice.csv", csv_file(HEADER, [*rows, *rows]))

    assert unaccounted_rows(ended) == 0
    assert ended["totals"]["created"] == 5
    assert len(member.leads(**{"filter[email]": domain})) == 5


def test_a_newer_file_changes_what_it_says_and_the_history_shows_it(member: Client, domain: str) -> None:
    member.import_file("old.csv", csv_file(HEADER, [("Ada", "Byron", f"ada@{domain}", "Home")]))
    (before,) = member.leads(**{"filter[email]": domain})

    member.import_file("new.csv", csv_file(HEADER, [("Ada", "Lovelace", f"ADA@{domain}", "Engines")]))

    (after,) = member.leads(**{"filter[email]": domain})
    assert (after["leadId"], after["createdAt"]) == (before["leadId"], before["createdAt"])
    assert (after["lastName"], after["company"], after["sourceFile"]) == ("Lovelace", "Engines", "new.csv")
    events = member.get(f"/leads/{after['leadId']}/history")["events"]
    assert [(event["event"], event["fileName"]) for event in events] == [("created", "old.csv"), ("updated", "new.csv")]
    changes = [(one["path"], one["before"], one["after"]) for one in events[1]["changes"]]
    assert ("lastName", "Byron", "Lovelace") in changes
    origin = member.get(f"/leads/{after['leadId']}")["origins"]["company"]
    assert (origin["fileName"], origin["sheet"], origin["row"], origin["column"]) == ("new.csv", 0, 2, 3)


def test_an_undo_takes_back_the_values_of_its_import_and_leaves_later_edits(member: Client, domain: str) -> None:
    member.import_file("full.csv", csv_file(HEADER, [("Ada", "Byron", f"ada@{domain}", "Home")]))
    newer = member.import_file("new.csv", csv_file(HEADER, [("Ada", "King", f"ada@{domain}", "Engines")]))
    (lead,) = member.leads(**{"filter[email]": domain})
    member.call("PATCH", f"/leads/{lead['leadId']}", json={"company": "Typed"}).raise_for_status()

    member.call("POST", f"/imports/{newer['importId']}/undo").raise_for_status()
    eventually(
        lambda: member.get(f"/imports/{newer['importId']}")["undo"], lambda undo: bool(undo["status"] == "undone")
    )

    (lead,) = member.leads(**{"filter[email]": domain})
    assert (lead["lastName"], lead["company"]) == ("Byron", "Typed")


def test_an_import_with_the_policy_keep_leaves_existing_leads_alone(member: Client, domain: str) -> None:
    member.import_file("old.csv", csv_file(HEADER, [("Ada", "Byron", f"ada@{domain}", "Home")]))

    ended = member.import_file("new.csv", csv_file(HEADER, [("A", "L", f"ada@{domain}", "X")]), policy="keep")

    assert (ended["totals"]["unchanged"] + ended["totals"]["skipped"], ended["totals"]["updated"]) == (1, 0)
    assert member.leads(**{"filter[email]": domain})[0]["lastName"] == "Byron"


def test_rows_without_identity_are_rejected_and_can_be_downloaded(member: Client, domain: str) -> None:
    content = csv_file((*HEADER, "Note"), [("Ada", "Byron", f"ada@{domain}", "Home", ""), ("", "", "", "", "who?")])

    ended = member.import_file("gaps.csv", content)

    assert (ended["status"], ended["totals"]["created"], ended["totals"]["rejected"]) == ("completed_with_errors", 1, 1)
    rows = member.get(f"/imports/{ended['importId']}/rows", outcome="rejected")["rows"]
    assert [row["row"] for row in rows] == [3]
    report = member.call("GET", f"/imports/{ended['importId']}/report.csv")
    assert report.headers["content-type"].startswith("text/csv")
    assert "who?" in report.text


def test_a_real_workbook_with_three_phone_columns_of_the_same_header_is_imported(member: Client, corpus: Path) -> None:
    path = corpus / "contacts" / "three_phone_columns_same_header.xlsx"

    first = member.import_file(path.name, path.read_bytes())
    again = member.import_file(path.name, path.read_bytes())

    assert first["status"].startswith("completed")
    assert first["totals"]["rows"] > 0
    assert unaccounted_rows(first) == unaccounted_rows(again) == 0
    assert first["totals"]["created"] > 0
    assert again["totals"]["created"] == 0


def test_a_file_is_imported_once_however_often_it_arrives(member: Client, domain: str) -> None:
    content = csv_file(HEADER, people(10, domain))
    announced = member.announce("people.csv", len(content))
    assert put_file(announced["upload"], "people.csv", content).is_success
    member.finished(announced["importId"])

    put_file(announced["upload"], "people.csv", content)

    ended = member.finished(announced["importId"])
    assert ended["totals"]["created"] == ended["totals"]["rows"] == 10


def test_the_import_appears_in_the_history_of_imports(member: Client, domain: str) -> None:
    ended = member.import_file("listed.csv", csv_file(HEADER, people(1, domain)))

    listed = member.get("/imports")["imports"]

    assert listed[0]["importId"] == ended["importId"]
    assert listed[0]["owner"]["email"] == "mina@users.example"
