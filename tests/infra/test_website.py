"""The page's files as they are uploaded: bundled, in one folder per release, told to `index.html` alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from easy_crm import paths
from easy_crm.bundling.website import BundleError, Website, build_website


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    folder = tmp_path / "frontend"
    for name, text in {
        "index.html": """<html>
    <link rel="stylesheet" href="styles/a.css">
    <link rel="stylesheet" href="styles/b.css">
    <script defer src="vendor/old.js"></script>
    <script type="module" src="js/main.js"></script>
    <a href="#x">x</a><a href="https://a.example/">a</a>""",
        "styles/a.css": 'a { background: url("../mark.svg") }',
        "styles/b.css": "a { color: red }",
        "js/main.js": 'import "./other.js";\nimport("./deeper/late.js");',
        "js/other.js": 'import { a } from "../vendor/a.js";\ndocument.title = a;',
        "js/deeper/late.js": "document.body.hidden = true;",
        "vendor/a.js": '/*! @license of A */\nexport const a = "from a";',
        "vendor/old.js": "globalThis.old = 1;",
        "mark.svg": "<svg/>",
        "types/a.d.ts": "export type A = string;",
        "vendor/README.md": "where it is from",
        ".hidden": "no",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def files_of(page: Website) -> list[str]:
    assets = page.path / "assets" / page.release
    names = (path.relative_to(assets).as_posix() for path in assets.rglob("*") if path.is_file())
    return sorted(re.sub(r"-[A-Z0-9]{8}", "-HASH", name) for name in names)


def test_modules_and_sheets_are_bundled_and_all_else_lies_beside_them(frontend: Path, tmp_path: Path) -> None:
    page = build_website(frontend, tmp_path / "build")

    assert [name for name in files_of(page) if not name.endswith(".map")] == [
        "js/bundle/app-HASH.js",
        "js/bundle/app.js",
        "js/bundle/app.js.LEGAL.txt",
        "mark.svg",
        "styles/app.css",
        "vendor/old.js",
    ]
    assets = page.path / "assets" / page.release
    script = (assets / "js/bundle/app.js").read_text()
    assert "from a" in script
    assert "hidden" not in script, "what is imported when it is needed is a file of its own"
    assert (assets / "styles/app.css").read_text().startswith("a{background:url(../mark.svg)}a{color:red}")
    assert "license of A" in (assets / "js/bundle/app.js.LEGAL.txt").read_text()


def test_the_first_file_names_that_folder_and_leaves_other_links_alone(frontend: Path, tmp_path: Path) -> None:
    page = build_website(frontend, tmp_path / "build")

    links = re.findall(r'(?:href|src)="([^"]*)"', (page.path / "index.html").read_text())
    assert links == [
        f"assets/{page.release}/styles/app.css",
        f"assets/{page.release}/vendor/old.js",
        f"assets/{page.release}/js/bundle/app.js",
        "#x",
        "https://a.example/",
    ]


def test_tools_of_browsers_show_the_sources_and_no_folder_of_this_machine(frontend: Path, tmp_path: Path) -> None:
    page = build_website(frontend, tmp_path / "build")

    found = json.loads((page.path / "assets" / page.release / "js/bundle/app.js.map").read_text())
    assert found["sources"] == ["vendor/a.js", "js/other.js", "js/main.js"]
    assert len(found["sourcesContent"]) == 3


@pytest.mark.parametrize(("text", "told"), [('import "./gone.js";', "gone.js"), ("const = 1;", "main.js:1")])
def test_what_cannot_be_bundled_stops_the_build(text: str, told: str, frontend: Path, tmp_path: Path) -> None:
    (frontend / "js/main.js").write_text(text)

    with pytest.raises(BundleError, match=re.escape(told)):
        build_website(frontend, tmp_path / "build")


def test_a_change_is_another_release_and_the_same_files_are_the_same(frontend: Path, tmp_path: Path) -> None:
    first = build_website(frontend, tmp_path / "build")
    again = build_website(frontend, tmp_path / "elsewhere")
    (frontend / "index.html").write_text("changed")
    changed = build_website(frontend, tmp_path / "build")

    assert first.release == again.release != changed.release


def test_every_file_that_the_projects_page_links_is_uploaded(tmp_path: Path) -> None:
    page = build_website(paths.ROOT / "frontend", tmp_path)

    links = re.findall(r'(?:href|src)="([^"]*)"', (page.path / "index.html").read_text())
    assert len(links) == 4
    # `js/services/cognito-library.js` names it beside the bundle.
    vendored = (page.path / "assets" / page.release / "vendor").rglob("amazon-cognito-identity.min.js")
    assert len(list(vendored)) == 1
    assert [link for link in links if not (page.path / link).is_file()] == []
