"""References in templates are resolved to what is deployed."""

from __future__ import annotations

from typing import Any

import pytest

from easy_crm.operations.validation.model import UNKNOWN_TEXT, Unknown, matches
from easy_crm.operations.validation.resolving import Resolver
from tests.unit.operations.deployed_in_memory import ACCOUNT, REGION, deployment

RESOURCES = {
    "Leads": {"Type": "AWS::DynamoDB::Table"},
    "Batches": {"Type": "AWS::SQS::Queue"},
    "Topic": {"Type": "AWS::SNS::Topic"},
    "Site": {"Type": "AWS::S3::Bucket"},
}


@pytest.fixture
def resolver() -> Resolver:
    return Resolver(
        deployment(
            {"storage": {"Resources": RESOURCES}},
            outputs={"ExportsOutputRefLeads": "leads-1"},
            names={"Leads": "leads-1", "Batches": "https://sqs/1/batches-1", "Topic": "arn:topic", "Site": "site-1"},
        )
    )


@pytest.mark.parametrize(
    "value,meant",
    [
        ({"Ref": "Leads"}, "leads-1"),
        ({"Ref": "AWS::Region"}, REGION),
        ({"Fn::GetAtt": ["Leads", "Arn"]}, f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/leads-1"),
        ({"Fn::GetAtt": ["Batches", "Arn"]}, f"arn:aws:sqs:{REGION}:{ACCOUNT}:batches-1"),
        ({"Fn::GetAtt": ["Batches", "QueueName"]}, "batches-1"),
        ({"Fn::GetAtt": ["Site", "RegionalDomainName"]}, f"site-1.s3.{REGION}.amazonaws.com"),
        ({"Fn::GetAtt": ["Topic", "TopicArn"]}, "arn:topic"),
        ({"Fn::ImportValue": "easy-crm-dev-storage:ExportsOutputRefLeads"}, "leads-1"),
        ({"Fn::Join": ["/", ["a", {"Ref": "Leads"}]]}, "a/leads-1"),
        ({"Fn::Sub": "${Leads}-${AWS::AccountId}"}, f"leads-1-{ACCOUNT}"),
        ({"Fn::Select": [1, {"Fn::Split": [":", "a:b:c"]}]}, "b"),
        ([{"Key": {"Ref": "Leads"}}], [{"Key": "leads-1"}]),
        (7, 7),
    ],
)
def test_a_reference_becomes_what_is_deployed(resolver: Resolver, value: Any, meant: Any) -> None:
    assert resolver("storage", value) == meant


@pytest.mark.parametrize("value", [{"Fn::GetAtt": ["Leads", "StreamArn"]}, {"Ref": "Nobody"}, {"Fn::If": ["A", 1, 2]}])
def test_values_that_only_cloudformation_knows_are_unknown(resolver: Resolver, value: Any) -> None:
    assert isinstance(resolver("storage", value), Unknown)


def test_a_text_with_an_unknown_piece_matches_by_its_known_pieces(resolver: Resolver) -> None:
    text = resolver("storage", {"Fn::Join": ["", ["https://", {"Ref": "Nobody"}, ".example/live"]]})

    assert UNKNOWN_TEXT in text
    assert matches(text, "https://anything.example/live")
    assert not matches(text, "https://anything.example/dead")


@pytest.mark.parametrize(
    "wanted,found,same",
    [
        (30, "30", True),
        (True, "true", True),
        (200, 200.0, True),
        (0.5, "0.5", True),
        ({"a": 1}, {"a": "1"}, True),
        ([1, 2], ["1", "2"], True),
        (Unknown(), "anything", True),
        (30, "31", False),
        (None, "key", False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ([1], [1, 2], False),
    ],
)
def test_numbers_and_booleans_match_in_any_notation(wanted: Any, found: Any, same: bool) -> None:
    assert matches(wanted, found) is same
