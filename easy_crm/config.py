"""What differs between environments, typed and frozen; `app.py` picks one and hands it to the stacks.

A stack reads no environment variable and no context: everything it may vary by is a field here. What the owner of an
installation sets is in `environments.toml` (`easy_crm/environments_file.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from easy_crm.lambda_target import AWS_TARGET, LambdaTarget, host_target

DEFAULT_LOCAL_PORT = 8321

PARTS = ("storage", "processing", "api", "frontend", "monitoring")
"""The stacks of an environment, each after those that it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """The AWS emulator on this machine that stands in for an account."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentConfig:
    """One environment.

    Attributes:
        name: part of every stack and function name.
        emulator: where the emulator answers; None for an environment in AWS.
        target: the Python and processor that functions and layers are bundled for.
        account: the AWS account that this environment may be deployed to; without it, whichever the credentials
            belong to.
        region: the AWS region; without it, the profile's.
        domain: name of the page, `crm.example.com`; without it, CloudFront's own.
        certificate_arn: certificate for `domain`; CloudFront wants it in us-east-1.
        first_admin_email: who is made the first user.
        alarm_email: who is told of alarms and of the budget.
        monthly_budget_usd: US dollars a month for everything that is tagged with this environment; a warning goes to
            `alarm_email`, nothing is switched off.
        customer_keys: whether tables, files, queues, the secret and logs are encrypted with a key of this account
            that its owner controls, instead of keys that AWS holds for the account.
        web_firewall: whether a web ACL stands before the API and the sign-in.
        mfa: whether everybody signs in with a second factor, a code from an authenticator app.
        retains_state: whether tables, buckets and users outlive their stack and refuse deletion.
        log_retention: how long logs are kept; a name of `aws_logs.RetentionDays`.
        requests_per_second: sustained rate of the whole API.
        request_burst: requests above that rate for moments.
        max_upload_bytes: the largest file that the presigned POST accepts.
        upload_days: days that an uploaded file is kept, for a retry of its import.
        import_days: days that an import's batches and ledger are kept, for its report and for undo.
        export_days: days that an exported file is kept.
        writer_concurrency: how many batches are written at once; a new account starts with 10 executions in all.
        deepseek_base_url: address of the DeepSeek API.
        deepseek_model: the model's name.
    """

    name: str
    emulator: Emulator | None = None
    target: LambdaTarget = AWS_TARGET
    account: str | None = None
    region: str | None = None
    domain: str | None = None
    certificate_arn: str | None = None
    first_admin_email: str | None = None
    alarm_email: str | None = None
    monthly_budget_usd: int | None = None
    customer_keys: bool = False
    web_firewall: bool = False
    mfa: bool = False
    retains_state: bool = True
    log_retention: str = "ONE_MONTH"
    requests_per_second: int = 50
    request_burst: int = 100
    max_upload_bytes: int = 50 * 1024 * 1024
    upload_days: int = 30
    import_days: int = 400
    export_days: int = 2
    writer_concurrency: int = 5
    deepseek_base_url: str = "https://api.deepseek.com"
    deepseek_model: str = "deepseek-flash"

    @property
    def is_local(self) -> bool:
        """Whether it is deployed into the emulator: no TLS, and nothing that the emulator does not know."""
        return self.emulator is not None

    def stack_name(self, stack: str) -> str:
        """`easy-crm-prod-storage` for `storage` in prod."""
        return f"easy-crm-{self.name}-{stack}"

    def function_name(self, function: str) -> str:
        """The physical name, which people type in `logs` and `functions`: `easy-crm-lead_api-prod`."""
        return f"easy-crm-{function}-{self.name}"


class UnknownEnvironmentError(ValueError):
    """No environment has this name."""

    def __init__(self, name: str | None) -> None:
        asked = f'There is no environment "{name}".' if name else "Which environment?"
        super().__init__(f"{asked} Say one of: " + ", ".join(f"-c env={known}" for known in ENVIRONMENTS) + ".")


ENVIRONMENTS = ("local", "dev", "staging", "prod")


def environment_config(
    name: str | None, *, settings: Mapping[str, Mapping[str, Any]] | None = None, port: int | None = None
) -> EnvironmentConfig:
    """The configuration of the environment `name`.

    Args:
        name: one of `ENVIRONMENTS`.
        settings: fields by environment that replace the defaults, as `read_environments` returns them.
        port: where the emulator listens. `local` always means the emulator; with a port the other environments are
            deployed into it as well, bundled for this machine and without state that outlives them.

    Raises:
        UnknownEnvironmentError: for any other name.
    """
    if name not in ENVIRONMENTS:
        raise UnknownEnvironmentError(name)
    config = _DEFAULTS[name]
    if name == "local" or port is not None:
        emulator = Emulator(port=port or DEFAULT_LOCAL_PORT)
        config = dataclasses.replace(config, emulator=emulator, target=host_target())
    config = dataclasses.replace(config, **(settings or {}).get(name, {}))
    if config.is_local:
        # The emulator's page has the emulator's name, and it knows no association of a web ACL.
        config = dataclasses.replace(config, retains_state=False, domain=None, certificate_arn=None, web_firewall=False)
    return config


_DEFAULTS = {
    config.name: config
    for config in (
        EnvironmentConfig(
            name="local",
            log_retention="ONE_WEEK",
            requests_per_second=1000,
            request_burst=2000,
        ),
        EnvironmentConfig(name="dev", log_retention="TWO_WEEKS"),
        EnvironmentConfig(name="staging"),
        EnvironmentConfig(name="prod", log_retention="ONE_YEAR", requests_per_second=200, request_burst=400),
    )
}
