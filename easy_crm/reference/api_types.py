"""The TypeScript types of docs/openapi.json, written by `python -m easy_crm.reference.api_types`.

The page is JavaScript without a build step; `tsc` checks it against these types. The library openapi-typescript makes
them, in the version that package-lock.json pins.
"""

from __future__ import annotations

import subprocess

from easy_crm import paths
from easy_crm.local import machine

DOCUMENT = paths.ROOT / "docs" / "openapi.json"
TYPES = paths.ROOT / "frontend" / "types" / "api.d.ts"

_HEAD = "/** Made from docs/openapi.json by `python -m easy_crm.reference.api_types`: do not edit. */\n\n"
_OPTIONS = (
    # Each schema by its name, `Lead` rather than `components["schemas"]["Lead"]`.
    "--root-types",
    "--root-types-no-schema-prefix",
    # What has a default may be left out, such as an option of a request or the fields of an error.
    "--default-non-nullable=false",
)


def text() -> str:
    """The types as they are committed.

    Raises:
        subprocess.CalledProcessError: the library cannot read the document; standard error says why.
    """
    library = machine.ensure_npm_packages() / "openapi-typescript" / "bin" / "cli.js"
    command = [str(machine.ensure_node()), str(library), str(DOCUMENT), *_OPTIONS]
    made = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)  # noqa: S603
    return _HEAD + made.stdout


if __name__ == "__main__":
    TYPES.write_text(text(), encoding="utf-8")
