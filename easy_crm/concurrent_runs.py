"""How many functions run at once: what an environment takes, and what an account allows.

A new account may run 10 functions at once, all of them together (Service Quotas, Lambda, *Concurrent executions*).
"""

from __future__ import annotations

NEW_ACCOUNT = 10
"""The quota of a new account; AWS raises it on request and with use."""

BESIDE_WRITERS = 8
"""Runs beside the writers in a busy minute: two each of the splitter, the exporter and the index writer, and two
requests of the page."""

MOST_WRITERS = 20
"""Beyond this a large import waits for the table: a new one takes 4,000 writes a second."""

ASKED_FOR = 1000
"""The default quota of accounts that are not new."""


def writers_for(quota: int) -> int:
    """The writers that an account with this quota has room for; at least the two of an event source's lowest limit."""
    return max(2, min(MOST_WRITERS, quota - BESIDE_WRITERS))


def advice(quota: int, writers: int, region: str) -> str | None:
    """What a person should know before a deployment; None when quota and setting fit each other.

    Args:
        quota: concurrent executions that the account allows.
        writers: the environment's `writer_concurrency`.
        region: where the quota is to be raised.
    """
    if quota < writers + BESIDE_WRITERS:
        return (
            f"This account may run {quota} functions at once in {region}, and this environment runs up to "
            f"{writers + BESIDE_WRITERS} ({writers} of them write batches: writer_concurrency). Requests of the page "
            f"can be refused while files are imported. Ask AWS for {ASKED_FOR}; a quota costs nothing:\n"
            "    aws service-quotas request-service-quota-increase --service-code lambda "
            f"--quota-code L-B99A9384 --desired-value {ASKED_FOR} --region {region}"
        )
    if quota > NEW_ACCOUNT and writers < writers_for(quota):
        return (
            f"This account may run {quota} functions at once in {region}: imports are faster with "
            f"writer_concurrency = {writers_for(quota)} in environments.toml (it is {writers})."
        )
    return None
