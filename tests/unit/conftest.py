"""Unit tests read files in processes that are forked from a warm one, but for the tests of the process itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from crm.spreadsheets import reading_process

from tests.doubles.warm_reading import WarmReading

STARTED_ANEW = ("test_reading_process", "test_hostile_files", "test_rejections")
"""Files of tests of the process, its limits and its death."""
_start = reading_process._start


@pytest.fixture(autouse=True, scope="package")
def _forks() -> Iterator[None]:
    warm = WarmReading()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_process, "_start", warm.start)
        yield
    for waiting in reading_process._waiting:
        waiting.kill()
    reading_process._waiting.clear()
    warm.end()


@pytest.fixture(autouse=True)
def _starts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.stem in STARTED_ANEW:
        monkeypatch.setattr(reading_process, "_start", _start)
        monkeypatch.setattr(reading_process, "_waiting", [])
