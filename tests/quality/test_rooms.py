"""Imports point down, from room to room (CONTRIBUTING.md, "The order of the rooms")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from easy_crm import paths
from tests.quality.rooms import CRM, EASY_CRM, MAPPING, PAGE, SPREADSHEETS, pointing_up, scripts_pointing_up

CRM_FOLDER = paths.ROOT / "lambda_src" / "crm"


@pytest.mark.parametrize(
    ("folder", "name", "order"),
    [
        (CRM_FOLDER, "crm", CRM),
        (CRM_FOLDER / "spreadsheets", "crm.spreadsheets", SPREADSHEETS),
        (CRM_FOLDER / "mapping", "crm.mapping", MAPPING),
        (paths.ROOT / "easy_crm", "easy_crm", EASY_CRM),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_import_points_up(folder: Path, name: str, order: Sequence[Sequence[str]]) -> None:
    assert pointing_up(folder, name, order) == []


@pytest.mark.parametrize(
    "statement",
    [
        "from crm.handlers.reader import read",
        "from crm import handlers",
        "import crm.handlers.reader as reader",
        "from ..handlers.reader import read",
        "from .. import handlers",
        "importlib.import_module('crm.handlers.reader')",
        "from easy_crm import config",
        "import tests.doubles.s3",
    ],
)
def test_an_import_that_points_up_is_told_with_both_files(tmp_path: Path, statement: str) -> None:
    _write(tmp_path / "leads" / "store.py", f"def late():\n    {statement}\n")

    (told,) = pointing_up(tmp_path, "crm", (("handlers",), ("leads",)))

    assert re.match(r"crm\.leads\.store:2 imports (crm\.handlers|easy_crm|tests\.doubles)", told)


def test_rooms_side_by_side_do_not_know_each_other_but_on_the_ground(tmp_path: Path) -> None:
    _write(tmp_path / "chat" / "reader.py", "from crm.imports.model import Import\n")
    _write(tmp_path / "clock.py", "from crm.ids import new_id\n")

    told = pointing_up(tmp_path, "crm", (("imports", "chat"), ("clock", "ids")))

    assert told == ["crm.chat.reader:1 imports crm.imports.model, which is not below it"]


def test_a_room_without_a_place_in_the_order_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "leads" / "store.py", "from crm.cellar import wine\n")

    with pytest.raises(KeyError, match="cellar"):
        pointing_up(tmp_path, "crm", (("leads",),))


def test_no_import_of_the_page_points_up() -> None:
    assert scripts_pointing_up(paths.ROOT / "frontend", PAGE) == []


@pytest.mark.parametrize(
    "statement",
    [
        'import { toast } from "../components/shell/toasts.js";',
        'import "../components/shell/toasts.js";',
        'const { toast } = await import("../components/shell/toasts.js");',
        '/** @type {import("../components/shell/toasts.js").Toasts} */',
    ],
    ids=["names", "for its effect", "late", "type"],
)
def test_an_import_of_the_page_that_points_up_is_told_with_both_files(tmp_path: Path, statement: str) -> None:
    _write(tmp_path / "js" / "services" / "exports.js", f"/** Exports. */\n{statement}\n")

    told = scripts_pointing_up(tmp_path, PAGE)

    assert told == ["services/exports.js:2 imports components/shell/toasts.js, which is not below it"]


def test_the_pages_screens_do_not_know_each_other_but_use_what_is_below(tmp_path: Path) -> None:
    below = 'import "../shell/toasts.js";\nimport "../../lib/lit.js";\nimport "./pager.js";\n'
    _write(tmp_path / "js" / "components" / "leads" / "leads-page.js", below + 'import "../imports/kept-leads.js";\n')

    (told,) = scripts_pointing_up(tmp_path, PAGE)

    assert told.startswith("components/leads/leads-page.js:4 imports components/imports/kept-leads.js")


def test_a_script_without_a_place_in_the_order_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "js" / "main.js", 'import "./cellar/wine.js";\n')

    with pytest.raises(KeyError, match="cellar"):
        scripts_pointing_up(tmp_path, PAGE)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
