"""The web ACL that protects the API and the sign-in, if the environment has one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from easy_crm.gateway_answers import TOO_MANY

REQUESTS_IN_FIVE_MINUTES = 3000
"""Per IP address; ten people behind one office address stay far below it."""

COUNTED = {
    "AWSManagedRulesCommonRuleSet": (
        # Bodies of more than 8 KB are legitimate: 200 leads at once, remarks of 4,000 characters.
        "SizeRestrictions_BODY",
        # Remarks may contain anything, including markup; the page never renders text as markup.
        "CrossSiteScripting_BODY",
    )
}
"""Rules in AWS's rule sets that would block legitimate requests: they only count."""

RULE_SETS = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
)

_TOO_MANY = "TooManyRequests"


class WebFirewall(Construct):
    """A web ACL with AWS's rule sets and a rate limit per IP address.

    It is regional: at the API it sees requests through CloudFront and those that bypass it. The page itself is static.
    Behind CloudFront, the caller's address is the one in CloudFront's header.

    Args:
        protects: the ARNs to protect by name: an API stage, a user pool.
    """

    def __init__(self, scope: Construct, id: str, *, protects: Mapping[str, str]) -> None:
        super().__init__(scope, id)
        acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible("All"),
            # What AWS's rule sets block, API Gateway answers.
            custom_response_bodies={
                _TOO_MANY: wafv2.CfnWebACL.CustomResponseBodyProperty(
                    content=json.dumps(TOO_MANY), content_type="APPLICATION_JSON"
                )
            },
            rules=[
                wafv2.CfnWebACL.RuleProperty(
                    name="OneAddress",
                    priority=0,
                    action=wafv2.CfnWebACL.RuleActionProperty(
                        block=wafv2.CfnWebACL.BlockActionProperty(
                            custom_response=wafv2.CfnWebACL.CustomResponseProperty(
                                response_code=429, custom_response_body_key=_TOO_MANY
                            )
                        )
                    ),
                    statement=wafv2.CfnWebACL.StatementProperty(
                        rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(
                            limit=REQUESTS_IN_FIVE_MINUTES,
                            aggregate_key_type="FORWARDED_IP",
                            forwarded_ip_config=wafv2.CfnWebACL.ForwardedIPConfigurationProperty(
                                header_name="X-Forwarded-For", fallback_behavior="NO_MATCH"
                            ),
                        )
                    ),
                    visibility_config=_visible("OneAddress"),
                ),
                *(_rule_set(name, priority) for priority, name in enumerate(RULE_SETS, 1)),
            ],
        )
        for name, arn in protects.items():
            wafv2.CfnWebACLAssociation(self, name, resource_arn=arn, web_acl_arn=acl.attr_arn)


def _rule_set(name: str, priority: int) -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
                vendor_name="AWS",
                name=name,
                rule_action_overrides=[
                    wafv2.CfnWebACL.RuleActionOverrideProperty(
                        name=rule, action_to_use=wafv2.CfnWebACL.RuleActionProperty(count={})
                    )
                    for rule in COUNTED.get(name, ())
                ]
                or None,
            )
        ),
        visibility_config=_visible(name),
    )


def _visible(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )
