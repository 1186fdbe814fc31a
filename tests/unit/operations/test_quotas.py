"""What an account allows is compared with what an environment runs at once."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from easy_crm.concurrent_runs import BESIDE_WRITERS, NEW_ACCOUNT, advice, writers_for
from easy_crm.config import environment_config
from easy_crm.operations.quotas import concurrent_runs
from tests.unit.operations.deployed_in_memory import REGION, deployment


class Lambda:
    """Lambda with a quota; without one, it refuses to tell."""

    class exceptions:  # noqa: N801  (the name that boto3 gives it)
        ClientError = ClientError

    def __init__(self, quota: int | None) -> None:
        self._quota = quota

    def get_account_settings(self) -> dict[str, Any]:
        if self._quota is None:
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "GetAccountSettings")
        return {"AccountLimit": {"ConcurrentExecutions": self._quota}}


@pytest.mark.parametrize("quota", [10, 1000, None])
def test_the_quota_is_read_where_the_credentials_allow_it(quota: int | None) -> None:
    assert concurrent_runs(deployment({}, lambda_=Lambda(quota)).account) == quota


def test_the_default_fits_a_new_account_and_leaves_room_for_the_page() -> None:
    writers = environment_config("prod").writer_concurrency
    assert writers + BESIDE_WRITERS <= NEW_ACCOUNT
    assert advice(NEW_ACCOUNT, writers, REGION) is None


def test_too_small_a_quota_is_named_with_the_command_that_asks_for_more() -> None:
    said = advice(10, 20, REGION)
    assert said is not None
    assert "10 functions at once" in said
    assert f"--quota-code L-B99A9384 --desired-value 1000 --region {REGION}" in said


def test_a_larger_quota_is_worth_more_writers() -> None:
    said = advice(1000, 4, REGION)
    assert said is not None
    assert "writer_concurrency = 20" in said
    assert advice(1000, 20, REGION) is None


@pytest.mark.parametrize(("quota", "writers"), [(1, 2), (10, 2), (16, 8), (1000, 20)])
def test_writers_grow_with_the_quota_to_a_limit(quota: int, writers: int) -> None:
    assert writers_for(quota) == writers
