"""IAM's managed policies, with their versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.doubles.client import FakeClient, Refused, Request, Response, operation

ACCOUNT = "123456789012"
LARGEST = 6144
MOST_VERSIONS = 5


class FakeIam(FakeClient):
    """Managed policies by name, each with its versions from old to new; the last one made is in force."""

    service = "iam"

    def __init__(self) -> None:
        super().__init__()
        self.policies: dict[str, list[dict[str, Any]]] = {}
        self._made = 0

    @operation("CreatePolicy")
    def create_policy(self, request: Request) -> Response:
        name = request["PolicyName"]
        if name in self.policies:
            raise Refused("EntityAlreadyExists", f"A policy called {name} already exists.", status=409)
        self.policies[name] = []
        self._add(name, request["PolicyDocument"])
        return {"Policy": {"Arn": f"arn:aws:iam::{ACCOUNT}:policy/{name}"}}

    @operation("CreatePolicyVersion")
    def create_policy_version(self, request: Request) -> Response:
        assert request["SetAsDefault"] is True
        self._add(request["PolicyArn"].rpartition("/")[2], request["PolicyDocument"])
        return {}

    @operation("ListPolicyVersions")
    def list_policy_versions(self, request: Request) -> Response:
        return {"Versions": self.policies[request["PolicyArn"].rpartition("/")[2]]}

    @operation("DeletePolicyVersion")
    def delete_policy_version(self, request: Request) -> Response:
        versions = self.policies[request["PolicyArn"].rpartition("/")[2]]
        (version,) = (one for one in versions if one["VersionId"] == request["VersionId"])
        assert not version["IsDefaultVersion"]
        versions.remove(version)
        return {}

    def _add(self, name: str, document: str) -> None:
        versions = self.policies[name]
        if len("".join(document.split())) > LARGEST or len(versions) == MOST_VERSIONS:
            raise Refused("LimitExceeded", "Cannot exceed quota.", status=409)
        self._made += 1
        for version in versions:
            version["IsDefaultVersion"] = False
        versions.append(
            {
                "VersionId": f"v{self._made}",
                "IsDefaultVersion": True,
                "CreateDate": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=self._made),
                "Document": document,
            }
        )
