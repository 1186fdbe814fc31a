"""Connects a function to the queue that it works on."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs

from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.constructs.work_queue import VISIBILITY_FACTOR, WorkQueue
from easy_crm.nag import acknowledge


class QueueTooImpatientError(ValueError):
    """A queue would hand a message out again while the worker may still be at it."""


def works_on(function: CrmFunction, work: WorkQueue, *, batch_size: int, max_concurrency: int | None = None) -> None:
    """Lets `function` poll `work`, and report the messages of a delivery that failed one by one.

    Args:
        batch_size: messages a delivery.
        max_concurrency: runs at the same time; at least 2, None for no limit.

    Raises:
        QueueTooImpatientError: when the queue's visibility is shorter than six time-outs of the function.
    """
    if work.visibility_seconds < VISIBILITY_FACTOR * function.size.seconds:
        raise QueueTooImpatientError(f"{function.name} may run longer than {work.node.path} waits")
    _poll(function, work.queue, batch_size, max_concurrency)


def closes_failures_of(function: CrmFunction, work: WorkQueue) -> None:
    """Lets `function` consume the dead letters of `work`, ten a delivery."""
    _poll(function, work.dead_letters, 10, None)


def _poll(function: CrmFunction, queue: sqs.IQueue, batch_size: int, max_concurrency: int | None) -> None:
    function.live.add_event_source(
        sources.SqsEventSource(
            queue,
            batch_size=batch_size,
            max_batching_window=cdk.Duration.seconds(0),
            max_concurrency=max_concurrency,
            report_batch_item_failures=True,
        )
    )
    acknowledge(
        function.live.node.children[-1],
        "Serverless-LambdaEventSourceMappingDestination",
        "Destinations are for streams: what fails stays in the queue, which delivers it again.",
    )
