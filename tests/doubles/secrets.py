"""Secrets Manager in memory, as far as a function reads a secret."""

from __future__ import annotations

from collections.abc import Mapping

from tests.doubles.client import FakeClient, Refused, Request, Response, operation


class FakeSecrets(FakeClient):
    """A double of `boto3.client("secretsmanager")`.

    Args:
        values: the secrets by name.
    """

    service = "secretsmanager"

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__()
        self.values = dict(values)

    @operation("GetSecretValue")
    def get_secret_value(self, request: Request) -> Response:
        name = request["SecretId"]
        if name not in self.values:
            raise Refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
        return {"Name": name, "SecretString": self.values[name]}
