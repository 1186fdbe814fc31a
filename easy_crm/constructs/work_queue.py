"""A work queue with its dead-letter queue."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from easy_crm.nag import acknowledge

RECEIVES = 6
"""After so many a message goes to the dead-letter queue (promise 1): one more than the tries that it has, because the
first is not noted (`crm.aws.deliveries`)."""

VISIBILITY_FACTOR = 6
"""The visibility timeout as a multiple of the function's timeout, as AWS recommends: the poller may hold a message
while it is throttled, and a message that becomes visible too early is handled twice."""

_DATA_KEY_REUSE = cdk.Duration.hours(1)

_KEPT = cdk.Duration.days(14)


class WorkQueue(Construct):
    """A queue whose messages are received at most `RECEIVES` times.

    Args:
        worker_seconds: the timeout of the function that handles its messages.
        dead_letter_seconds: the timeout of the function that closes failed messages.
        removal_policy: whether the queues outlive their stack.
        oldest_minutes: the age of the oldest message at which the alarm goes off.
        key: the key that encrypts the messages; without it, AWS's own.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        worker_seconds: int,
        dead_letter_seconds: int,
        removal_policy: cdk.RemovalPolicy,
        oldest_minutes: int,
        key: kms.IKey | None,
    ) -> None:
        super().__init__(scope, id)
        encryption = sqs.QueueEncryption.KMS if key else sqs.QueueEncryption.SQS_MANAGED
        self.oldest_minutes = oldest_minutes
        self.visibility_seconds = VISIBILITY_FACTOR * worker_seconds
        self.dead_letters = sqs.Queue(
            self,
            "DeadLetters",
            encryption=encryption,
            encryption_master_key=key,
            data_key_reuse=_DATA_KEY_REUSE if key else None,
            enforce_ssl=True,
            retention_period=_KEPT,
            visibility_timeout=cdk.Duration.seconds(VISIBILITY_FACTOR * dead_letter_seconds),
            removal_policy=removal_policy,
        )
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=encryption,
            encryption_master_key=key,
            data_key_reuse=_DATA_KEY_REUSE if key else None,
            enforce_ssl=True,
            retention_period=_KEPT,
            visibility_timeout=cdk.Duration.seconds(self.visibility_seconds),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=RECEIVES),
            removal_policy=removal_policy,
        )
        acknowledge(
            self.dead_letters,
            "Serverless-SQSRedrivePolicy",
            "It is the dead-letter queue: a function closes what is in it, again and again until it succeeds.",
        )
