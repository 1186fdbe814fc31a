"""The AWS account that a command works in, or the emulator that replaces it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from easy_crm import paths
from easy_crm.config import EnvironmentConfig, environment_config
from easy_crm.environments_file import read_environments
from easy_crm.errors import CommandFailed
from easy_crm.local.emulator import ACCESS_KEY, REGION, Emulator

ENDPOINT = "AWS_ENDPOINT_URL"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Account:
    """What AWS clients connect to.

    Attributes:
        session: the boto3 session, with credentials and region.
        config: the configuration of the environment.
        endpoint: the emulator's address; None in AWS.
        profile: the AWS profile, for hints.
    """

    session: Any
    config: EnvironmentConfig
    endpoint: str | None = None
    profile: str | None = None

    @property
    def region(self) -> str:
        return str(self.session.region_name)

    @property
    def is_emulated(self) -> bool:
        return self.endpoint is not None

    def client(self, service: str, *, region: str | None = None) -> Any:
        """A boto3 client of this account, in its region or in another one.

        It retries often: API Gateway answers ten calls per second and account, and `validate` makes more.
        """
        from botocore.config import Config

        where: dict[str, Any] = {"endpoint_url": self.endpoint} if self.endpoint else {}
        if region:
            where["region_name"] = region
        patient = Config(retries={"mode": "standard", "total_max_attempts": 10})
        return self.session.client(service, config=patient, **where)


def emulator_endpoint(environment: str) -> str | None:
    """The address of the emulator: from AWS_ENDPOINT_URL, or `up`'s for `local`; None in AWS.

    Raises:
        CommandFailed: for `local`, when no emulator runs.
    """
    told = os.environ.get(ENDPOINT, "")
    if urlsplit(told).hostname in _LOOPBACK:
        return told.rstrip("/")
    if environment != "local":
        return None
    running = Emulator(paths.LOCAL_STATE / "emulator").running()
    if running is None:
        raise CommandFailed("Easy CRM is not running on this machine. Start it first: ./easy-crm up --detach")
    return running.endpoint


@cache
def emulator_session(access_key: str = ACCESS_KEY, region: str = REGION) -> Any:
    """The boto3 session for emulators. It keeps the descriptions of services: the next client takes a twentieth."""
    import boto3

    return boto3.session.Session(aws_access_key_id=access_key, aws_secret_access_key=access_key, region_name=region)


def configured(environment: str) -> tuple[EnvironmentConfig, str | None]:
    """The environment with its settings from `environments.toml`, and the emulator's address if one replaces AWS.

    Raises:
        UnknownEnvironmentError: when no environment has this name.
        InvalidSettingsError: when `environments.toml` is invalid.
        CommandFailed: for `local`, when no emulator runs.
    """
    endpoint = emulator_endpoint(environment)
    port = urlsplit(endpoint).port if endpoint else None
    return environment_config(environment, settings=read_environments(paths.ROOT), port=port), endpoint


def connect(environment: str, profile: str | None = None) -> Account:
    """Connects to the account of an environment.

    Raises:
        CommandFailed: when no region is known, or when the credentials belong to another account than the one in
            `environments.toml`.
    """
    import boto3

    config, endpoint = configured(environment)
    if endpoint:
        # The emulator takes an access key of twelve digits for an account number.
        return Account(emulator_session(config.account or ACCESS_KEY, config.region or REGION), config, endpoint)
    session = boto3.session.Session(profile_name=profile, region_name=config.region)
    if session.region_name is None:
        raise CommandFailed(
            f'No AWS region is set. Set it in environments.toml, below [{environment}]: region = "eu-central-1"; '
            "or in the profile: aws configure set region eu-central-1"
        )
    account = Account(session, config, None, profile)
    if config.account:
        actual = account.client("sts").get_caller_identity()["Account"]
        if actual != config.account:
            raise CommandFailed(
                f"The credentials belong to account {actual}, but {environment} belongs to account {config.account} "
                "(environments.toml). Choose the right profile: --profile NAME"
            )
    return account
