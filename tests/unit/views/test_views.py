"""The API of views: the real handler over doubles of AWS."""

from __future__ import annotations

from typing import Any

import pytest
from crm.handlers import lead_api
from crm.views.store import MAX_VIEWS, ViewStore
from crm.views.view import View

from tests.crm_in_memory import CrmInMemory

COLUMNS = [{"field": "email", "width": 240}, {"field": "company", "width": None}]
NEW = {"field": "status", "op": "equals", "value": "new"}


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    return CrmInMemory(monkeypatch)


def call(crm: CrmInMemory, method: str, path: str, body: Any = None, **event: Any) -> Any:
    return crm.call(lead_api.handler, method, path, body, **{"groups": "member", "user": "ann", **event})


def keep(crm: CrmInMemory, name: str, user: str = "ann", **parts: Any) -> dict[str, Any]:
    status, answer = call(crm, "POST", "/views", {"name": name, **parts}, user=user)
    assert status == 201, answer
    return dict(answer)


def names(crm: CrmInMemory, user: str, **event: Any) -> list[str]:
    status, answer = call(crm, "GET", "/views", user=user, **event)
    assert status == 200
    return [view["name"] for view in answer["views"]]


def test_a_view_keeps_its_query_and_its_columns_with_order_and_widths(crm: CrmInMemory) -> None:
    made = keep(crm, "  New   ones ", q="acme", where=NEW, sort="-company", columns=COLUMNS)

    assert made["name"] == "New ones"
    assert {part: made[part] for part in ("q", "where", "sort", "columns", "shared", "canChange")} == {
        "q": "acme",
        "where": NEW,
        "sort": "-company",
        "columns": COLUMNS,
        "shared": False,
        "canChange": True,
    }
    assert call(crm, "GET", "/views") == (200, {"views": [made]})


def test_a_private_view_is_its_owners_alone_even_before_an_admin(crm: CrmInMemory) -> None:
    address = f"/views/{keep(crm, 'Mine')['viewId']}"

    assert (names(crm, "ann"), names(crm, "bob", groups="admin")) == (["Mine"], [])
    assert call(crm, "PATCH", address, {"name": "Ours"}, user="bob", groups="admin")[0] == 404
    assert call(crm, "DELETE", address, user="bob", groups="admin")[0] == 404


def test_a_shared_view_is_seen_by_all_and_changed_by_its_owner_or_an_admin(crm: CrmInMemory) -> None:
    made = keep(crm, "Ours", shared=True)
    address = f"/views/{made['viewId']}"

    ((seen,),) = call(crm, "GET", "/views", user="bob", groups="viewer")[1].values()
    assert seen == made | {"canChange": False}
    assert call(crm, "PATCH", address, {"name": "Bob’s"}, user="bob")[0] == 403
    assert call(crm, "DELETE", address, user="bob")[0] == 403
    assert call(crm, "PATCH", address, {"name": "All"}, user="eve", groups="admin")[1]["name"] == "All"
    assert call(crm, "DELETE", address)[0] == 204
    assert names(crm, "ann") == []


def test_a_viewer_keeps_private_views_and_shares_none(crm: CrmInMemory) -> None:
    viewer = {"user": "vic", "groups": "viewer"}
    status, made = call(crm, "POST", "/views", {"name": "Mine"}, **viewer)

    assert status == 201
    assert call(crm, "PATCH", f"/views/{made['viewId']}", {"shared": True}, **viewer)[0] == 403
    assert call(crm, "POST", "/views", {"name": "Ours", "shared": True}, **viewer)[0] == 403
    assert call(crm, "DELETE", f"/views/{made['viewId']}", **viewer)[0] == 204


def test_a_view_becomes_shared_and_private_again_and_is_never_there_twice(crm: CrmInMemory) -> None:
    address = f"/views/{keep(crm, 'One')['viewId']}"
    call(crm, "PATCH", address, {"shared": True})
    assert (names(crm, "ann"), names(crm, "bob")) == (["One"], ["One"])

    # An admin takes it back: it is its owner's then.
    call(crm, "PATCH", address, {"shared": False}, user="eve", groups="admin")

    assert (names(crm, "ann"), names(crm, "bob"), names(crm, "eve")) == (["One"], [], [])


def test_a_change_of_parts_leaves_the_others_and_can_empty_them(crm: CrmInMemory) -> None:
    made = keep(crm, "One", q="a", where=NEW, sort="company", columns=COLUMNS)
    address = f"/views/{made['viewId']}"

    changed = call(crm, "PATCH", address, {"name": "Two"})[1]
    assert changed == made | {"name": "Two", "version": changed["version"]}
    emptied: dict[str, Any] = {"q": "", "where": None, "sort": None, "columns": []}
    left = call(crm, "PATCH", address, emptied)[1]
    assert left == changed | emptied | {"version": left["version"]}


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"where": {"field": "nothing", "op": "empty"}}, "where.field"),
        ({"where": {"field": "company", "op": "after", "value": "2026-01-01"}}, "where.op"),
        ({"sort": "nothing"}, "sort"),
        ({"columns": [{"field": "nothing"}]}, "columns[0].field"),
        ({"columns": [{"field": "email"}, {"field": "email"}]}, "columns"),
        ({"name": " "}, "name"),
    ],
)
def test_a_view_of_which_no_list_can_be_made_is_refused_with_the_place(
    crm: CrmInMemory, parts: dict[str, Any], place: str
) -> None:
    status, answer = call(crm, "POST", "/views", {"name": "One", **parts})

    assert (status, list(answer["error"]["fields"])) == (422, [place])
    assert names(crm, "ann") == []


def test_views_have_limits_that_an_item_can_hold(crm: CrmInMemory) -> None:
    long = {"field": "company", "op": "in", "values": [f"{number:02d}" + "x" * 198 for number in range(30)]}
    assert call(crm, "POST", "/views", {"name": "Long", "where": long})[0] == 422
    almost = {"field": "company", "op": "in", "values": long["values"][:27]}
    for number in range(MAX_VIEWS):
        keep(crm, f"View {number}", where=almost)

    status, answer = call(crm, "POST", "/views", {"name": "One more"})

    assert (status, answer["error"]["message"][:18]) == (422, "There are 50 views")


def test_views_are_no_leads(crm: CrmInMemory) -> None:
    keep(crm, "Ours", shared=True)

    assert crm.leads() == []
    assert call(crm, "GET", "/leads")[1]["total"] == 0


def test_who_has_not_seen_the_last_change_of_a_view_does_not_write_over_it(crm: CrmInMemory) -> None:
    made = keep(crm, "New ones", shared=True)
    address, seen = f"/views/{made['viewId']}", {"If-Match": f'"{made["version"]}"'}
    changed = call(crm, "PATCH", address, {"q": "acme"}, headers=seen)[1]

    status, answer = call(crm, "PATCH", address, {"sort": "company"}, headers=seen)

    assert (status, answer["error"]["code"]) == (412, "edited_meanwhile")
    assert call(crm, "GET", "/views")[1] == {"views": [changed]}
    again = {"If-Match": f'"{changed["version"]}"'}
    assert call(crm, "PATCH", address, {"sort": "company"}, headers=again)[1]["q"] == "acme"


def test_a_change_that_comes_between_reading_and_writing_a_view_is_kept(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = keep(crm, "New ones", shared=True)
    address, put = f"/views/{made['viewId']}", ViewStore.put

    def second(store: ViewStore, view: View, seen: View | None = None) -> None:
        monkeypatch.setattr(ViewStore, "put", put)
        assert call(crm, "PATCH", address, {"q": "acme"})[0] == 200
        put(store, view, seen)

    monkeypatch.setattr(ViewStore, "put", second)

    assert call(crm, "PATCH", address, {"sort": "company"})[0] == 409
    assert call(crm, "GET", "/views")[1]["views"][0]["q"] == "acme"
