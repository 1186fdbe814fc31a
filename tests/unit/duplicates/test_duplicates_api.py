"""Finds duplicates through the API, and remembers what people say of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from crm.duplicates.store import DuplicateStore
from crm.handlers import lead_api, lead_exporter

from tests.crm_in_memory import CrmInMemory

PEOPLE = (
    "First name,Last name,Email,Phone,Company\n"
    "Robert,Lerner,robert@lerner.example,+493012345678,Acme\n"
    "Zoe,Quince,zoe@quince.example,+493087654321,Quince\n"
)
THE_SAME = "First name,Last name,Email,Phone,Company\nBob,Lerner,bob.l@acme.example,+493012345678,Acme GmbH\n"


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> Iterator[CrmInMemory]:
    crm = CrmInMemory(monkeypatch)
    for text in (PEOPLE, THE_SAME):
        crm.import_file(text.encode())
    yield crm


def call(crm: CrmInMemory, method: str, path: str, **event: Any) -> tuple[int, Any]:
    status, answer = crm.call(lead_exporter.handler, method, path, **event)
    return status, answer


def search(crm: CrmInMemory) -> Any:
    """What a search of all leads finds."""
    assert call(crm, "POST", "/duplicates/searches")[0] == 202
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    return call(crm, "GET", "/duplicates")[1]


def test_before_a_search_there_is_nothing(crm: CrmInMemory) -> None:
    answer = call(crm, "GET", "/duplicates")[1]

    assert (answer["groups"], answer["pages"], answer["freshAsOf"], answer["search"]) == ([], 0, None, None)


def test_a_search_is_under_way_once(crm: CrmInMemory) -> None:
    started = [call(crm, "POST", "/duplicates/searches")[1]["searchId"] for _ in range(2)]

    assert started[0] == started[1]
    assert call(crm, "GET", "/duplicates")[1]["search"] == "pending"


def test_a_search_that_fails_shows_so_at_once_and_a_repetition_may_still_come_to_its_end(
    crm: CrmInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the imports have asked for.
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    call(crm, "POST", "/duplicates/searches")
    with monkeypatch.context() as failing:
        failing.setattr(DuplicateStore, "publish", Mock(side_effect=MemoryError("too many leads")))
        crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    assert call(crm, "GET", "/duplicates")[1]["search"] == "failed"

    crm.aws.clock.advance(6_000)
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    assert call(crm, "GET", "/duplicates")[1]["search"] == "ready"


def test_a_pair_is_shown_with_both_leads_and_the_reasons(crm: CrmInMemory) -> None:
    answer = search(crm)

    assert answer["counts"] == {"certain": 1, "likely": 0, "possible": 0}
    assert answer["search"] == "ready"
    [group] = answer["groups"]
    [pair] = group["pairs"]
    assert {lead["lastName"] for lead in group["leads"]} == {"Lerner"}
    assert sorted(pair["leadIds"]) == sorted(lead["leadId"] for lead in group["leads"])
    assert pair["band"] == "certain"
    assert not pair["isOutdated"]
    assert pair["reasons"][:2] == ["same phone", "same company"]
    assert any({"Bob", "Robert"} <= set(reason.split()) for reason in pair["reasons"])


def test_what_is_dismissed_never_comes_again(crm: CrmInMemory) -> None:
    [group] = search(crm)["groups"]

    assert call(crm, "POST", f"/duplicates/{group['pairs'][0]['pairId']}/dismiss")[0] == 204

    assert call(crm, "GET", "/duplicates")[1]["groups"] == []
    again = search(crm)
    assert again["groups"] == []
    assert again["counts"]["certain"] == 0


def test_who_takes_leads_apart_can_say_that_they_are_never_to_be_proposed_again(crm: CrmInMemory) -> None:
    [group] = search(crm)["groups"]
    [pair] = group["pairs"]
    merge = crm.call(lead_api.handler, "POST", "/merges", {"leads": pair["leadIds"]})[1]
    apart = crm.call(lead_api.handler, "POST", f"/merges/{merge['mergeId']}/undo")[1]
    assert search(crm)["groups"]

    for pair_id in apart["pairIds"]:
        call(crm, "POST", f"/duplicates/{pair_id}/dismiss")

    assert apart["pairIds"] == [pair["pairId"]]
    assert search(crm)["groups"] == []


def test_a_pair_whose_lead_was_changed_is_told_and_one_that_is_gone_is_left_out(crm: CrmInMemory) -> None:
    [group] = search(crm)["groups"]
    lead_id = group["leads"][0]["leadId"]

    crm.call(lead_api.handler, "PATCH", f"/leads/{lead_id}", {"title": "CEO"})
    assert call(crm, "GET", "/duplicates")[1]["groups"][0]["pairs"][0]["isOutdated"]

    crm.call(lead_api.handler, "DELETE", f"/leads/{lead_id}")
    assert call(crm, "GET", "/duplicates")[1]["groups"] == []


def test_a_text_that_is_no_pair_cannot_be_dismissed(crm: CrmInMemory) -> None:
    assert call(crm, "POST", "/duplicates/unknown/dismiss")[0] == 404


def test_viewers_read_and_members_search_and_dismiss(crm: CrmInMemory) -> None:
    assert call(crm, "GET", "/duplicates", groups="viewer")[0] == 200
    assert call(crm, "POST", "/duplicates/searches", groups="viewer")[0] == 403
    assert call(crm, "POST", f"/duplicates/{'0' * 32}{'1' * 32}/dismiss", groups="viewer")[0] == 403


def test_after_an_import_the_changed_leads_are_searched_once_somebody_has_asked(crm: CrmInMemory) -> None:
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)
    assert call(crm, "GET", "/duplicates")[1]["freshAsOf"] is None
    before = search(crm)["groups"]

    crm.aws.clock.advance(600)
    crm.import_file(b"First name,Last name,Phone\nZoe,Quince,+493087654321\n")
    crm.deliver(crm.aws.export_queue_url, lead_exporter.handler, 5)

    after = call(crm, "GET", "/duplicates")[1]
    names = [group["leads"][0]["lastName"] for group in after["groups"]]
    assert sorted(names) == ["Lerner", "Quince"]
    assert after["counts"]["certain"] == len(before) + 1
