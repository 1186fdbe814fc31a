"""Every five minutes: ends imports that have not moved for longer than their retry budget."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm.composition.workers import controller
from crm.imports import metrics
from crm.settings import Settings

logger = Logger()

_SECONDS = 200.0
"""Seconds of one sweep, below the function's time-out; the next sweep does the rest."""


def handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, int]:
    swept = controller(Settings(), seconds=_SECONDS).sweep(datetime.now(UTC))
    if swept:
        metrics.count_stuck(len(swept))
    for record in swept:
        logger.warning("import swept", import_id=record.import_id, status=record.status.value)
    return {"swept": len(swept)}
