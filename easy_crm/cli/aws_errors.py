"""Turns errors, mostly those of AWS, into a sentence that says what happened and what to do."""

from __future__ import annotations

from collections.abc import Callable

from easy_crm.bundling.bytecode import CompileError
from easy_crm.bundling.closure import ModuleMissingError
from easy_crm.bundling.layers import LayerBuildError
from easy_crm.config import UnknownEnvironmentError
from easy_crm.environments_file import InvalidSettingsError

_SIGN_IN_AGAIN = {
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
}
_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden"}


def explain(error: BaseException, profile: str | None = None) -> str | None:
    """A sentence for an error that a user of the command line can cause; None for a defect, which keeps its traceback.

    Args:
        error: the error as raised.
        profile: the AWS profile that the command used.
    """
    if isinstance(
        error, UnknownEnvironmentError | InvalidSettingsError | ModuleMissingError | LayerBuildError | CompileError
    ):
        return str(error)
    from botocore import exceptions as aws

    option = f" --profile {profile}" if profile else ""
    known: tuple[tuple[tuple[type[BaseException], ...], Callable[[], str]], ...] = (
        (
            (aws.SSOError, aws.TokenRetrievalError, aws.UnauthorizedSSOTokenError, aws.SSOTokenLoadError),
            lambda: f"The sign-in of AWS IAM Identity Center has expired. Renew it: aws sso login{option}",
        ),
        (
            (aws.ProfileNotFound,),
            lambda: f"{error}. List the profiles with: aws configure list-profiles",
        ),
        (
            (aws.NoCredentialsError, aws.PartialCredentialsError, aws.CredentialRetrievalError),
            lambda: (
                f"There are no AWS credentials ({error}). Name a profile with --profile, or set one up: "
                "aws configure sso"
            ),
        ),
        ((aws.NoRegionError,), lambda: "No AWS region is set. Set region in environments.toml or in the profile."),
        (
            (aws.EndpointConnectionError, aws.ConnectTimeoutError, aws.ReadTimeoutError, aws.ProxyConnectionError),
            lambda: f"AWS did not answer: {error} Check the network, and the region in environments.toml.",
        ),
        ((aws.WaiterError,), lambda: f"{error} What happened: ./easy-crm events --env ENV --failures"),
    )
    for kinds, sentence in known:
        if isinstance(error, kinds):
            return sentence()
    if isinstance(error, aws.ClientError):
        return _refused(error.response.get("Error", {}), error.operation_name, option)
    return None


def _refused(answer: object, operation: str, option: str) -> str:
    told = answer if isinstance(answer, dict) else {}
    code, message = str(told.get("Code", "")), str(told.get("Message", ""))
    if code in _SIGN_IN_AGAIN:
        return (
            f"The AWS credentials are invalid or have expired ({code}). With IAM Identity Center: "
            f"aws sso login{option}; with keys: aws configure{option}"
        )
    if code in _DENIED:
        return f"These credentials may not call {operation}: {message} The rights it needs: docs/deploying.md"
    return f"AWS refused {operation}: {code}: {message}"
