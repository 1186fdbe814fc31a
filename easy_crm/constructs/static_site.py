"""A private bucket behind CloudFront, with the API below `/api` at the same address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import aws_cdk as cdk
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from easy_crm.bundling.website import ASSET_CACHING, CONFIG, FRESH_CACHING, INDEX, Website
from easy_crm.constructs.buckets import log_bucket, private_bucket
from easy_crm.constructs.viewer_address import PROOF_HEADER, ViewerAddress
from easy_crm.gateway_answers import EDGE_ANSWERS
from easy_crm.nag import acknowledge, as_nag_spells

_OTHER_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""The page uses no devices, and no other site may embed or open it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiOrigin:
    """The origin of the API for CloudFront.

    Attributes:
        host: the server's name.
        path: the prefix of each request's path.
        http_port: the port of a server without TLS, on this machine only; None in AWS.
        viewer: tells the API who asks, if a web ACL before it wants to know.
    """

    host: str
    path: str
    http_port: int | None = None
    viewer: ViewerAddress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteName:
    """A custom domain, and the ARN of its certificate in us-east-1."""

    domain: str
    certificate_arn: str


class StaticSite(Construct):
    """The site bucket and its distribution.

    Args:
        api: the origin of `/api/*`.
        allows_http: whether the page is served without TLS, which the emulator lacks.
        logs_requests: whether CloudFront writes an access log, which it cannot do in regions that are opted in to.
        connect_sources: the addresses besides its own that the page's scripts may call.
        removal_policy: whether the buckets outlive the stack.
        name: the custom domain; without it, CloudFront's own name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        api: ApiOrigin,
        allows_http: bool,
        logs_requests: bool,
        connect_sources: Sequence[str],
        removal_policy: cdk.RemovalPolicy,
        name: SiteName | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = cdk.Stack.of(self)
        # CloudFront's names are the account's, and the environment may exist in another region, too.
        account_name = f"{stack.stack_name}-{stack.region}"
        access_logs = log_bucket(self, "AccessLogs", removal_policy=removal_policy, takes_acls=logs_requests)
        # The emulator reads the bucket over HTTP when it is called over HTTP.
        # Versioned, because `./easy-crm rollback frontend` restores an earlier index.html.
        self.bucket = private_bucket(
            self,
            "Bucket",
            removal_policy=removal_policy,
            logs=access_logs,
            enforce_ssl=not allows_http,
            versioned=True,
        )
        headers = self._headers(account_name, connect_sources, allows_http=allows_http)
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment="Easy CRM",
            domain_names=[name.domain] if name else None,
            certificate=(
                acm.Certificate.from_certificate_arn(self, "Certificate", name.certificate_arn) if name else None
            ),
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021 if name else None,
            default_root_object="index.html",
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            enable_logging=logs_requests,
            log_bucket=access_logs if logs_requests else None,
            log_file_prefix="cloudfront/" if logs_requests else None,
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(
                    self.bucket,
                    origin_access_control=cloudfront.S3OriginAccessControl(
                        self, "AccessControl", origin_access_control_name=account_name
                    ),
                ),
                allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
                cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
                compress=True,
                response_headers_policy=headers,
                viewer_protocol_policy=(
                    cloudfront.ViewerProtocolPolicy.ALLOW_ALL
                    if allows_http
                    else cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
                ),
            ),
            additional_behaviors={
                "/api/*": cloudfront.BehaviorOptions(
                    origin=_api_origin(api),
                    allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
                    cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
                    # API Gateway routes by the Host header and accepts only its own name.
                    origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
                    compress=True,
                    function_associations=[
                        cloudfront.FunctionAssociation(
                            function=api.viewer.function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                        )
                    ]
                    if api.viewer
                    else None,
                    response_headers_policy=headers,
                    viewer_protocol_policy=(
                        cloudfront.ViewerProtocolPolicy.ALLOW_ALL
                        if allows_http
                        else cloudfront.ViewerProtocolPolicy.HTTPS_ONLY
                    ),
                )
            },
            # They hold for the page too, whose files have none of these statuses while S3 works.
            error_responses=[
                cloudfront.ErrorResponse(
                    http_status=status,
                    response_http_status=status,
                    response_page_path=f"/{_error_file(status)}",
                    ttl=cdk.Duration.seconds(0),
                )
                for status in EDGE_ANSWERS
            ],
        )

        self._acknowledge(has_certificate=name is not None, logs_requests=logs_requests)

    def deploy(self, page: Website, *, config: Mapping[str, Any], log_retention: str, log_key: kms.IKey | None) -> None:
        """Uploads the page and its `config.json`, and invalidates CloudFront's cache.

        No files are pruned: open pages and rollbacks need those of earlier releases. `./easy-crm frontend` writes the
        same files with the same cache headers.

        Args:
            page: the page's files.
            config: the content of `config.json`; its values may be tokens that CloudFormation resolves.
            log_retention: how long the log of the upload is kept.
            log_key: the key that encrypts that log; without it, AWS's own.
        """
        log_group = logs.LogGroup(
            self,
            "DeploymentLog",
            retention=logs.RetentionDays[log_retention],
            encryption_key=log_key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        assets = deployment.BucketDeployment(
            self,
            "Assets",
            sources=[deployment.Source.asset(str(page.path), exclude=[INDEX])],
            destination_bucket=self.bucket,
            cache_control=[deployment.CacheControl.from_string(ASSET_CACHING)],
            prune=False,
            memory_limit=512,
            log_group=log_group,
        )
        start = deployment.BucketDeployment(
            self,
            "Page",
            sources=[
                deployment.Source.asset(str(page.path), exclude=["**", f"!{INDEX}"]),
                deployment.Source.json_data(CONFIG, dict(config)),
                *(deployment.Source.json_data(_error_file(status), body) for status, body in EDGE_ANSWERS.items()),
            ],
            destination_bucket=self.bucket,
            cache_control=[deployment.CacheControl.from_string(FRESH_CACHING)],
            distribution=self.distribution,
            distribution_paths=["/*"],
            prune=False,
            memory_limit=512,
            log_group=log_group,
        )
        _acknowledge_uploader(self, self.bucket)
        # index.html is replaced, and the cache invalidated, only after the files that it refers to are uploaded.
        start.node.add_dependency(assets)

    def _acknowledge(self, *, has_certificate: bool, logs_requests: bool) -> None:
        reasons = {
            "AwsSolutions-CFR1": "Whoever signs in may do so from anywhere; users are made by an admin.",
            "AwsSolutions-CFR2": (
                "The page is static. The API behind it is throttled and wants a token; a web ACL can stand before it "
                "(web_firewall), where it also sees who goes round CloudFront."
            ),
        }
        if not logs_requests:
            reasons["AwsSolutions-CFR3"] = (
                "CloudFront cannot write its access log to a bucket in a region that accounts opt in to. The API has "
                "an access log of its own, and so has the bucket of the page."
            )
        if not has_certificate:
            reasons["AwsSolutions-CFR4"] = (
                "The address is CloudFront's own, with CloudFront's certificate, whose lowest TLS version AWS sets. "
                "Browsers that know the page's module scripts speak TLS 1.2 or newer."
            )
        for rule, reason in reasons.items():
            acknowledge(self.distribution, rule, reason)

    def _headers(
        self, name: str, connect_sources: Sequence[str], *, allows_http: bool
    ) -> cloudfront.ResponseHeadersPolicy:
        policy = {
            "default-src": "'self'",
            "connect-src": " ".join(["'self'", *connect_sources]),
            "img-src": "'self' data:",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
        return cloudfront.ResponseHeadersPolicy(
            self,
            "Headers",
            response_headers_policy_name=name,
            comment="Easy CRM's security headers",
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                    for name, value in _OTHER_HEADERS.items()
                ]
            ),
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy="; ".join(f"{name} {value}" for name, value in policy.items()),
                    override=True,
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, override=True
                ),
                strict_transport_security=None
                if allows_http
                else cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=cdk.Duration.days(365), include_subdomains=True, override=True
                ),
            ),
        )


def _error_file(status: int) -> str:
    return f"errors/{status}.json"


def _api_origin(api: ApiOrigin) -> origins.HttpOrigin:
    if api.http_port is None:
        return origins.HttpOrigin(
            api.host,
            origin_path=api.path,
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            custom_headers={PROOF_HEADER: api.viewer.proof} if api.viewer else None,
            # Longer than API Gateway waits for a function (29 s), so that it is the one to say what took too long.
            read_timeout=cdk.Duration.seconds(60),
        )
    return origins.HttpOrigin(
        api.host,
        origin_path=api.path,
        protocol_policy=cloudfront.OriginProtocolPolicy.HTTP_ONLY,
        http_port=api.http_port,
    )


def _acknowledge_uploader(site: StaticSite, bucket: s3.IBucket) -> None:
    """Acknowledges the findings on CDK's own upload function, which runs only during deployments."""
    stack = cdk.Stack.of(site)
    uploader = next(child for child in stack.node.children if child.node.id.startswith("Custom::CDKBucketDeployment"))
    role = uploader.node.find_child("ServiceRole")
    acknowledge(uploader, "AwsSolutions-L1", "CDK chooses the runtime of its own function, and updates it.")
    acknowledge(
        role,
        "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
        "CDK's function may write its log, which is all that AWS's own policy allows.",
    )
    for action in ("s3:GetBucket*", "s3:GetObject*", "s3:List*", "s3:Abort*", "s3:DeleteObject*"):
        acknowledge(
            role,
            f"AwsSolutions-IAM5[Action::{action}]",
            "CDK's grants name families of S3 actions; they reach the site bucket and CDK's assets only.",
        )
    acknowledge(uploader, "Serverless-LambdaLatestVersion", "CDK chooses the runtime of its own function.")
    acknowledge(uploader, "Serverless-LambdaDLQ", "CloudFormation calls it, waits for it and reports what failed.")
    acknowledge(uploader, "Serverless-LambdaTracing", "It runs while somebody deploys and watches.")
    assets = f"arn:{stack.partition}:s3:::cdk-hnb659fds-assets-{stack.account}-{stack.region}/*"
    for objects in (
        as_nag_spells(stack.resolve(assets)),
        f"<{stack.get_logical_id(cast(cdk.CfnElement, bucket.node.default_child))}.Arn>/*",
    ):
        acknowledge(
            role,
            f"AwsSolutions-IAM5[Resource::{objects}]",
            "CDK's function copies whatever files the page has from CDK's assets into the site bucket.",
        )
    acknowledge(
        role,
        "AwsSolutions-IAM5[Resource::*]",
        "CDK lets its function invalidate any distribution, because it is shared by all deployments of a stack.",
    )
