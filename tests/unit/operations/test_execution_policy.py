"""The policies that CloudFormation deploys with are made once in an account, and kept up to date."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from easy_crm.config import EnvironmentConfig
from easy_crm.operations.account import Account
from easy_crm.operations.execution_policy import policies, store
from easy_crm.regions import partition_of
from tests.doubles.iam import ACCOUNT, FakeIam
from tests.unit.operations.deployed_in_memory import REGION, FakeSession


class Sts:
    def get_caller_identity(self) -> Mapping[str, str]:
        return {"Account": ACCOUNT}


@pytest.fixture
def iam() -> FakeIam:
    return FakeIam()


@pytest.fixture
def account(iam: FakeIam) -> Account:
    return Account(FakeSession({"iam": iam, "sts": Sts()}), EnvironmentConfig(name="dev"))


def in_force(iam: FakeIam) -> list[object]:
    return [json.loads(versions[-1]["Document"]) for versions in iam.policies.values()]


def test_a_new_account_gets_the_policies(account: Account, iam: FakeIam) -> None:
    arns = store(account)

    assert in_force(iam) == list(policies(REGION))
    assert list(arns) == [f"arn:aws:iam::{ACCOUNT}:policy/{name}" for name in iam.policies]


def test_policies_that_are_there_are_brought_up_to_date(account: Account, iam: FakeIam) -> None:
    iam.create_policy(PolicyName="easy-crm-deployment-1", PolicyDocument="{}")

    arns = store(account)

    assert in_force(iam) == list(policies(REGION))
    assert arns == store(account)


def test_the_oldest_version_makes_room(account: Account, iam: FakeIam) -> None:
    for _ in range(8):
        store(account)

    assert all(len(versions) == 5 for versions in iam.policies.values())
    assert all(versions[-1]["IsDefaultVersion"] for versions in iam.policies.values())


def test_the_sovereign_cloud_has_a_partition_of_its_own() -> None:
    assert partition_of("eusc-de-east-1") == "aws-eusc"
    assert '"arn:aws-eusc:sqs:*:*:easy-crm-*"' in json.dumps(policies("eusc-de-east-1"))
    assert '"arn:aws:sqs:*:*:easy-crm-*"' in json.dumps(policies("eu-central-1"))
