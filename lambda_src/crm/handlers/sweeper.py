"""Every five minutes: ends imports that do not move any more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from crm.aws import clients
from crm.composition.workers import sweeper
from crm.imports import metrics
from crm.settings import Settings

logger = Logger()

RESERVE_S = 20.0
"""Seconds of a run in which no further batch is closed: the one that was begun takes a few, and may wait for AWS."""


def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    seconds = context.get_remaining_time_in_millis() / 1000 - RESERVE_S
    clients.PATIENCE.begin(seconds + RESERVE_S / 2)
    swept = sweeper(Settings(), seconds=seconds).sweep(datetime.now(UTC))
    if swept:
        metrics.count_stuck(len(swept))
    for record in swept:
        logger.warning("import swept", import_id=record.import_id, status=record.status.value)
    return {"swept": len(swept)}
