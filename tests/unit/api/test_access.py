"""What each group may do, route by route: a route that nobody has thought of is refused here (promise 6)."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from crm.users import RANKS, User

from easy_crm.routes import ROUTES, Route
from tests.crm_in_memory import CONTEXT, CrmInMemory, csv_bytes, people
from tests.factories import api_event
from tests.unit.imports.bulk import changed

FOR_VIEWERS = {
    ("GET", "/imports"),
    ("GET", "/imports/{importId}"),
    ("GET", "/imports/{importId}/sheets"),
    ("GET", "/imports/{importId}/draft"),
    ("GET", "/imports/{importId}/dry-run"),
    ("GET", "/imports/{importId}/file-rows"),
    ("GET", "/imports/{importId}/rows"),
    ("GET", "/imports/{importId}/report.csv"),
    ("POST", "/imports/{importId}/report"),
    ("GET", "/imports/{importId}/mend"),
    ("GET", "/imports/{importId}/undo"),
    ("GET", "/leads"),
    ("GET", "/leads/{leadId}"),
    ("GET", "/leads/{leadId}/history"),
    ("GET", "/fields"),
    ("GET", "/fields/proposal"),
    ("GET", "/views"),
    ("POST", "/views"),
    ("PATCH", "/views/{viewId}"),
    ("DELETE", "/views/{viewId}"),
    ("GET", "/jobs"),
    ("GET", "/jobs/{jobId}"),
    ("GET", "/jobs/{jobId}/leads"),
    ("GET", "/duplicates"),
    ("POST", "/exports"),
    ("GET", "/exports/{exportId}"),
    ("POST", "/chat"),
}
"""What a viewer may ask: to read, to export, to put a question, to keep views of one's own. All else takes a member."""
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/imports/{importId}/header-row"): {"sheet": 0, "row": 1},
    ("POST", "/imports/{importId}/mend"): {"mends": 0, "rows": [{"batch": 1, "row": 2}]},
    ("POST", "/imports"): {"fileName": "a.csv", "size": 10},
    ("POST", "/leads"): {"firstName": "Ada"},
    ("POST", "/jobs"): {"change": {"action": "delete"}, "leadIds": ["unknown"]},
    ("POST", "/jobs/preview"): {"change": {"action": "delete"}},
    ("POST", "/merges"): {"leads": ["unknown", "other"]},
    ("POST", "/fields"): {"label": "City", "type": "text"},
    ("PATCH", "/fields/{key}"): {"label": "Town"},
    ("POST", "/users"): {"email": "ann@example.com", "role": "viewer"},
    ("PATCH", "/users/{userId}"): {"role": "viewer"},
    ("POST", "/views"): {"name": "Mine"},
    ("PATCH", "/views/{viewId}"): {"name": "Ours"},
    ("POST", "/chat"): {"question": "How many leads?"},
}
"""A body that the route understands, {} for the others."""
CLOSED = [route for route in ROUTES if not route.public]


@pytest.fixture(scope="module")
def ids() -> Iterator[dict[str, str]]:
    """Real ids of everything that a route may name."""
    with pytest.MonkeyPatch.context() as patch:
        crm = CrmInMemory(patch)
        imported = crm.import_file(csv_bytes([*people(2), ("Ada", "", "ada@")]))
        job = changed(crm, {"action": "edit", "addTags": ["seen"]})
        yield {
            "importId": imported["importId"],
            "leadId": crm.leads()[0].lead_id,
            "exportId": "unknown",
            "pairId": "0" * 32 + "1" * 32,
            "key": "city",
            "userId": "unknown",
            "viewId": "unknown",
            "jobId": job["jobId"],
            "mergeId": "unknown",
        }


def ask(route: Route, ids: dict[str, str], groups: str) -> int:
    """The status with which the route's function answers somebody of these groups."""
    body = BODIES.get((route.method, route.path), {}) if route.has_body else None
    event = api_event(
        route.method, "/api" + route.path.format(**ids), body, groups=groups, query={"header": "City"}, user="somebody"
    )
    handler = importlib.import_module(f"crm.handlers.{route.function}").handler
    return int(handler(event, CONTEXT)["statusCode"])


@pytest.mark.parametrize("groups", ["", "visitors", "[]"])
@pytest.mark.parametrize("route", CLOSED, ids=lambda route: f"{route.method} {route.path}")
def test_a_user_without_a_group_of_the_crm_may_do_nothing(route: Route, ids: dict[str, str], groups: str) -> None:
    assert ask(route, ids, groups) == 403


@pytest.mark.parametrize("route", CLOSED, ids=lambda route: f"{route.method} {route.path}")
def test_a_viewer_reads_exports_and_asks_and_does_nothing_else(route: Route, ids: dict[str, str]) -> None:
    may = (route.method, route.path) in FOR_VIEWERS
    assert (ask(route, ids, "viewer") != 403) == may


def test_of_several_groups_the_highest_counts() -> None:
    assert User("ann", "", frozenset({"viewer", "admin", "visitors"})).rank == RANKS["admin"]
