"""The page, and the address that it shares with the API."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from easy_crm.api_stack import ApiStack
from easy_crm.bundling.website import Website
from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.app_stack import AppStack
from easy_crm.constructs.firewall_log import FirewallLog
from easy_crm.constructs.rest_api import STAGE
from easy_crm.constructs.static_site import ApiOrigin, SiteName, StaticSite
from easy_crm.constructs.viewer_address import ViewerAddress
from easy_crm.constructs.web_firewall import WebFirewall
from easy_crm.regions import is_on_by_default
from easy_crm.storage_stack import StorageStack
from easy_crm.website_config import cognito_endpoint, sign_in_address, upload_origins, website_config


class FrontendStack(AppStack):
    """The site bucket, CloudFront, `config.json` with values of the other stacks, and the web ACL.

    Args:
        config: the environment.
        storage: the stack that holds state.
        api: the stack with the API.
        page: the page's files.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EnvironmentConfig,
        storage: StorageStack,
        api: ApiStack,
        page: Website,
    ) -> None:
        super().__init__(scope, id, config=config, summary="the page")
        viewer = (
            ViewerAddress(self, "Viewer", name=self.regional_name, key=storage.key) if config.web_firewall else None
        )
        uploads = storage.buckets.uploads.bucket_name
        if config.emulator:
            api_origin = ApiOrigin(
                host="127.0.0.1",
                path=f"/_aws/execute-api/{api.api.rest_api_id}/{STAGE}",
                http_port=config.emulator.port,
            )
        else:
            host = f"{api.api.rest_api_id}.execute-api.{self.region}.amazonaws.com"
            api_origin = ApiOrigin(host=host, path=f"/{STAGE}", viewer=viewer)
        called = [cognito_endpoint(config, self.region), *upload_origins(config, self.region, uploads)]
        if provider := sign_in_address(config, account=self.account, region=self.region):
            called.append(provider)
        site = StaticSite(
            self,
            "Site",
            api=api_origin,
            allows_http=config.is_local,
            logs_requests=config.region is None or is_on_by_default(config.region),
            connect_sources=list(dict.fromkeys(called)),
            removal_policy=(
                cdk.RemovalPolicy.DESTROY if config.is_local else cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
            ),
            name=(
                SiteName(domain=config.domain, certificate_arn=config.certificate_arn)
                if config.domain and config.certificate_arn
                else None
            ),
        )
        if viewer:
            firewall = WebFirewall(
                self,
                "Firewall",
                name=f"easy-crm-{config.name}",
                protects={"Api": api.api.stage_arn, "SignIn": storage.users.pool.user_pool_arn},
                proof=viewer.proof,
            )
            FirewallLog(self, "FirewallLog", config=config, acl=firewall.acl, key=storage.key)
        site.deploy(
            page,
            config=website_config(
                config,
                account=self.account,
                region=self.region,
                user_pool_id=storage.users.pool.user_pool_id,
                client_id=storage.users.client.user_pool_client_id,
                uploads_bucket=uploads,
            ),
            log_retention=config.log_retention,
            log_key=storage.key,
        )
        cdk.CfnOutput(self, "SiteUrl", value=self._site_url(config, site))
        # A custom domain is a CNAME of this name.
        cdk.CfnOutput(self, "DistributionDomain", value=site.distribution.distribution_domain_name)
        cdk.CfnOutput(self, "DistributionId", value=site.distribution.distribution_id)
        cdk.CfnOutput(self, "SiteBucketName", value=site.bucket.bucket_name)

    def _site_url(self, config: EnvironmentConfig, site: StaticSite) -> str:
        domain = site.distribution.distribution_domain_name
        if config.emulator:
            # The emulator serves d123.cloudfront.net as d123.cloudfront.localhost, a name that browsers resolve to
            # this machine.
            label = cdk.Fn.select(0, cdk.Fn.split(".", domain))
            return f"http://{label}.cloudfront.localhost:{config.emulator.port}/"
        return f"https://{config.domain or domain}/"
