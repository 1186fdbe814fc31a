"""The page's files as they lie in the site bucket, for the deployment and for `./easy-crm frontend` alike.

Everything but `index.html` and `config.json` lies in a folder that is named after the content of all of it, so browsers
and CloudFront may keep it for good: a changed page is another folder. Modules name each other by relative paths and
stay as they are; only `index.html` is told the folder. Which `index.html` lies in the bucket decides which release
people see, and because no folder is ever removed, an earlier `index.html` is all that a rollback takes.

`index.html` also gets a `modulepreload` link for each module that its script imports, directly or through others.
Without them a browser learns of a module only once it has read the one that imports it: a round trip for each level.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from easy_crm.bundling.folders import digest_of, make_once

INDEX = "index.html"
CONFIG = "config.json"
ASSETS_FOLDER = "assets"

ASSET_CACHING = "public, max-age=31536000, immutable"
FRESH_CACHING = "no-cache"
"""Of `index.html` and `config.json`: kept, but asked for each time."""

_NOT_UPLOADED = (".md", ".d.ts")
"""Notes, and types that only the checks of the page read."""

_LINK = re.compile(r'\b(href|src)="(?![a-z]+:|/|#)([^"]+)"')
_MODULE_SCRIPT = re.compile(r'^([ \t]*)<script type="module" src="([^"]+)"', re.MULTILINE)
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["'](\.{1,2}/[^"']+)["']""")
"""The path in `import x from "./x.js"`, `import "./x.js"` and `export … from "./x.js"`, minified or not."""


@dataclass(frozen=True, slots=True)
class Website:
    """The page, ready for upload.

    Attributes:
        path: holds `index.html` and `assets/<release>/`.
        release: names the content, 16 hex digits.
    """

    path: Path
    release: str


def build_website(frontend: Path, build: Path) -> Website:
    """Lays the page's files out for the site bucket.

    Args:
        frontend: folder with the page as it is written; hidden files, notes (`.md`) and types (`.d.ts`) are left out.
        build: folder for what is built.

    Raises:
        FileNotFoundError: a module imports a file that is not there.
    """
    files = [
        path.relative_to(frontend)
        for path in sorted(frontend.rglob("*"))
        if path.is_file()
        and not path.name.endswith(_NOT_UPLOADED)
        and not any(p.startswith(".") for p in path.relative_to(frontend).parts)
    ]
    index = _with_preloads((frontend / INDEX).read_text(encoding="utf-8"), frontend)
    content = f"{digest_of(frontend, files)}\n{index}"
    release = hashlib.sha256(content.encode()).hexdigest()[:16]

    def fill(draft: Path) -> None:
        assets = draft / ASSETS_FOLDER / release
        for file in files:
            if file == Path(INDEX):
                continue
            copy = assets / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(frontend / file, copy)
        links = rf'\1="{ASSETS_FOLDER}/{release}/\2"'
        (draft / INDEX).write_text(_LINK.sub(links, index), encoding="utf-8")

    return Website(make_once(build / "pages" / release, fill), release)


def imported_modules(frontend: Path, script: str) -> list[str]:
    """The modules that a module of the page imports, directly or through others, in the order in which they are met.

    Args:
        frontend: folder with the page as it is written.
        script: path of the module below it, such as `js/main.js`.

    Returns:
        Paths below `frontend`, without `script` itself.

    Raises:
        FileNotFoundError: a module imports a file that is not there.
    """
    found = [script]
    for module in found:
        text = (frontend / module).read_text(encoding="utf-8")
        folder = PurePosixPath(module).parent
        for path in _IMPORT.findall(text):
            imported = os.path.normpath(folder / path)
            if imported not in found:
                found.append(imported)
    return found[1:]


def _with_preloads(index: str, frontend: Path) -> str:
    """The text of `index.html` with the links to its modules before the script that imports them."""
    script = _MODULE_SCRIPT.search(index)
    if not script:
        return index
    indent, source = script.groups()
    links = [f'{indent}<link rel="modulepreload" href="{module}">\n' for module in imported_modules(frontend, source)]
    return index[: script.start()] + "".join(links) + index[script.start() :]
