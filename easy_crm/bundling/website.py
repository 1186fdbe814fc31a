"""The page's files as they lie in the site bucket, for the deployment and for `./easy-crm frontend` alike.

Everything but `index.html` and `config.json` lies in a folder that is named after the content of all of it, so browsers
and CloudFront may keep it for good: a changed page is another folder. Modules name each other by relative paths and
stay as they are; only `index.html` is told the folder. Which `index.html` lies in the bucket decides which release
people see, and because no folder is ever removed, an earlier `index.html` is all that a rollback takes.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from easy_crm.bundling.folders import digest_of, make_once

INDEX = "index.html"
CONFIG = "config.json"
ASSETS_FOLDER = "assets"

ASSET_CACHING = "public, max-age=31536000, immutable"
FRESH_CACHING = "no-cache"
"""Of `index.html` and `config.json`: kept, but asked for each time."""

_LINK = re.compile(r'\b(href|src)="(?![a-z]+:|/|#)([^"]+)"')


@dataclass(frozen=True, slots=True)
class PageFolder:
    """The page, ready for upload.

    Attributes:
        path: holds `index.html` and `assets/<release>/`.
        release: names the content, 16 hex digits.
    """

    path: Path
    release: str


def build_page(frontend: Path, build: Path) -> PageFolder:
    """Lays the page's files out for the site bucket.

    Args:
        frontend: folder with the page as it is written; hidden files and notes (`.md`) are left out.
        build: folder for what is built.
    """
    files = [
        path.relative_to(frontend)
        for path in sorted(frontend.rglob("*"))
        if path.is_file()
        and path.suffix != ".md"
        and not any(p.startswith(".") for p in path.relative_to(frontend).parts)
    ]
    release = digest_of(frontend, files)[:16]

    def fill(draft: Path) -> None:
        assets = draft / ASSETS_FOLDER / release
        for file in files:
            copy = assets / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(frontend / file, copy)
        index = (assets / INDEX).rename(draft / INDEX)
        links = rf'\1="{ASSETS_FOLDER}/{release}/\2"'
        index.write_text(_LINK.sub(links, index.read_text(encoding="utf-8")), encoding="utf-8")

    return PageFolder(make_once(build / "pages" / release, fill), release)
