"""One entry in the table of fields is all that a new built-in field takes (docs/adding-a-field.md)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from easy_crm import paths

HERE = Path(__file__).parent.relative_to(paths.ROOT)
PLUGIN = ".".join((*HERE.parts, "website"))


@pytest.mark.slow
def test_with_an_entry_more_every_part_of_the_crm_knows_the_field() -> None:
    """In a process of its own: modules read the table when they are imported."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-p", PLUGIN]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(paths.ROOT), str(paths.ROOT / "lambda_src")))}
    told = subprocess.run(
        [*command, str(HERE / "with_a_website.py")],
        cwd=paths.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, told.stdout
