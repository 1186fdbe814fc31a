"""The log of a web ACL, and what neither it nor a sampled request may show."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from easy_crm.config import EnvironmentConfig
from easy_crm.constructs.viewer_address import PROOF_HEADER

LOG_PREFIX = "aws-waf-logs-"
"""WAF writes only to log groups whose name begins so (WAF Developer Guide, *Amazon CloudWatch Logs*)."""

PRIVATE_HEADERS = ("authorization", "cookie", PROOF_HEADER)


def protected_data() -> wafv2.CfnWebACL.DataProtectionConfigProperty:
    """Bodies hold leads, query strings what somebody searches for, and the headers let somebody in.

    WAF replaces them wherever it shows a request, in samples in its console and in what a rule has matched too (WAF
    Developer Guide, *Data protection*).
    """
    web_acl = wafv2.CfnWebACL
    fields = [
        web_acl.FieldToProtectProperty(field_type="SINGLE_HEADER", field_keys=list(PRIVATE_HEADERS)),
        web_acl.FieldToProtectProperty(field_type="QUERY_STRING"),
        web_acl.FieldToProtectProperty(field_type="BODY"),
    ]
    return web_acl.DataProtectionConfigProperty(
        data_protections=[web_acl.DataProtectProperty(action="SUBSTITUTION", field=field) for field in fields]
    )


class FirewallLog(Construct):
    """The requests that a web ACL has refused, with the address of the caller, and no others.

    Args:
        config: the environment.
        acl: the web ACL.
        key: the customer-managed key for the log, if there is one.
    """

    def __init__(
        self, scope: Construct, id: str, *, config: EnvironmentConfig, acl: wafv2.CfnWebACL, key: kms.IKey | None
    ) -> None:
        super().__init__(scope, id)
        group = logs.LogGroup(
            self,
            "Group",
            log_group_name=f"{LOG_PREFIX}easy-crm-{config.name}",
            retention=logs.RetentionDays[config.log_retention],
            encryption_key=key,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        logging = wafv2.CfnLoggingConfiguration
        logging(
            self,
            "Logging",
            resource_arn=acl.attr_arn,
            # Not the ARN of the construct, which ends in ":*"; WAF refuses that.
            log_destination_configs=[
                cdk.Stack.of(self).format_arn(
                    service="logs",
                    resource="log-group",
                    resource_name=group.log_group_name,
                    arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
                )
            ],
            logging_filter={
                "DefaultBehavior": "DROP",
                "Filters": [
                    {
                        "Behavior": "KEEP",
                        "Requirement": "MEETS_ANY",
                        "Conditions": [{"ActionCondition": {"Action": "BLOCK"}}],
                    }
                ],
            },
            redacted_fields=[
                *(logging.FieldToMatchProperty(single_header={"Name": name}) for name in PRIVATE_HEADERS),
                logging.FieldToMatchProperty(query_string={}),
            ],
        )
