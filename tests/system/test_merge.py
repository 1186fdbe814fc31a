"""An import changes only what its file says, whatever the policy and the order of arrival (promise 2)."""

from __future__ import annotations

from functools import partial
from typing import Any

from crm.outcomes import Policy
from crm.statements.statement import Place, Statement

from tests.system.deployed import Client, eventually, put_file
from tests.system.files import csv_file
from tests.unit.statements.in_words import row
from tests.unit.statements.sequential_model import lead_after

PATHS = {"Email": "email", "First name": "firstName", "Last name": "lastName", "Title": "title", "Phone": "phone"}
"""Path by header of the lists; the texts are already as they are stored."""
LATE = (("Email", "Title", "Last name"), (("ada", "CEO", "Byron"), ("bob", "", "")))
FULL = (("Email", "First name", "Last name", "Phone"), (("ada", "Ada", "", "+4930901820"), ("bob", "Bob", "Lee", "")))
PHONES = (("Email", "Phone"), (("ada", "+4930901821"), ("bob", "N/A")))
WRONG = (("Email", "First name", "Phone"), (("ada", "Eve", "+4930901822"), ("bob", "Rob", "")))

List = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def test_lists_under_each_policy_a_late_one_and_an_undo_end_in_what_the_model_says(member: Client, domain: str) -> None:
    late = {policy: announce(member, LATE, policy, domain) for policy in Policy}
    for one, is_under_policy in ((FULL, False), (PHONES, True), (PHONES, True), (WRONG, True)):
        imports = [upload(member, one, to, domain, to if is_under_policy else Policy.UPDATE) for to in Policy]
        for import_id in imports:
            member.finished(import_id)
    for import_id in imports:
        member.call("POST", f"/imports/{import_id}/undo").raise_for_status()
    for import_id in imports:
        eventually(partial(undo_of, member, import_id), lambda undo: bool(undo["status"] == "undone"))
    for announced, content in late.values():
        put_file(announced["upload"], "list.csv", content)
    for announced, _ in late.values():
        member.finished(announced["importId"])

    for policy in Policy:
        for place, name in enumerate(("ada", "bob"), 2):
            (lead,) = member.leads(**{"filter[email]": f"{name}@{policy.value}.{domain}"})
            found = {path: lead[path] for path in PATHS.values() if lead[path] is not None}
            assert found == expected(place, name, policy, domain), f"{name} under {policy.value}"


def undo_of(member: Client, import_id: str) -> Any:
    return member.get(f"/imports/{import_id}")["undo"]


def expected(number: int, name: str, policy: Policy, domain: str) -> dict[str, str]:
    """The lead by the plain model: the late list was announced first, and the last import never was."""
    email = f"{name}@{policy.value}.{domain}"
    lists = [(LATE, policy), (FULL, Policy.UPDATE), (PHONES, policy), (PHONES, policy), (WRONG, policy)]
    said = [said_by(one, sequence, number, email, by) for sequence, (one, by) in enumerate(lists, 1)]
    return {path: text for path, (text, _) in (lead_after(said, {Place(len(lists), 0, number)}) or {}).items()}


def said_by(one: List, sequence: int, number: int, email: str, policy: Policy) -> Statement:
    header, rows = one
    cells = zip(header, (email, *rows[number - 2][1:]), strict=True)
    says = {PATHS[column]: text for column, text in cells if text not in ("", "N/A")}
    return row(sequence, says, number=number, policy=policy)


def file_of(one: List, people: Policy, domain: str) -> bytes:
    header, rows = one
    return csv_file(header, [(f"{name}@{people.value}.{domain}", *rest) for name, *rest in rows])


def announce(member: Client, one: List, people: Policy, domain: str) -> tuple[Any, bytes]:
    content = file_of(one, people, domain)
    return member.announce("list.csv", len(content), policy=people.value), content


def upload(member: Client, one: List, people: Policy, domain: str, policy: Policy) -> str:
    return member.upload("list.csv", file_of(one, people, domain), policy=policy.value)
