"""Scores previews against the shared corpus's manifest by the comparison rules that the manifest states."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
FIELDS = ("firstName", "lastName", "title", "company", "email", "phone")


@dataclass
class Score:
    """What was right and what was not, over several files."""

    fields: int = 0
    right_fields: int = 0
    leads: int = 0
    whole_leads: int = 0
    mappings: int = 0
    right_mappings: int = 0
    forbidden: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def manifest() -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = json.loads((CORPUS / "manifest.json").read_text(encoding="utf-8"))["files"]
    return files


def _plain(text: str) -> str:
    text = "" if text == "N/A" else unicodedata.normalize("NFC", text)
    return " ".join(text.split()).casefold()


def _digits(text: str) -> str:
    without_extension = re.sub(r"\s*(?:x|ext\.?)\s*\d+$", "", _plain(text))
    return "".join(filter(str.isdigit, without_extension)) or without_extension


def same(name: str, left: str, right: str) -> bool:
    return _digits(left) == _digits(right) if name == "phone" else _plain(left) == _plain(right)


def score_file(entry: dict[str, Any], preview: dict[str, Any], score: Score) -> None:
    for expected in entry.get("expected_leads", []):
        sheets = [sheet for sheet in preview["sheets"] if expected.get("sheet", sheet["name"]) == sheet["name"]]
        rows = {row["row"]: row for row in (sheets[0]["rows"] if sheets else [])}
        row = rows.get(expected["row"] + 1)
        lead = (row or {}).get("lead") or dict.fromkeys((*FIELDS, "remarks"), "")
        where = f"{entry['path']} row {expected['row']}"
        right = 0
        for name in FIELDS:
            accepted = [expected["expect"][name], *expected.get("accept", {}).get(name, [])]
            if any(same(name, lead[name], text) for text in accepted):
                right += 1
            else:
                score.wrong.append(f"{where} {name}: {lead[name]!r}, not {accepted}")
            for text in expected.get("must_not", {}).get(name, []):
                if lead[name] == text or (text and same(name, lead[name], text)):
                    score.forbidden.append(f"{where} {name}: {lead[name]!r}")
        missing = [text for text in expected.get("remarks_contains", []) if text not in lead["remarks"]]
        if missing:
            score.wrong.append(f"{where} remarks lack {missing}")
        score.fields += len(FIELDS)
        score.right_fields += right
        score.leads += 1
        score.whole_leads += right == len(FIELDS) and not missing
    _score_mapping(entry, preview, score)


def _score_mapping(entry: dict[str, Any], preview: dict[str, Any], score: Score) -> None:
    expected = entry.get("expected_mapping") or {}
    by_sheet = expected if any(isinstance(value, dict) for value in expected.values()) else None
    for sheet in preview["sheets"]:
        columns = (by_sheet or {}).get(sheet["name"]) if by_sheet else expected
        if not columns or sheet["skipped"] or (not by_sheet and sheet is not preview["sheets"][0]):
            continue
        for column in sheet["mapping"]:
            wanted = next((text for key, text in columns.items() if key.split(":")[0] == str(column["column"])), None)
            wanted = wanted or columns.get("*", "remarks")
            words = set(re.findall(r"firstName|lastName|title|company|email|phone|remarks|fullName", wanted))
            if "alternative" in wanted or "duplicate" in wanted or "only if" in wanted:
                words.add("remarks")
            if "single name" in wanted:
                words.add("fullName")
            score.mappings += 1
            if column["field"] in words:
                score.right_mappings += 1
            else:
                score.wrong.append(
                    f"{entry['path']} column {column['column']} {column['header']!r}: {column['field']}, not {wanted}"
                )
