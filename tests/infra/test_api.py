"""The API has the routes of its table, lets in who has signed in, and has one shape of error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from easy_crm.gateway_answers import HEALTH
from easy_crm.request_models import BodyUndescribedError, RequestModels
from easy_crm.routes import Route
from easy_crm.templates import Place, System
from tests.infra.synthesis import EVERY_ENVIRONMENT, Synthesized

ROUTES = {
    ("POST", "/api/imports"): "file_upload",
    ("GET", "/api/imports"): "import_api",
    ("GET", "/api/imports/{importId}"): "import_api",
    ("PUT", "/api/imports/{importId}/mapping"): "import_api",
    ("GET", "/api/imports/{importId}/sheets"): "import_api",
    ("PUT", "/api/imports/{importId}/draft"): "import_api",
    ("GET", "/api/imports/{importId}/draft"): "import_api",
    ("POST", "/api/imports/{importId}/header-row"): "import_api",
    ("POST", "/api/imports/{importId}/dry-run"): "import_api",
    ("GET", "/api/imports/{importId}/dry-run"): "import_api",
    ("GET", "/api/imports/{importId}/file-rows"): "import_api",
    ("GET", "/api/imports/{importId}/rows"): "import_api",
    ("GET", "/api/imports/{importId}/report.csv"): "import_api",
    ("POST", "/api/imports/{importId}/report"): "lead_exporter",
    ("POST", "/api/imports/{importId}/cancel"): "import_api",
    ("POST", "/api/imports/{importId}/force-complete"): "import_api",
    ("POST", "/api/imports/{importId}/retry"): "import_api",
    ("POST", "/api/imports/{importId}/remap"): "import_api",
    ("GET", "/api/imports/{importId}/mend"): "import_api",
    ("POST", "/api/imports/{importId}/mend"): "import_api",
    ("POST", "/api/imports/{importId}/undo"): "import_api",
    ("GET", "/api/imports/{importId}/undo"): "import_api",
    ("GET", "/api/leads"): "lead_api",
    ("POST", "/api/leads"): "lead_api",
    ("GET", "/api/leads/{leadId}"): "lead_api",
    ("PATCH", "/api/leads/{leadId}"): "lead_api",
    ("DELETE", "/api/leads/{leadId}"): "lead_api",
    ("POST", "/api/leads/{leadId}/restore"): "lead_api",
    ("GET", "/api/leads/{leadId}/history"): "lead_api",
    ("POST", "/api/merges"): "lead_api",
    ("POST", "/api/merges/{mergeId}/undo"): "lead_api",
    ("GET", "/api/fields"): "lead_api",
    ("POST", "/api/fields"): "lead_api",
    ("GET", "/api/fields/proposal"): "lead_api",
    ("PATCH", "/api/fields/{key}"): "lead_api",
    ("DELETE", "/api/fields/{key}"): "lead_api",
    ("GET", "/api/views"): "lead_api",
    ("POST", "/api/views"): "lead_api",
    ("PATCH", "/api/views/{viewId}"): "lead_api",
    ("DELETE", "/api/views/{viewId}"): "lead_api",
    ("POST", "/api/jobs"): "import_api",
    ("GET", "/api/jobs"): "import_api",
    ("POST", "/api/jobs/preview"): "lead_api",
    ("GET", "/api/jobs/{jobId}"): "import_api",
    ("GET", "/api/jobs/{jobId}/leads"): "import_api",
    ("POST", "/api/jobs/{jobId}/cancel"): "import_api",
    ("POST", "/api/jobs/{jobId}/undo"): "import_api",
    ("POST", "/api/exports"): "lead_exporter",
    ("GET", "/api/duplicates"): "lead_exporter",
    ("POST", "/api/duplicates/searches"): "lead_exporter",
    ("POST", "/api/duplicates/{pairId}/dismiss"): "lead_exporter",
    ("GET", "/api/exports/{exportId}"): "lead_exporter",
    ("GET", "/api/users"): "user_api",
    ("POST", "/api/users"): "user_api",
    ("PATCH", "/api/users/{userId}"): "user_api",
    ("DELETE", "/api/users/{userId}"): "user_api",
    ("POST", "/api/chat"): "chatbot",
    ("GET", "/api/health"): None,
}
PUBLIC = ("GET", "/api/health")


def _path(system: System, place: Place | None) -> str:
    if place is None or system.resource(place)["Type"] != "AWS::ApiGateway::Resource":
        return ""
    properties = system.properties(place)
    return f"{_path(system, system.follow(place.stack, properties['ParentId']))}/{properties['PathPart']}"


def _methods(system: System) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (properties["HttpMethod"], _path(system, system.follow(place.stack, properties["ResourceId"]))): properties
        for place, properties in system.resources("AWS::ApiGateway::Method")
    }


def _answered_by(system: System, method: dict[str, Any]) -> str | None:
    """The function behind a method; None if the gateway answers itself."""
    if method["Integration"]["Type"] == "MOCK":
        return None
    (function,) = (
        name
        for part in method["Integration"]["Uri"]["Fn::Join"][1]
        for name, place in system.functions().items()
        if system.called("api", part) == place
    )
    return function


def test_routes_are_those_of_the_design(prod: Synthesized) -> None:
    methods = _methods(prod.system)
    assert {route: _answered_by(prod.system, method) for route, method in methods.items()} == ROUTES


@pytest.mark.parametrize("environment", EVERY_ENVIRONMENT)
def test_every_route_but_the_health_check_wants_a_signed_in_user(
    environment: str, app_of: Callable[[str], Synthesized]
) -> None:
    system = app_of(environment).system
    ((authorizer, properties),) = system.resources("AWS::ApiGateway::Authorizer")
    ((pool, _),) = system.resources("AWS::Cognito::UserPool")
    assert properties["Type"] == "COGNITO_USER_POOLS"
    assert properties["IdentitySource"] == "method.request.header.Authorization"
    assert [system.follow("api", provider) for provider in properties["ProviderARNs"]] == [pool]
    for route, method in _methods(system).items():
        if route == PUBLIC:
            assert method["AuthorizationType"] == "NONE"
        else:
            assert method["AuthorizationType"] == "COGNITO_USER_POOLS", route
            assert system.follow("api", method["AuthorizerId"]) == authorizer, route


def test_the_health_check_runs_no_function_and_has_a_rate_of_its_own(prod: Synthesized) -> None:
    """Anybody may call it; it must take nothing of what signed-in people need."""
    integration = _methods(prod.system)[PUBLIC]["Integration"]
    assert json.loads(integration["RequestTemplates"]["application/json"]) == {"statusCode": 200}
    assert integration["PassthroughBehavior"] == "NEVER"
    (answer,) = integration["IntegrationResponses"]
    assert (answer["StatusCode"], json.loads(answer["ResponseTemplates"]["application/json"])) == ("200", HEALTH)
    ((_, stage),) = prod.system.resources("AWS::ApiGateway::Stage")
    rates = {
        (one["HttpMethod"], one["ResourcePath"]): (one["ThrottlingRateLimit"], one["LoggingLevel"])
        for one in stage["MethodSettings"]
    }
    assert rates == {("*", "/*"): (200, "ERROR"), ("GET", "/~1api~1health"): (5, "ERROR")}


BODIES = {
    ("POST", "/api/imports"): "AnnouncedFile",
    ("PUT", "/api/imports/{importId}/mapping"): "ConfirmedMapping",
    ("PUT", "/api/imports/{importId}/draft"): "WantedDraft",
    ("POST", "/api/imports/{importId}/header-row"): "ChosenHeader",
    ("POST", "/api/imports/{importId}/mend"): "WantedMend",
    ("POST", "/api/leads"): "TypedLead",
    ("PATCH", "/api/leads/{leadId}"): "TypedLead",
    ("POST", "/api/merges"): "WantedMerge",
    ("POST", "/api/fields"): "NewField",
    ("PATCH", "/api/fields/{key}"): "FieldChanges",
    ("POST", "/api/views"): "NewView",
    ("PATCH", "/api/views/{viewId}"): "ViewChanges",
    ("POST", "/api/jobs"): "WantedJob",
    ("POST", "/api/jobs/preview"): "WantedJob",
    ("POST", "/api/exports"): "WantedExport",
    ("POST", "/api/users"): "NewPerson",
    ("PATCH", "/api/users/{userId}"): "PersonChanges",
    ("POST", "/api/chat"): "Question",
}


def test_bodies_have_the_shape_of_their_model_before_a_function_runs(prod: Synthesized) -> None:
    ((_, validator),) = prod.system.resources("AWS::ApiGateway::RequestValidator")
    assert (validator["ValidateRequestBody"], validator["ValidateRequestParameters"]) == (True, True)
    methods = _methods(prod.system)
    assert all("RequestValidatorId" in method for method in methods.values())
    models = {}
    for route, method in methods.items():
        for kind, reference in method.get("RequestModels", {}).items():
            place = prod.system.follow("api", reference)
            assert place is not None and kind == "application/json"
            models[route] = prod.system.properties(place)["Name"]
    assert models == BODIES


def _schema(system: System, name: str) -> dict[str, Any]:
    (model,) = (model for _, model in system.resources("AWS::ApiGateway::Model") if model["Name"] == name)
    schema: dict[str, Any] = model["Schema"]
    return schema


@pytest.mark.parametrize("name", sorted(set(BODIES.values())))
def test_a_model_takes_an_object_without_unknown_fields(name: str, prod: Synthesized) -> None:
    schema = _schema(prod.system, name)
    assert schema["$schema"] == "http://json-schema.org/draft-04/schema#"
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False


def test_what_a_person_may_type_wrong_is_left_to_the_function_that_names_the_field(prod: Synthesized) -> None:
    for _, model in prod.system.resources("AWS::ApiGateway::Model"):
        assert not re.search(r"minLength|maxLength|pattern|\"format\": \"|\$ref", json.dumps(model["Schema"]))


def test_kinds_choices_and_numbers_of_things_are_decided_at_the_gateway(prod: Synthesized) -> None:
    job = _schema(prod.system, "WantedJob")
    assert job["required"] == ["change"]
    assert job["properties"]["change"]["properties"]["action"]["enum"] == ["edit", "delete", "restore"]
    ids = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 200}
    assert job["properties"]["leadIds"] == {"anyOf": [ids, {"type": "null"}]}
    announced = _schema(prod.system, "AnnouncedFile")["properties"]
    assert announced["policy"] == {"type": "string", "enum": ["update", "fill", "replace", "keep"]}
    assert announced["region"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert announced["size"] == {"type": "integer"}


def test_a_body_that_nobody_described_is_refused() -> None:
    with pytest.raises(BodyUndescribedError, match=r"POST /letters.* python -m easy_crm\.reference\.openapi"):
        RequestModels.of_project().of_route(Route("POST", "/letters", "lead_api", has_body=True))


def test_only_the_gateway_may_call_the_functions_and_only_for_this_api(prod: Synthesized) -> None:
    system = prod.system
    ((api, _),) = system.resources("AWS::ApiGateway::RestApi")
    called = set()
    for place, properties in system.resources("AWS::Lambda::Permission"):
        if place.stack == "api":
            assert properties["Principal"] == "apigateway.amazonaws.com"
            assert system.follow("api", properties["SourceArn"]) == api
            called.add(system.called("api", properties["FunctionName"]))
    assert called == {place for place in system.functions().values() if place.stack == "api"}


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("UNAUTHORIZED", "401", "unauthorized"),
        ("EXPIRED_TOKEN", "401", "unauthorized"),
        ("ACCESS_DENIED", "403", "forbidden"),
        ("WAF_FILTERED", "403", "blocked"),
        ("MISSING_AUTHENTICATION_TOKEN", "404", "not_found"),
        ("BAD_REQUEST_BODY", "400", "bad_request"),
        ("REQUEST_TOO_LARGE", "413", "too_large"),
        ("THROTTLED", "429", "too_many_requests"),
        ("INTEGRATION_TIMEOUT", "504", "timeout"),
        ("DEFAULT_4XX", None, "bad_request"),
        ("DEFAULT_5XX", None, "internal"),
    ],
)
def test_the_gateways_own_answers_have_the_one_error_shape(
    kind: str, status: str | None, code: str, prod: Synthesized
) -> None:
    (answer,) = (
        properties
        for _, properties in prod.system.resources("AWS::ApiGateway::GatewayResponse")
        if properties["ResponseType"] == kind
    )
    body = json.loads(answer["ResponseTemplates"]["application/json"])
    assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}
    assert body["error"]["code"] == code
    assert body["error"]["message"].endswith(".")
    assert answer.get("StatusCode") == status


def test_the_stage_is_throttled(prod: Synthesized) -> None:
    ((_, stage),) = prod.system.resources("AWS::ApiGateway::Stage")
    (settings,) = (one for one in stage["MethodSettings"] if one["ResourcePath"] == "/*")
    assert settings["HttpMethod"] == "*"
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (200, 400)


def test_logs_tell_who_called_what_but_no_lead_and_no_address(prod: Synthesized) -> None:
    ((_, stage),) = prod.system.resources("AWS::ApiGateway::Stage")
    assert not [one for one in stage["MethodSettings"] if one["DataTraceEnabled"]]
    logged = json.loads(stage["AccessLogSetting"]["Format"])
    assert logged["resource"] == "$context.resourcePath"
    assert not {"$context.path", "$context.identity.sourceIp", "$context.authorizer.claims.email"} & set(
        logged.values()
    )
