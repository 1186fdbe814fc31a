"""What CloudFront adds to a request for the API, so that a web ACL behind it knows who asks."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from easy_crm.nag import acknowledge

VIEWER_HEADER = "x-easy-crm-viewer"
"""Holds the caller's address. CloudFront has headers of its own for it, which do not serve: `X-Forwarded-For` begins
with whatever the caller wrote, and `CloudFront-Viewer-Address` ends in the caller's port, so that each connection would
be somebody else (CloudFront Developer Guide, *Add CloudFront request headers*)."""

PROOF_HEADER = "x-easy-crm-proof"
"""Holds what only CloudFront and the web ACL know."""

_CODE = f"""function handler(event) {{
  event.request.headers["{VIEWER_HEADER}"] = {{ value: event.viewer.ip }};
  return event.request;
}}
"""


class ViewerAddress(Construct):
    """The caller's address in a header, and a secret that proves that CloudFront wrote it.

    A caller who sends either header through CloudFront sends it in vain: CloudFront replaces both.

    Args:
        name: of the function at CloudFront, whose names are the account's.
        key: the customer-managed key for the secret, if there is one.
    """

    def __init__(self, scope: Construct, id: str, *, name: str, key: kms.IKey | None) -> None:
        super().__init__(scope, id)
        self.function = cloudfront.Function(
            self,
            "Function",
            function_name=name,
            comment="Tells the API the caller's address",
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            code=cloudfront.FunctionCode.from_inline(_CODE),
        )
        secret = secretsmanager.Secret(
            self,
            "Proof",
            description="Proves to the web ACL that a request comes through CloudFront",
            encryption_key=key,
            generate_secret_string=secretsmanager.SecretStringGenerator(exclude_punctuation=True, password_length=64),
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        acknowledge(
            secret,
            "AwsSolutions-SMG4",
            "CloudFront and the web ACL would have to change at the same moment. Who knows it is limited by an address "
            "of their choice, and gains nothing else.",
        )
        self.proof = secret.secret_value.unsafe_unwrap()
        """A reference that CloudFormation resolves: the value is in no template."""
