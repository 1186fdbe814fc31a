"""The REST API: its routes, its authorization, and its answers to requests that reach no function."""

from __future__ import annotations

import json
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.crm_function import CrmFunction
from easy_crm.gateway_answers import GATEWAY_ANSWERS, HEALTH, error_body
from easy_crm.nag import acknowledge
from easy_crm.request_models import RequestModels
from easy_crm.routes import ROUTES, Route

STAGE = "live"
"""The stage's name; callers go through CloudFront and never see it."""

HEALTH_REQUESTS_PER_SECOND = 5
"""Enough for every monitor; whoever asks without a token gets no larger a share of the API's rate."""


class CrmApi(Construct):
    """`/api` with every route of `ROUTES`.

    Args:
        config: the environment.
        user_pool: the user pool whose id tokens are accepted.
        functions: the functions by name.
        key: the customer-managed key for the access log, if there is one.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EnvironmentConfig,
        user_pool: cognito.IUserPool,
        functions: Mapping[str, CrmFunction],
        key: kms.IKey | None,
    ) -> None:
        super().__init__(scope, id)
        access_log = logs.LogGroup(
            self,
            "AccessLog",
            retention=logs.RetentionDays[config.log_retention],
            encryption_key=key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self._api = apigateway.RestApi(
            self,
            "RestApi",
            rest_api_name=f"easy-crm-{config.name}",
            description="Easy CRM",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            # API Gateway logs through one role for the whole account and region, which each environment would
            # replace by its own; `deploy` makes one where there is none.
            cloud_watch_role=False,
            deploy_options=apigateway.StageOptions(
                stage_name=STAGE,
                throttling_rate_limit=config.requests_per_second,
                throttling_burst_limit=config.request_burst,
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                data_trace_enabled=False,
                method_options={
                    # A method's settings replace those of the stage.
                    "/api/health/GET": apigateway.MethodDeploymentOptions(
                        throttling_rate_limit=HEALTH_REQUESTS_PER_SECOND,
                        throttling_burst_limit=2 * HEALTH_REQUESTS_PER_SECOND,
                        logging_level=apigateway.MethodLoggingLevel.ERROR,
                        data_trace_enabled=False,
                    )
                },
                access_log_destination=apigateway.LogGroupLogDestination(access_log),
                access_log_format=_access_log_format(),
            ),
        )
        # Otherwise API Gateway creates this log group itself and keeps its logs forever.
        execution_log = logs.LogGroup(
            self,
            "ExecutionLog",
            log_group_name=f"API-Gateway-Execution-Logs_{self._api.rest_api_id}/{STAGE}",
            retention=logs.RetentionDays[config.log_retention],
            encryption_key=key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self._api.deployment_stage.node.add_dependency(execution_log)
        self._validator = self._api.add_request_validator(
            "Validator", validate_request_body=True, validate_request_parameters=True
        )
        self._authorizer = apigateway.CognitoUserPoolsAuthorizer(self, "SignedIn", cognito_user_pools=[user_pool])
        self._bodies = RequestModels.of_project()
        self._models: dict[str, apigateway.IModel] = {}
        root = self._api.root.add_resource("api")
        integrations = {
            name: apigateway.LambdaIntegration(function.live, scope_permission_to_method=False)
            for name, function in functions.items()
        }
        for route in ROUTES:
            self._add(root, route, integrations[route.function] if route.function else _answers_itself(HEALTH))
        for kind, (status, error) in GATEWAY_ANSWERS.items():
            self._answer(kind, status, *error)
        self._acknowledge(config)

    @property
    def rest_api(self) -> apigateway.IRestApi:
        return self._api

    @property
    def stage_arn(self) -> str:
        """The stage's ARN, in which only the API's id is a reference: another stack may protect the stage by it."""
        partition, region = cdk.Stack.of(self).partition, cdk.Stack.of(self).region
        return f"arn:{partition}:apigateway:{region}::/restapis/{self.rest_api_id}/stages/{STAGE}"

    @property
    def rest_api_id(self) -> str:
        return self._api.rest_api_id

    @property
    def url(self) -> str:
        """The API's address in AWS without CloudFront, ending in `/api`."""
        return f"{self._api.url}api"

    def _add(self, root: apigateway.Resource, route: Route, integration: apigateway.Integration) -> None:
        method = root.resource_for_path(route.path.removeprefix("/")).add_method(
            route.method,
            integration,
            authorizer=None if route.public else self._authorizer,
            authorization_type=(
                apigateway.AuthorizationType.NONE if route.public else apigateway.AuthorizationType.COGNITO
            ),
            request_validator=self._validator,
            request_models={"application/json": self._model(route)} if route.has_body else None,
            method_responses=None if route.function else [apigateway.MethodResponse(status_code="200")],
        )
        if route.public:
            reason = "It says that the API is up and nothing else; a load balancer or monitor has no token."
            acknowledge(method, "AwsSolutions-APIG4", reason)
            acknowledge(method, "AwsSolutions-COG4", reason)

    def _model(self, route: Route) -> apigateway.IModel:
        name, schema = self._bodies.of_route(route)
        if name not in self._models:
            self._models[name] = self._api.add_model(
                name, model_name=name, content_type="application/json", schema=schema
            )
        return self._models[name]

    def _answer(self, kind: str, status: str | None, code: str, message: str) -> None:
        self._api.add_gateway_response(
            "".join(part.capitalize() for part in kind.split("_")),
            type=apigateway.ResponseType.of(kind),
            status_code=status,
            templates={"application/json": json.dumps(error_body(code, message))},
            response_headers={"Cache-Control": "'no-store'"},
        )

    def _acknowledge(self, config: EnvironmentConfig) -> None:
        acknowledge(
            self._api.deployment_stage,
            "Serverless-APIGWXrayEnabled",
            "The functions behind it write no traces; the access log has the latency of both.",
        )
        acknowledge(
            self._api,
            "AwsSolutions-APIG3",
            "The web ACL is in the stack of the page, beside CloudFront, with which it shares a secret."
            if config.web_firewall
            else "A web ACL costs a fixed amount every month, so it is an option (web_firewall); the stage is "
            "throttled and every route but the health check needs a token.",
        )


def _answers_itself(answer: Mapping[str, str]) -> apigateway.MockIntegration:
    """An integration without anything behind it."""
    return apigateway.MockIntegration(
        # Whatever has another content type would pass through without a status, and be answered with 500.
        passthrough_behavior=apigateway.PassthroughBehavior.NEVER,
        request_templates={"application/json": json.dumps({"statusCode": 200})},
        integration_responses=[
            apigateway.IntegrationResponse(
                status_code="200", response_templates={"application/json": json.dumps(answer)}
            )
        ],
    )


def _access_log_format() -> apigateway.AccessLogFormat:
    """The format of the access log: caller, route and result, without names, IP addresses or bodies.

    The path is the resource path, so no lead ids are logged.
    """
    context = apigateway.AccessLogField
    fields = {
        "requestId": context.context_request_id(),
        "time": context.context_request_time(),
        "method": context.context_http_method(),
        "resource": context.context_resource_path(),
        "status": context.context_status(),
        "error": context.context_error_response_type(),
        "latency": context.context_response_latency(),
        "integrationLatency": context.context_integration_latency(),
        "user": context.context_authorizer_claims("sub"),
    }
    return apigateway.AccessLogFormat.custom(json.dumps(fields))
