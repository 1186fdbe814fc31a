"""`environments.toml` sets what an environment may vary by, and a mistake in it is refused with what is right."""

from __future__ import annotations

import dataclasses
import re
import runpy
from pathlib import Path

import pytest
from aws_cdk.aws_logs import RetentionDays

from easy_crm.config import EnvironmentConfig, environment_config
from easy_crm.environments_file import (
    LOG_RETENTIONS,
    SETTINGS,
    InvalidSettingsError,
    parse_environments,
    read_environments,
)

EVERYTHING = """
[prod]
account = "012345678901"
region = "eu-central-1"
domain = "crm.example.com"
certificate_arn = "arn:aws:acm:us-east-1:012345678901:certificate/1-2"
first_admin_email = "ann@example.com"
alarm_email = "operations@example.com"
monthly_budget_usd = 50
customer_keys = true
web_firewall = true
athena_table = true
mfa = true
identity_provider = "Acme"
oidc_issuer = "https://acme.example/"
oidc_client_id = "0oa1"
oidc_client_secret = "easy-crm/prod/oidc"
retains_state = true
log_retention = "SIX_MONTHS"
requests_per_second = 20
request_burst = 40
max_upload_bytes = 1048576
upload_days = 7
import_days = 90
export_days = 1
writer_concurrency = 2
warm_read_units = 12000
warm_write_units = 40000
canary_percent = 5
canary_minutes = 15
deepseek_base_url = "https://api.deepseek.com"
deepseek_model = "deepseek-flash"
"""

PROVIDER = """
[prod]
domain = "crm.example.com"
certificate_arn = "arn:aws:acm:us-east-1:012345678901:certificate/1-2"
identity_provider = "Acme"
"""


def test_without_a_file_every_environment_has_its_defaults(tmp_path: Path) -> None:
    assert read_environments(tmp_path) == {}
    assert environment_config("prod", settings={}) == environment_config("prod")


def test_a_setting_replaces_the_default_of_its_environment_only(tmp_path: Path) -> None:
    (tmp_path / "environments.toml").write_text('[dev]\nregion = "eu-west-1"\nimport_days = 30\n')
    settings = read_environments(tmp_path)

    assert environment_config("dev", settings=settings) == dataclasses.replace(
        environment_config("dev"), region="eu-west-1", import_days=30
    )
    assert environment_config("prod", settings=settings) == environment_config("prod")


def test_everything_can_be_set_but_the_name_and_what_follows_from_the_machine() -> None:
    fields = {field.name for field in dataclasses.fields(EnvironmentConfig)}
    assert fields - set(SETTINGS) == {"name", "emulator", "target"}
    saml = re.sub(r"(?s)oidc_.*(?=retains)", 'saml_metadata_url = "https://acme.example/metadata"\n', EVERYTHING)
    assert {key for text in (EVERYTHING, saml) for key in parse_environments(text)["prod"]} == set(SETTINGS)


def test_every_default_would_be_accepted() -> None:
    for name in ("dev", "staging", "prod"):
        for key, setting in SETTINGS.items():
            value = getattr(environment_config(name), key)
            assert value is None or (type(value) is setting.kind and setting.fits(value)), key


def test_log_retentions_are_those_that_cloudwatch_knows() -> None:
    assert set(LOG_RETENTIONS) <= set(RetentionDays.__members__)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[prod]\nacount = "1"', r"\[prod\], acount: there is no such setting; there are account, region"),
        (
            '[production]\nregion = "eu-west-1"',
            r"\[production\]: every setting belongs below one of \[local\], \[dev\]",
        ),
        ('region = "eu-west-1"', r"\[region\]: every setting belongs below one of"),
        ("[prod]\naccount = 123456789012", r"\[prod\], account: must be the 12 digits of an AWS account, in quotes"),
        ('[prod]\naccount = "1234"', "account: must be the 12 digits"),
        ('[prod]\nregion = "Frankfurt"', "region: must be the name of an AWS region, .*; it is 'Frankfurt'"),
        ('[prod]\nmfa = "yes"', "mfa: must be true or false; it is 'yes'"),
        ("[prod]\nimport_days = true", "import_days: must be a whole number from 1 to 3650; it is True"),
        ("[prod]\nwarm_read_units = 11999", "warm_read_units: must be a whole number from 12000"),
        ("[prod]\nwarm_write_units = 3999", "warm_write_units: must be a whole number from 4000"),
        ("[prod]\nwriter_concurrency = 1", "writer_concurrency: must be a whole number from 2"),
        ('[prod]\nlog_retention = "FOREVER"', "log_retention: must be one of ONE_DAY"),
        ('[prod]\nalarm_email = "me"', "alarm_email: must be an email address"),
        (
            '[prod]\ndomain = "crm.example.com"',
            "domain: also set certificate_arn: CloudFront serves a custom domain only",
        ),
        (
            '[prod]\ndomain = "c.example.com"\ncertificate_arn = "arn:aws:acm:eu-west-1:012345678901:certificate/1"',
            "certificate_arn: must be the ARN of a certificate in us-east-1",
        ),
        ("[prod]\nmonthly_budget_usd = 5", "monthly_budget_usd: also set alarm_email: budget warnings need an address"),
        ('[prod]\nidentity_provider = "Acme"', "identity_provider: also set domain: Cognito sends people back only to"),
        (f"{PROVIDER}", "identity_provider: also set either oidc_issuer, oidc_client_id, oidc_client_secret, or saml_"),
        (f'{PROVIDER}oidc_issuer = "https://a.example"', "also set either oidc_issuer, oidc_client_id"),
        (
            f'{PROVIDER}oidc_issuer = "https://a.example"\nsaml_metadata_url = "https://a.example/m"',
            "also set either oidc_issuer",
        ),
        ('[prod]\noidc_issuer = "https://a.example"', "oidc_issuer: also set identity_provider: it belongs to a"),
        ('[prod]\nidentity_provider = "My_Own"', "identity_provider: must be a name of 3 to 32 letters"),
        ("[prod", "environments.toml: it is not valid TOML"),
    ],
)
def test_a_mistake_is_refused_with_its_place_and_what_is_right(text: str, sentence: str) -> None:
    with pytest.raises(InvalidSettingsError, match=sentence):
        parse_environments(text)


def test_the_app_says_what_is_wrong_in_one_line(project: Path, tmp_path: Path) -> None:
    (tmp_path / "cdk.json").symlink_to(project / "cdk.json")
    # A copy, since the app looks beside itself for the file.
    (tmp_path / "app.py").write_text((project / "app.py").read_text())
    (tmp_path / "environments.toml").write_text('[prod]\nregoin = "eu-west-1"\n')

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(tmp_path / "app.py"), run_name="__main__")

    # Python prints a text and exits with 1.
    told = ended.value.code
    assert isinstance(told, str)
    assert told.startswith("environments.toml, [prod], regoin: there is no such setting; there are account")
    assert "\n" not in told


def test_with_a_port_any_environment_goes_into_the_emulator_and_leaves_nothing_behind() -> None:
    settings = {
        "retains_state": True,
        "domain": "crm.example.com",
        "certificate_arn": "arn:aws:acm:us-east-1:012345678901:certificate/1",
        "web_firewall": True,
        "athena_table": True,
        "customer_keys": True,
    }
    config = environment_config("prod", settings={"prod": settings}, port=9000)
    assert config.emulator and config.emulator.endpoint == "http://127.0.0.1:9000"
    assert not config.retains_state
    assert (config.domain, config.certificate_arn) == (None, None)
    assert (config.web_firewall, config.athena_table) == (False, False)
    assert config.customer_keys
    assert config.target == environment_config("local").target
    assert config.requests_per_second == environment_config("prod").requests_per_second
