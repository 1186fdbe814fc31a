"""The deployed system as its clients meet it: over HTTP, with a token from Cognito, and nothing else."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from easy_crm.local.emulator import EmulatorProcess, free_port
from easy_crm.operations.cognito_users import new_password
from easy_crm.operations.local_system import Address, LocalSystem
from tests.contract import documented

FINAL = {"completed", "completed_with_errors", "failed", "cancelled"}
OUTCOMES = ("created", "updated", "unchanged", "superseded", "rejected", "skipped", "cancelled")
PATIENCE_SECONDS = 120.0
"""Seconds that an import or an export may take on a busy machine."""

Seen = TypeVar("Seen")


def eventually(look: Callable[[], Seen], holds: Callable[[Seen], bool], seconds: float = PATIENCE_SECONDS) -> Seen:
    """Repeats a check until it holds; fails with the last result."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if holds(seen):
            return seen
        assert time.monotonic() < end, f"This was still so after {seconds:.0f} s: {seen}"
        time.sleep(0.2)


class Client:
    """A signed-in user of the HTTP API, behind the same CloudFront address as the page.

    Args:
        address: of the deployed system.
        token: Cognito's id token; None without a sign-in.
    """

    def __init__(self, address: Address, token: str | None) -> None:
        headers = {"Host": address.host} | ({"Authorization": token} if token else {})
        self._http = httpx.Client(base_url=f"{address.endpoint}/api", headers=headers, timeout=60)

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request, whose answer must be as documented; `path` begins with a slash and leaves out `/api`."""
        answer = self._http.request(method, path, **options)
        documented().check(method, path, answer.status_code, answer.headers.get("Content-Type"), answer.text)
        return answer

    def get(self, path: str, **parameters: Any) -> Any:
        """The JSON answer of a GET that must succeed."""
        return _json(self.call("GET", path, params=parameters), 200)

    def post(self, path: str, body: Any = None, *, status: int = 200) -> Any:
        """The JSON answer of a POST that must end with `status`."""
        return _json(self.call("POST", path, json=body), status)

    def announce(self, name: str, size: int, **options: Any) -> Any:
        """Announces an import; returns its id and the presigned POST."""
        return self.post("/imports", {"fileName": name, "size": size, **options}, status=201)

    def upload(self, name: str, content: bytes, **options: Any) -> str:
        """Announces an import and uploads its file, as the page does; returns the import's id."""
        announced = self.announce(name, len(content), **options)
        answer = put_file(announced["upload"], name, content)
        assert answer.is_success, f"{answer.status_code}: {answer.text}"
        return str(announced["importId"])

    def finished(self, import_id: str) -> Any:
        """The import, once it has ended."""
        return eventually(lambda: self.get(f"/imports/{import_id}"), lambda seen: seen["status"] in FINAL)

    def import_file(self, name: str, content: bytes, **options: Any) -> Any:
        """Uploads a file and waits until its import has ended; returns the import."""
        return self.finished(self.upload(name, content, **options))

    def leads(self, **parameters: Any) -> list[Any]:
        """Every lead that matches, over all pages."""
        found: list[Any] = []
        while True:
            page = self.get("/leads", page=1 + len(found) // 200, pageSize=200, **parameters)
            found += page["leads"]
            if not page["leads"] or len(found) >= page["total"]:
                return found


def put_file(upload: Any, name: str, content: bytes) -> httpx.Response:
    """Sends a file to the address that the API gave for it, as a browser's form would."""
    return httpx.post(
        upload["url"], data=upload["fields"], files={"file": (name, content, "application/octet-stream")}, timeout=120
    )


def unaccounted_rows(finished: Any) -> int:
    """Rows of an ended import without an outcome: zero, or the import must not be called completed."""
    totals = finished["totals"]
    return int(totals["rows"] - sum(totals[outcome] for outcome in OUTCOMES))


class Deployed:
    """The system that `./easy-crm up` deploys, for one test session.

    Args:
        system: made by the same code as `up`.
        process: its running emulator.
    """

    def __init__(self, system: LocalSystem, process: EmulatorProcess) -> None:
        self.system = system
        self.process = process
        self.address = system.address(process)
        self.outputs = self.address.outputs

    def aws(self, service: str) -> Any:
        """A client of AWS, for what users cannot do, such as reading a queue."""
        return self.system.client(self.process, service)

    def user(self, email: str, group: str | None = "member") -> Client:
        """Creates a user and signs them in."""
        password = new_password()
        self.system.create_user(self.process, email, password, group=group)
        return Client(self.address, self.token(email, password))

    def restart(self, port: int | None = None) -> None:
        """Ends the emulator as `down` does, and starts it as `up` does, on another port if one is given."""
        self.system.emulator.stop()
        self.process = self.system.emulator.start(port or self.process.port)

    def token(self, email: str, password: str) -> str:
        """The id token that Cognito gives for this password."""
        answer = self.aws("cognito-idp").admin_initiate_auth(
            UserPoolId=self.outputs["UserPoolId"],
            ClientId=self.outputs["UserPoolClientId"],
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
        return str(answer["AuthenticationResult"]["IdToken"])


@contextmanager
def own_system() -> Iterator[Deployed]:
    """A system with an emulator of its own, for scripts that are run by hand."""
    with tempfile.TemporaryDirectory() as folder:
        system = LocalSystem(Path(folder))
        process = system.emulator.start(free_port())
        try:
            system.deploy(process, lambda *_: None)
            yield Deployed(system, process)
        finally:
            system.emulator.stop()


def _json(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status, f"{answer.status_code} instead of {status}: {answer.text[:2000]}"
    return answer.json()
