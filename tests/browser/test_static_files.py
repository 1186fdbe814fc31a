"""Rules that hold for every file of the page."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from easy_crm.bundling.website import bundle

FRONTEND = Path(__file__).parents[2] / "frontend"
SCRIPTS = sorted((FRONTEND / "js").rglob("*.js"))
STYLES = sorted((FRONTEND / "styles").glob("*.css"))
TEXTS = sorted((FRONTEND / "texts").glob("*.json"))
COGNITO = "amazon-cognito-identity-js-6.3.21"
LIT = "lit-html-3.3.3"
MESSAGES = "intl-messageformat-12.1.5"
VENDORED = {
    f"{COGNITO}/LICENSE.txt": "074e6e32c86a4c0ef8b3ed25b721ca23aca83df277cd88106ef7177c354615ff",
    f"{COGNITO}/NOTICE.txt": "a84cb878b3a48ca329cc8f3b424723f6ac3608c3435bb6bdc9d9aa368e087ea8",
    f"{COGNITO}/amazon-cognito-identity.min.js": "32811f694592e437391fe040d836a474d75f54108cfa5123d67e8a4d30283901",
    f"{MESSAGES}/LICENSE.txt": "cc4143615b27c66eafbe913f132a9e41ac14c1e2ec6b2df24dafeaa97f028850",
    f"{MESSAGES}/intl-messageformat.d.ts": "0eef9879d9f8cb40db8dfb8f1762025cbd952c9a3006d258c8fcab05050a07ef",
    f"{MESSAGES}/intl-messageformat.js": "80e6af59f88283f2e447bc511b7d0555542e6686642b0464a21a5d0425bdd36b",
    f"{LIT}/LICENSE.txt": "2b66f9390afde29edfe4314daff93f01fb182e1178053e228120178987e5db75",
    f"{LIT}/directive-helpers.d.ts": "3ffdb1d9f183d75aa5b1fd3881f72cb5d50afd5852db13f8a1e5382cc0044f80",
    f"{LIT}/directive-helpers.js": "f7fb1154b8f72ed2cc08b05eaeed71c99270e9ad2d48620ed24688a1af4c2b62",
    f"{LIT}/directive.d.ts": "38e68fc600b21dcc36b2bf955848cbae2051f56742034bf68f1f47b1a37c10a3",
    f"{LIT}/directive.js": "3344c4f41c69cd0701d3937e8f9ef90bd845614bf6456d0b8314b7c51d415b9d",
    f"{LIT}/directives/keyed.d.ts": "0378792692a306772e79efaf3e191dc2d1c23ca2a19d1064a58b53f8e92beec9",
    f"{LIT}/directives/keyed.js": "0c5ba1cb7890b36b30b841d2496e517d3eeb4d131cdd9abdce40fd50d7824514",
    f"{LIT}/directives/live.d.ts": "f7f89f314c709c864bd5b96b660f03be271538664733c138cea6aa3cd2b69c82",
    f"{LIT}/directives/live.js": "b305f9066319d838db797abd5a4d871537277e25f35332702bfce4452c020ecf",
    f"{LIT}/directives/repeat.d.ts": "25f99f07f8fe189bedab93389438ac90b66fb6eae33a76634ed7a11d49715c44",
    f"{LIT}/directives/repeat.js": "083140026ecd8665fedd15b17769f9d516252a9f1502f1e91e6967686ee82626",
    f"{LIT}/lit-html.d.ts": "79d831bb717b5e64e92fcb612e1bda4b605d55d4137ca58f60720ad220f32033",
    f"{LIT}/lit-html.js": "b878e7f95dec8a9b6e9b217faca6b6a11bad82ebc44c0caa77419ed83edd81f2",
}
"""SHA-256 of each file as its package holds it."""

SINKS = re.compile(
    r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
    r"|\beval\(|new Function"
)
BEFORE_ALL = "js/first-theme.js"
"""A script of its own, which runs before the page is drawn."""
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


def test_the_types_of_the_page_name_scripts_that_are_there() -> None:
    # tsc does not look: it skips declarations, because those of lit-html name a package that is not vendored.
    types = FRONTEND / "types" / "page.d.ts"
    named = re.findall(r'import\("([^"]+)"\)', types.read_text(encoding="utf-8"))

    assert named
    assert [place for place in named if not (types.parent / place).is_file()] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_says_what_it_is_for_and_stays_short(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert text.startswith("/**")
    assert len(text.splitlines()) <= LONGEST


PHYSICAL = re.compile(
    r"\b(margin|padding|border|inset)-(left|right)\b|(text-align|float|clear): *(left|right)|^ *(left|right):"
    r"|border-(top|bottom)-(left|right)-radius|background-position: *(left|right)|border-radius:( [^ ;]+){2,};",
    re.MULTILINE,
)
"""What stands on one side whatever the language."""
UNTURNED = {
    # No style places a picture by the direction of the text: there is a rule for each direction.
    "forms.css": ["background-position: right", "background-position: left"],
    # Values keep their own direction; their side is that of the page.
    "base.css": ["text-align: right"],
}
FOUR_SIDES = re.compile(
    r"^ *(?:margin|padding|inset):((?: (?:[^\s;()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+){4})", re.MULTILINE
)


@pytest.mark.parametrize("style", STYLES, ids=name)
def test_a_style_sheet_names_no_left_and_right(style: Path) -> None:
    text = style.read_text(encoding="utf-8")
    physical = [found.group().strip() for found in PHYSICAL.finditer(text)]
    sides = [re.findall(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", found) for found in FOUR_SIDES.findall(text)]

    assert physical == UNTURNED.get(style.name, [])
    assert [four for four in sides if four[1] != four[3]] == []


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


def test_every_module_and_style_sheet_that_is_there_is_bundled(tmp_path: Path) -> None:
    modules = [script for script in SCRIPTS if name(script) != BEFORE_ALL]
    vendored = {f"vendor/{file}" for file in VENDORED if file.startswith((LIT, MESSAGES)) and file.endswith(".js")}

    assert bundle(FRONTEND, tmp_path) == {name(own) for own in [*modules, *STYLES, *TEXTS]} | vendored


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
