"""The page's files as they lie in the site bucket, for the deployment and for `./easy-crm frontend` alike.

Its modules become one script and its style sheets one sheet, so that a first visit takes ten requests instead of more
than a hundred (docs/measurements.md, "The page"). Whoever edits the page sees nothing of it: sources stay as they are,
and browsers show them in their tools.

Everything but `index.html` and `config.json` lies in a folder that is named after the content of all of it, so browsers
and CloudFront may keep it for good: a changed page is another folder. Only `index.html` is told the folder. Which
`index.html` lies in the bucket decides which release people see, and because no folder is ever removed, an earlier
`index.html` is all that a rollback takes.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from easy_crm import paths
from easy_crm.bundling import npm_packages
from easy_crm.bundling.folders import digest_of, make_once
from easy_crm.local import machine

INDEX = "index.html"
CONFIG = "config.json"
ASSETS_FOLDER = "assets"
SCRIPT = "js/bundle/app.js"
"""As deep as the modules that name files beside them by `import.meta.url`."""
SHEET = "styles/app.css"

ASSET_CACHING = "public, max-age=31536000, immutable"
FRESH_CACHING = "no-cache"
"""Of `index.html` and `config.json`: kept, but asked for each time."""

_NOT_UPLOADED = (".md", ".d.ts")
"""Notes, and types that only the checks of the page read."""

_BUNDLE = Path(__file__).with_name("bundle_page.mjs")
_LINK = re.compile(r'\b(href|src)="(?![a-z]+:|/|#)([^"]+)"')
_MODULE_SCRIPT = re.compile(r'(<script type="module" src=")([^"]+)"')
_SHEETS = re.compile(r'(?:[ \t]*<link rel="stylesheet" href="[^"]+">\n)+')
_SHEET = re.compile(r'href="([^"]+)"')


class BundleError(RuntimeError):
    """The page could not be bundled."""


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
        BundleError: a module imports a file that is not there, or has a syntax error.
    """
    files = [
        path.relative_to(frontend)
        for path in sorted(frontend.rglob("*"))
        if path.is_file()
        and not path.name.endswith(_NOT_UPLOADED)
        and not any(p.startswith(".") for p in path.relative_to(frontend).parts)
    ]
    written = f"{digest_of(frontend, files)}\n{npm_packages.locked_version(paths.ROOT, 'esbuild')}"
    release = hashlib.sha256(written.encode()).hexdigest()[:16]

    def fill(draft: Path) -> None:
        assets = draft / ASSETS_FOLDER / release
        bundled = bundle(frontend, assets)
        for file in files:
            if file == Path(INDEX) or file.as_posix() in bundled:
                continue
            copy = assets / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(frontend / file, copy)
        index = _SHEETS.sub(f'    <link rel="stylesheet" href="{SHEET}">\n', _index(frontend), count=1)
        index = _MODULE_SCRIPT.sub(rf'\g<1>{SCRIPT}"', index)
        links = rf'\1="{ASSETS_FOLDER}/{release}/\2"'
        (draft / INDEX).write_text(_LINK.sub(links, index), encoding="utf-8")

    return Website(make_once(build / "pages" / release, fill), release)


def bundle(frontend: Path, target: Path) -> frozenset[str]:
    """Makes the script and the style sheet of `index.html`, where it has any.

    Args:
        frontend: folder with the page as it is written.
        target: folder for the bundles.

    Returns:
        The files that are in them, below `frontend`.

    Raises:
        BundleError: as `build_website`.
    """
    index = _index(frontend)
    script, sheets = _MODULE_SCRIPT.search(index), _SHEETS.search(index)
    entries = [f"{SCRIPT.removesuffix('.js')}={script[2]}"] if script else []
    entries += [f"{SHEET}={','.join(_SHEET.findall(sheets[0]))}"] if sheets else []
    machine.ensure_npm_packages()
    command = [str(machine.ensure_node()), str(_BUNDLE), str(frontend.resolve()), str(target.resolve()), *entries]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BundleError(f"The page could not be bundled:\n{(done.stdout + done.stderr).strip()}")
    return frozenset(json.loads(done.stdout))


def _index(frontend: Path) -> str:
    return (frontend / INDEX).read_text(encoding="utf-8")
