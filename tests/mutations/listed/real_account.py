"""Mutations of what only a real account would show: the firewall, the rights of a deployment, pins, throttling."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_FIREWALL = "easy_crm/constructs/web_firewall.py"
_FIREWALL_TESTS = ("tests/infra/test_firewall.py",)

REAL_ACCOUNT = (
    Mutation(
        "account-direct-calls-choose-their-address",
        _FIREWALL,
        'aggregate_key_type="IP",\n                scope_down_statement=wafv2.CfnWebACL.StatementProperty(',
        'aggregate_key_type="FORWARDED_IP",\n'
        "                forwarded_ip_config=wafv2.CfnWebACL.ForwardedIPConfigurationProperty(\n"
        '                    header_name="x-forwarded-for", fallback_behavior="MATCH"\n'
        "                ),\n"
        "                scope_down_statement=wafv2.CfnWebACL.StatementProperty(",
        "Who calls the API itself is limited by the address of the connection (6).",
        _FIREWALL_TESTS,
    ),
    Mutation(
        "account-the-viewer-is-believed-without-proof",
        _FIREWALL,
        'through_cloudfront = _header(PROOF_HEADER, "EXACTLY", proof)',
        'through_cloudfront = _header(PROOF_HEADER, "STARTS_WITH", "")',
        "A forged address is in vain (6).",
        _FIREWALL_TESTS,
    ),
    Mutation(
        "account-the-firewall-logs-tokens",
        "easy_crm/constructs/firewall_log.py",
        'PRIVATE_HEADERS = ("authorization", "cookie", PROOF_HEADER)',
        'PRIVATE_HEADERS = ("cookie", PROOF_HEADER)',
        "The firewall's log shows no tokens (6).",
        _FIREWALL_TESTS,
    ),
    Mutation(
        "account-roles-are-passed-to-any-service",
        "easy_crm/operations/execution_policy.py",
        '"passed to Lambda": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}',
        '"passed to Lambda": {}',
        "A deployment gives roles to functions only (6).",
        ("tests/infra/test_execution_policy.py",),
    ),
    Mutation(
        "account-bootstrap-as-an-administrator",
        "easy_crm/cli/account_cdk.py",
        "if not self._account.is_emulated:",
        "if self._account.is_emulated:",
        "CloudFormation gets no administrator's rights (6).",
        ("tests/unit/cli/test_deploy.py",),
    ),
    Mutation(
        "account-layers-of-any-file",
        "easy_crm/bundling/layers.py",
        '["--require-hashes", "--requirement", str(lock)]',
        '["--requirement", str(lock.with_suffix(".txt"))]',
        "The packages of the functions are those in the lock (6).",
        ("tests/infra/test_layers.py::test_a_package_that_is_not_the_one_in_the_lock_is_refused",),
    ),
    Mutation(
        "account-pipelines-install-without-hashes",
        "easy_crm/local/machine.py",
        "{'lock' if os.environ.get('PIP_REQUIRE_HASHES') else 'txt'}",
        "txt",
        "Where pip is told to require hashes, the lock is installed (6).",
        ("tests/infra/test_locks.py",),
    ),
    Mutation(
        "account-handed-back-messages-are-not-counted",
        "lambda_src/crm/aws/consumer.py",
        "    metrics.message_handed_back()\n",
        "",
        "How often AWS was too busy shows (9).",
        ("tests/unit/aws/test_handing_back.py",),
    ),
    Mutation(
        "account-cold-tables",
        "easy_crm/storage_stack.py",
        'self._table("Leads", "leadId", expires="expires", warm=_warm(config))',
        'self._table("Leads", "leadId", expires="expires")',
        "Tables take what was set from the start (9).",
        ("tests/infra/test_options.py::test_one_of_the_two_units_can_be_set_alone",),
    ),
)
