"""Kinds of files, each with the leads that a person would make of it: known exports, languages, layouts, columns."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from crm.preview import preview_file

FIELDS = ("firstName", "lastName", "title", "company", "email", "phone")
FILES = {
    f"{path.stem}: {file['name']}": file
    for path in sorted(Path(__file__).parent.glob("*.toml"))
    for file in tomllib.loads(path.read_text(encoding="utf-8"))["file"]
}


def _plain(name: str, text: str) -> str:
    text = "" if text == "N/A" else " ".join(text.split()).casefold()
    if name != "phone":
        return text
    number = text.partition(" x")[0]
    return "".join(filter(str.isdigit, number)) or number


@pytest.mark.parametrize("name", FILES)
def test_a_file_becomes_the_leads_that_a_person_would_type(tmp_path: Path, name: str) -> None:
    file: dict[str, Any] = FILES[name]
    path = tmp_path / f"contacts.{file.get('suffix', 'csv')}"
    path.write_bytes(file["text"].encode(file.get("encoding", "utf-8")))

    preview = preview_file(path).to_json()

    tables = [sheet for sheet in preview["sheets"] if not sheet["skipped"]]
    assert len(tables) == file.get("tables", 1)
    header_rows = [number for table in tables for number in table["headerRows"]]
    assert header_rows == file.get("header_rows", header_rows)
    found = [row["lead"] for table in tables for row in table["rows"] if row["outcome"] != "skipped"]
    assert [_wrong(wanted, lead) for wanted, lead in zip(file["leads"], found, strict=True)] == [{}] * len(found)
    values = {lead[field] for lead in found for field in FIELDS}
    assert values.isdisjoint(file.get("never", ()))


def _wrong(wanted: str, lead: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The fields that are not as wanted, with what they are and what was wanted."""
    if wanted == "-":
        return {}
    fields = zip(FIELDS, [*wanted.split("|"), "", "", "", ""], strict=False)
    return {
        field: (lead[field], accepted)
        for field, accepted in fields
        if _plain(field, lead[field]) not in {_plain(field, one) for one in accepted.split("~")}
    }
