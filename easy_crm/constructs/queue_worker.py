"""Connects a function to the queue whose messages it handles."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs

from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.constructs.work_queue import VISIBILITY_FACTOR, WorkQueue
from easy_crm.nag import acknowledge


class VisibilityTimeoutTooShortError(ValueError):
    """A queue would deliver a message again while the function may still be handling it."""


FEWEST_RUNS = 2
"""The lowest limit of concurrent runs that an event source accepts.

A source without a limit invokes as much as the account allows, and takes what remains for the API. What it receives
and cannot hand over has used up one of its deliveries.
"""


def consume(
    function: CrmFunction,
    work: WorkQueue,
    *,
    batch_size: int,
    max_concurrency: int = FEWEST_RUNS,
    window_seconds: int = 0,
) -> None:
    """Lets `function` poll `work`, report failed messages one by one, and hand back those for which AWS was too busy.

    Args:
        batch_size: messages per delivery.
        max_concurrency: concurrent runs.
        window_seconds: how long messages may be gathered for one delivery.

    Raises:
        VisibilityTimeoutTooShortError: when the visibility timeout is shorter than six timeouts of the function.
    """
    if work.visibility_seconds < VISIBILITY_FACTOR * function.size.seconds:
        raise VisibilityTimeoutTooShortError(f"{function.name} may run longer than {work.node.path} waits")
    _poll(function, work.queue, batch_size, max_concurrency, window_seconds)


def consume_dead_letters(function: CrmFunction, work: WorkQueue) -> None:
    """Lets `function` poll the dead letters of `work`, ten per delivery."""
    _poll(function, work.dead_letters, 10, FEWEST_RUNS)


def _poll(
    function: CrmFunction, queue: sqs.IQueue, batch_size: int, max_concurrency: int, window_seconds: int = 0
) -> None:
    function.allow(["sqs:SendMessage"], [queue.queue_arn])
    function.live.add_event_source(
        sources.SqsEventSource(
            queue,
            batch_size=batch_size,
            max_batching_window=cdk.Duration.seconds(window_seconds),
            max_concurrency=max_concurrency,
            report_batch_item_failures=True,
        )
    )
    acknowledge(
        function.live.node.children[-1],
        "Serverless-LambdaEventSourceMappingDestination",
        "Destinations are for streams: what fails stays in the queue, which delivers it again.",
    )
