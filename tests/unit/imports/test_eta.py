"""What is left of an import is told from the pace of its rows, not from the time that it waited or was checked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from crm.imports.answers import PACE_SECONDS, eta_seconds
from crm.imports.model import ImportStatus
from crm.outcomes import Outcome

from tests.factories import MOMENT, record

BEGAN = datetime.fromisoformat(MOMENT)
COUNTS = dict.fromkeys(Outcome, 0) | {Outcome.CREATED: 300, Outcome.SKIPPED: 100}


@pytest.mark.parametrize(("seconds", "expected"), [(PACE_SECONDS - 1, None), (PACE_SECONDS, 10), (30, 60)])
def test_the_pace_counts_from_when_importing_began(seconds: int, expected: int | None) -> None:
    moving = record(created_at="2026-11-20T08:00:00.000Z", importing_since=MOMENT, total_rows=1_000, counts=COUNTS)

    assert eta_seconds(moving, BEGAN + timedelta(seconds=seconds)) == expected


def test_nothing_is_told_before_and_after_it() -> None:
    later = BEGAN + timedelta(hours=1)
    for status in ImportStatus:
        told = eta_seconds(record(status, importing_since=MOMENT, total_rows=1_000, counts=COUNTS), later)
        assert (told is not None) == (status is ImportStatus.IMPORTING), status
