"""Checks of access: roles, policies, users."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from easy_crm.operations.deployment import Resource
from easy_crm.operations.validation.model import Aspect, Checker, Probe, at


def statements(document: Any) -> list[Any]:
    """The statements of a policy in a canonical form and order."""
    if isinstance(document, str):
        document = json.loads(unquote(document))
    found = at(document, "Statement", [])
    return sorted(
        (_statement(statement) for statement in (found if isinstance(found, list) else [found])),
        key=lambda statement: (statement["Effect"], statement.get("Action", []), len(statement.get("Resource", []))),
    )


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    several = {
        key: sorted(map(str, statement[key] if isinstance(statement[key], list) else [statement[key]]))
        for key in ("Action", "Resource")
        if key in statement
    }
    kept = {key: value for key, value in statement.items() if key not in ("Action", "Resource", "Sid")}
    return {**kept, **several}


def role(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted, name = probe.client("iam"), probe.wanted(resource), resource.physical_id
    found = client.get_role(RoleName=name)["Role"]
    yield Aspect(
        "who assumes it",
        statements(wanted.get("AssumeRolePolicyDocument")),
        statements(found["AssumeRolePolicyDocument"]),
    )
    attached = client.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    yield Aspect(
        "managed policies",
        sorted(map(str, wanted.get("ManagedPolicyArns", []))),
        sorted(policy["PolicyArn"] for policy in attached),
    )
    inside = {policy["PolicyName"] for policy in wanted.get("Policies", [])}
    beside = {
        policy.properties["PolicyName"]
        for policy in probe.deployment.of_type("AWS::IAM::Policy")
        if policy.part == resource.part and {"Ref": resource.logical_id} in policy.properties.get("Roles", [])
    }
    yield Aspect(
        "inline policies", sorted(inside | beside), sorted(client.list_role_policies(RoleName=name)["PolicyNames"])
    )


def policy(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    for name in wanted.get("Roles", []):
        found = probe.client("iam").get_role_policy(RoleName=name, PolicyName=wanted.get("PolicyName"))
        yield Aspect("what it allows", statements(wanted.get("PolicyDocument")), statements(found["PolicyDocument"]))


def managed_policy(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    client, wanted, arn = probe.client("iam"), probe.wanted(resource), resource.physical_id
    version = client.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    found = client.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
    yield Aspect("what it allows", statements(wanted.get("PolicyDocument")), statements(found["Document"]))


def user_pool(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("cognito-idp").describe_user_pool(UserPoolId=resource.physical_id)["UserPool"]
    invited = "AdminCreateUserConfig.AllowAdminCreateUserOnly"
    yield Aspect("only admins create users", wanted.get(invited, False), at(found, invited, False))
    yield Aspect("second factor", wanted.get("MfaConfiguration", "OFF"), found.get("MfaConfiguration", "OFF"))
    yield Aspect(
        "deletion protection", wanted.get("DeletionProtection", "INACTIVE"), found.get("DeletionProtection", "INACTIVE")
    )
    for rule, value in wanted.get("Policies.PasswordPolicy", {}).items():
        yield Aspect(f"passwords: {rule}", value, at(found, f"Policies.PasswordPolicy.{rule}"))


def user_pool_client(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("cognito-idp").describe_user_pool_client(
        UserPoolId=wanted.get("UserPoolId"), ClientId=resource.physical_id
    )["UserPoolClient"]
    yield Aspect(
        "ways to sign in", sorted(wanted.get("ExplicitAuthFlows", [])), sorted(found.get("ExplicitAuthFlows", []))
    )
    for key in ("IdTokenValidity", "AccessTokenValidity", "RefreshTokenValidity", "PreventUserExistenceErrors"):
        yield Aspect(key, wanted.get(key), found.get(key))
    yield Aspect("refresh tokens", wanted.get("RefreshTokenRotation"), found.get("RefreshTokenRotation"))


def user_pool_group(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    name = wanted.get("GroupName")
    found = probe.client("cognito-idp").get_group(UserPoolId=wanted.get("UserPoolId"), GroupName=name)["Group"]
    yield Aspect("name", name, found["GroupName"])


def identity_provider(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("cognito-idp").describe_identity_provider(
        UserPoolId=wanted.get("UserPoolId"), ProviderName=wanted.get("ProviderName")
    )["IdentityProvider"]
    yield Aspect("kind", wanted.get("ProviderType"), found["ProviderType"])
    for key in ("oidc_issuer", "client_id", "MetadataURL"):
        value = wanted.get(f"ProviderDetails.{key}")
        yield Aspect(key, value, found["ProviderDetails"].get(key) if value else None)


def user_pool_domain(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("cognito-idp").describe_user_pool_domain(Domain=wanted.get("Domain"))
    yield Aspect("pool", wanted.get("UserPoolId"), at(found, "DomainDescription.UserPoolId"))


def web_acl(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    name, identity, scope = resource.physical_id.split("|")
    wanted = probe.wanted(resource)
    found = probe.client("wafv2").get_web_acl(Name=name, Id=identity, Scope=scope)["WebACL"]
    yield Aspect(
        "rules",
        sorted(rule["Name"] for rule in wanted.get("Rules", [])),
        sorted(rule["Name"] for rule in found.get("Rules", [])),
    )
    yield Aspect("otherwise", sorted(wanted.get("DefaultAction")), sorted(found["DefaultAction"]))


def web_acl_association(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("wafv2").get_web_acl_for_resource(ResourceArn=wanted.get("ResourceArn"))
    yield Aspect("stands before it", wanted.get("WebACLArn"), at(found, "WebACL.ARN"))


def web_acl_log(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    answer = probe.client("wafv2").get_logging_configuration(ResourceArn=wanted.get("ResourceArn"))
    found = answer["LoggingConfiguration"]
    yield Aspect("goes to", wanted.get("LogDestinationConfigs"), found["LogDestinationConfigs"])
    yield Aspect(
        "hides",
        sorted(json.dumps(one) for one in wanted.get("RedactedFields", [])),
        sorted(json.dumps(one) for one in found.get("RedactedFields", [])),
    )


CHECKERS: Mapping[str, Checker] = {
    "AWS::Cognito::UserPool": user_pool,
    "AWS::Cognito::UserPoolClient": user_pool_client,
    "AWS::Cognito::UserPoolDomain": user_pool_domain,
    "AWS::Cognito::UserPoolGroup": user_pool_group,
    "AWS::Cognito::UserPoolIdentityProvider": identity_provider,
    "AWS::IAM::ManagedPolicy": managed_policy,
    "AWS::IAM::Policy": policy,
    "AWS::IAM::Role": role,
    "AWS::WAFv2::LoggingConfiguration": web_acl_log,
    "AWS::WAFv2::WebACL": web_acl,
    "AWS::WAFv2::WebACLAssociation": web_acl_association,
}
