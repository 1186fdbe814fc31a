"""Bulk changes in the API's double: they take a step each time that they are asked about, and end with the last."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.api_answers import FIELDS, ApiError, time_at, values_by_path, version_of_lead, written
from tests.doubles.api_search import matches
from tests.doubles.cognito import FakeUser

Json = dict[str, Any]
Leads = dict[str, Json]
FINAL = ("completed", "completed_with_errors", "failed", "cancelled")
SHOWN = 20
"""Leads that a preview shows."""
TOTALS = ("leads", "changed", "unchanged", "superseded", "skipped", "rejected", "cancelled")


@dataclass
class _Done:
    """What a bulk change has done.

    Attributes:
        wanted: the body that asked for it.
        steps: what changes with each time that it is asked about.
        before: leads as they were, by id.
        after: their versions since.
    """

    wanted: Json
    steps: deque[Json]
    before: Leads = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeJobs:
    """Bulk changes, which tests set up and look into.

    Attributes:
        steps: of new ones; after them, they have changed their leads.
        page_size: of the list.
    """

    all: dict[str, Json] = field(default_factory=dict)
    steps: list[Json] = field(default_factory=list)
    page_size: int = 20
    _done: dict[str, _Done] = field(default_factory=dict)

    def add(self, owner: FakeUser, **values: Any) -> Json:
        """A bulk change; what is not given is as of one that has changed three leads."""
        number = len(self.all)
        job: Json = {
            "jobId": f"job-{number:03d}",
            "action": "edit",
            "values": [],
            "status": "completed",
            **{"reason": None, "reasonMessages": []},
            "createdAt": time_at(number),
            "finishedAt": None,
            "owner": {"id": owner.sub, "email": owner.email},
            "changedValues": 0,
            "progress": 100,
            "etaSeconds": None,
            "undo": None,
        } | values
        job["totals"] = dict.fromkeys(TOTALS, 0) | values.get("totals", {"leads": 3, "changed": 3})
        self.all[job["jobId"]] = job
        self._done[job["jobId"]] = _Done({"change": {"action": job["action"]}, "leadIds": []}, deque())
        return job

    def preview(self, wanted: Json, leads: Leads, deleted: Leads) -> Json:
        """What would become of the leads."""
        found = list(_found(wanted, leads, deleted))
        shown = [
            {
                "leadId": lead["leadId"],
                "name": " ".join(filter(None, (lead["firstName"], lead["lastName"]))) or lead["company"] or "",
                "changes": [{"shortened": False, **one} for one in _changes(lead, wanted["change"])],
            }
            for lead in found[:SHOWN]
        ]
        return {"total": len(found), "freshAsOf": time_at(0), "values": _says(wanted["change"]), "leads": shown}

    def start(self, wanted: Json, owner: FakeUser, leads: Leads, deleted: Leads) -> Json:
        """Begins one; its leads are found at once."""
        change = wanted["change"]
        totals = {"leads": 0}
        job = self.add(
            owner, action=change["action"], values=_says(change), status="reading", progress=0, totals=totals
        )
        found = {lead["leadId"]: lead for lead in _found(wanted, leads, deleted)}
        self._done[job["jobId"]] = _Done(wanted, deque(dict(step) for step in self.steps), before=found)
        return _shown(job, owner)

    def page(self, start: int, user: FakeUser) -> Json:
        newest = list(self.all.values())[::-1]
        following = start + self.page_size
        cursor = str(following) if following < len(newest) else None
        return {"jobs": [_shown(job, user) for job in newest[start:following]], "cursor": cursor}

    def advanced(self, job_id: str, user: FakeUser, leads: Leads, deleted: Leads) -> Json:
        """One that has taken its next step."""
        job = self._find(job_id)
        done = self._done[job_id]
        if done.steps:
            step = done.steps.popleft()
            job["totals"] |= step.pop("totals", {})
            job |= step
        elif job["status"] not in FINAL:
            self._carry_out(job, leads, deleted)
        elif job["undo"] and job["undo"]["status"] == "undoing":
            self._take_back(job, leads, deleted)
        return _shown(job, user)

    def leads_of(self, job_id: str, outcome: str | None) -> Json:
        self._find(job_id)
        shown = [
            {"leadId": lead_id, "outcome": "updated", "reason": None, "changed": 1}
            for lead_id in self._done[job_id].after
            if outcome in (None, "updated")
        ]
        return {"leads": shown, "cursor": None}

    def cancel(self, job_id: str, user: FakeUser) -> Json:
        job = self._find(job_id)
        if job["status"] in FINAL:
            raise ApiError(409, "import_ended", "This bulk change has already ended.")
        self._done[job_id].steps.clear()
        job |= {"status": "cancelled", "progress": 100}
        return _shown(job, user)

    def undo(self, job_id: str, user: FakeUser) -> Json:
        job = self._find(job_id)
        if job["undo"]:
            raise ApiError(409, "already_undone", "This bulk change has already been taken back.")
        counts = {"restored": 0, "removed": 0, "kept": 0, "gone": 0}
        job["undo"] = {"status": "undoing", "batches": {"total": 2, "done": 1}, **counts}
        return _shown(job, user)

    def _find(self, job_id: str) -> Json:
        if job_id not in self.all:
            raise ApiError(404, "not_found", "There is no such bulk change.")
        return self.all[job_id]

    def _carry_out(self, job: Json, leads: Leads, deleted: Leads) -> None:
        """Changes the leads that are still where they were."""
        done = self._done[job["jobId"]]
        action, before = job["action"], done.before
        place, target = (deleted, leads) if action == "restore" else (leads, deleted)
        there = {lead_id: place[lead_id] for lead_id in before if lead_id in place}
        done.before = {lead_id: dict(lead) for lead_id, lead in there.items()}
        for lead_id, lead in there.items():
            if action == "edit":
                lead |= _edited(lead, done.wanted["change"])
            else:
                target[lead_id] = place.pop(lead_id)
                lead["deletedAt"] = None if action == "restore" else time_at(900)
            lead["version"] = version_of_lead(lead)
            done.after[lead_id] = lead["version"]
        totals = {"leads": len(before), "changed": len(there), "skipped": len(before) - len(there)}
        job["totals"] |= totals
        job |= {"status": "completed", "progress": 100, "finishedAt": time_at(999)}

    def _take_back(self, job: Json, leads: Leads, deleted: Leads) -> None:
        """Gives leads back what they were, but for those that somebody has changed since."""
        done = self._done[job["jobId"]]
        restored = 0
        for lead_id, version in done.after.items():
            place = leads if lead_id in leads else deleted
            if place.get(lead_id, {}).get("version") != version:
                continue
            del place[lead_id]
            back = deleted if job["action"] == "restore" else leads
            back[lead_id] = done.before[lead_id]
            restored += 1
        counts = {"restored": restored, "kept": len(done.after) - restored}
        if job["action"] == "merge":
            counts = {"restored": job["totals"]["changed"]}
        job["undo"] |= {"status": "undone", "batches": {"total": 2, "done": 2}, **counts}


def _shown(job: Json, user: FakeUser) -> Json:
    return job | {"canControl": user.group == "admin" or job["owner"]["id"] == user.sub}


def _found(wanted: Json, leads: Leads, deleted: Leads) -> Iterator[Json]:
    place = deleted if wanted["change"]["action"] == "restore" else leads
    if wanted.get("leadIds"):
        return (place[lead_id] for lead_id in wanted["leadIds"] if lead_id in place)
    query = _parameters(wanted)
    return (lead for lead in place.values() if matches(lead, query))


def _parameters(wanted: Json) -> Mapping[str, str]:
    """The query as the parameters of GET /leads."""
    query = {"q": wanted.get("q", "")}
    for name, text in wanted.get("filters", {}).items():
        path, bracket, comparison = name.partition("[")
        query[f"filter[{path}]{bracket}{comparison}"] = text
    if wanted.get("where"):
        query["where"] = json.dumps(wanted["where"])
    return query


def _says(change: Json) -> list[Json]:
    """Value by path, null where it is taken away."""
    values = dict(change.get("values") or {})
    extras = values.pop("extras", None) or {}
    said = {name: text or None for name, text in values.items()}
    said |= {f"extras/{header}": text or None for header, text in extras.items()}
    said |= {f"tags/{tag.casefold()}": tag for tag in change.get("addTags", [])}
    said |= {f"tags/{tag.casefold()}": None for tag in change.get("removeTags", [])}
    return [{"path": path, "value": text} for path, text in said.items()]


def _edited(lead: Json, change: Json) -> Json:
    removed = {tag.casefold() for tag in change.get("removeTags", [])}
    kept = [tag for tag in lead["tags"] if tag.casefold() not in removed]
    known = {tag.casefold() for tag in kept}
    added = [tag for tag in change.get("addTags", []) if tag.casefold() not in known]
    values = {name: text for name, text in (change.get("values") or {}).items() if name in (*FIELDS, "extras")}
    return written(lead, values | {"tags": kept + added})


def _changes(lead: Json, change: Json) -> list[Json]:
    if change["action"] != "edit":
        return []
    before, after = values_by_path(lead), values_by_path(lead | _edited(lead, change))
    return [
        {"path": path, "before": before.get(path), "after": after.get(path)}
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    ]
