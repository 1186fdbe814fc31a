"""A client of the deployed page and API, with or without a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from easy_crm.operations.deployment import Deployment

_SECONDS = 60.0


class SmokeFailure(Exception):
    """A step failed; the message says what was expected and what happened."""


class ApiClient:
    """A client of the deployed page and API.

    Args:
        deployment: the deployment to call.
        token: the id token from Cognito; None for a client that is not signed in.
    """

    def __init__(self, deployment: Deployment, token: str | None = None) -> None:
        site = deployment.output("SiteUrl")
        headers: Mapping[str, str] = {"Authorization": token} if token else {}
        if deployment.account.endpoint:
            # Only browsers resolve its host name to this machine.
            headers = {**headers, "Host": urlsplit(site).netloc}
            site = deployment.account.endpoint
        self._http = httpx.Client(base_url=site, headers=dict(headers), timeout=_SECONDS)

    def close(self) -> None:
        self._http.close()

    def page(self, path: str) -> httpx.Response:
        """A file of the page."""
        return self._send("GET", f"/{path}")

    def status(self, method: str, path: str, *, token: str | None = None, body: Any = None) -> int:
        """The HTTP status of an API call."""
        headers = {"Authorization": token} if token else None
        return self._send(method, f"/api{path}", headers=headers, json=body).status_code

    def call(self, method: str, path: str, body: Any = None, **parameters: str) -> Any:
        """The JSON answer of an API call.

        Raises:
            SmokeFailure: when the call does not succeed.
        """
        answer = self._send(method, f"/api{path}", json=body, params=parameters)
        if not answer.is_success:
            raise SmokeFailure(f"{method} /api{path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json()

    def upload(self, name: str, content: bytes, **options: Any) -> str:
        """Creates an import and uploads its file, as the page does; returns the import's id."""
        announced = self.call("POST", "/imports", {"fileName": name, "size": len(content), **options})
        form = announced["upload"]
        answer = httpx.post(form["url"], data=form["fields"], files={"file": (name, content)}, timeout=_SECONDS)
        if not answer.is_success:
            raise SmokeFailure(f"the upload to S3 answered {answer.status_code}: {answer.text[:300]}")
        return str(announced["importId"])

    def download(self, address: str) -> str:
        """The text at a presigned address."""
        answer = httpx.get(address, timeout=_SECONDS)
        if not answer.is_success:
            raise SmokeFailure(f"the download from S3 answered {answer.status_code}: {answer.text[:300]}")
        return answer.text

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise SmokeFailure(f"{method} {path} got no answer: {type(error).__name__}: {error}") from error
