"""The page, and one address for it and the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
from constructs import Construct

from easy_crm.api_stack import ApiStack
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.rest_api import STAGE
from easy_crm.constructs.static_site import ApiOrigin, StaticSite
from easy_crm.storage_stack import StorageStack


class FrontendStack(cdk.Stack):
    """Site bucket, CloudFront, and `config.json` from the other stacks' outputs.

    Args:
        config: the environment.
        storage: the stack that holds state.
        api: the stack with the API.
        frontend: folder with the page's files.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EnvironmentConfig,
        storage: StorageStack,
        api: ApiStack,
        frontend: Path,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, id, description=f"Easy CRM {config.name}: the page", **kwargs)
        uploads = storage.buckets.uploads.bucket_name
        if config.emulator:
            cognito_endpoint = config.emulator.endpoint
            upload_origins = [config.emulator.endpoint]
            api_origin = ApiOrigin(
                host="127.0.0.1",
                path=f"/_aws/execute-api/{api.api.rest_api_id}/{STAGE}",
                http_port=config.emulator.port,
            )
        else:
            cognito_endpoint = f"https://cognito-idp.{self.region}.amazonaws.com"
            # boto3 signs for the address with the region, or for the one without where it is the older default.
            upload_origins = [
                f"https://{uploads}.s3.{self.region}.amazonaws.com",
                f"https://{uploads}.s3.amazonaws.com",
            ]
            host = f"{api.api.rest_api_id}.execute-api.{self.region}.amazonaws.com"
            api_origin = ApiOrigin(host=host, path=f"/{STAGE}")
        site = StaticSite(
            self,
            "Site",
            api=api_origin,
            allows_http=config.is_local,
            connect_sources=list(dict.fromkeys([cognito_endpoint, *upload_origins])),
            removal_policy=cdk.RemovalPolicy.DESTROY if config.is_local else cdk.RemovalPolicy.RETAIN,
        )
        site.deploy(
            frontend,
            config={
                "environment": config.name,
                "region": self.region,
                "userPoolId": storage.users.pool.user_pool_id,
                "userPoolClientId": storage.users.client.user_pool_client_id,
                "cognitoEndpoint": cognito_endpoint,
                "uploadOrigin": upload_origins[0],
                "apiBase": "/api",
                "maxUploadBytes": config.max_upload_bytes,
            },
            log_retention=config.log_retention,
        )
        cdk.CfnOutput(self, "SiteUrl", value=self._site_url(config, site))
        cdk.CfnOutput(self, "DistributionId", value=site.distribution.distribution_id)
        cdk.CfnOutput(self, "SiteBucketName", value=site.bucket.bucket_name)

    def _site_url(self, config: EnvironmentConfig, site: StaticSite) -> str:
        domain = site.distribution.distribution_domain_name
        if config.emulator:
            # The emulator answers for d123.cloudfront.net at d123.cloudfront.localhost, a name that browsers
            # resolve to this machine.
            label = cdk.Fn.select(0, cdk.Fn.split(".", domain))
            return f"http://{label}.cloudfront.localhost:{config.emulator.port}/"
        return f"https://{domain}/"
