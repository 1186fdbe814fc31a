"""Tests the deployed system from end to end as temporary users, and removes everything it has created."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from crm.imports.model import FINAL
from crm.outcomes import Outcome

from easy_crm.operations.deployment import Deployment
from easy_crm.operations.smoke.api_client import ApiClient, SmokeFailure
from easy_crm.operations.smoke.cleanup import Cleanup
from easy_crm.operations.smoke.temporary_users import TemporaryUsers
from easy_crm.operations.smoke.workbook import HEADERS, People
from easy_crm.routes import ROUTES

_SCRIPT = re.compile(r'src="(assets/[^"]+\.js)"')


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one step.

    Attributes:
        what: what the step checks.
        failure: why it failed; None when it passed.
        seconds: its duration.
    """

    what: str
    failure: str | None
    seconds: float


@dataclass
class Smoke:
    """One run of the smoke test.

    Args:
        deployment: the deployment to test.
        patience: seconds that an import or an export may take.
        report: called with each step when it is done.
        wait: sleeps for a number of seconds between two requests.
    """

    deployment: Deployment
    patience: float = 120.0
    report: Callable[[Step], None] = lambda _: None
    wait: Callable[[float], None] = time.sleep
    steps: list[Step] = field(default_factory=list)

    def run(self) -> list[Step]:
        """Runs all steps; a failed step does not stop the others."""
        self.deployment.require()
        run = f"{time.time_ns():x}"
        self._people = People(domain=f"smoke-{run}.example.com", company=f"Smoketest {run}")
        self._cleanup = Cleanup(self.deployment, HEADERS)
        users = TemporaryUsers(self.deployment, run)
        self._nobody = ApiClient(self.deployment)
        clients = [self._nobody]
        try:
            self._try("the page and its files are served", self._page)
            self._try("the API answers", lambda: self._equal(self._nobody.call("GET", "/health"), {"status": "ok"}))
            self._try("a request without a valid token is refused", self._closed_to_strangers)
            for group in ("member", "viewer"):
                with self._trying(f"a temporary {group} signs in"):
                    clients.append(ApiClient(self.deployment, users.token(group)))
            if len(clients) == 3:
                _, self._member, self._viewer = clients
                self._as_users()
        finally:
            for client in clients:
                client.close()
            self._try("nothing is left behind", lambda: self._clean(users))
        return self.steps

    def _as_users(self) -> None:
        self._try("a workbook with three sheets is imported", self._import)
        self._try("its leads can be found and opened, and have a history", self._read)
        self._try("they can be exported", self._export)
        self._try("a question about them is answered", self._ask)
        self._try("a viewer may read, but change nothing", self._viewer_is_held_back)
        self._try("an import can be cancelled", self._cancel)
        self._try("an import is force-completed", self._force)

    def _page(self) -> None:
        page = self._nobody.page("")
        self._equal(page.status_code, 200)
        scripts = _SCRIPT.findall(page.text)
        if not scripts:
            raise SmokeFailure("index.html names no script below assets/")
        for script in scripts:
            answer = self._nobody.page(script)
            self._equal((answer.status_code, "javascript" in answer.headers["content-type"]), (200, True), script)
        config = self._nobody.page("config.json").json()
        self._equal(config.get("userPoolId"), self.deployment.output("UserPoolId"), "config.json, userPoolId")

    def _closed_to_strangers(self) -> None:
        for route in ROUTES:
            if not route.public:
                path = re.sub(r"\{\w+\}", "none", route.path)
                for token in (None, "garbage"):
                    status = self._nobody.status(route.method, path, token=token)
                    self._equal(
                        status, 401, f"{route.method} /api{path} {'without' if token is None else 'with a wrong'} token"
                    )

    def _import(self) -> None:
        import_id = self._member.upload("smoke.xlsx", self._people.workbook())
        self._cleanup.imports.append(import_id)
        ended = self._ended(import_id)
        totals, expected = ended["totals"], len(self._people.emails)
        self._equal(ended["status"], "completed", "its status")
        self._equal(ended["progress"], 100, "its progress")
        self._equal(totals["created"], expected, "leads created")
        self._equal(sum(totals[outcome] for outcome in Outcome), totals["rows"], "outcomes of all rows")
        self._equal(len([sheet for sheet in ended["sheets"] if not sheet["skipped"]]), 3, "sheets read")

    def _read(self) -> None:
        page = self._member.call("GET", "/leads", **{"filter[email]": f"@{self._people.domain}", "pageSize": "50"})
        self._equal(page["total"], len(self._people.emails), "leads found by their address")
        self._equal({lead["company"] for lead in page["leads"]}, {self._people.company}, "their company")
        lead_id = page["leads"][0]["leadId"]
        self._equal(self._member.call("GET", f"/leads/{lead_id}")["leadId"], lead_id)
        self._member.call("GET", f"/leads/{lead_id}/history")

    def _export(self) -> None:
        wanted = {"filters": {"email": f"@{self._people.domain}"}}
        export_id = self._member.call("POST", "/exports", wanted)["exportId"]
        self._cleanup.exports.append(export_id)
        ended = self._eventually(
            lambda: self._member.call("GET", f"/exports/{export_id}"), lambda seen: seen["status"] != "pending"
        )
        self._equal(ended["status"], "ready", "the export's status")
        lines = self._member.download(ended["url"]).splitlines()
        self._equal(len(lines), len(self._people.emails) + 1, "lines of the file")

    def _ask(self) -> None:
        answer = self._member.call("POST", "/chat", {"question": f'How many leads at "{self._people.company}"?'})
        self._equal(answer["count"], len(self._people.emails), "the number in the answer")

    def _viewer_is_held_back(self) -> None:
        self._viewer.call("GET", "/leads", pageSize="1")
        (import_id,) = self._cleanup.imports[:1] or ["none"]
        for path, body in (
            ("/imports", {"fileName": "smoke.csv", "size": 1}),
            ("/leads", {"firstName": "Smoke"}),
            (f"/imports/{import_id}/cancel", None),
            (f"/imports/{import_id}/force-complete", None),
        ):
            self._equal(self._viewer.status("POST", path, body=body), 403, f"POST /api{path} by a viewer")

    def _cancel(self) -> None:
        import_id = self._in_review("cancelled")
        self._member.call("POST", f"/imports/{import_id}/cancel")
        ended = self._ended(import_id)
        self._equal((ended["status"], ended["progress"]), ("cancelled", 100))

    def _force(self) -> None:
        import_id = self._in_review("forced")
        self._member.call("POST", f"/imports/{import_id}/force-complete")
        ended = self._ended(import_id)
        self._equal((ended["status"], ended["progress"]), ("completed_with_errors", 100))
        self._equal(ended["totals"]["created"], 0, "leads created")

    def _in_review(self, name: str) -> str:
        """An import that has been read and waits for its mapping to be confirmed; it creates no leads."""
        import_id = self._member.upload(f"smoke-{name}.xlsx", self._people.workbook(), review=True)
        self._cleanup.imports.append(import_id)
        self._eventually(
            lambda: self._member.call("GET", f"/imports/{import_id}"),
            lambda seen: seen["status"] in ("review", *FINAL),
        )
        return import_id

    def _clean(self, users: TemporaryUsers) -> None:
        users.remove()
        left = self._cleanup.remove(self._people.emails)
        if left:
            raise SmokeFailure(f"still there: {', '.join(left)}")

    def _ended(self, import_id: str) -> Any:
        return self._eventually(
            lambda: self._member.call("GET", f"/imports/{import_id}"), lambda seen: seen["status"] in FINAL
        )

    def _eventually(self, look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
        end = time.monotonic() + self.patience
        while True:
            seen = look()
            if holds(seen):
                return seen
            if time.monotonic() > end:
                raise SmokeFailure(f"after {self.patience:.0f} s it was still {seen['status']}")
            self.wait(0.5)

    def _equal(self, found: Any, wanted: Any, what: str = "the answer") -> None:
        if found != wanted:
            raise SmokeFailure(f"{what}: expected {wanted}, found {found}")

    def _try(self, what: str, do: Callable[[], None]) -> None:
        with self._trying(what):
            do()

    @contextmanager
    def _trying(self, what: str) -> Iterator[None]:
        began, failure = time.monotonic(), None
        try:
            yield
        except (SmokeFailure, LookupError, TypeError, ValueError) as error:
            failure = (
                str(error)
                if isinstance(error, SmokeFailure)
                else f"the answer does not match its description: {error!r}"
            )
        step = Step(what, failure, time.monotonic() - began)
        self.steps.append(step)
        self.report(step)
