"""Who may call the API, and how it refuses invalid requests (promise 6)."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest

from tests.system.deployed import Client, Deployed
from tests.system.files import HEADER, csv_file, people


def outlived(token: str) -> str:
    """The token with an expiry in the past, whose signature therefore no longer fits."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    claims["exp"] = int(time.time()) - 60
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{header}.{changed}.{signature}"


def test_health_needs_no_token(deployed: Deployed) -> None:
    assert Client(deployed.address, None).get("/health") == {"status": "ok"}


@pytest.mark.parametrize("token", [None, "garbage", "a.b.c"])
def test_requests_without_a_valid_token_are_refused(deployed: Deployed, token: str | None) -> None:
    answer = Client(deployed.address, token).call("GET", "/leads")

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthorized"


def test_an_expired_or_changed_token_is_refused(deployed: Deployed) -> None:
    password = "Correct-horse-battery-7"
    deployed.system.create_user(deployed.process, "late@users.example", password, group="admin")
    token = deployed.token("late@users.example", password)
    Client(deployed.address, token).get("/leads")

    answer = Client(deployed.address, outlived(token)).call("GET", "/leads")

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("path", ["/imports", "/leads", "/exports", "/chat", "/jobs", "/jobs/preview"])
@pytest.mark.parametrize("body", ["{not json", "[]", '"text"', "null"])
def test_invalid_json_is_refused_in_the_shape_of_errors(member: Client, path: str, body: str) -> None:
    answer = member.call("POST", path, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422)
    assert set(answer.json()["error"]) >= {"code", "message"}


@pytest.mark.parametrize("method,path", [("GET", "/imports/unknown"), ("GET", "/leads/unknown"), ("GET", "/exports/x")])
def test_an_unknown_id_is_not_found(member: Client, method: str, path: str) -> None:
    answer = member.call(method, path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("action", ["cancel", "force-complete", "retry", "undo"])
def test_an_unknown_import_cannot_be_acted_on(member: Client, action: str) -> None:
    answer = member.call("POST", f"/imports/unknown/{action}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "method,path,body",
    [
        ("POST", "/imports", {"fileName": "a.csv", "size": 10}),
        ("POST", "/leads", {"email": "a@b.example"}),
        ("POST", "/jobs", {"change": {"action": "delete"}, "leadIds": ["x"]}),
        ("PATCH", "/leads/x", {"title": "Boss"}),
        ("DELETE", "/leads/x", None),
        ("POST", "/imports/x/cancel", None),
    ],
)
def test_a_viewer_changes_nothing(viewer: Client, method: str, path: str, body: Any) -> None:
    answer = viewer.call(method, path, json=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_a_viewer_sees_leads_and_imports(viewer: Client, member: Client, domain: str) -> None:
    ended = member.import_file("seen.csv", csv_file(HEADER, people(1, domain)))

    assert len(viewer.leads(**{"filter[email]": domain})) == 1
    assert viewer.get(f"/imports/{ended['importId']}")["canControl"] is False


def test_a_user_without_a_group_may_do_nothing(deployed: Deployed) -> None:
    nobody = deployed.user("nobody@users.example", group=None)

    answer = nobody.call("GET", "/leads")

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_wrong_fields_are_named(member: Client) -> None:
    answer = member.call("POST", "/imports", json={"fileName": "", "size": "big", "colour": "red"})

    assert answer.status_code in (400, 422)
    assert set(answer.json()["error"]) >= {"code", "message"}


def test_an_admin_invites_people_changes_their_role_and_switches_them_off(
    deployed: Deployed, admin: Client, member: Client, domain: str
) -> None:
    email = f"bob@{domain}"
    invited = admin.post("/users", {"email": email, "role": "viewer"}, status=201)
    assert (invited["state"], invited["role"]) == ("invited", "viewer")
    assert admin.post("/users", {"email": email, "role": "member"}, status=201)["userId"] == invited["userId"]
    deployed.system.create_user(deployed.process, email, "Correct-horse-battery-7", group=None)

    def change(**changes: Any) -> Any:
        return admin.call("PATCH", f"/users/{invited['userId']}", json=changes).json()

    assert change(role="admin")["role"] == "admin"
    assert change(role="viewer", isActive=False)["state"] == "off"
    found = {one["email"]: (one["role"], one["state"]) for one in admin.get("/users")["users"]}
    assert found[email] == ("viewer", "off")
    assert admin.call("DELETE", f"/users/{invited['userId']}").status_code == 204
    assert email not in {one["email"] for one in admin.get("/users")["users"]}
    assert member.call("GET", "/users").status_code == 403
