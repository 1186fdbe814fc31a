"""Errors of AWS become sentences that say what to do."""

from __future__ import annotations

import pytest
from botocore import exceptions as aws

from easy_crm.bundling.layers import LayerBuildError
from easy_crm.cli.aws_errors import explain
from easy_crm.config import UnknownEnvironmentError
from easy_crm.lambda_target import host_target


def refused(code: str) -> aws.ClientError:
    return aws.ClientError({"Error": {"Code": code, "Message": "Why."}}, "DescribeStacks")


@pytest.mark.parametrize(
    "error,words",
    [
        (aws.UnauthorizedSSOTokenError(), "aws sso login --profile work"),
        (aws.SSOTokenLoadError(error_msg="no token"), "aws sso login --profile work"),
        (aws.TokenRetrievalError(provider="sso", error_msg="expired"), "aws sso login --profile work"),
        (refused("ExpiredToken"), "aws sso login --profile work"),
        (aws.ProfileNotFound(profile="work"), "aws configure list-profiles"),
        (aws.NoCredentialsError(), "--profile"),
        (aws.NoRegionError(), "environments.toml"),
        (aws.EndpointConnectionError(endpoint_url="https://sts.example"), "did not answer"),
        (refused("AccessDenied"), "may not call DescribeStacks: Why."),
        (refused("Throttling"), "AWS refused DescribeStacks: Throttling: Why."),
        (UnknownEnvironmentError("prd"), "There is no environment"),
        (LayerBuildError("spreadsheets", host_target(), "No matching distribution"), "Building the layer spreadsheets"),
    ],
)
def test_an_error_becomes_a_sentence_that_says_what_to_do(error: Exception, words: str) -> None:
    assert words in (explain(error, "work") or "")


def test_without_a_profile_the_command_names_none() -> None:
    assert (explain(aws.UnauthorizedSSOTokenError()) or "").endswith("aws sso login")


def test_a_defect_keeps_its_traceback() -> None:
    assert explain(KeyError("x")) is None
