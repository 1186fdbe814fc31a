"""The configuration of each environment; `app.py` picks one and passes it to the stacks.

Stacks read no environment variables and no context: everything that differs between environments is a field here. An
installation sets its own values in `environments.toml` (`easy_crm/environments_file.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from easy_crm.concurrent_runs import NEW_ACCOUNT, writers_for
from easy_crm.lambda_target import AWS_TARGET, LambdaTarget, host_target

DEFAULT_LOCAL_PORT = 8321

ATHENA_TABLE = "leads"
"""The table with the leads in an environment's database of Glue."""

PARTS = ("storage", "processing", "api", "frontend", "monitoring")
"""The short names of an environment's stacks, each after those that it depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulator:
    """The AWS emulator on this machine that replaces an account."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentConfig:
    """One environment.

    Attributes:
        name: part of every stack and function name.
        emulator: the emulator; None for an environment in AWS.
        target: the Python version and processor that functions and layers are bundled for.
        account: the AWS account to deploy to; without it, the account of the credentials.
        region: the AWS region; without it, the region of the profile.
        domain: the page's host name, `crm.example.com`; without it, CloudFront's own name.
        certificate_arn: the certificate for `domain`; CloudFront requires it in us-east-1.
        first_admin_email: the email address of the first user, an admin.
        alarm_email: the email address that receives alarms and budget warnings.
        monthly_budget_usd: the monthly budget in US dollars for all resources tagged with this environment; exceeding
            it sends a warning to `alarm_email` and stops nothing.
        customer_keys: whether a customer-managed KMS key encrypts tables, files, queues, the secret and logs, instead
            of keys that AWS manages. Choose before the first deployment: `deploy` refuses to change it later.
        web_firewall: whether a web ACL protects the API and the sign-in.
        athena_table: whether the leads are a table in Amazon Athena as well, for people who query with SQL
            (docs/read-model.md).
        mfa: whether all users sign in with a second factor, a code from an authenticator app.
        identity_provider: the name of the organisation's identity provider, as the page offers it: "Sign in with Acme".
            Its people then sign in there, besides the users of the pool. The provider is told `oidc_…` or `saml_…`.
        oidc_issuer: the issuer of an OpenID Connect provider.
        oidc_client_id: the id of the client that the provider has made for Easy CRM.
        oidc_client_secret: the name of the secret in Secrets Manager, beginning with easy-crm/, that holds the secret
            of that client, bare. Store it before you deploy.
        saml_metadata_url: the address of the metadata of a SAML 2.0 provider, instead of the `oidc_…` settings.
        retains_state: whether tables, buckets and users outlive their stack and are protected from deletion.
        log_retention: how long logs are kept; a name of `aws_logs.RetentionDays`.
        requests_per_second: the sustained request rate of the whole API.
        request_burst: the requests that the API accepts at once above that rate.
        max_upload_bytes: the largest file that the presigned POST accepts. The default is what the splitter was
            measured with.
        upload_days: days that an uploaded file is kept, so that its import can be retried.
        import_days: days that an import's batches and ledger are kept, for its report and for undo.
        export_days: days that an exported file is kept.
        writer_concurrency: how many batches are written at once. The default leaves room for the page in a new account,
            which may run 10 functions in total; `deploy` says how many an account has room for.
        warm_read_units: read units a second that the tables of leads and imports take from the start, for very large
            imports. Without it a new table takes 12,000 and grows with its use. AWS charges once for what is above
            that, and never lowers it again: `deploy` refuses a new value that is less than what the tables take.
        warm_write_units: the same for write units a second, of which a new table takes 4,000.
        canary_percent: the share of the calls that new versions of the functions handle first, in percent. If an alarm
            goes off meanwhile, `deploy` and `functions` take the release back and fail. 0 releases at once.
        canary_minutes: how long new versions handle only that share. Most alarms look at five minutes at a time.
        deepseek_base_url: the address of the DeepSeek API.
        deepseek_model: the name of the model.
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
    athena_table: bool = False
    mfa: bool = False
    identity_provider: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    saml_metadata_url: str | None = None
    retains_state: bool = True
    log_retention: str = "ONE_MONTH"
    requests_per_second: int = 50
    request_burst: int = 100
    max_upload_bytes: int = 100 * 1024 * 1024
    upload_days: int = 30
    import_days: int = 400
    export_days: int = 2
    writer_concurrency: int = writers_for(NEW_ACCOUNT)
    warm_read_units: int | None = None
    warm_write_units: int | None = None
    canary_percent: int = 0
    canary_minutes: int = 10
    deepseek_base_url: str = "https://api.deepseek.com"
    deepseek_model: str = "deepseek-flash"

    @property
    def is_local(self) -> bool:
        """Whether it is deployed into the emulator: without TLS and without features that the emulator lacks."""
        return self.emulator is not None

    @property
    def athena_database(self) -> str:
        """The database of the table in Athena: `easy_crm_prod`, since SQL takes no hyphen in a name."""
        return f"easy_crm_{self.name}"

    @property
    def athena_work_group(self) -> str:
        """The workgroup for queries in Athena."""
        return f"easy-crm-{self.name}"

    def stack_name(self, stack: str) -> str:
        """`easy-crm-prod-storage` for `storage` in prod."""
        return f"easy-crm-{self.name}-{stack}"

    def function_name(self, function: str) -> str:
        """The physical name, also part of the log group's name: `easy-crm-lead_api-prod`."""
        return f"easy-crm-{function}-{self.name}"


class UnknownEnvironmentError(ValueError):
    """No environment has this name."""

    def __init__(self, name: str | None) -> None:
        asked = f'There is no environment "{name}".' if name else "No environment is given."
        super().__init__(f"{asked} Pass one of: " + ", ".join(f"-c env={known}" for known in ENVIRONMENTS) + ".")


ENVIRONMENTS = ("local", "dev", "staging", "prod")


def environment_config(
    name: str | None, *, settings: Mapping[str, Mapping[str, Any]] | None = None, port: int | None = None
) -> EnvironmentConfig:
    """The configuration of the environment `name`.

    Args:
        name: one of `ENVIRONMENTS`.
        settings: fields by environment that replace the defaults, as `read_environments` returns them.
        port: the emulator's port. `local` always uses the emulator. With a port, the other environments use it too:
            they are bundled for this machine, and their state is deleted with their stacks.

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
        # The emulator serves the page under its own name, where no provider sends anybody back to, implements no web
        # ACL associations, and sends every call of an alias to one version. It has no Athena that reads files.
        config = dataclasses.replace(
            config,
            retains_state=False,
            domain=None,
            certificate_arn=None,
            identity_provider=None,
            web_firewall=False,
            athena_table=False,
            canary_percent=0,
        )
    return config


_DEFAULTS = {
    config.name: config
    for config in (
        EnvironmentConfig(
            name="local",
            log_retention="ONE_WEEK",
            requests_per_second=1000,
            request_burst=2000,
            writer_concurrency=5,
        ),
        EnvironmentConfig(name="dev", log_retention="TWO_WEEKS"),
        EnvironmentConfig(name="staging"),
        EnvironmentConfig(
            name="prod", log_retention="ONE_YEAR", requests_per_second=200, request_burst=400, canary_percent=10
        ),
    )
}
