"""Checks of deployed resources, one for every kind of resource in the templates."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from easy_crm import paths
from easy_crm.errors import CommandFailed
from easy_crm.operations.validation import CHECKERS, validate
from easy_crm.operations.validation.access import statements
from easy_crm.operations.validation.emulated import NOT_REPORTED
from easy_crm.operations.validation.model import State
from tests.doubles.client import FakeClient, Refused, Request, Response, operation
from tests.unit.operations.deployed_in_memory import deployment

DIGESTS = sorted((paths.ROOT / "tests" / "infra" / "__snapshots__" / "test_digests").glob("*.txt"))
QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 720, "SqsManagedSseEnabled": True}}


class OneQueue(FakeClient):
    """SQS with one queue, or with none."""

    service = "sqs"

    def __init__(self, attributes: dict[str, str] | None) -> None:
        super().__init__()
        self._attributes = attributes

    @operation("GetQueueAttributes")
    def get_queue_attributes(self, request: Request) -> Response:  # noqa: ARG002
        if self._attributes is None:
            raise Refused("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
        return {"Attributes": self._attributes}


def check(found: dict[str, str] | None, **resources: Any) -> dict[str, State]:
    """State by aspect of a queue that is found so."""
    template = {"Resources": resources or {"Batches": QUEUE}}
    usual = {"VisibilityTimeout": "720", "MessageRetentionPeriod": "345600", "SqsManagedSseEnabled": "true"}
    sqs = OneQueue(None if found is None else usual | found)
    return {one.aspect: one.state for one in validate(deployment({"storage": template}, sqs=sqs))}


def test_a_queue_that_matches_its_template_passes_every_check() -> None:
    assert set(check({}).values()) == {State.RIGHT}


@pytest.mark.parametrize(
    "change,aspect",
    [
        ({"VisibilityTimeout": "30"}, "visibility timeout, seconds"),
        ({"SqsManagedSseEnabled": "false"}, "encryption by SQS"),
        ({"RedrivePolicy": json.dumps({"deadLetterTargetArn": "x", "maxReceiveCount": 3})}, "dead-letter queue"),
    ],
)
def test_a_change_by_hand_is_found(change: dict[str, str], aspect: str) -> None:
    assert check(change)[aspect] is State.WRONG


def test_a_deleted_resource_is_missing() -> None:
    assert check(None) == {"is there": State.MISSING}


def test_an_unknown_kind_of_resource_does_not_pass() -> None:
    assert check({}, Odd={"Type": "AWS::Odd::Thing"}) == {"all": State.NOT_CHECKED}


def test_nothing_is_checked_where_a_stack_is_absent() -> None:
    absent = deployment({})
    del absent.account.client("cloudformation").templates["api"]

    with pytest.raises(CommandFailed, match=r"Not deployed: easy-crm-dev-api\..*deploy --env dev"):
        validate(absent)


def test_every_kind_of_resource_in_the_templates_has_a_check() -> None:
    kinds = {kind for path in DIGESTS for kind in re.findall(r"^\w+::[\w:]+$", path.read_text(), re.MULTILINE)}

    assert len(kinds) > 20
    assert kinds - set(CHECKERS) == set()


def test_exceptions_for_the_emulator_name_checked_kinds() -> None:
    assert {kind for kind, _ in NOT_REPORTED} <= set(CHECKERS)
    assert all(NOT_REPORTED.values())


def test_a_policy_is_the_same_however_it_is_written() -> None:
    one = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["b", "a"]}]}
    other = '{"Statement":{"Sid":"x","Effect":"Allow","Action":["s3:GetObject"],"Resource":["a","b"]}}'

    assert statements(one) == statements(other)
    assert statements(one) != statements({"Statement": []})
