"""Calls of every operation of the API, with each way in which its function can refuse."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest
from crm.aws.versioned_items import VersionedItems
from crm.handlers import import_api, lead_exporter, lead_splitter
from crm.index.manifest import IndexFile, ManifestStore
from crm.index.source import MOST_LEADS
from crm.leads import merging
from crm.own_fields.store import OwnFieldStore
from crm.statements import recording

from easy_crm.routes import ROUTES
from tests.contract import documented
from tests.crm_in_memory import CrmInMemory, csv_bytes, people
from tests.unit.api.mend_scenarios import mend_rows
from tests.unit.api.remap_scenarios import change_a_mapping
from tests.unit.statements.conftest import key_of, recorder_for

SIGNED_OUT = {"user": ""}
STRANGER = {"groups": ""}
OUTDATED = {"If-Match": '"0123456789abcdef"'}

BODIES: Mapping[tuple[str, str], Any] = {
    ("POST", "/imports"): {"fileName": "a.csv", "size": 10},
    ("PUT", "/imports/{importId}/mapping"): {"sheets": []},
    ("PUT", "/imports/{importId}/draft"): {"sheets": []},
    ("POST", "/imports/{importId}/header-row"): {"sheet": 0, "row": 1},
    ("POST", "/imports/{importId}/mend"): {"mends": 0, "rows": [{"batch": 1, "row": 2}]},
    ("POST", "/leads"): {"firstName": "Ada"},
    ("POST", "/jobs"): {"change": {"action": "delete"}, "leadIds": ["unknown"]},
    ("POST", "/jobs/preview"): {"change": {"action": "delete"}},
    ("PATCH", "/leads/{leadId}"): {"title": "CEO"},
    ("POST", "/merges"): {"leads": ["unknown", "other"]},
    ("POST", "/duplicates/certain/merges"): {"searchId": "unknown"},
    ("POST", "/fields"): {"label": "City", "type": "text"},
    ("PATCH", "/fields/{key}"): {"label": "Town"},
    ("POST", "/views"): {"name": "Mine"},
    ("PATCH", "/views/{viewId}"): {"name": "Ours"},
    ("POST", "/exports"): {},
    ("POST", "/users"): {"email": "ann@example.com", "role": "viewer"},
    ("PATCH", "/users/{userId}"): {"role": "viewer"},
    ("POST", "/chat"): {"question": "How many leads?"},
}
"""A body that each route understands."""


QUERY = {"header": "City"}
"""Parameters that each route understands or ignores."""


class Caller:
    """Calls the API by its routes.

    Args:
        crm: the CRM in memory.
    """

    def __init__(self, crm: CrmInMemory) -> None:
        self.crm = crm

    def call(self, method: str, path: str, body: Any = None, **event: Any) -> Any:
        """The body of the answer of the function that the gateway would ask."""
        operation = documented().find(method, path)
        assert operation is not None, f"{method} {path}"
        (route,) = (one for one in ROUTES if (one.method, one.path) == (method, operation.path))
        handler = importlib.import_module(f"crm.handlers.{route.function}").handler
        return self.crm.call(handler, method, path, body, **event)[1]

    def call_every_operation(self, **event: Any) -> None:
        for route in (one for one in ROUTES if one.function):
            path = route.path.replace("{pairId}", "0" * 32 + "1" * 32).replace("{", "").replace("}", "")
            self.call(route.method, path, BODIES.get((route.method, route.path)), **{"query": QUERY} | event)


def use_everything(caller: Caller) -> None:
    """All that people do while nothing is lost."""
    look_after_leads(caller)
    merge_leads(caller)
    look_after_fields(caller)
    look_after_people(caller)
    keep_views(caller)
    run_imports(caller)
    check_an_import(caller)
    change_a_mapping(caller.call, caller.crm)
    mend_rows(caller.call, caller.crm)
    change_many_leads(caller)
    find_duplicates(caller)
    export_and_ask(caller)


def look_after_leads(caller: Caller) -> None:
    call = caller.call
    lead = call("POST", "/leads", {"email": "ada@example.com"})
    address = f"/leads/{lead['leadId']}"
    call("POST", "/leads", {"email": "ada@example.com"})
    call("POST", "/leads", {"email": "no address"})
    other = call("POST", "/leads", {"email": "bob@example.com"})
    call("GET", "/leads", query={"q": "ada"})
    call("GET", address)
    call("GET", "/leads/unknown")
    call("PATCH", address, {"email": "bob@example.com"})
    call("PATCH", address, {"title": "CEO"}, headers=OUTDATED)
    call("PATCH", address, {"email": "no address"})
    call("PATCH", address, {"email": "eve@example.com"})
    call("PATCH", "/leads/unknown", {"title": "CEO"})
    call("POST", f"{address}/restore")
    call("DELETE", address, headers=OUTDATED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording, "ROUNDS", 0)
        call("PATCH", address, {"title": "CFO"})
        call("DELETE", address)
        call("POST", f"{address}/restore")
    call("DELETE", address)
    call("DELETE", address)
    call("GET", f"{address}/history")
    call("GET", "/leads/unknown/history")
    call("POST", "/leads/unknown/restore")
    call("POST", "/leads", {"email": "ada@example.com"})
    call("PATCH", f"/leads/{other['leadId']}", {"email": "ada@example.com"})
    call("POST", f"{address}/restore")
    call("DELETE", address)
    # No request gives an address of a lead in the bin to another lead.
    recorder = recorder_for(caller.crm.aws)
    deleted = recorder.leads.get_many([lead["leadId"]])[lead["leadId"]]
    recorder.leads.claims.release(key_of(recorder, "eve@example.com"), lead["leadId"], lead["leadId"], deleted)
    recorder.leads.claims.take(key_of(recorder, "eve@example.com"), other["leadId"])
    call("POST", f"{address}/restore")


def merge_leads(caller: Caller) -> None:
    call = caller.call
    ids = [call("POST", "/leads", {"firstName": name})["leadId"] for name in ("Mo", "Ro", "Jo", "Bo")]
    merge_id = call("POST", "/merges", {"leads": ids[:2]})["mergeId"]
    call("POST", "/merges", {"leads": ids[:2]})
    call("POST", "/merges", {"leads": ids[:1]})
    call("POST", "/merges", {"leads": ["unknown", "other"]})
    call("GET", f"/leads/{ids[1]}")
    call("GET", f"/leads/{ids[1]}/history")
    call("PATCH", f"/leads/{ids[0]}", {"notes": "of whom?"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "ROUNDS", 0)
        call("POST", "/merges", {"leads": ids[:2]})
        call("POST", f"/merges/{merge_id}/undo")
    for _ in range(2):
        call("POST", f"/merges/{merge_id}/undo")
    call("POST", "/merges/unknown/undo")
    for lead_id in ids[:2]:
        call("PATCH", f"/leads/{lead_id}", {"extras": {f"{lead_id} {n}": "x" * 9_000 for n in range(20)}})
    call("POST", "/merges", {"leads": ids[:2]})
    call("DELETE", f"/leads/{ids[2]}")
    call("POST", "/merges", {"leads": ids[2:]})


def keep_views(caller: Caller) -> None:
    call = caller.call
    made = call("POST", "/views", {"name": "New ones", "shared": True, "columns": [{"field": "email", "width": 200}]})
    address = f"/views/{made['viewId']}"
    call("GET", "/views")
    call("POST", "/views", {"name": "New ones", "where": {"field": "nothing", "op": "empty"}})
    call("PATCH", address, {"name": " "})
    call("PATCH", address, {"shared": False})
    call("PATCH", "/views/unknown", {"name": "None"})
    call("PATCH", address, {"name": "Late"}, headers=OUTDATED)
    with pytest.MonkeyPatch.context() as patch:
        read = VersionedItems.read
        patch.setattr(VersionedItems, "read", lambda items, key: replace(read(items, key), version=99))
        call("POST", "/views", {"name": "Late"})
        call("PATCH", address, {"name": "Late"})
        call("DELETE", address)
    call("DELETE", address)
    call("DELETE", address)


def look_after_fields(caller: Caller) -> None:
    def call(method: str, path: str, body: Any = None, **event: Any) -> Any:
        return caller.call(method, path, body, groups="admin", **event)

    text = {"type": "text"}
    city = call("POST", "/fields", {"label": "City", **text})["key"]
    town = call("POST", "/fields", {"label": "Town", **text})["key"]
    call("POST", "/fields", {"label": "City", **text})
    call("POST", "/fields", {"label": "", **text})
    call("GET", "/fields")
    call("GET", "/fields/proposal", query={"header": "City"})
    call("GET", "/fields/proposal", query={"header": ""})
    call("PATCH", f"/fields/{city}", {"type": "choice"})
    call("PATCH", f"/fields/{city}", {"label": "Town"})
    call("PATCH", f"/fields/{city}", {"label": "Place"}, headers=OUTDATED)
    call("PATCH", f"/fields/{city}", {"label": ""})
    call("PATCH", "/fields/unknown", {"label": "Town"})
    with pytest.MonkeyPatch.context() as patch:
        read = OwnFieldStore.read
        patch.setattr(OwnFieldStore, "read", lambda store: replace(read(store), version=99))
        call("POST", "/fields", {"label": "Street", **text})
        call("PATCH", f"/fields/{town}", {"label": "Village"})
        call("DELETE", f"/fields/{town}")
    call("DELETE", f"/fields/{town}")
    call("DELETE", f"/fields/{town}")


def look_after_people(caller: Caller) -> None:
    pool = caller.crm.aws.cognito
    pool.add("user-1@example.com", "admin", sub="user-1")

    def call(method: str, path: str, body: Any = None) -> Any:
        return caller.call(method, path, body, groups="admin")

    ann = call("POST", "/users", BODIES["POST", "/users"])["userId"]
    call("POST", "/users", BODIES["POST", "/users"])
    for body in ({"email": "user-1@example.com", "role": "viewer"}, {"email": "no address", "role": "viewer"}):
        call("POST", "/users", body)
    call("GET", "/users")
    for change in ({"role": "member"}, {"isActive": False}, {"isActive": True}, {"role": "owner"}):
        call("PATCH", f"/users/{ann}", change)
    call("PATCH", "/users/user-1", {"role": "viewer"})
    for method in ("PATCH", "DELETE"):
        call(method, "/users/unknown", {} if method == "PATCH" else None)
    call("DELETE", "/users/user-1")
    call("DELETE", f"/users/{ann}")
    pool.refuses_changes = "LimitExceededException"
    call("POST", "/users", BODIES["POST", "/users"])
    pool.refuses_changes = None


def run_imports(caller: Caller) -> None:
    call, crm = caller.call, caller.crm
    call("POST", "/imports", {"fileName": "", "size": 10})
    call("POST", "/imports", {"fileName": "empty.csv", "size": 0})
    call("POST", "/imports", {"fileName": "large.csv", "size": 10**12})
    call("POST", "/imports", {"fileName": "a.csv", "size": 10, "rules": {"extras/City": "never"}})

    announced = f"/imports/{crm.upload(csv_bytes(people(3)))}"
    for action in ("sheets", "rows", "report.csv", "undo"):
        call("GET", f"{announced}/{action}")
    for action in ("retry", "undo", "report"):
        call("POST", f"{announced}/{action}")
    call("PUT", f"{announced}/mapping", {"sheets": []})
    _read(crm)
    call("POST", f"{announced}/cancel")
    crm.run()

    ended = f"/imports/{crm.import_file(csv_bytes([*people(3), ('Ada', '', 'ada@')]))['importId']}"
    call("GET", "/imports")
    for action in ("", "/sheets", "/rows", "/report.csv"):
        call("GET", f"{ended}{action}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_api, "REPORT_BYTES", 1)
        call("GET", f"{ended}/report.csv")
        call("POST", f"{ended}/report")
    for action in ("cancel", "force-complete", "retry"):
        call("POST", f"{ended}/{action}")
    call("POST", f"{ended}/undo")
    crm.run()
    call("POST", f"{ended}/undo")
    call("GET", f"{ended}/undo", query={"result": "removed"})
    call("GET", f"{ended}/sheets", query={"cursor": "unknown"})
    call("GET", f"{ended}/undo", query={"cursor": "unknown"})

    lost = crm.import_file(csv_bytes([("", "", "nobody")]))["importId"]
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{lost}/batches/000001.json.gz")
    call("POST", f"/imports/{lost}/retry")
    crm.run()

    old = crm.import_file(csv_bytes(people(3, company="Old")))["importId"]
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{old}/ledger/000001.json.gz")
    call("POST", f"/imports/{old}/undo")

    forced = f"/imports/{crm.upload(csv_bytes(people(3)))}"
    _read(crm)
    call("POST", f"{forced}/force-complete")
    call("POST", f"{forced}/retry")

    unread = f"/imports/{crm.upload(csv_bytes(people(3)))}"
    call("POST", f"{unread}/force-complete")
    call("POST", f"{unread}/undo")

    reviewed = f"/imports/{crm.upload(csv_bytes(people(3)), review=True)}"
    crm.run()
    call("PUT", f"{reviewed}/mapping", {"sheets": [{"index": 7, "columns": {}}]})
    call("PUT", f"{reviewed}/mapping", {"sheets": [{"index": 0, "columns": {"0": "company"}}]})
    caller.call_every_operation()


def check_an_import(caller: Caller) -> None:
    call, crm = caller.call, caller.crm
    import_id = crm.upload(csv_bytes(people(3)), review=True)
    address = f"/imports/{import_id}"
    call("GET", f"{address}/file-rows")
    call("POST", f"{address}/dry-run")
    call("GET", f"{address}/look-alikes")
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    call("GET", f"{address}/look-alikes")
    call("PUT", f"{address}/draft", {})
    crm.run()
    for action in ("draft", "dry-run", "file-rows"):
        call("GET", f"{address}/{action}")
    for sheet in ("-1", "7"):
        call("GET", f"{address}/file-rows", query={"sheet": sheet})

    for draft in ({"policy": "replace of all"}, {"policy": "fill"}, {"policy": "keep"}):
        call("PUT", f"{address}/draft", draft)
    for chosen in ({"sheet": 7, "row": 1}, {"sheet": 0, "row": 1}):
        call("POST", f"{address}/header-row", chosen)
    call("PUT", f"{address}/mapping", {})
    call("POST", f"{address}/dry-run")
    for action in ("draft", "dry-run"):
        call("GET", f"{address}/{action}")

    draft_id = crm.status(import_id)["draftId"]
    no_header: dict[str, Any] = {"sheet": 0, "row": None, "draftId": draft_id}
    call("POST", f"{address}/header-row", no_header | {"sheet": 7})
    import_id = call("POST", f"{address}/header-row", no_header)["importId"]
    call("POST", f"{address}/header-row", no_header)
    crm.run()
    address, draft_id = f"/imports/{import_id}", crm.status(import_id)["draftId"]
    key = call("POST", "/fields", {"label": "Size", "type": "text"}, groups="admin")["key"]
    call("PUT", f"{address}/draft", {"basedOn": draft_id, "sheets": [{"index": 0, "columns": {"0": key}}]})
    call("DELETE", f"/fields/{key}", groups="admin")
    call("POST", f"{address}/dry-run")
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{import_id}/batches/000001.json.gz")
    call("GET", f"{address}/file-rows")


def _read(crm: CrmInMemory) -> None:
    crm.deliver(crm.aws.intake_queue_url, lead_splitter.handler, 1)


def change_many_leads(caller: Caller) -> None:
    call, crm = caller.call, caller.crm
    edit = {"change": {"action": "edit", "values": {"status": "Won"}}, "filters": {"email": "@bulk."}}

    def find_and_change() -> None:
        while crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5):
            pass
        crm.run()

    crm.import_file(csv_bytes(people(3, company="Bulk")))
    call("POST", "/jobs/preview", edit)
    for path in ("/jobs", "/jobs/preview"):
        call("POST", path, {"change": {"action": "edit"}})

    job = f"/jobs/{call('POST', '/jobs', edit)['jobId']}"
    call("GET", f"{job}/leads")
    call("POST", f"{job}/undo")
    find_and_change()
    for path in ("/jobs", job, f"{job}/leads"):
        call("GET", path)
    call("POST", f"{job}/cancel")
    call("POST", f"{job}/undo")
    crm.run()
    call("POST", f"{job}/undo")

    stopped = f"/jobs/{call('POST', '/jobs', edit)['jobId']}"
    call("POST", f"{stopped}/cancel")
    find_and_change()
    call("POST", f"{stopped}/undo")

    named = {"change": {"action": "delete"}, "leadIds": [crm.leads()[0].lead_id, "unknown"]}
    call("POST", "/jobs/preview", named)
    old = call("POST", "/jobs", named)["jobId"]
    find_and_change()
    crm.aws.s3.delete_object(Bucket=crm.aws.work_bucket, Key=f"imports/{old}/ledger/000001.json.gz")
    call("POST", f"/jobs/{old}/undo")


def export_and_ask(caller: Caller) -> None:
    call, crm = caller.call, caller.crm
    export_id = call("POST", "/exports", {})["exportId"]
    call("POST", "/exports", {"sort": "salary"})
    call("GET", f"/exports/{export_id}")
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    call("GET", f"/exports/{export_id}")
    call("GET", "/exports/unknown")
    for question in ("How many leads?", "show leads", "group by company", "What's the weather?", ""):
        call("POST", "/chat", {"question": question})


def find_duplicates(caller: Caller) -> None:
    call, crm = caller.call, caller.crm
    call("GET", "/duplicates")
    call("GET", "/duplicates", query={"page": "0"})
    call("POST", "/leads", {"firstName": "Bob", "lastName": "Lerner", "phone": "+493012345678"})
    call("POST", "/leads", {"firstName": "Robert", "lastName": "Lerner", "phone": "+493012345678"})
    call("POST", "/duplicates/searches")
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    certain = call("GET", "/duplicates/certain")
    call("POST", "/duplicates/certain/merges", {"searchId": "unknown"})
    call("POST", "/duplicates/certain/merges", {})
    job = call("POST", "/duplicates/certain/merges", {"searchId": certain["searchId"]})["jobId"]
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    crm.run()
    call("GET", f"/jobs/{job}/leads")
    call("POST", f"/jobs/{job}/undo")
    crm.run()
    for group in call("GET", "/duplicates")["groups"]:
        call("POST", f"/duplicates/{group['pairs'][0]['pairId']}/dismiss")
    call("POST", "/duplicates/unknown/dismiss")
    call("POST", "/duplicates/certain/merges", {"searchId": certain["searchId"]})


def lose_the_read_model(caller: Caller) -> None:
    """What is asked of all leads while a file of the read model cannot be read, and while it is more than is read."""
    aws = caller.crm.aws
    manifests = ManifestStore(cast(Any, aws.dynamodb), aws.changes_table)
    lost = IndexFile("index/segments/lost.parquet", 1, 0.0)
    manifests.change(lambda manifest: replace(manifest, segments=(*manifest.segments, lost)))
    _ask_of_all_leads(caller)
    large = IndexFile("index/snapshots/large.duckdb", MOST_LEADS + 1, 0.0)
    manifests.change(lambda manifest: replace(manifest, snapshot=large, segments=()))
    _ask_of_all_leads(caller)


def _ask_of_all_leads(caller: Caller) -> None:
    caller.call("GET", "/leads")
    caller.call("POST", "/chat", {"question": "How many leads?"})
    caller.call("GET", "/fields/proposal", query=QUERY)
    caller.call("POST", "/jobs/preview", {"change": {"action": "delete"}})


def lose_chains(caller: Caller) -> None:
    """What is asked of leads whose history is not stored any more."""
    crm = caller.crm
    imported = crm.import_file(csv_bytes([("Hal", "hal@example.com")], ("First name", "Email")))
    edited = f"/leads/{key_of(recorder_for(crm.aws), 'hal@example.com')}"
    caller.call("PATCH", edited, {"notes": "called"})
    caller.call("POST", f"/imports/{imported['importId']}/undo")
    crm.run()
    deleted = f"/leads/{caller.call('POST', '/leads', {'firstName': 'Zoe'})['leadId']}"
    ids = [caller.call("POST", "/leads", {"firstName": name})["leadId"] for name in ("Moe", "Roe", "Joe")]
    merge_id = caller.call("POST", "/merges", {"leads": ids[:2]})["mergeId"]
    caller.call("DELETE", deleted)
    crm.forget_chains()
    caller.call("PATCH", edited, {"notes": "called again"})
    caller.call("GET", f"{edited}/history")
    caller.call("POST", f"{deleted}/restore")
    caller.call("POST", "/merges", {"leads": ids})
    caller.call("POST", f"/merges/{merge_id}/undo")
