"""Tries mutations in a copy of the project: applies one, runs its tests there, takes it back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from easy_crm.paths import VENV
from tests.mutations.mutation import Mutation

SECONDS_A_TEST = 60
"""A mutation may make code wait for ever; a test that takes longer has failed."""
_PYTEST = ("-m", "pytest", "-q", "-x", "-n0", "--tb=no", "-rf", "-p", "no:cacheprovider", f"--timeout={SECONDS_A_TEST}")
_PASSED, _FAILED = 0, 1
"""Exit codes of pytest: every test passed; some failed. All others say that the tests could not be run."""
_FAILED_TEST = re.compile(r"^FAILED (\S+::.+?)(?: - .*)?$", re.MULTILINE)


class Verdict(StrEnum):
    """What became of a mutation."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    NOT_RUN = "not run"
    """The changed code cannot be imported or its tests do not exist, so nothing is known of them."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What the tests said of a mutation.

    Args:
        test: the first one that failed, "" if none did.
        output: of pytest.
    """

    verdict: Verdict
    test: str
    output: str


def judged(exit_code: int, output: str) -> Trial:
    """What pytest's exit code and output say of a mutation."""
    failed = _FAILED_TEST.search(output)
    if exit_code == _FAILED and failed:
        return Trial(Verdict.CAUGHT, failed[1], output)
    return Trial(Verdict.SURVIVED if exit_code == _PASSED else Verdict.NOT_RUN, "", output)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project's files in which code may be changed.

    Args:
        folder: of the copy.
    """

    folder: Path

    def run(self, tests: Iterable[str], *, keep_bytecode: bool = False) -> Trial:
        """Runs tests until the first one fails.

        Args:
            keep_bytecode: whether later runs may use what is compiled in this one.
        """
        environment = os.environ | ({} if keep_bytecode else {"PYTHONDONTWRITEBYTECODE": "1"})
        done = subprocess.run(
            [sys.executable, *_PYTEST, *tests],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return judged(done.returncode, done.stdout + done.stderr)

    def try_out(self, mutation: Mutation) -> Trial:
        """Applies a mutation, runs its tests, and takes it back."""
        with self._changed(mutation):
            return self.run(mutation.tests)

    @contextmanager
    def _changed(self, mutation: Mutation) -> Iterator[None]:
        path = self.folder / mutation.file
        before, times = path.read_text(encoding="utf-8"), path.stat()
        path.write_text(mutation.applied_to(before), encoding="utf-8")
        # Bytecode is known by time and size of its source: the changed file must not have those of the real one.
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns + 10**10))
        try:
            yield
        finally:
            path.write_text(before, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def copied(root: Path, folder: Path) -> Copy:
    """Copies all files that git knows or would add, as they are now, not as they were committed.

    The environment is linked: tests of the templates start its interpreter.

    Args:
        root: the project's folder.
        folder: empty.
    """
    listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names: Sequence[str] = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout.split(
        "\0"
    )
    for name in filter(None, names):
        source = root / name
        if source.is_file() and not source.is_symlink():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    if (root / VENV.name).is_dir():
        (folder / VENV.name).symlink_to((root / VENV.name).resolve())
    return Copy(folder)
