"""The HTTP API as the page sees it, in memory: leads, imports, exports, chat, and faults that a test asks for.

An import moves one step with each time it is asked about, so that nothing here depends on time. Every answer, but
for the faults that a test asks for, is held against the document of the API; what a test leaves out of a lead, an
import, an event or an answer gets a value that says nothing.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.contract import documented
from tests.doubles.api_answers import (
    ApiError,
    chat_answer,
    event_answer,
    hand_origin,
    lead_answer,
    lead_detail,
    row_origin,
    time_at,
    values_by_path,
    version_of_lead,
    written,
)
from tests.doubles.api_duplicates import FakeDuplicates
from tests.doubles.api_fields import FakeFields
from tests.doubles.api_jobs import FakeJobs
from tests.doubles.api_mends import FakeMends
from tests.doubles.api_merges import FakeMerges
from tests.doubles.api_review import FakeReview
from tests.doubles.api_search import matches, text_in
from tests.doubles.api_users import FakePeople
from tests.doubles.api_views import FakeViews
from tests.doubles.cognito import FakeUser

Json = dict[str, Any]
OUTCOMES = ("created", "updated", "unchanged", "superseded", "rejected", "skipped", "cancelled")
FINAL = ("completed", "completed_with_errors", "failed", "cancelled")
MAX_UPLOAD_BYTES = 2_000_000


@dataclass(frozen=True)
class Call:
    """One request as it reached the API."""

    method: str
    path: str
    query: dict[str, str]
    """The values of a parameter that is there several times stand in lines."""
    body: Any
    user: FakeUser
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in lower case."""


@dataclass
class _Fault:
    method: str
    path: str
    answer: tuple[int, Any]
    left: int


@dataclass
class FakeApi:
    """The state, which tests set up and look into, and the answers.

    Args:
        upload_url: where files are to be posted.
        keeps_contract: whether an answer that the document of the API does not describe fails; off for tests of what
            no server should send.
    """

    upload_url: str = ""
    keeps_contract: bool = True
    fields: FakeFields = field(default_factory=FakeFields)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    merged_by: dict[str, list[str]] = field(default_factory=dict)
    merges: FakeMerges = field(default_factory=FakeMerges)
    duplicates: FakeDuplicates = field(default_factory=FakeDuplicates)
    review: FakeReview = field(default_factory=FakeReview)
    people: FakePeople = field(default_factory=FakePeople)
    views: FakeViews = field(default_factory=FakeViews)
    leads: dict[str, Json] = field(default_factory=dict)
    deleted: dict[str, Json] = field(default_factory=dict)
    origins: dict[str, dict[str, Json]] = field(default_factory=dict)
    histories: dict[str, list[Json]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    imports: dict[str, Json] = field(default_factory=dict)
    scripts: dict[str, deque[Json]] = field(default_factory=dict)
    mends: FakeMends = field(default_factory=FakeMends)
    ledgers: dict[str, list[Json]] = field(default_factory=dict)
    exports: dict[str, deque[Json]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    export_steps: list[Json] = field(default_factory=lambda: [{"status": "pending"}, {"status": "ready"}])
    """What is answered about an export, step by step."""
    answers: dict[str, Json] = field(default_factory=dict)
    script_of_new: list[Json] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    upload_faults: list[tuple[int, str]] = field(default_factory=list)
    faults: list[_Fault] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    """Imports whose file did not come: no list has them."""
    page_of_imports: int = 20
    page_of_sheets: int = 30

    def fail(self, method: str, path: str, status: int, body: Any = None, *, times: int = 1) -> None:
        """Answers the next requests with this method and path (a pattern) so; status 0 breaks the connection."""
        self.faults.append(_Fault(method, path, (status, body), times))

    def add_lead(self, **values: Any) -> Json:
        """A lead that a row has brought; what is not given has no value."""
        number = len(self.leads) + len(self.deleted)
        times = {"createdAt": time_at(number), "updatedAt": time_at(number)}
        lead = lead_answer({"leadId": f"lead-{number:05d}", "sourceFile": "contacts.xlsx"} | times | values)
        self.leads[lead["leadId"]] = lead
        return lead

    def add_import(self, owner: FakeUser, steps: list[Json] | None = None, **values: Any) -> Json:
        """An import; `steps` are what changes with each time that it is asked about."""
        number = len(self.imports)
        record: Json = {
            "importId": f"import-{number:03d}",
            "fileName": "contacts.xlsx",
            "size": 48_000,
            "status": "waiting",
            **{"reason": None, "reasonMessages": []},
            "createdAt": time_at(number),
            "updatedAt": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "finishedAt": None,
            "owner": {"id": owner.sub, "email": owner.email},
            "policy": "update",
            "rules": {},
            "set": {"tags": [], "status": None, "owner": None},
            "changedValues": 0,
            "emptiedValues": 0,
            "region": None,
            "extractFreeText": False,
            "progress": 0,
            "etaSeconds": None,
            "batches": {"total": 0, "done": 0},
            "sheets": [],
            "notes": [],
            "undo": None,
            "doubtfulRows": 0,
            "mends": 0,
            "isMending": False,
            "draftId": None,
            "sameFile": None,
            "review": False,
            "remapOf": None,
            "remappedBy": None,
        } | values
        record["totals"] = {"rows": 0, **dict.fromkeys(OUTCOMES, 0)} | values.get("totals", {})
        self.imports[record["importId"]] = record
        self.scripts[record["importId"]] = deque(steps or [])
        return record

    def requests(self, method: str, path: str) -> list[Call]:
        """The requests so far whose path matches the pattern."""
        return [call for call in self.calls if call.method == method and re.fullmatch(path, call.path)]

    def answer(self, call: Call) -> tuple[int, Any]:
        """Status and body: JSON, or text for a CSV.

        Raises:
            ApiError: as the API would answer.
        """
        self.calls.append(call)
        for fault in self.faults:
            if fault.left and fault.method == call.method and re.fullmatch(fault.path, call.path):
                fault.left -= 1
                return fault.answer
        for method, pattern, handler in ROUTES:
            found = re.fullmatch(pattern, call.path)
            if found and method == call.method:
                return self._checked(call, handler, *found.groups())
        raise ApiError(404, "not_found", "There is nothing at this address.")

    def _checked(self, call: Call, handler: Handler, *names: str) -> tuple[int, Any]:
        try:
            status, body = handler(self, call, *names)
        except ApiError as error:
            if self.keeps_contract:
                _check(call, error.status, error.body)
            raise
        if self.keeps_contract:
            _check(call, status, body)
        return status, body

    def _shown(self, lead: Json) -> Json:
        return lead | {"fields": self.fields.values_of(lead)}

    def _find_lead(self, lead_id: str) -> Json:
        if lead_id not in self.leads:
            raise ApiError(404, "not_found", "There is no such lead.")
        return self.leads[lead_id]

    def list_leads(self, call: Call) -> tuple[int, Any]:
        everything = self.deleted if call.query.get("bin") == "true" else self.leads
        found = [lead for lead in everything.values() if matches(lead, call.query)]
        sort = call.query.get("sort", "-createdAt")
        found.sort(key=lambda lead: text_in(lead, sort.lstrip("-")).casefold(), reverse=sort.startswith("-"))
        page, size = int(call.query.get("page", 1)), int(call.query.get("pageSize", 50))
        shown = [self._shown(lead) for lead in found[(page - 1) * size : page * size]]
        return 200, {"leads": shown, "total": len(found), "page": page, "pageSize": size, "freshAsOf": time_at(0)}

    def create_lead(self, call: Call) -> tuple[int, Any]:
        self._check_email(call.body.get("email"), None)
        lead = self.add_lead(sourceFile=None)
        lead |= written(lead, call.body)
        self._typed(lead, {}, call, "created")
        return 201, self._shown(lead)

    def get_lead(self, _call: Call, lead_id: str) -> tuple[int, Any]:
        lead = self.deleted.get(lead_id) or self._find_lead(self.merges.owner(lead_id))
        detail = lead_detail(self._shown(lead), self.origins.get(lead["leadId"], {}))
        merged = self.merges.merged_from(lead["leadId"])
        return 200, detail | {"fieldPaths": self.fields.paths_of(lead), "mergedFrom": merged}

    def merge_leads(self, call: Call) -> tuple[int, Any]:
        return 201, self.merges.merge(self.leads, call.body, call.user.email)

    def undo_merge(self, _call: Call, merge_id: str) -> tuple[int, Any]:
        return 200, self.merges.undo(self.leads, merge_id)

    def edit_lead(self, call: Call, lead_id: str) -> tuple[int, Any]:
        lead = self._find_lead(lead_id)
        self._check_version(call, lead)
        self._check_email(call.body.get("email"), lead_id)
        before = values_by_path(lead)
        lead |= written(lead, call.body)
        self._typed(lead, before, call, "edited")
        lead["updatedAt"] = time_at(500 + len(self.histories[lead_id]))
        return 200, self._shown(lead)

    def _typed(self, lead: Json, before: dict[str, str], call: Call, event: str) -> None:
        """Keeps what a person has typed: its origins, its event, and a version of its own."""
        after, lead_id = values_by_path(lead), lead["leadId"]
        changes = [
            {"path": path, "before": before.get(path), "after": after.get(path)}
            for path in sorted(before.keys() | after.keys())
            if before.get(path) != after.get(path)
        ]
        origins = self.origins.setdefault(lead_id, {path: row_origin(lead) for path in before})
        protected = call.body.get("protect")
        for path in after:
            if before.get(path) != after[path]:
                origins[path] = hand_origin(call.user.email, time_at(500), origins.get(path))
            if protected is not None:
                origins[path]["isProtected"] = path in protected
        entry = {"event": event, "at": time_at(500), "by": call.user.email, "changes": changes}
        self.histories.setdefault(lead_id, []).append(entry)
        protected = (path for path in origins if path in after and origins[path]["isProtected"])
        lead["version"] = version_of_lead(lead, protected)

    def _check_version(self, call: Call, stored: Json) -> None:
        seen = call.headers.get("if-match")
        if seen is not None and seen.strip('"') != stored["version"]:
            raise ApiError(412, "edited_meanwhile", "Someone else has changed this. Please look at it again.")

    def delete_lead(self, call: Call, lead_id: str) -> tuple[int, Any]:
        lead = self._find_lead(lead_id)
        self._check_version(call, lead)
        self.deleted[lead_id] = lead
        lead["deletedAt"] = time_at(900)
        del self.leads[lead_id]
        return 204, None

    def restore_lead(self, _call: Call, lead_id: str) -> tuple[int, Any]:
        if lead_id not in self.deleted:
            raise ApiError(404, "not_found", "There is no deleted lead with this id.")
        self.leads[lead_id] = self.deleted.pop(lead_id) | {"deletedAt": None}
        return 200, self._shown(self.leads[lead_id])

    def history(self, _call: Call, lead_id: str) -> tuple[int, Any]:
        events = [event_answer(entry) for entry in self.histories.get(lead_id, [])]
        return 200, {"events": events, "leftOut": self.left_out.get(lead_id, 0)}

    def _check_email(self, email: str | None, lead_id: str | None) -> None:
        for lead in self.leads.values():
            if email and (lead["email"] or "").casefold() == email.casefold() and lead["leadId"] != lead_id:
                message = f"Another lead already has the address {email}."
                raise ApiError(
                    409, "email_taken", message, {"email": "Another lead has this address.", "leadId": lead["leadId"]}
                )

    def list_fields(self, _call: Call) -> tuple[int, Any]:
        return 200, self.fields.all()

    def add_field(self, call: Call) -> tuple[int, Any]:
        return 201, self.fields.add(**call.body)

    def propose_field(self, call: Call) -> tuple[int, Any]:
        return 200, self.fields.proposal(call.query["header"])

    def change_field(self, call: Call, key: str) -> tuple[int, Any]:
        self._check_version(call, self.fields.shown(key))
        self.fields.own[key] |= call.body
        return 200, self.fields.shown(key)

    def remove_field(self, _call: Call, key: str) -> tuple[int, Any]:
        del self.fields.own[key]
        return 204, None

    def announce(self, call: Call) -> tuple[int, Any]:
        body = call.body
        record = self.add_import(
            call.user,
            [dict(step) for step in self.script_of_new],
            fileName=body["fileName"],
            size=body["size"],
            policy=body.get("policy", "update"),
            rules=body.get("rules", {}),
            set={"tags": [], "status": None, "owner": None} | body.get("set", {}),
            region=body.get("region"),
            review=body.get("review", False),
            status="announced",
        )
        fields = {"key": f"uploads/{record['importId']}/file", "policy": "cG9saWN5"}
        return 201, {
            "importId": record["importId"],
            "upload": {"url": self.upload_url, "fields": fields, "maxBytes": MAX_UPLOAD_BYTES},
        }

    def list_imports(self, call: Call) -> tuple[int, Any]:
        kept = (item for item in self.imports.values() if item["importId"] not in self.dropped)
        everything = sorted(kept, key=lambda item: item["createdAt"], reverse=True)
        start = int(call.query.get("cursor", 0))
        shown = everything[start : start + self.page_of_imports]
        none = {"sheetCount": 0, "sheets": [], "sheetsCursor": None, "notes": [], "noteMessages": []}
        views = [self._view(item, call.user) | none for item in shown]
        return 200, {"imports": views, "cursor": _cursor(start + self.page_of_imports, everything)}

    def get_import(self, call: Call, import_id: str) -> tuple[int, Any]:
        return 200, self._view(self._find_import(import_id), call.user)

    def _find_import(self, import_id: str) -> Json:
        if import_id not in self.imports:
            raise ApiError(404, "not_found", "There is no such import.")
        return self.imports[import_id]

    def _view(self, record: Json, user: FakeUser) -> Json:
        script = self.scripts[record["importId"]]
        place = f"uploads/{record['importId']}/file".encode()
        if script and (record["status"] != "announced" or any(place in body for body in self.uploads)):
            step = script.popleft()
            record["totals"] |= step.pop("totals", {})
            record |= step
        mine = user.group == "admin" or record["owner"]["id"] == user.sub
        sheets, cursor = self._sheets(record, 0)
        known = {"sheetCount": len(record["sheets"]), "sheets": sheets, "sheetsCursor": cursor}
        return {"noteMessages": [None] * len(record["notes"])} | record | known | {"canControl": mine}

    def sheets(self, call: Call, import_id: str) -> tuple[int, Any]:
        sheets, cursor = self._sheets(self._find_import(import_id), int(call.query.get("cursor", "0.0").split(".")[0]))
        return 200, {"sheets": sheets, "cursor": cursor}

    def _sheets(self, record: Json, start: int) -> tuple[list[Json], str | None]:
        end = start + self.page_of_sheets
        said: Json = {"becauseKey": "", "becauseValues": {}, "ownField": None}
        shown = [
            {"freeText": [], "canChooseHeader": sheet["skipped"] != "empty sheet", "columnCount": len(sheet["mapping"])}
            | {"skippedCode": None, "table": 1}
            | sheet
            | {"mapping": [said | column for column in sheet["mapping"]]}
            for sheet in record["sheets"][start:end]
        ]
        return shown, f"{end}.0" if end < len(record["sheets"]) else None

    def rows(self, call: Call, import_id: str) -> tuple[int, Any]:
        usual: Json = {"changed": 0, "reasonMessages": []}
        rows = [
            usual | row
            for row in self.ledgers.get(import_id, [])
            if row["outcome"] == call.query.get("outcome", row["outcome"])
        ]
        start = int(call.query.get("cursor", 0))
        return 200, {"rows": rows[start : start + 50], "cursor": _cursor(start + 50, rows)}

    def file_rows(self, call: Call, import_id: str) -> tuple[int, Any]:
        sheet, start = (int(call.query.get(name, default)) for name, default in (("sheet", 0), ("from", 1)))
        return 200, self.review.rows(self._find_import(import_id), sheet, start)

    def save_draft(self, call: Call, import_id: str) -> tuple[int, Any]:
        return 200, self.review.save(self._in_review(import_id), call.body, call.user.email)

    def choose_header_row(self, call: Call, import_id: str) -> tuple[int, Any]:
        record = self._in_review(import_id)
        if call.body["draftId"] != record["draftId"]:
            raise ApiError(409, "draft_outdated", "Somebody has decided something else meanwhile. Please look at it.")
        new = self.add_import(call.user, fileName=record["fileName"], status="review", size=record["size"])
        self.review.read_again(record, new, call.body["sheet"], call.body["row"])
        record["status"] = "cancelled"
        return 201, self._view(new, call.user)

    def get_draft(self, _call: Call, import_id: str) -> tuple[int, Any]:
        return 200, self.review.draft(self._find_import(import_id))

    def start_dry_run(self, _call: Call, import_id: str) -> tuple[int, Any]:
        answer = self.review.start(self._in_review(import_id), self.leads.values())
        return 200, answer | {"newLeads": [self._shown(lead) for lead in answer["newLeads"]]}

    def get_dry_run(self, _call: Call, import_id: str) -> tuple[int, Any]:
        answer = self.review.tried(self._find_import(import_id))
        return 200, answer | {"newLeads": [self._shown(lead) for lead in answer["newLeads"]]}

    def _in_review(self, import_id: str) -> Json:
        record = self._find_import(import_id)
        if record["status"] != "review":
            raise ApiError(409, "not_in_review", "This can be changed only while the import waits for its review.")
        return record

    def confirm_mapping(self, call: Call, import_id: str) -> tuple[int, Any]:
        record = self._in_review(import_id)
        if call.body.get("draftId") != record["draftId"]:
            raise ApiError(409, "draft_outdated", "Somebody has decided something else meanwhile. Please look at it.")
        record |= {"status": "importing"}
        self.scripts[import_id] = deque(dict(step) for step in self.script_of_new)
        return 202, self._view(record, call.user)

    def cancel(self, call: Call, import_id: str) -> tuple[int, Any]:
        return self._end(call, import_id, "cancelled")

    def force_complete(self, call: Call, import_id: str) -> tuple[int, Any]:
        return self._end(call, import_id, "completed_with_errors")

    def retry(self, call: Call, import_id: str) -> tuple[int, Any]:
        record = self._find_import(import_id)
        rows = record["totals"]["rejected"]
        started = self.add_import(call.user, fileName=record["fileName"], status="importing", totals={"rows": rows})
        return 201, self._view(started, call.user)

    def remap(self, call: Call, import_id: str) -> tuple[int, Any]:
        record = self._find_import(import_id)
        kept = {name: record[name] for name in ("fileName", "sheets", "totals")}
        again = self.add_import(call.user, status="review", remapOf=import_id, **kept)
        self.review.files[again["importId"]] = self.review.files.get(import_id, {})
        record["remappedBy"] = again["importId"]
        return 201, self._view(again, call.user)

    def rows_to_mend(self, call: Call, import_id: str) -> tuple[int, Any]:
        return 200, self.mends.page(self._find_import(import_id), int(call.query.get("cursor", "0.0").split(".")[1]))

    def mend(self, call: Call, import_id: str) -> tuple[int, Any]:
        record = self._find_import(import_id)
        steps = self.mends.start(record, call.body)
        answer = self._view(record, call.user)
        self.scripts[import_id] = steps
        return 202, answer

    def undo(self, call: Call, import_id: str) -> tuple[int, Any]:
        record = self._find_import(import_id)
        counts = {"restored": 0, "removed": 3, "kept": 0, "gone": 0}
        record["undo"] = {"status": "undoing", "batches": {"total": 4, "done": 1}, **counts}
        return 202, self._view(record, call.user)

    def undone(self, _call: Call, import_id: str) -> tuple[int, Any]:
        kept = self._find_import(import_id)["undo"]["kept"]
        leads = [*self.leads.values(), None][:kept]
        shown = [
            {"leadId": lead["leadId"], "result": "kept", "kept": ["lastName", "notes"], "lead": lead}
            if lead
            else {"leadId": "gone", "result": "kept", "kept": [], "lead": None}
            for lead in leads
        ]
        return 200, {"leads": shown, "cursor": None}

    def _end(self, call: Call, import_id: str, status: str) -> tuple[int, Any]:
        record = self._find_import(import_id)
        if record["status"] == "announced" and status == "cancelled":
            self.dropped.add(import_id)
        if record["status"] in FINAL:
            raise ApiError(409, "import_ended", "This import has already ended.")
        self.scripts[import_id].clear()
        record |= {"status": status, "progress": 100, "etaSeconds": None}
        totals = record["totals"]
        if status == "completed_with_errors":
            totals["rejected"] += totals["rows"] - sum(totals[outcome] for outcome in OUTCOMES)
        return 202, self._view(record, call.user)

    def list_look_alikes(self, _call: Call, import_id: str) -> tuple[int, Any]:
        self._find_import(import_id)
        return 200, self.duplicates.look_alikes

    def dismiss_duplicate(self, _call: Call, pair_id: str) -> tuple[int, Any]:
        self.duplicates.dismissed.add(pair_id)
        return 204, None

    def merge_certain(self, call: Call) -> tuple[int, Any]:
        groups = self.duplicates.groups_to_merge(self.leads, call.body["searchId"])
        merged = [self.merges.merge(self.leads, {"leads": ids}, call.user.email)["mergeId"] for ids in groups]
        job = self.jobs.add(call.user, action="merge", totals={"leads": len(merged), "changed": len(merged)})
        self.merged_by[job["jobId"]] = merged
        return 202, {**job, "canControl": True}

    def start_export(self, call: Call) -> tuple[int, Any]:
        export_id = uuid.uuid4().hex
        self.formats[export_id] = call.body.get("format", "csv") if call.body else "csv"
        self.exports[export_id] = deque(self.export_steps)
        return 202, {"exportId": export_id}

    def end_exports(self) -> None:
        """Lets all exports be ready."""
        for steps in self.exports.values():
            steps.append({"status": "ready"})

    def report(self, _call: Call, _import_id: str) -> tuple[int, Any]:
        return 200, "\ufeffEmail,Import reason\r\n"

    def start_report(self, call: Call, import_id: str) -> tuple[int, Any]:
        self._find_import(import_id)
        return self.start_export(call)

    def get_export(self, _call: Call, export_id: str) -> tuple[int, Any]:
        if export_id not in self.exports:
            raise ApiError(404, "not_found", "There is no such export.")
        steps = self.exports[export_id]
        step = steps.popleft() if len(steps) > 1 else steps[0]
        answer: Json = {"url": None, "rows": 0, "total": None, "reason": None, "reasonMessages": []} | step
        if answer["status"] == "ready":
            number = len(self.leads)
            url = f"{self.upload_url}export.{self.formats[export_id]}"
            answer = answer | {"url": url, "rows": number, "total": number}
        return 200, answer

    def list_views(self, call: Call) -> tuple[int, Any]:
        return 200, self.views.seen_by(call.user)

    def add_view(self, call: Call) -> tuple[int, Any]:
        return 201, self.views.add(call.user, **call.body)

    def change_view(self, call: Call, view_id: str) -> tuple[int, Any]:
        self._check_version(call, self.views.shown(view_id, call.user))
        return 200, self.views.change(view_id, call.user, call.body)

    def remove_view(self, _call: Call, view_id: str) -> tuple[int, Any]:
        self.views.remove(view_id)
        return 204, None

    def preview_job(self, call: Call) -> tuple[int, Any]:
        return 200, self.jobs.preview(call.body, self.leads, self.deleted)

    def start_job(self, call: Call) -> tuple[int, Any]:
        return 202, self.jobs.start(call.body, call.user, self.leads, self.deleted)

    def list_jobs(self, call: Call) -> tuple[int, Any]:
        return 200, self.jobs.page(int(call.query.get("cursor", 0)), call.user)

    def get_job(self, call: Call, job_id: str) -> tuple[int, Any]:
        return 200, self.jobs.advanced(job_id, call.user, self.leads, self.deleted)

    def job_leads(self, call: Call, job_id: str) -> tuple[int, Any]:
        return 200, self.jobs.leads_of(job_id, call.query.get("outcome"))

    def cancel_job(self, call: Call, job_id: str) -> tuple[int, Any]:
        return 202, self.jobs.cancel(job_id, call.user)

    def undo_job(self, call: Call, job_id: str) -> tuple[int, Any]:
        undone = self.jobs.undo(job_id, call.user)
        for merge_id in self.merged_by.pop(job_id, ()):
            self.merges.undo(self.leads, merge_id)
        return 202, undone

    def list_users(self, _call: Call) -> tuple[int, Any]:
        return 200, self.people.all()

    def invite_user(self, call: Call) -> tuple[int, Any]:
        return 201, self.people.invite(**call.body)

    def change_user(self, call: Call, user_id: str) -> tuple[int, Any]:
        return 200, self.people.change(user_id, call.body)

    def remove_user(self, _call: Call, user_id: str) -> tuple[int, Any]:
        self.people.remove(user_id)
        return 204, None

    def chat(self, call: Call) -> tuple[int, Any]:
        question = call.body["question"]
        if "query" in call.body:
            return 200, chat_answer({"query": call.body["query"], "text": "As changed.", "readBy": "person"})
        text = f"There are {len(self.leads)} leads."
        return 200, chat_answer(self.answers.get(question, {"query": {}, "text": text, "count": len(self.leads)}))


Handler = Callable[..., tuple[int, Any]]
ID = r"([0-9A-Za-z_-]{1,64})"
ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "/leads", FakeApi.list_leads),
    ("POST", "/leads", FakeApi.create_lead),
    ("GET", f"/leads/{ID}", FakeApi.get_lead),
    ("PATCH", f"/leads/{ID}", FakeApi.edit_lead),
    ("DELETE", f"/leads/{ID}", FakeApi.delete_lead),
    ("POST", f"/leads/{ID}/restore", FakeApi.restore_lead),
    ("GET", f"/leads/{ID}/history", FakeApi.history),
    ("POST", "/merges", FakeApi.merge_leads),
    ("POST", f"/merges/{ID}/undo", FakeApi.undo_merge),
    ("GET", "/fields", FakeApi.list_fields),
    ("POST", "/fields", FakeApi.add_field),
    ("GET", "/fields/proposal", FakeApi.propose_field),
    ("PATCH", f"/fields/{ID}", FakeApi.change_field),
    ("DELETE", f"/fields/{ID}", FakeApi.remove_field),
    ("POST", "/imports", FakeApi.announce),
    ("GET", "/imports", FakeApi.list_imports),
    ("GET", f"/imports/{ID}", FakeApi.get_import),
    ("GET", f"/imports/{ID}/sheets", FakeApi.sheets),
    ("GET", f"/imports/{ID}/rows", FakeApi.rows),
    ("GET", rf"/imports/{ID}/report\.csv", FakeApi.report),
    ("POST", f"/imports/{ID}/report", FakeApi.start_report),
    ("PUT", f"/imports/{ID}/mapping", FakeApi.confirm_mapping),
    ("PUT", f"/imports/{ID}/draft", FakeApi.save_draft),
    ("GET", f"/imports/{ID}/draft", FakeApi.get_draft),
    ("POST", f"/imports/{ID}/header-row", FakeApi.choose_header_row),
    ("POST", f"/imports/{ID}/dry-run", FakeApi.start_dry_run),
    ("GET", f"/imports/{ID}/dry-run", FakeApi.get_dry_run),
    ("GET", f"/imports/{ID}/look-alikes", FakeApi.list_look_alikes),
    ("GET", f"/imports/{ID}/file-rows", FakeApi.file_rows),
    ("POST", f"/imports/{ID}/cancel", FakeApi.cancel),
    ("POST", f"/imports/{ID}/force-complete", FakeApi.force_complete),
    ("POST", f"/imports/{ID}/retry", FakeApi.retry),
    ("POST", f"/imports/{ID}/remap", FakeApi.remap),
    ("GET", f"/imports/{ID}/mend", FakeApi.rows_to_mend),
    ("POST", f"/imports/{ID}/mend", FakeApi.mend),
    ("POST", f"/imports/{ID}/undo", FakeApi.undo),
    ("GET", f"/imports/{ID}/undo", FakeApi.undone),
    ("GET", "/views", FakeApi.list_views),
    ("POST", "/views", FakeApi.add_view),
    ("PATCH", f"/views/{ID}", FakeApi.change_view),
    ("DELETE", f"/views/{ID}", FakeApi.remove_view),
    ("POST", "/jobs/preview", FakeApi.preview_job),
    ("POST", "/jobs", FakeApi.start_job),
    ("GET", "/jobs", FakeApi.list_jobs),
    ("GET", f"/jobs/{ID}", FakeApi.get_job),
    ("GET", f"/jobs/{ID}/leads", FakeApi.job_leads),
    ("POST", f"/jobs/{ID}/cancel", FakeApi.cancel_job),
    ("POST", f"/jobs/{ID}/undo", FakeApi.undo_job),
    ("POST", "/duplicates/searches", lambda api, _call: (202, api.duplicates.search())),
    ("GET", "/duplicates", lambda api, _call: (200, api.duplicates.page(api.leads))),
    ("GET", "/duplicates/certain", lambda api, _call: (200, api.duplicates.certain(api.leads))),
    ("POST", "/duplicates/certain/merges", FakeApi.merge_certain),
    ("POST", f"/duplicates/{ID}/dismiss", FakeApi.dismiss_duplicate),
    ("POST", "/exports", FakeApi.start_export),
    ("GET", f"/exports/{ID}", FakeApi.get_export),
    ("GET", "/users", FakeApi.list_users),
    ("POST", "/users", FakeApi.invite_user),
    ("PATCH", f"/users/{ID}", FakeApi.change_user),
    ("DELETE", f"/users/{ID}", FakeApi.remove_user),
    ("POST", "/chat", FakeApi.chat),
    ("GET", "/health", lambda _api, _call: (200, {"status": "ok"})),
]


def _check(call: Call, status: int, body: Any) -> None:
    """Fails unless the document of the API describes the answer."""
    kind = "text/csv" if isinstance(body, str) else "application/json"
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    documented().check(call.method, call.path, status, kind, text)


def _cursor(following: int, everything: Sized) -> str | None:
    return str(following) if following < len(everything) else None


def count_by(leads: dict[str, Json], name: str) -> list[Json]:
    """Groups as the chat answers them."""
    return [
        {"values": [value], "count": n} for value, n in Counter(lead[name] for lead in leads.values()).most_common()
    ]
