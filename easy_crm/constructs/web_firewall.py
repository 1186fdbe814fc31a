"""The web ACL that protects the API and the sign-in, if the environment has one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from easy_crm.constructs.firewall_log import protected_data
from easy_crm.constructs.viewer_address import PROOF_HEADER, VIEWER_HEADER
from easy_crm.gateway_answers import TOO_MANY

REQUESTS_IN_FIVE_MINUTES = 3000
"""Per address; ten people behind one office address stay far below it."""

SIGN_INS_IN_FIVE_MINUTES = 300
"""Requests to Cognito per address: a hundred people of one office, who all sign in at nine with a second factor, send
three each."""

COUNTED = {
    "AWSManagedRulesCommonRuleSet": (
        # Bodies of more than 8 KB are legitimate: 200 leads at once, remarks of 4,000 characters.
        "SizeRestrictions_BODY",
        # Remarks may contain anything: markup, addresses, paths. The page never renders text as markup.
        "CrossSiteScripting_BODY",
        "EC2MetaDataSSRF_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        # Query strings of more than 2 KB are legitimate: a search with many filters.
        "SizeRestrictions_QUERYSTRING",
    )
}
"""Rules in AWS's rule sets that would block legitimate requests: they only count."""

RULE_SETS = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
)

_COGNITO = "AWSCognitoIdentityProviderService."
"""With it begins `x-amz-target`, the header that names the operation in every request to a user pool's API."""
_TOO_MANY = "TooManyRequests"


class WebFirewall(Construct):
    """A web ACL with AWS's rule sets and limits per address.

    It is regional: it sees requests through CloudFront, those to the API's own address, and sign-ins. Behind
    CloudFront, requests come from CloudFront's addresses, so the caller's is the one that CloudFront tells; it is
    believed only beside CloudFront's proof. Whoever has no proof is limited by the address of the connection, which
    nobody can choose, whatever headers say.

    Args:
        name: the web ACL's.
        protects: the ARNs to protect by name: an API stage, a user pool.
        proof: what CloudFront sends in `PROOF_HEADER`.
    """

    def __init__(self, scope: Construct, id: str, *, name: str, protects: Mapping[str, str], proof: str) -> None:
        super().__init__(scope, id)
        through_cloudfront = _header(PROOF_HEADER, "EXACTLY", proof)
        limits = {
            "ThroughCloudFront": wafv2.CfnWebACL.RateBasedStatementProperty(
                limit=REQUESTS_IN_FIVE_MINUTES,
                aggregate_key_type="FORWARDED_IP",
                forwarded_ip_config=wafv2.CfnWebACL.ForwardedIPConfigurationProperty(
                    # What is no address is limited together with all else that is none.
                    header_name=VIEWER_HEADER,
                    fallback_behavior="MATCH",
                ),
                scope_down_statement=through_cloudfront,
            ),
            "Direct": wafv2.CfnWebACL.RateBasedStatementProperty(
                limit=REQUESTS_IN_FIVE_MINUTES,
                aggregate_key_type="IP",
                scope_down_statement=wafv2.CfnWebACL.StatementProperty(
                    not_statement=wafv2.CfnWebACL.NotStatementProperty(statement=through_cloudfront)
                ),
            ),
            "SignIn": wafv2.CfnWebACL.RateBasedStatementProperty(
                limit=SIGN_INS_IN_FIVE_MINUTES,
                aggregate_key_type="IP",
                scope_down_statement=_header("x-amz-target", "STARTS_WITH", _COGNITO),
            ),
        }
        self.acl = wafv2.CfnWebACL(
            self,
            "Acl",
            name=name,
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
                *(_limit(rule, priority, limit) for priority, (rule, limit) in enumerate(limits.items())),
                *(_rule_set(rules, priority) for priority, rules in enumerate(RULE_SETS, len(limits))),
            ],
            data_protection_config=protected_data(),
        )
        for protected, arn in protects.items():
            wafv2.CfnWebACLAssociation(self, protected, resource_arn=arn, web_acl_arn=self.acl.attr_arn)


def _limit(name: str, priority: int, limit: wafv2.CfnWebACL.RateBasedStatementProperty) -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        action=wafv2.CfnWebACL.RuleActionProperty(
            block=wafv2.CfnWebACL.BlockActionProperty(
                custom_response=wafv2.CfnWebACL.CustomResponseProperty(
                    response_code=429, custom_response_body_key=_TOO_MANY
                )
            )
        ),
        statement=wafv2.CfnWebACL.StatementProperty(rate_based_statement=limit),
        visibility_config=_visible(name),
    )


def _header(name: str, how: str, value: str) -> wafv2.CfnWebACL.StatementProperty:
    return wafv2.CfnWebACL.StatementProperty(
        byte_match_statement=wafv2.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(single_header={"Name": name}),
            positional_constraint=how,
            search_string=value,
            text_transformations=[wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")],
        )
    )


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
