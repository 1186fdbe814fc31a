"""What holds state keeps its identity, outlives mistakes, and is closed to everybody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.infra.synthesis import STACKS, Synthesized

# Another logical id is another resource: CloudFormation would make an empty one and leave or delete the old one.
LOGICAL_IDS = {
    "AWS::DynamoDB::Table": {
        "Leads391D8FFF",
        "ImportsC5EA4F6F",
        "Mappings02DEF699",
        "LeadChangesEA959D4F",
    },
    "AWS::S3::Bucket": {
        "BucketsAccessLogsA5F88218",
        "BucketsUploadsDA8F1F54",
        "BucketsWorkA672F448",
    },
    "AWS::SQS::Queue": {
        "IntakeQueue6FB53B87",
        "IntakeDeadLettersA15864BB",
        "BatchesQueue46024A5C",
        "BatchesDeadLetters189099B7",
        "ExportsQueue3BC6B04F",
        "ExportsDeadLetters8EDE8BF5",
        "IndexQueueBF27C496",
        "IndexDeadLetters1EE0BA68",
    },
    "AWS::Cognito::UserPool": {"UsersPoolBFC35D3B"},
    "AWS::Cognito::UserPoolClient": {"UsersPoolPageC0FAC449"},
    "AWS::SecretsManager::Secret": {"DeepSeekKey611FD495"},
}


def _in_storage(app: Synthesized, kind: str) -> dict[str, dict[str, Any]]:
    return {
        place.logical_id: app.system.resource(place)
        for place, _ in app.system.resources(kind)
        if place.stack == "storage"
    }


@pytest.mark.parametrize("kind", LOGICAL_IDS)
def test_logical_ids_never_change(kind: str, prod: Synthesized) -> None:
    assert set(_in_storage(prod, kind)) == LOGICAL_IDS[kind]


@pytest.mark.parametrize("kind", [kind for kind in LOGICAL_IDS if kind != "AWS::Cognito::UserPoolClient"])
def test_state_outlives_its_stack_in_aws_and_not_on_a_laptop(kind: str, prod: Synthesized, local: Synthesized) -> None:
    for resource in _in_storage(prod, kind).values():
        # A first creation that fails leaves nothing behind, so that it can be repeated.
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    for resource in _in_storage(local, kind).values():
        assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Delete"


def test_only_the_stack_with_state_is_protected_and_only_in_aws(prod: Synthesized, local: Synthesized) -> None:
    def protected(app: Synthesized) -> dict[str, bool]:
        said = {stack: artifact["properties"] for stack, artifact in app.artifacts().items()}
        return {stack: properties.get("terminationProtection", False) for stack, properties in said.items()}

    assert protected(prod) == dict.fromkeys(STACKS, False) | {"storage": True}
    assert protected(local) == dict.fromkeys(STACKS, False)


def test_tables_can_be_restored_are_encrypted_and_cost_nothing_unused(prod: Synthesized) -> None:
    for _, properties in prod.system.resources("AWS::DynamoDB::Table"):
        assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert properties["SSESpecification"] == {"SSEEnabled": True}
        assert properties["DeletionProtectionEnabled"] is True
        assert properties["BillingMode"] == "PAY_PER_REQUEST"


def test_indexes_are_those_that_functions_query(prod: Synthesized) -> None:
    indexes = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for _, properties in prod.system.resources("AWS::DynamoDB::Table")
        for index in properties.get("GlobalSecondaryIndexes", [])
    }
    assert indexes == {"ByCreation": ["kind", "createdAt"], "Open": ["open", "createdAt"]}


def test_buckets_are_private_encrypted_and_want_tls(prod: Synthesized) -> None:
    wants_tls = {
        prod.system.follow(place.stack, properties["Bucket"])
        for place, properties in prod.system.resources("AWS::S3::BucketPolicy")
        for statement in properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }
    for place, properties in prod.system.resources("AWS::S3::Bucket"):
        assert all(properties["PublicAccessBlockConfiguration"].values())
        assert properties["BucketEncryption"]
        assert place in wants_tls


def test_every_access_to_a_bucket_is_logged(prod: Synthesized) -> None:
    unlogged = {
        place.logical_id
        for place, properties in prod.system.resources("AWS::S3::Bucket")
        if "DestinationBucketName" not in properties.get("LoggingConfiguration", {})
    }
    assert {name.rstrip("0123456789ABCDEF") for name in unlogged} == {"BucketsAccessLogs", "SiteAccessLogs"}


def test_files_are_forgotten_in_time(prod: Synthesized) -> None:
    days = {
        rule["Prefix"]: rule["ExpirationInDays"]
        for _, properties in prod.system.resources("AWS::S3::Bucket")
        for rule in properties.get("LifecycleConfiguration", {}).get("Rules", [])
        if "Prefix" in rule and "ExpirationInDays" in rule
    }
    assert days == {"uploads/": 30, "imports/": 400, "exports/": 2, "deliveries/": 15}


def test_what_was_said_of_leads_is_kept_for_good_and_only_the_bin_is_emptied(prod: Synthesized) -> None:
    (rules,) = (
        properties["LifecycleConfiguration"]["Rules"]
        for place, properties in prod.system.resources("AWS::S3::Bucket")
        if place.logical_id.startswith("BucketsWork")
    )
    assert all(not "chains/".startswith(rule["Prefix"]) for rule in rules)

    expiring = {
        place.logical_id: properties["TimeToLiveSpecification"]
        for place, properties in prod.system.resources("AWS::DynamoDB::Table")
        if "TimeToLiveSpecification" in properties
    }
    leads = prod.system.table("leadId").logical_id
    assert expiring == {leads: {"AttributeName": "expires", "Enabled": True}}


def test_what_people_uploaded_and_what_became_of_it_can_be_brought_back_for_two_weeks(prod: Synthesized) -> None:
    recoverable = {
        place.logical_id: {
            rule["NoncurrentVersionExpiration"]["NoncurrentDays"]
            for rule in properties["LifecycleConfiguration"]["Rules"]
            if rule["Prefix"] != "index/"
        }
        for place, properties in prod.system.resources("AWS::S3::Bucket")
        if place.stack == "storage" and properties.get("VersioningConfiguration") == {"Status": "Enabled"}
    }

    assert recoverable == {"BucketsUploadsDA8F1F54": {14}, "BucketsWorkA672F448": {14}}


def test_replaced_files_of_the_index_do_not_pile_up(prod: Synthesized) -> None:
    """The index writer deletes them, and they can be made anew."""
    (rule,) = (
        rule
        for _, properties in prod.system.resources("AWS::S3::Bucket")
        for rule in properties.get("LifecycleConfiguration", {}).get("Rules", [])
        if rule.get("Prefix") == "index/"
    )
    assert "ExpirationInDays" not in rule
    assert (rule["NoncurrentVersionExpiration"]["NoncurrentDays"], rule["ExpiredObjectDeleteMarker"]) == (1, True)


def test_a_browser_may_post_uploads_and_do_nothing_else_to_buckets(prod: Synthesized) -> None:
    rules = [
        (place.logical_id, rule["AllowedMethods"])
        for place, properties in prod.system.resources("AWS::S3::Bucket")
        for rule in properties.get("CorsConfiguration", {}).get("CorsRules", [])
    ]
    assert rules == [("BucketsUploadsDA8F1F54", ["POST"])]


def test_queues_are_encrypted_and_want_tls(prod: Synthesized) -> None:
    wants_tls = {
        prod.system.follow(place.stack, queue)
        for place, properties in prod.system.resources("AWS::SQS::QueuePolicy")
        for queue in properties["Queues"]
        for statement in properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }
    for place, properties in prod.system.resources("AWS::SQS::Queue"):
        assert properties["SqsManagedSseEnabled"] is True
        assert place in wants_tls


def test_nobody_signs_themselves_up_and_passwords_are_long(prod: Synthesized) -> None:
    ((_, pool),) = prod.system.resources("AWS::Cognito::UserPool")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    policy = pool["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 12
    assert all(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))


def test_the_three_groups_exist(prod: Synthesized) -> None:
    groups = {properties["GroupName"] for _, properties in prod.system.resources("AWS::Cognito::UserPoolGroup")}
    assert groups == {"admin", "member", "viewer"}


def test_the_page_signs_in_by_srp_and_never_sends_a_password(prod: Synthesized) -> None:
    ((_, client),) = prod.system.resources("AWS::Cognito::UserPoolClient")
    assert set(client["ExplicitAuthFlows"]) == {"ALLOW_USER_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"}
    assert client["GenerateSecret"] is False
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_a_refresh_token_is_good_for_one_renewal(prod: Synthesized) -> None:
    """Cognito refuses a client that rotates them and may also renew by `InitiateAuth`, which never replaces them."""
    ((_, client),) = prod.system.resources("AWS::Cognito::UserPoolClient")
    assert client["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
    assert "ALLOW_REFRESH_TOKEN_AUTH" not in client["ExplicitAuthFlows"]


def test_the_secret_starts_empty(prod: Synthesized) -> None:
    ((_, secret),) = prod.system.resources("AWS::SecretsManager::Secret")
    assert not {"SecretString", "GenerateSecretString"} & set(secret)


def test_code_under_review_reads_no_file_of_anybody(prod: Synthesized) -> None:
    """CDK's lookup role may read everything in the account unless the bucket says no."""
    denied = {}
    for place, properties in prod.system.resources("AWS::S3::BucketPolicy"):
        bucket = prod.system.follow(place.stack, properties["Bucket"])
        for statement in properties["PolicyDocument"]["Statement"]:
            if statement.get("Sid") == "ReviewersReadNoData":
                assert statement["Effect"] == "Deny"
                assert statement["Principal"] == {"AWS": "*"}
                who = json.dumps(statement["Condition"]["ArnLike"]["aws:PrincipalArn"])
                assert "role/cdk-*-lookup-role-*" in who
                denied[bucket] = statement["Action"]
    names = {place.logical_id.rstrip("0123456789ABCDEF") for place in denied if place}
    assert names == {"BucketsUploads", "BucketsWork"}
    assert all(actions == ["s3:GetObject", "s3:GetObjectVersion"] for actions in denied.values())
