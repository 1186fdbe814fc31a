"""Reads `environments.toml`, the settings of an installation, and validates them before synthesis.

The file has one table per environment; each key is a field of `EnvironmentConfig`:

    [prod]
    account = "123456789012"
    region = "eu-central-1"
    alarm_email = "operations@example.com"

The file is optional. Without it, every environment has its defaults and is deployed to the account of the credentials.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from easy_crm.config import ENVIRONMENTS
from easy_crm.regions import lacks, makes_budgets

FILE_NAME = "environments.toml"
LOG_RETENTIONS = (
    "ONE_DAY",
    "THREE_DAYS",
    "FIVE_DAYS",
    "ONE_WEEK",
    "TWO_WEEKS",
    "ONE_MONTH",
    "TWO_MONTHS",
    "THREE_MONTHS",
    "FOUR_MONTHS",
    "FIVE_MONTHS",
    "SIX_MONTHS",
    "ONE_YEAR",
    "THIRTEEN_MONTHS",
    "EIGHTEEN_MONTHS",
    "TWO_YEARS",
    "FIVE_YEARS",
    "TEN_YEARS",
)
"""The names in `aws_logs.RetentionDays`, copied because importing it takes a second."""


class InvalidSettingsError(ValueError):
    """The file has an unknown key or an invalid value."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{FILE_NAME}{', ' if where else ''}{where}: {what}")


@dataclass(frozen=True, slots=True)
class Setting:
    """The values that a key in the file may have.

    Attributes:
        kind: the value's type in TOML.
        wanted: describes valid values; completes the sentence "must be".
        fits: whether a value of that type is valid.
    """

    kind: type
    wanted: str
    fits: Callable[[Any], bool] = lambda _: True


def _text(pattern: str, wanted: str) -> Setting:
    return Setting(str, wanted, lambda value: re.fullmatch(pattern, value) is not None)


def _number(low: int, high: int, wanted: str = "a whole number") -> Setting:
    return Setting(int, f"{wanted} from {low} to {high}", lambda value: low <= value <= high)


_EMAIL = _text(r"[^\s@]+@[^\s@]+\.[^\s@]+", 'an email address, "ann@example.com"')
_ADDRESS = _text(r"https://\S+[^/\s]", 'an address that begins with "https://", without a "/" at its end')
_SWITCH = Setting(bool, "true or false")

_OIDC = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
_SAML = "saml_metadata_url"

SETTINGS: Mapping[str, Setting] = {
    "account": _text(r"\d{12}", "the 12 digits of an AWS account, in quotes"),
    "region": _text(r"[a-z]{2}(-[a-z]+)+-\d", 'the name of an AWS region, "eu-central-1"'),
    "domain": _text(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", 'a host name in lower case, "crm.example.com"'),
    "certificate_arn": _text(
        r"arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate/[0-9a-f-]+",
        'the ARN of a certificate in us-east-1, "arn:aws:acm:us-east-1:123456789012:certificate/…"',
    ),
    "first_admin_email": _EMAIL,
    "alarm_email": _EMAIL,
    "monthly_budget_usd": _number(1, 1_000_000, "whole US dollars"),
    "customer_keys": _SWITCH,
    "web_firewall": _SWITCH,
    "athena_table": _SWITCH,
    "mfa": _SWITCH,
    # What Cognito takes for a provider's name, but for other alphabets.
    "identity_provider": _text(
        r"[A-Za-z0-9][A-Za-z0-9.-]{1,30}[A-Za-z0-9]", 'a name of 3 to 32 letters, digits, "." and "-"'
    ),
    "oidc_issuer": _text(r"https://\S+", 'an address that begins with "https://", as the provider spells it'),
    "oidc_client_id": _text(r"\S+", "the id of a client"),
    "oidc_client_secret": _text(
        r"easy-crm/[\w/+=.@-]+", "the name of a secret in Secrets Manager that begins with easy-crm/"
    ),
    "saml_metadata_url": _ADDRESS,
    "retains_state": _SWITCH,
    "log_retention": _text("|".join(LOG_RETENTIONS), f"one of {', '.join(LOG_RETENTIONS)}"),
    "requests_per_second": _number(1, 10_000),
    "request_burst": _number(1, 5_000),
    "max_upload_bytes": _number(1, 1024**3),
    "upload_days": _number(1, 3650),
    "import_days": _number(1, 3650),
    "export_days": _number(1, 3650),
    "writer_concurrency": _number(2, 1000),
    # From what every new on-demand table has (DynamoDB Developer Guide, "Understanding DynamoDB warm throughput"); AWS
    # refuses less. The quota of a table, 40,000 at first, can be raised without a limit that AWS states.
    "warm_read_units": _number(12_000, 1_000_000),
    "warm_write_units": _number(4_000, 1_000_000),
    "canary_percent": _number(0, 50),
    "canary_minutes": _number(1, 240),
    "deepseek_base_url": _ADDRESS,
    "deepseek_model": _text(r"\S+", "the name of a model"),
}
"""All keys that the file may have; each is a field of `EnvironmentConfig`."""


def read_environments(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """The settings by environment; empty when there is no file.

    Args:
        root: the folder of the file.

    Raises:
        InvalidSettingsError: when the file is invalid; it names the key and its valid values.
    """
    try:
        text = (root / FILE_NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return parse_environments(text)


def parse_environments(text: str) -> Mapping[str, Mapping[str, Any]]:
    """The settings in `text`, in the form that `read_environments` returns."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettingsError("", f"it is not valid TOML: {error}") from error
    for environment, settings in tables.items():
        if environment not in ENVIRONMENTS or not isinstance(settings, dict):
            known = ", ".join(f"[{name}]" for name in ENVIRONMENTS)
            raise InvalidSettingsError(f"[{environment}]", f"every setting belongs below one of {known}")
        for key, value in settings.items():
            _check(environment, key, value)
        _check_together(environment, settings)
    return tables


def _check(environment: str, key: str, value: Any) -> None:
    where = f"[{environment}], {key}"
    setting = SETTINGS.get(key)
    if setting is None:
        raise InvalidSettingsError(where, f"there is no such setting; there are {', '.join(SETTINGS)}")
    # In Python, unlike TOML, true is an integer.
    if type(value) is not setting.kind or not setting.fits(value):
        raise InvalidSettingsError(where, f"must be {setting.wanted}; it is {value!r}")


def _check_provider(environment: str, settings: Mapping[str, Any]) -> None:
    """A provider speaks either OpenID Connect or SAML, and is described by what that needs."""
    if "identity_provider" not in settings:
        return
    given = {key for key in (*_OIDC, _SAML) if key in settings}
    if given not in ({*_OIDC}, {_SAML}):
        raise InvalidSettingsError(
            f"[{environment}], identity_provider", f"also set either {', '.join(_OIDC)}, or {_SAML}"
        )


def _check_together(environment: str, settings: Mapping[str, Any]) -> None:
    pairs = (
        ("domain", "certificate_arn", "CloudFront serves a custom domain only with a certificate for it"),
        ("certificate_arn", "domain", "a certificate needs the domain that it is for"),
        ("monthly_budget_usd", "alarm_email", "budget warnings need an address"),
        ("identity_provider", "domain", "Cognito sends people back only to an address that is known in advance"),
        *((key, "identity_provider", "it belongs to a provider") for key in (*_OIDC, _SAML)),
    )
    for key, needed, reason in pairs:
        if key in settings and needed not in settings:
            raise InvalidSettingsError(f"[{environment}], {key}", f"also set {needed}: {reason}")
    _check_provider(environment, settings)
    region = settings.get("region")
    if region and (missing := lacks(region)):
        raise InvalidSettingsError(f"[{environment}], region", f"there is no service {missing} in {region}")
    if region and "monthly_budget_usd" in settings and not makes_budgets(region):
        raise InvalidSettingsError(
            f"[{environment}], monthly_budget_usd",
            f"CloudFormation makes no budgets from {region}; make one in the console of AWS Billing",
        )
