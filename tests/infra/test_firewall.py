"""The web ACL limits each caller by an address that the caller cannot choose, and its log shows nobody's data."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from easy_crm.local import machine
from easy_crm.templates import Place, System
from tests.infra.synthesis import Synthesized

ACL = "AWS::WAFv2::WebACL"
CLOUDFRONT = "130.176.0.9"
CALLER = "203.0.113.7"
VIEWER_HEADER = "x-easy-crm-viewer"


@pytest.fixture(scope="module")
def on(app_with_everything: Callable[[str], Synthesized]) -> System:
    return app_with_everything("prod").system


@dataclass(frozen=True)
class Request:
    """A request as the web ACL sees it.

    Attributes:
        source: the address of the connection.
        headers: by name, in lower case.
    """

    source: str
    headers: dict[str, str] = field(default_factory=dict)


def _one(system: System, kind: str) -> tuple[Place, dict[str, Any]]:
    (found,) = system.resources(kind)
    return found


def _api_origin(system: System) -> dict[str, Any]:
    _, distribution = _one(system, "AWS::CloudFront::Distribution")
    (origin,) = (one for one in distribution["DistributionConfig"]["Origins"] if "OriginCustomHeaders" in one)
    return dict(origin)


def _proof(system: System) -> tuple[str, str]:
    """The header that CloudFront adds, and what it holds."""
    (header,) = _api_origin(system)["OriginCustomHeaders"]
    return header["HeaderName"], json.dumps(header["HeaderValue"])


def _matches(statement: dict[str, Any], request: Request) -> bool:
    match statement:
        case {"NotStatement": {"Statement": inner}}:
            return not _matches(inner, request)
        case {"ByteMatchStatement": byte_match}:
            value = request.headers.get(byte_match["FieldToMatch"]["SingleHeader"]["Name"])
            wanted = byte_match["SearchString"]
            if value is None:
                return False
            if byte_match["PositionalConstraint"] == "STARTS_WITH":
                return value.startswith(wanted)
            assert byte_match["PositionalConstraint"] == "EXACTLY"
            return value == json.dumps(wanted)
        case _:
            raise NotImplementedError(statement)


def _counted(system: System, request: Request) -> dict[str, str]:
    """The limits that count a request, each with the address that it counts it for."""
    _, acl = _one(system, ACL)
    counted = {}
    for rule in acl["Rules"]:
        limit = rule["Statement"].get("RateBasedStatement")
        if limit and _matches(limit["ScopeDownStatement"], request):
            assert "Block" in rule["Action"]
            if limit["AggregateKeyType"] == "IP":
                counted[rule["Name"]] = request.source
            else:
                assert limit["AggregateKeyType"] == "FORWARDED_IP"
                assert limit["ForwardedIPConfig"]["FallbackBehavior"] == "MATCH"
                counted[rule["Name"]] = request.headers[limit["ForwardedIPConfig"]["HeaderName"]]
    return counted


def test_it_stands_before_the_api_and_the_sign_in(on: System) -> None:
    acl, properties = _one(on, ACL)
    assert properties["Scope"] == "REGIONAL"
    api, _ = _one(on, "AWS::ApiGateway::RestApi")
    _, stage = _one(on, "AWS::ApiGateway::Stage")
    pool, _ = _one(on, "AWS::Cognito::UserPool")
    associations = list(on.resources("AWS::WAFv2::WebACLAssociation"))
    assert [on.follow(place.stack, one["WebACLArn"]) for place, one in associations] == [acl, acl]
    assert [on.follow(place.stack, one["ResourceArn"]) for place, one in associations] == [api, pool]
    (arn,) = (one["ResourceArn"]["Fn::Join"][1] for _, one in associations if "Fn::Join" in one["ResourceArn"])
    assert arn[-1] == f"/stages/{stage['StageName']}"


def test_who_comes_through_cloudfront_is_limited_by_the_own_address(on: System) -> None:
    header, proof = _proof(on)
    request = Request(CLOUDFRONT, {header: proof, VIEWER_HEADER: CALLER})
    assert _counted(on, request) == {"ThroughCloudFront": CALLER}


@pytest.mark.parametrize("guess", ["", "guessed"])
def test_who_calls_the_api_itself_is_limited_by_the_own_address_whatever_the_headers_say(
    guess: str, on: System
) -> None:
    header, _ = _proof(on)
    forged = {header: guess, VIEWER_HEADER: "198.51.100.1", "x-forwarded-for": "198.51.100.2"}
    assert _counted(on, Request(CALLER, forged)) == {"Direct": CALLER}
    assert _counted(on, Request(CALLER)) == {"Direct": CALLER}


def test_who_signs_in_is_limited_by_the_own_address_and_more_narrowly(on: System) -> None:
    target = {"x-amz-target": "AWSCognitoIdentityProviderService.RespondToAuthChallenge"}
    assert _counted(on, Request(CALLER, target)) == {"Direct": CALLER, "SignIn": CALLER}
    _, acl = _one(on, ACL)
    limits = {
        rule["Name"]: rule["Statement"]["RateBasedStatement"]["Limit"]
        for rule in acl["Rules"]
        if "RateBasedStatement" in rule["Statement"]
    }
    assert limits == {"ThroughCloudFront": 3000, "Direct": 3000, "SignIn": 300}


def test_cloudfront_replaces_the_address_that_a_caller_claims(on: System) -> None:
    place, function = _one(on, "AWS::CloudFront::Function")
    event = {"viewer": {"ip": CALLER}, "request": {"headers": {VIEWER_HEADER: {"value": "198.51.100.1"}}}}
    script = f"{function['FunctionCode']}; console.log(JSON.stringify(handler({json.dumps(event)})))"
    # Any Node runs it, also one that is too old for the CDK.
    node = shutil.which("node") or machine.ensure_node()
    said = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == {"headers": {VIEWER_HEADER: {"value": CALLER}}}

    _, distribution = _one(on, "AWS::CloudFront::Distribution")
    (api,) = distribution["DistributionConfig"]["CacheBehaviors"]
    assert api["TargetOriginId"] == _api_origin(on)["Id"]
    (used,) = api["FunctionAssociations"]
    assert on.follow("frontend", used["FunctionARN"]) == place
    assert (used["EventType"], function["AutoPublish"]) == ("viewer-request", True)


def test_the_proof_is_in_no_template(on: System) -> None:
    header, proof = _proof(on)
    assert "{{resolve:secretsmanager:" in proof
    assert json.dumps(on.templates).count(json.dumps(json.loads(proof))) == 3  # CloudFront, and two limits
    (secret,) = (one for place, one in on.resources("AWS::SecretsManager::Secret") if place.stack == "frontend")
    assert secret["GenerateSecretString"]["PasswordLength"] == 64
    assert header == "x-easy-crm-proof"


def test_what_people_write_and_search_for_is_counted_and_refused_nowhere(on: System) -> None:
    """All rules of AWS's core rule set for bodies, and the one for long queries (AWS WAF, *Baseline rule groups*)."""
    _, acl = _one(on, ACL)
    groups = [rule["Statement"].get("ManagedRuleGroupStatement", {}) for rule in acl["Rules"]]
    counted = {
        (group["Name"], override["Name"])
        for group in groups
        for override in group.get("RuleActionOverrides", [])
        if override["ActionToUse"] == {"Count": {}}
    }
    rules = {f"{what}_BODY" for what in ("SizeRestrictions", "CrossSiteScripting", "GenericLFI", "GenericRFI")}
    rules |= {"EC2MetaDataSSRF_BODY", "SizeRestrictions_QUERYSTRING"}
    assert counted == {("AWSManagedRulesCommonRuleSet", rule) for rule in rules}


def _log(system: System) -> dict[str, Any]:
    return _one(system, "AWS::WAFv2::LoggingConfiguration")[1]


def test_the_log_holds_what_was_refused_and_nothing_else(on: System) -> None:
    acl, _ = _one(on, ACL)
    assert on.follow("frontend", _log(on)["ResourceArn"]) == acl
    assert _log(on)["LoggingFilter"] == {
        "DefaultBehavior": "DROP",
        "Filters": [
            {"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}]}
        ],
    }


def test_waf_may_write_to_the_log_which_is_kept_as_long_as_any_other(on: System) -> None:
    (destination,) = _log(on)["LogDestinationConfigs"]
    place = on.follow("frontend", destination)
    assert place is not None
    group = on.properties(place)
    assert group["LogGroupName"] == "aws-waf-logs-easy-crm-prod"
    assert group["RetentionInDays"] == 365
    # With ":*" at its end, as the ARNs of log groups often have it, WAF refuses it.
    assert destination["Fn::Join"][1][-1] == {"Ref": place.logical_id}


def test_neither_the_log_nor_a_sample_shows_bodies_searches_tokens_or_the_proof(on: System) -> None:
    headers = {"authorization", "cookie", "x-easy-crm-proof"}
    redacted = _log(on)["RedactedFields"]
    assert {one["SingleHeader"]["Name"] for one in redacted if "SingleHeader" in one} == headers
    assert {"QueryString": {}} in redacted

    _, acl = _one(on, ACL)
    protections = acl["DataProtectionConfig"]["DataProtections"]
    assert {one["Action"] for one in protections} == {"SUBSTITUTION"}
    assert not [one for one in protections if one.get("ExcludeRuleMatchDetails")]
    protected = {one["Field"]["FieldType"]: set(one["Field"].get("FieldKeys", [])) for one in protections}
    assert protected == {"SINGLE_HEADER": headers, "QUERY_STRING": set(), "BODY": set()}
