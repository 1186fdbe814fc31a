"""Environments live side by side in one account and region: no name is taken twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest

from easy_crm.config import ENVIRONMENTS
from easy_crm.templates import System
from tests.infra.synthesis import EVERY_ENVIRONMENT, STACKS, Synthesized

# Names that both environments may have, because they are looked up within something that is not shared.
WITHIN = {
    ("AWS::ApiGateway::Model", "Name"): "its API",
    ("AWS::ApiGateway::Stage", "StageName"): "its API",
    ("AWS::Cognito::UserPoolGroup", "GroupName"): "its pool",
    ("AWS::Cognito::UserPoolIdentityProvider", "ProviderName"): "its pool",
    ("AWS::Cognito::UserPool", "Name"): "the pool's attributes",
    ("AWS::DynamoDB::Table", "AttributeName"): "its table",
    ("AWS::DynamoDB::Table", "IndexName"): "its table",
    ("AWS::Glue::Table", "Name"): "its database",
    ("AWS::IAM::Policy", "PolicyName"): "its role",
    ("AWS::Lambda::Alias", "Name"): "its function",
    ("AWS::S3::Bucket", "Name"): "a filter's word",
    ("AWS::CloudWatch::Alarm", "MetricName"): "the metric's dimensions",
    ("AWS::CloudWatch::Alarm", "Name"): "the names of dimensions",
    ("AWS::CloudFront::Distribution", "HeaderName"): "HTTP",
    ("AWS::WAFv2::LoggingConfiguration", "Name"): "HTTP",
    ("AWS::WAFv2::WebACL", "HeaderName"): "HTTP",
    ("AWS::WAFv2::WebACL", "MetricName"): "its ACL",
    ("AWS::WAFv2::WebACL", "Name"): "its ACL's rules",
    ("AWS::WAFv2::WebACL", "VendorName"): "AWS",
}
PAIRS = list(combinations((name for name in ENVIRONMENTS if name != "local"), 2))
_REFERENCES = ("Fn::ImportValue", "Ref", "Fn::GetAtt")


def _names(value: Any) -> Iterator[tuple[str, str]]:
    """Every (key, text) below a value whose key ends in Name, outside of references."""
    match value:
        case dict():
            for key, inner in value.items():
                if isinstance(inner, str) and key.endswith("Name"):
                    yield key, inner
                elif key not in (*_REFERENCES, "DashboardBody"):
                    yield from _names(inner)
        case list():
            for inner in value:
                yield from _names(inner)


def _taken(system: System) -> set[tuple[str, str, str]]:
    return {
        (resource["Type"], key, text)
        for stack in STACKS
        for resource in system.templates[stack]["Resources"].values()
        for key, text in _names(resource.get("Properties", {}))
    }


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_no_name_is_taken_twice(pair: tuple[str, str], app_with_everything: Callable[[str], Synthesized]) -> None:
    first, second = (_taken(app_with_everything(name).system) for name in pair)
    shared = {(kind, key) for kind, key, _ in first & second}
    assert shared == set(WITHIN)


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_names_of_functions_logs_and_alarms_hold_the_environment(
    environment: str, app_of: Callable[[str], Synthesized]
) -> None:
    keys = {"FunctionName", "LogGroupName", "AlarmName"}
    named = {(key, text) for kind, key, text in _taken(app_of(environment).system) if (kind, key) not in WITHIN}
    assert keys <= {key for key, _ in named}
    assert not [text for key, text in named if key in keys and environment not in text]


# Types whose names are the account's and not a region's, with the path of the name.
IN_THE_WHOLE_ACCOUNT = {
    "AWS::Budgets::Budget": ("Budget", "BudgetName"),
    "AWS::CloudFront::CachePolicy": ("CachePolicyConfig", "Name"),
    "AWS::CloudFront::Function": ("Name",),
    "AWS::CloudFront::OriginAccessControl": ("OriginAccessControlConfig", "Name"),
    "AWS::CloudFront::OriginRequestPolicy": ("OriginRequestPolicyConfig", "Name"),
    "AWS::CloudFront::ResponseHeadersPolicy": ("ResponseHeadersPolicyConfig", "Name"),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
    "AWS::IAM::Group": ("GroupName",),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName",),
    "AWS::IAM::Role": ("RoleName",),
    "AWS::IAM::User": ("UserName",),
    "AWS::S3::Bucket": ("BucketName",),
}


def test_an_environment_may_exist_in_two_regions(app_with_everything: Callable[[str], Synthesized]) -> None:
    system, named = app_with_everything("prod").system, set()
    for kind, path in IN_THE_WHOLE_ACCOUNT.items():
        for place, properties in system.resources(kind):
            name: Any = properties
            for key in path:
                name = name.get(key, {})
            # CloudFormation makes up a name that nothing else has where a template gives none.
            if name:
                assert "eu-central-1" in name, f"{place}: {name}"
                named.add(kind)
    assert named == {
        "AWS::Budgets::Budget",
        "AWS::CloudFront::Function",
        "AWS::CloudFront::OriginAccessControl",
        "AWS::CloudFront::ResponseHeadersPolicy",
        "AWS::CloudWatch::Dashboard",
    }


def test_nothing_belongs_to_all_environments_of_an_account(prod: Synthesized) -> None:
    """API Gateway logs through one role for the account: an environment would replace that of another."""
    assert list(prod.system.resources("AWS::ApiGateway::Account")) == []


@pytest.mark.slow
def test_stacks_of_other_environments_have_other_names(app_with_everything: Callable[[str], Synthesized]) -> None:
    names = [
        artifact["displayName"]
        for environment in ("dev", "staging", "prod")
        for artifact in app_with_everything(environment).artifacts().values()
    ]
    assert len(names) == len(set(names)) == 3 * len(STACKS)
