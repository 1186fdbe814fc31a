"""The page's files as they are uploaded: one folder per release, told to `index.html` alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from easy_crm import paths
from easy_crm.bundling.website import build_website


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    folder = tmp_path / "frontend"
    for name, text in {
        "index.html": """<link href="styles/a.css">
    <script type="module" src="js/main.js"></script>
    <a href="#x">x</a><a href="https://a.example/">a</a>""",
        "styles/a.css": "a {}",
        "js/main.js": 'import "./other.js";',
        "js/other.js": 'import{a}from"../vendor/a.js";\nexport { b } from "./deeper/b.js";',
        "js/deeper/b.js": 'import "../other.js"; export const b = 1;',
        "vendor/a.js": "export const a = 1;",
        "types/a.d.ts": "export type A = string;",
        "vendor/README.md": "where it is from",
        ".hidden": "no",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_all_but_the_first_file_lies_in_a_folder_named_after_the_content(frontend: Path, tmp_path: Path) -> None:
    page = build_website(frontend, tmp_path / "build")

    files = sorted(path.relative_to(page.path).as_posix() for path in page.path.rglob("*") if path.is_file())
    assert files == [
        f"assets/{page.release}/js/deeper/b.js",
        f"assets/{page.release}/js/main.js",
        f"assets/{page.release}/js/other.js",
        f"assets/{page.release}/styles/a.css",
        f"assets/{page.release}/vendor/a.js",
        "index.html",
    ]
    assert (page.path / f"assets/{page.release}/js/main.js").read_text() == 'import "./other.js";'


def test_the_first_file_names_that_folder_and_leaves_other_links_alone(frontend: Path, tmp_path: Path) -> None:
    page = build_website(frontend, tmp_path / "build")

    links = re.findall(r'(?:href|src)="([^"]*)"', (page.path / "index.html").read_text())
    assert links == [
        f"assets/{page.release}/styles/a.css",
        f"assets/{page.release}/js/other.js",
        f"assets/{page.release}/vendor/a.js",
        f"assets/{page.release}/js/deeper/b.js",
        f"assets/{page.release}/js/main.js",
        "#x",
        "https://a.example/",
    ]


def test_every_module_is_fetched_at_once(frontend: Path, tmp_path: Path) -> None:
    page = build_website(frontend, tmp_path / "build")

    text = (page.path / "index.html").read_text()
    preloaded = re.findall(r'<link rel="modulepreload" href="assets/\w+/([^"]*)">', text)
    assert preloaded == ["js/other.js", "vendor/a.js", "js/deeper/b.js"]
    assert text.index("modulepreload") < text.index('type="module"')


def test_an_import_of_a_file_that_is_not_there_stops_the_build(frontend: Path, tmp_path: Path) -> None:
    (frontend / "js/main.js").write_text('import "./gone.js";')

    with pytest.raises(FileNotFoundError, match="gone"):
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
    assert len(links) > 10
    assert [link for link in links if not (page.path / link).is_file()] == []
