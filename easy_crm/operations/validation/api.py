"""Checks of the REST API: who may call what, and what API Gateway refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from easy_crm.operations.deployment import Resource
from easy_crm.operations.validation.model import Aspect, Checker, Probe, at


def rest_api(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_rest_api(restApiId=resource.physical_id)
    yield Aspect("name", wanted.get("Name"), found["name"])


def authorizer(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_authorizer(
        restApiId=wanted.get("RestApiId"), authorizerId=resource.physical_id
    )
    yield Aspect("kind", wanted.get("Type"), found["type"])
    yield Aspect("user pools", wanted.get("ProviderARNs"), found.get("providerARNs"))
    yield Aspect("reads", wanted.get("IdentitySource"), found.get("identitySource"))


def resource(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_resource(restApiId=wanted.get("RestApiId"), resourceId=resource.physical_id)
    yield Aspect("path", wanted.get("PathPart"), found.get("pathPart"))


def method(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_method(
        restApiId=wanted.get("RestApiId"), resourceId=_resource_id(probe, wanted), httpMethod=wanted.get("HttpMethod")
    )
    yield Aspect("who may call", wanted.get("AuthorizationType", "NONE"), found.get("authorizationType"))
    yield Aspect("authorizer", wanted.get("AuthorizerId"), found.get("authorizerId"))
    yield Aspect("validator", wanted.get("RequestValidatorId"), found.get("requestValidatorId"))
    yield Aspect("models", wanted.get("RequestModels", {}), found.get("requestModels") or {})
    yield Aspect("integration", wanted.get("Integration.Type"), at(found, "methodIntegration.type"))
    # What the gateway answers itself calls nothing; the emulator's word for that is an empty text.
    yield Aspect("calls", wanted.get("Integration.Uri"), at(found, "methodIntegration.uri") or None)


def validator(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_request_validator(
        restApiId=wanted.get("RestApiId"), requestValidatorId=resource.physical_id
    )
    for ours, theirs in (
        ("ValidateRequestBody", "validateRequestBody"),
        ("ValidateRequestParameters", "validateRequestParameters"),
    ):
        yield Aspect(ours, wanted.get(ours, False), found.get(theirs, False))


def model(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_model(restApiId=wanted.get("RestApiId"), modelName=resource.physical_id)
    yield Aspect("content type", wanted.get("ContentType"), found.get("contentType"))
    yield Aspect("schema", wanted.get("Schema"), json.loads(found.get("schema") or "null"))


def gateway_response(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_gateway_response(
        restApiId=wanted.get("RestApiId"), responseType=wanted.get("ResponseType")
    )
    yield Aspect("status", wanted.get("StatusCode"), found.get("statusCode"))
    yield Aspect("body", wanted.get("ResponseTemplates", {}), found.get("responseTemplates", {}))


def deployment(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_deployment(
        restApiId=wanted.get("RestApiId"), deploymentId=resource.physical_id
    )
    yield Aspect("is there", resource.physical_id, found["id"])


def stage(probe: Probe, resource: Resource) -> Iterator[Aspect]:
    wanted = probe.wanted(resource)
    found = probe.client("apigateway").get_stage(restApiId=wanted.get("RestApiId"), stageName=wanted.get("StageName"))
    yield Aspect("what it serves", wanted.get("DeploymentId"), found.get("deploymentId"))
    yield Aspect(
        "access log", wanted.get("AccessLogSetting.DestinationArn"), at(found, "accessLogSettings.destinationArn")
    )
    yield Aspect("tracing", wanted.get("TracingEnabled", False), found.get("tracingEnabled", False))
    yield Aspect("may write logs", True, bool(probe.client("apigateway").get_account().get("cloudwatchRoleArn")))
    settings = at(found, "methodSettings.*/*", {})
    everywhere: Mapping[str, Any] = next(
        (one for one in wanted.get("MethodSettings", []) if one.get("ResourcePath") == "/*"), {}
    )
    for name, ours, theirs in (
        ("requests per second", "ThrottlingRateLimit", "throttlingRateLimit"),
        ("burst", "ThrottlingBurstLimit", "throttlingBurstLimit"),
        ("log level", "LoggingLevel", "loggingLevel"),
        ("bodies in the log", "DataTraceEnabled", "dataTraceEnabled"),
    ):
        if ours in everywhere:
            yield Aspect(name, everywhere[ours], settings.get(theirs))


CHECKERS: Mapping[str, Checker] = {
    "AWS::ApiGateway::Authorizer": authorizer,
    "AWS::ApiGateway::Deployment": deployment,
    "AWS::ApiGateway::GatewayResponse": gateway_response,
    "AWS::ApiGateway::Method": method,
    "AWS::ApiGateway::Model": model,
    "AWS::ApiGateway::RequestValidator": validator,
    "AWS::ApiGateway::Resource": resource,
    "AWS::ApiGateway::RestApi": rest_api,
    "AWS::ApiGateway::Stage": stage,
}


def _resource_id(probe: Probe, wanted: Any) -> str:
    """The id of a method's resource; the root's is an attribute of the API."""
    known = wanted.get("ResourceId")
    if isinstance(known, str):
        return known
    api = probe.client("apigateway").get_resources(restApiId=wanted.get("RestApiId"), limit=500)["items"]
    return str(next(item["id"] for item in api if item["path"] == "/"))
