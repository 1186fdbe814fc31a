"""Each option does what it says when it is on and leaves nothing behind when it is off; all of them fit together."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from easy_crm.config import environment_config
from easy_crm.operations.validation import CHECKERS
from easy_crm.templates import Place, System
from easy_crm.website_config import website_config
from tests.infra import wiring
from tests.infra.synthesis import (
    EVERY_ENVIRONMENT,
    EVERYTHING,
    FUNCTIONS,
    STACKS,
    Synthesized,
    small_frontend,
    small_source,
    synthesize_as,
)

AWS_ENVIRONMENTS = [environment for environment in EVERY_ENVIRONMENT if "local" not in environment.values]
ONLY_WITH_OPTIONS = {
    "AWS::Athena::WorkGroup",
    "AWS::Budgets::Budget",
    "AWS::CloudFront::Function",
    "AWS::Cognito::UserPoolDomain",
    "AWS::Cognito::UserPoolIdentityProvider",
    "AWS::Glue::Database",
    "AWS::Glue::Table",
    "AWS::IAM::ManagedPolicy",
    "AWS::SNS::Subscription",
    "AWS::WAFv2::LoggingConfiguration",
    "AWS::WAFv2::WebACL",
    "AWS::WAFv2::WebACLAssociation",
}


@pytest.fixture(scope="module")
def on(app_with_everything: Callable[[str], Synthesized]) -> System:
    return app_with_everything("prod").system


@pytest.fixture(scope="module")
def off(prod: Synthesized) -> System:
    return prod.system


def _kinds(system: System) -> set[str]:
    return {resource["Type"] for stack in STACKS for resource in system.templates[stack]["Resources"].values()}


def test_without_options_nothing_of_them_is_there(off: System, on: System) -> None:
    assert _kinds(on) - _kinds(off) == ONLY_WITH_OPTIONS
    assert _kinds(off) <= _kinds(on)


def test_validate_has_a_check_for_what_options_add(on: System) -> None:
    assert ONLY_WITH_OPTIONS & _kinds(on) <= set(CHECKERS)


@pytest.mark.parametrize("environment", AWS_ENVIRONMENTS)
@pytest.mark.parametrize("rule", wiring.RULES, ids=lambda rule: rule.__name__)
def test_the_wiring_holds_with_every_option(
    rule: Callable[[System], None], environment: str, app_with_everything: Callable[[str], Synthesized]
) -> None:
    rule(app_with_everything(environment).system)


def test_stacks_go_to_the_account_and_region_that_were_set(app_with_everything: Callable[[str], Synthesized]) -> None:
    manifest = json.loads((app_with_everything("prod").outdir / "manifest.json").read_text())
    stacks = [artifact for artifact in manifest["artifacts"].values() if artifact["type"].endswith(":stack")]
    assert {stack["environment"] for stack in stacks} == {"aws://012345678901/eu-central-1"}


def _one(system: System, kind: str) -> tuple[Place, dict[str, Any]]:
    (found,) = system.resources(kind)
    return found


def test_the_page_has_its_own_name_with_modern_encryption(on: System, off: System) -> None:
    _, distribution = _one(on, "AWS::CloudFront::Distribution")
    assert distribution["DistributionConfig"]["Aliases"] == ["crm.example.com"]
    certificate = distribution["DistributionConfig"]["ViewerCertificate"]
    assert certificate["AcmCertificateArn"] == EVERYTHING["certificate_arn"]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert on.templates["frontend"]["Outputs"]["SiteUrl"]["Value"] == "https://crm.example.com/"

    _, distribution = _one(off, "AWS::CloudFront::Distribution")
    assert not {"Aliases", "ViewerCertificate"} & set(distribution["DistributionConfig"])


def test_only_the_page_of_that_name_may_post_uploads(on: System, off: System) -> None:
    def origins(system: System) -> list[str]:
        return [
            origin
            for _, bucket in system.resources("AWS::S3::Bucket")
            for rule in bucket.get("CorsConfiguration", {}).get("CorsRules", [])
            for origin in rule["AllowedOrigins"]
        ]

    assert origins(on) == ["https://crm.example.com"]
    assert origins(off) == ["*"]


def test_everybody_signs_in_with_an_authenticator_app(on: System, off: System) -> None:
    _, pool = _one(on, "AWS::Cognito::UserPool")
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    _, pool = _one(off, "AWS::Cognito::UserPool")
    assert pool["MfaConfiguration"] == "OFF"


def test_tables_that_an_import_writes_take_what_was_set_from_the_start(on: System, off: System) -> None:
    def warm(system: System) -> dict[str, Any]:
        tables = dict(system.resources("AWS::DynamoDB::Table"))
        keys = {key: tables[system.table(key)] for key in ("leadId", "importId", "signature")}
        return {key: table["WarmThroughput"] for key, table in keys.items() if "WarmThroughput" in table}

    units = {"ReadUnitsPerSecond": 20_000, "WriteUnitsPerSecond": 40_000}
    assert warm(on) == {"leadId": units, "importId": units}
    assert warm(off) == {}


@pytest.mark.slow
def test_one_of_the_two_units_can_be_set_alone(tmp_path: Path) -> None:
    config = dataclasses.replace(environment_config("prod"), warm_write_units=8_000)
    system = synthesize_as(
        config, source=small_source(tmp_path / "s"), frontend=small_frontend(tmp_path / "f"), folder=tmp_path
    ).system
    assert system.properties(system.table("leadId"))["WarmThroughput"] == {"WriteUnitsPerSecond": 8_000}


def test_people_of_the_organisation_sign_in_at_its_provider_and_come_back_to_the_page_only(
    on: System, off: System
) -> None:
    _, client = _one(on, "AWS::Cognito::UserPoolClient")
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == ["openid", "email"]
    assert client["CallbackURLs"] == client["LogoutURLs"] == ["https://crm.example.com/"]
    place, provider = _one(on, "AWS::Cognito::UserPoolIdentityProvider")
    assert [on.follow("storage", name) for name in client["SupportedIdentityProviders"]] == [place]
    assert provider["AttributeMapping"] == {"email": "email"}
    assert provider["ProviderDetails"]["oidc_issuer"] == EVERYTHING["oidc_issuer"]
    # Nobody who comes in gets a group by it: that would let the provider say who is an admin.
    assert not [
        trigger for _, pool in on.resources("AWS::Cognito::UserPool") for trigger in pool.get("LambdaConfig", {})
    ]

    _, client = _one(off, "AWS::Cognito::UserPoolClient")
    assert client["AllowedOAuthFlowsUserPoolClient"] is False
    assert not {"AllowedOAuthFlows", "CallbackURLs"} & set(client)


def test_the_secret_of_the_client_is_a_reference(on: System) -> None:
    _, provider = _one(on, "AWS::Cognito::UserPoolIdentityProvider")
    secret = provider["ProviderDetails"]["client_secret"]
    assert secret == "{{resolve:secretsmanager:easy-crm/prod/oidc:SecretString:::}}"


def test_the_page_knows_the_provider_and_may_call_its_domain(on: System, off: System) -> None:
    _, domain = _one(on, "AWS::Cognito::UserPoolDomain")
    assert domain["Domain"] == "easy-crm-prod-012345678901"
    address = "https://easy-crm-prod-012345678901.auth.eu-central-1.amazoncognito.com"
    _, headers = _one(on, "AWS::CloudFront::ResponseHeadersPolicy")
    assert f"{address};" in json.dumps(headers)
    config = dataclasses.replace(environment_config("prod"), **EVERYTHING)
    values = {"account": "012345678901", "region": "eu-central-1"}
    names = {"user_pool_id": "pool", "client_id": "client", "uploads_bucket": "uploads"}
    assert website_config(config, **values, **names)["identityProvider"] == {"name": "Acme", "address": address}

    _, headers = _one(off, "AWS::CloudFront::ResponseHeadersPolicy")
    assert "amazoncognito" not in json.dumps(headers)
    assert "identityProvider" not in website_config(environment_config("prod"), **values, **names)


@pytest.mark.slow
def test_a_provider_may_speak_saml_instead(tmp_path: Path) -> None:
    oidc = {key: None for key in EVERYTHING if key.startswith("oidc_")}
    saml = {"saml_metadata_url": "https://acme.example/metadata"}
    config = dataclasses.replace(environment_config("prod"), **(EVERYTHING | oidc | saml))
    source, frontend = small_source(tmp_path / "source"), small_frontend(tmp_path / "frontend")
    there = synthesize_as(config, source=source, frontend=frontend, folder=tmp_path / "app").system

    _, provider = _one(there, "AWS::Cognito::UserPoolIdentityProvider")
    assert provider["ProviderType"] == "SAML"
    assert provider["ProviderDetails"] == {"MetadataURL": saml["saml_metadata_url"], "IDPSignout": False}
    assert provider["AttributeMapping"]["email"].endswith("/claims/emailaddress")


def test_the_firewall_says_that_there_are_too_many_requests_in_the_shape_of_the_api(on: System) -> None:
    _, acl = _one(on, "AWS::WAFv2::WebACL")
    limits = [rule for rule in acl["Rules"] if "RateBasedStatement" in rule["Statement"]]
    assert len(limits) == 3
    for limit in limits:
        answer = limit["Action"]["Block"]["CustomResponse"]
        body = acl["CustomResponseBodies"][answer["CustomResponseBodyKey"]]
        assert (answer["ResponseCode"], body["ContentType"]) == (429, "APPLICATION_JSON")
        assert json.loads(body["Content"])["error"]["code"] == "too_many_requests"
    # What AWS's rule sets block has no answer of the firewall's, so API Gateway gives its own.
    assert all("Action" not in rule for rule in acl["Rules"] if rule not in limits)


def _key(system: System) -> Place:
    (key,) = (place for place, _ in system.resources("AWS::KMS::Key") if place.stack == "storage")
    return key


def _keys_used(system: System, kind: str, find: Callable[[dict[str, Any]], Any]) -> dict[str, Place | None]:
    return {
        place.logical_id: system.follow(place.stack, find(properties)) for place, properties in system.resources(kind)
    }


@pytest.mark.parametrize(
    ("kind", "find"),
    [
        ("AWS::DynamoDB::Table", lambda table: table["SSESpecification"].get("KMSMasterKeyId")),
        ("AWS::SQS::Queue", lambda queue: queue.get("KmsMasterKeyId")),
        ("AWS::SecretsManager::Secret", lambda secret: secret.get("KmsKeyId")),
        ("AWS::Logs::LogGroup", lambda group: group.get("KmsKeyId")),
    ],
)
def test_the_owners_key_encrypts_every(
    kind: str, find: Callable[[dict[str, Any]], Any], on: System, off: System
) -> None:
    assert set(_keys_used(on, kind, find).values()) == {_key(on)}
    assert set(_keys_used(off, kind, find).values()) == {None}


def test_the_owners_key_encrypts_the_buckets_with_leads_in_them(on: System) -> None:
    def find(bucket: dict[str, Any]) -> Any:
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        return rule["ServerSideEncryptionByDefault"].get("KMSMasterKeyID")

    keys = _keys_used(on, "AWS::S3::Bucket", find)
    # The page is public, and logs of accesses can only be written under S3's own key.
    assert {name.rstrip("0123456789ABCDEF") for name, key in keys.items() if key == _key(on)} == {
        "BucketsUploads",
        "BucketsWork",
    }


def test_the_owners_key_is_rotated_and_outlives_its_stack(on: System) -> None:
    resource = on.resource(_key(on))
    assert resource["Properties"]["EnableKeyRotation"] is True
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_writes_with_the_key_only_through_the_services_that_hold_its_data(function: str, on: System) -> None:
    """For what a queue delivers CDK lets functions decrypt on top."""
    place = on.functions()[function]
    role = on.follow(place.stack, on.properties(place)["Role"])
    statements = [
        statement
        for policy, properties in on.resources("AWS::IAM::Policy")
        if on.follow(policy.stack, properties["Roles"][0]) == role
        for statement in properties["PolicyDocument"]["Statement"]
        if "kms:" in json.dumps(statement["Action"])
    ]
    assert {on.follow(place.stack, statement["Resource"]) for statement in statements} == {_key(on)}
    services = [f"{service}.eu-central-1.amazonaws.com" for service in ("dynamodb", "s3", "sqs", "secretsmanager")]
    free = [statement["Action"] for statement in statements if "Condition" not in statement]
    assert free in ([], ["kms:Decrypt"])
    bound = [statement["Condition"] for statement in statements if "Condition" in statement]
    assert bound == [{"StringEquals": {"kms:ViaService": services}}]


def test_the_key_lets_s3_announce_uploads_and_cloudwatch_keep_logs(on: System) -> None:
    statements = on.properties(_key(on))["KeyPolicy"]["Statement"]
    services = {
        statement["Principal"]["Service"]: statement.get("Condition", {})
        for statement in statements
        if "Service" in statement["Principal"]
    }
    assert set(services) == {"s3.amazonaws.com", "logs.eu-central-1.amazonaws.com"}
    (groups,) = services["logs.eu-central-1.amazonaws.com"]["ArnLike"].values()
    assert all("easy-crm" in str(group) or "API-Gateway-Execution-Logs" in str(group) for group in groups)


@pytest.mark.slow
def test_in_a_region_that_accounts_opt_in_to_cloudfront_writes_no_log(tmp_path: Path, on: System) -> None:
    """It could not, and the stack of the page would fail."""
    config = dataclasses.replace(
        environment_config("prod"), **(EVERYTHING | {"region": "eu-south-1", "monthly_budget_usd": None})
    )
    source, frontend = small_source(tmp_path / "source"), small_frontend(tmp_path / "frontend")
    there = synthesize_as(config, source=source, frontend=frontend, folder=tmp_path / "app").system
    for system, logs in ((on, True), (there, False)):
        _, distribution = _one(system, "AWS::CloudFront::Distribution")
        assert ("Logging" in distribution["DistributionConfig"]) is logs
    # Only CloudFront's old logs need access control lists.
    owners = {
        properties["OwnershipControls"]["Rules"][0]["ObjectOwnership"]
        for _, properties in there.resources("AWS::S3::Bucket")
    }
    assert owners == {"BucketOwnerEnforced"}
