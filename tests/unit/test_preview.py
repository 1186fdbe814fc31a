"""`preview` shows what an import would do, with the import's own code."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from easy_crm.cli.preview import preview

app = typer.Typer()
app.command()(preview)

CONTACTS = """Name,Email,Phone,City
Anna Meier,anna@x.example,030 901820,Berlin

Bo Foo,bo@x.example,,Bonn
Anna Meier,ANNA@x.example,,Potsdam
,,,Ulm
Bo Foo,bo@x.example,,Bonn
"""


def run(path: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(path), *arguments])
    return result.exit_code, result.output


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_json_holds_the_outcome_of_every_row(tmp_path: Path) -> None:
    status, output = run(written(tmp_path, "contacts.csv", CONTACTS), "--json")
    shown = json.loads(output)
    assert status == 0
    assert (shown["file"], shown["outcome"], shown["reason"]) == ("contacts.csv", "parsed", None)
    assert (shown["encoding"], shown["delimiter"]) == ("utf-8", ",")
    [sheet] = shown["sheets"]
    assert (sheet["skipped"], sheet["headerRows"], sheet["dataRows"]) == (None, [1], 5)
    fields = [(column["column"], column["header"], column["field"], column["decidedBy"]) for column in sheet["mapping"]]
    assert fields == [
        (0, "Name", "fullName", "rules"),
        (1, "Email", "email", "rules"),
        (2, "Phone", "phone", "rules"),
        (3, "City", "remarks", "rules"),
    ]
    assert [(row["row"], row["outcome"]) for row in sheet["rows"]] == [
        (2, "created"),
        (3, "skipped"),
        (4, "created"),
        (5, "updated"),
        (6, "rejected"),
        (7, "unchanged"),
    ]
    assert sheet["rows"][0]["lead"] == {
        "firstName": "Anna",
        "lastName": "Meier",
        "title": "",
        "company": "",
        "email": "anna@x.example",
        "phone": "030 901820",
        "remarks": "City: Berlin",
    }
    assert sheet["rows"][0]["values"] == {
        "firstName": "Anna",
        "lastName": "Meier",
        "email": "anna@x.example",
        "phone": "030 901820",
        "extras/City": "Berlin",
    }
    assert sheet["rows"][4]["reason"] == "The row has no name, company, email address or phone number."
    assert sheet["rows"][4]["lead"]["remarks"] == "City: Ulm"


def test_json_says_which_field_could_be_made_of_a_column_that_has_none(tmp_path: Path) -> None:
    content = "Name,Geburtstag,PLZ\nAnna Meier,31/12/1990,80331\nBo Foo,3/4/1985,10115\n"
    _, output = run(written(tmp_path, "contacts.csv", content), "--json")
    name, birthday, postcode = (column["ownField"] for column in json.loads(output)["sheets"][0]["mapping"])
    assert name is None
    assert (birthday["type"], birthday["dayFirst"], postcode["type"]) == ("date", True, "text")
    assert postcode["reason"].startswith("The header speaks of postcodes")


def test_a_limit_shortens_the_list_and_not_the_counts(tmp_path: Path) -> None:
    _, output = run(written(tmp_path, "contacts.csv", CONTACTS), "--json", "--limit", "1")
    [sheet] = json.loads(output)["sheets"]
    assert (len(sheet["rows"]), sheet["dataRows"]) == (1, 5)
    assert sheet["outcomes"] == {"created": 2, "skipped": 1, "updated": 1, "rejected": 1, "unchanged": 1}


def test_a_region_makes_its_numbers_international(tmp_path: Path) -> None:
    _, output = run(written(tmp_path, "contacts.csv", CONTACTS), "--json", "--region", "de")
    lead = json.loads(output)["sheets"][0]["rows"][0]["lead"]
    assert (lead["phone"], lead["remarks"]) == ("+4930901820", "Phone: 030 901820\nCity: Berlin")


def test_a_region_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    status, output = run(written(tmp_path, "contacts.csv", CONTACTS), "--region", "XX")
    assert status == 2
    assert "not a country code" in output


def test_an_empty_file_ends_with_3_and_a_file_that_is_no_spreadsheet_with_4(tmp_path: Path) -> None:
    status, output = run(written(tmp_path, "empty.csv", ""), "--json")
    assert (status, json.loads(output)["outcome"]) == (3, "empty")
    status, output = run(written(tmp_path, "program.xlsx", b"MZ\x90\x00" + bytes(range(256)) * 8), "--json")
    assert (status, json.loads(output)["outcome"]) == (4, "rejected")
    assert json.loads(output)["reason"].endswith(".")


def test_without_json_it_prints_tables(tmp_path: Path) -> None:
    status, output = run(written(tmp_path, "contacts.csv", CONTACTS))
    assert status == 0
    assert "5 data rows: 2 created, 1 rejected, 1 skipped, 1 unchanged, 1 updated" in output
    assert "[/" not in output


def test_markup_in_cells_is_text(tmp_path: Path) -> None:
    status, output = run(written(tmp_path, "odd.csv", "Name,Email\n[/red]x,a@x.example\n[bold]y,b@x.example\n"))
    assert status == 0
    assert "[/red]x" in output
