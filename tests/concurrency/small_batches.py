"""How files are read and stored in a schedule: in memory, in batches of a few rows, without compression."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from tests.concurrency.files import simulated_files

BATCH_ROWS = 2
AT_ONCE = 2
"""Batches of one import under way: fewer than most files have."""


@contextmanager
def simulated_reading() -> Iterator[None]:
    """Files are lists and batches hold two rows, so that a few rows are several batches; nothing is compressed."""
    with (
        simulated_files(),
        patch("crm.imports.splitter.BATCH_ROWS", BATCH_ROWS),
        patch("crm.imports.repository.AT_ONCE", AT_ONCE),
        patch("crm.imports.work_files.gzip", _Plain),
        patch("crm.statements.chains.gzip", _Plain),
    ):
        yield


class _Plain:
    """Stands in for `gzip`, which takes a twentieth of a schedule's time."""

    @staticmethod
    def compress(data: bytes, *_: Any, **__: Any) -> bytes:
        return data

    @staticmethod
    def decompress(data: bytes) -> bytes:
        return data
