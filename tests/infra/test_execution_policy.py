"""CloudFormation's role may make what the templates have, and little else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from easy_crm.cli.main import app
from easy_crm.operations.execution_policy import LARGEST, NAME, policies, rights, size
from easy_crm.templates import Place, System
from tests.infra.synthesis import Synthesized

REGION = "eu-central-1"

# Actions on anything that could be limited to resources, and why they are not.
ON_ANYTHING = {"kms:TagResource": "a key gets its tags while it is made, and has no name before"}

# Actions that cfn-lint's data limit to topics; the Service Authorization Reference, *Amazon SNS*, names no type there.
WITHOUT_A_TYPE = {"sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe"}

# What makes a resource that has a name of ours (or changes it, where making cannot be limited), the property with the
# name, and the ARN that the name becomes.
NAMED: Mapping[str, tuple[str, str, str]] = {
    "AWS::Athena::WorkGroup": ("athena:CreateWorkGroup", "Name", "arn:aws:athena:r:1:workgroup/{}"),
    "AWS::Budgets::Budget": ("budgets:ModifyBudget", "BudgetName", "arn:aws:budgets::1:budget/{}"),
    "AWS::CloudFront::Function": ("cloudfront:UpdateFunction", "Name", "arn:aws:cloudfront::1:function/{}"),
    "AWS::CloudWatch::Alarm": ("cloudwatch:PutMetricAlarm", "AlarmName", "arn:aws:cloudwatch:r:1:alarm:{}"),
    "AWS::CloudWatch::Dashboard": ("cloudwatch:PutDashboard", "DashboardName", "arn:aws:cloudwatch::1:dashboard/{}"),
    "AWS::DynamoDB::Table": ("dynamodb:CreateTable", "TableName", "arn:aws:dynamodb:r:1:table/{}"),
    "AWS::Events::Rule": ("events:PutRule", "Name", "arn:aws:events:r:1:rule/{}"),
    "AWS::Glue::Database": ("glue:CreateDatabase", "Name", "arn:aws:glue:r:1:database/{}"),
    "AWS::Glue::Table": ("glue:CreateTable", "Name", "arn:aws:glue:r:1:table/easy_crm_prod/{}"),
    "AWS::IAM::ManagedPolicy": ("iam:CreatePolicy", "ManagedPolicyName", "arn:aws:iam::1:policy/{}"),
    "AWS::IAM::Role": ("iam:CreateRole", "RoleName", "arn:aws:iam::1:role/{}"),
    "AWS::Lambda::Function": ("lambda:CreateFunction", "FunctionName", "arn:aws:lambda:r:1:function:{}"),
    "AWS::Lambda::LayerVersion": ("lambda:PublishLayerVersion", "LayerName", "arn:aws:lambda:r:1:layer:{}"),
    "AWS::Logs::LogGroup": ("logs:CreateLogGroup", "LogGroupName", "arn:aws:logs:r:1:log-group:{}"),
    "AWS::S3::Bucket": ("s3:CreateBucket", "BucketName", "arn:aws:s3:::{}"),
    "AWS::SNS::Topic": ("sns:CreateTopic", "TopicName", "arn:aws:sns:r:1:{}"),
    "AWS::SQS::Queue": ("sqs:CreateQueue", "QueueName", "arn:aws:sqs:r:1:{}"),
    "AWS::SecretsManager::Secret": ("secretsmanager:CreateSecret", "Name", "arn:aws:secretsmanager:r:1:secret:{}"),
    "AWS::WAFv2::WebACL": ("wafv2:CreateWebACL", "Name", "arn:aws:wafv2:r:1:regional/webacl/{}/id"),
}
WITHOUT_THE_STACK = {"AWS::Lambda::LayerVersion", "AWS::SecretsManager::Secret"}


@pytest.fixture(scope="module")
def systems(prod: Synthesized, app_with_everything: Callable[[str], Synthesized]) -> tuple[System, System]:
    """Prod with all options off, and with all on."""
    return prod.system, app_with_everything("prod").system


def _resources(system: System) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    for stack, template in system.templates.items():
        for logical_id, resource in template["Resources"].items():
            yield Place(stack, logical_id), resource["Type"], resource.get("Properties", {})


def _statements() -> list[Mapping[str, Any]]:
    return [statement for document in policies(REGION) for statement in document["Statement"]]


@cache
def _known() -> Mapping[str, Any]:
    """AWS's actions by service, as cfn-lint ships them; action names are in lower case."""
    known: Mapping[str, Any] = json.loads((files("cfnlint") / "data/AdditionalSpecs/Policies.json").read_text())
    return known


def _actions(pattern: str) -> list[Mapping[str, Any]]:
    service, _, action = pattern.partition(":")
    return [one for name, one in _known()[service]["Actions"].items() if fnmatchcase(name, action.lower())]


def test_every_type_in_the_templates_has_its_rights_and_no_other_type_has(systems: tuple[System, System]) -> None:
    used = {kind for system in systems for _, kind, _ in _resources(system)}
    assert used == {kind for right in rights() for kind in right.types}


def test_every_action_exists() -> None:
    actions = {action for statement in _statements() for action in statement["Action"]}
    assert len(actions) > 150
    assert [action for action in actions if not _actions(action)] == []


def test_stars_reach_only_what_a_bucket_says_of_itself() -> None:
    starred = {action for statement in _statements() for action in statement["Action"] if "*" in action}
    assert starred == {"s3:GetBucket*", "s3:Get*Configuration"}
    assert all(statement["Effect"] == "Allow" and "NotAction" not in statement for statement in _statements())


def test_on_anything_it_may_only_what_cannot_be_limited() -> None:
    free = {action for statement in _statements() if "*" in statement["Resource"] for action in statement["Action"]}
    limitable = {action for action in free if any(one.get("Resources") for one in _actions(action))}
    assert limitable == set(ON_ANYTHING) | WITHOUT_A_TYPE


def test_what_cannot_be_limited_it_may_on_anything() -> None:
    """IAM refuses such an action to a statement with any other resource."""
    refused = {
        action
        for statement in _statements()
        if "*" not in statement["Resource"]
        for action in statement["Action"]
        if action in WITHOUT_A_TYPE or not all(one.get("Resources") for one in _actions(action))
    }
    assert refused == set()


def test_what_has_no_name_of_ours_has_our_tag(systems: tuple[System, System]) -> None:
    """By which the role knows it. The ids are the services'."""
    tagged = {kind for right in rights() if right.when == "tagged" for kind in right.types}
    # Of what belongs to a pool, the pool's tag counts.
    tagged -= {f"AWS::Cognito::UserPool{part}" for part in ("Client", "Domain", "Group", "IdentityProvider")}
    assert tagged == {"AWS::CloudFront::Distribution", "AWS::Cognito::UserPool", "AWS::KMS::Key"}
    for system in systems:
        for place, kind, properties in _resources(system):
            if kind in tagged:
                tags = properties.get("UserPoolTags") or {tag["Key"]: tag["Value"] for tag in properties["Tags"]}
                assert tags["application"] == "easy-crm", place


def _text(value: Any) -> str:
    """A name with what is known of it: a reference becomes `?`."""
    match value:
        case str():
            return value
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(_text(part) for part in parts)
        case _:
            return "?"


def _name(place: Place, kind: str, properties: Mapping[str, Any]) -> str:
    parts = ("Budget", "DatabaseInput", "TableInput")
    inner = next((properties[part] for part in parts if part in properties), properties)
    if given := inner.get(NAMED[kind][1]):
        return _text(given)
    made = place.logical_id if kind in WITHOUT_THE_STACK else f"easy-crm-prod-{place.stack}-{place.logical_id}"
    return made.lower() if kind == "AWS::S3::Bucket" else made


def test_names_are_those_that_the_role_may_use(systems: tuple[System, System]) -> None:
    allowed = {action: statement["Resource"] for statement in _statements() for action in statement["Action"]}
    checked = set()
    for system in systems:
        for place, kind, properties in _resources(system):
            if kind in NAMED:
                making, _, arn = NAMED[kind]
                made = arn.format(_name(place, kind, properties))
                assert any(fnmatchcase(made, pattern) for pattern in allowed[making]), made
                checked.add(kind)
    assert checked == set(NAMED)


def test_a_role_gets_no_managed_policy_but_the_one_that_writes_a_log() -> None:
    (attaching,) = (statement for statement in _statements() if "iam:AttachRolePolicy" in statement["Action"])
    (policy,) = attaching["Condition"]["ArnEquals"].values()
    assert policy == "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def test_it_cannot_change_its_own_policies() -> None:
    (changing,) = (statement for statement in _statements() if "iam:CreatePolicyVersion" in statement["Action"])
    own = [f"arn:aws:iam::1:policy/{NAME}{place}" for place, _ in enumerate(policies(REGION), 1)]
    assert not [arn for arn in own for pattern in changing["Resource"] if fnmatchcase(arn, pattern)]


def test_roles_are_passed_to_functions_only() -> None:
    (passing,) = (statement for statement in _statements() if "iam:PassRole" in statement["Action"])
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    assert passing["Resource"] == ["arn:aws:iam::*:role/easy-crm-*"]


def test_the_key_of_deepseek_cannot_be_read() -> None:
    reading = [one for one in _statements() if "secretsmanager:GetSecretValue" in one["Action"]]
    assert {place for one in reading for place in one["Resource"]} == {
        f"arn:aws:secretsmanager:*:*:secret:{name}" for name in ("ViewerProof*", "easy-crm/*")
    }


def test_each_policy_fits_a_managed_policy_and_all_fit_a_role() -> None:
    assert all(size(document) <= LARGEST for document in policies(REGION))
    assert 1 <= len(policies(REGION)) <= 10


def test_the_command_shows_them_without_an_account() -> None:
    shown = CliRunner().invoke(app, ["bootstrap", "--env", "prod", "--show"])
    assert json.loads(shown.stdout) == list(policies(""))


def test_nothing_tells_anybody_to_deploy_as_an_administrator(project: Path) -> None:
    read = [*(project / "docs").rglob("*.md"), *(project / ".github").rglob("*.*"), project / "README.md"]
    assert len(read) > 20
    assert [path.name for path in read if "AdministratorAccess" in path.read_text()] == []
