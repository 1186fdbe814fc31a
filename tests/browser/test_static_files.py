"""Rules that hold for every file of the page."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from easy_crm.bundling.page import imported_modules

FRONTEND = Path(__file__).parents[2] / "frontend"
SCRIPTS = sorted((FRONTEND / "js").rglob("*.js"))
STYLES = sorted((FRONTEND / "styles").glob("*.css"))
COGNITO = "amazon-cognito-identity-js-6.3.21"
VENDORED = {
    f"{COGNITO}/LICENSE.txt": "074e6e32c86a4c0ef8b3ed25b721ca23aca83df277cd88106ef7177c354615ff",
    f"{COGNITO}/NOTICE.txt": "a84cb878b3a48ca329cc8f3b424723f6ac3608c3435bb6bdc9d9aa368e087ea8",
    f"{COGNITO}/amazon-cognito-identity.min.js": "32811f694592e437391fe040d836a474d75f54108cfa5123d67e8a4d30283901",
}
"""SHA-256 of each file as its package holds it."""

SINKS = re.compile(
    r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
    r"|\beval\(|new Function"
)
LONGEST = 320
"""Lines of a script: split by subject beyond that."""


def name(path: Path) -> str:
    return str(path.relative_to(FRONTEND))


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_no_script_makes_markup_of_text(script: Path) -> None:
    assert not SINKS.search(script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_every_import_names_a_file_that_is_there(script: Path) -> None:
    imports = re.findall(r'^import (?:[^";]* from )?"([^"]+)";', script.read_text(encoding="utf-8"), re.MULTILINE)

    assert [place for place in imports if not place.startswith(".")] == []
    assert [place for place in imports if not (script.parent / place).is_file()] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_says_what_it_is_for_and_stays_short(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert text.startswith("/**")
    assert len(text.splitlines()) <= LONGEST


def test_the_page_has_no_script_style_or_handler_of_its_own() -> None:
    page = (FRONTEND / "index.html").read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_nothing_is_fetched_from_elsewhere() -> None:
    files = [FRONTEND / "index.html", FRONTEND / "icons.svg", *SCRIPTS, *STYLES]
    addresses = {a for file in files for a in re.findall(r"https?://[^\s\"'`)]+", file.read_text(encoding="utf-8"))}

    # The name of SVG's namespace is no address that anything is fetched from.
    assert addresses <= {"http://www.w3.org/2000/svg"}


def test_every_file_that_the_page_names_is_there() -> None:
    page = (FRONTEND / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="([^"]+)"', page)

    assert [place for place in named if not (FRONTEND / place).is_file()] == []
    assert {place for place in named if place.startswith("styles/")} == {f"styles/{style.name}" for style in STYLES}


def test_the_page_imports_every_module_that_is_there() -> None:
    assert sorted(imported_modules(FRONTEND, "js/main.js")) == [name(s) for s in SCRIPTS if s.name != "main.js"]


def test_every_icon_that_is_shown_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (FRONTEND / "icons.svg").read_text(encoding="utf-8")))
    scripts = "".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    shown = set(re.findall(r'\bicon\("(\w+)"|mark: "(\w+)"|\bicon: "(\w+)"', scripts))

    assert {next(filter(None, names)) for names in shown} <= drawn


def test_every_vendored_file_is_unchanged_and_listed() -> None:
    folder = FRONTEND / "vendor"
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "README.md"
    }

    assert found == VENDORED
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert all(place.partition("/")[0].rpartition("-")[2] in listed for place in found)
