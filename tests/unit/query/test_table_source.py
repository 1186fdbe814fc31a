"""Queries over the table itself: when it is scanned again, and that it is scanned as a whole."""

from __future__ import annotations

from typing import Any, cast

import pytest
from crm.own_fields.definition import FieldType
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.store import OwnFieldStore
from crm.query.lead_query import LeadQuery, Sort
from crm.query.results import Count, Page
from crm.query.table_source import MAX_AGE_S, TableSource
from crm.statements.change_log import ChangeLog
from crm.statements.changes import Change
from crm.statements.lead import BIN
from crm.statements.lead_table import LeadTable

from tests.doubles import FakeAws, fake_aws
from tests.unit.query.leads import in_bin, lead, many, value


class Crm:
    """A table, a source over it, and a count of how often the table was read."""

    def __init__(self, aws: FakeAws | None = None) -> None:
        self.aws = aws or fake_aws()
        self.client = cast(Any, self.aws.dynamodb)
        self.source = TableSource(
            self.client,
            self.aws.leads_table,
            self.aws.changes_table,
            clock=self.aws.clock,
            now=lambda: self.aws.clock.moment().isoformat(),
        )

    def put(self, *numbers: int, company: str = "Acme") -> None:
        for number in numbers:
            self.client.put_item(TableName=self.aws.leads_table, Item=lead(number, company=company).to_item())

    def log(self, *numbers: int) -> None:
        """Logs that leads have changed."""
        log = ChangeLog(self.client, self.aws.changes_table, cast(Any, self.aws.s3), self.aws.work_bucket)
        log.publish([Change.of(lead(number)) for number in numbers])

    def count(self) -> int:
        result = self.source.answer(LeadQuery(page_size=0)).result
        assert isinstance(result, Count)
        return result.total

    @property
    def scans(self) -> int:
        return int(self.aws.dynamodb.calls["Scan"])


@pytest.fixture
def crm() -> Crm:
    return Crm()


def test_an_empty_table_has_no_leads(crm: Crm) -> None:
    assert crm.count() == 0


def test_the_table_is_read_once_while_no_lead_changes(crm: Crm) -> None:
    crm.put(1, 2, 3)
    assert [crm.count() for _ in range(5)] == [3] * 5
    assert crm.scans == 4


def test_a_change_is_seen_by_the_next_query(crm: Crm) -> None:
    crm.put(1)
    assert crm.count() == 1
    crm.put(2)
    crm.log(2)
    assert crm.count() == 2


def test_an_unannounced_change_is_seen_after_a_minute(crm: Crm) -> None:
    crm.put(1)
    crm.count()
    crm.put(2)
    crm.aws.clock.advance(MAX_AGE_S - 1)
    assert crm.count() == 1
    crm.aws.clock.advance(1)
    assert crm.count() == 2


def test_a_write_during_the_scan_is_not_lost_by_the_snapshot(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lead is written after its segment was scanned, and announced before the scan ends."""
    crm.put(1)
    scan = crm.client.scan

    def interrupted(**request: Any) -> Any:
        answer = scan(**request)
        monkeypatch.setattr(crm.client, "scan", scan)
        crm.put(2)
        crm.log(2)
        return answer

    crm.source = TableSource(crm.client, crm.aws.leads_table, crm.aws.changes_table, segments=1)
    monkeypatch.setattr(crm.client, "scan", interrupted)
    assert crm.count() == 1
    assert crm.count() == 2


def test_an_answer_says_up_to_when_it_is_complete(crm: Crm) -> None:
    first = crm.source.answer(LeadQuery()).fresh_as_of
    crm.aws.clock.advance(5)
    assert crm.source.answer(LeadQuery()).fresh_as_of == first
    crm.log(1)
    assert crm.source.answer(LeadQuery()).fresh_as_of > first


def test_a_table_of_many_pages_is_read_whole(crm: Crm) -> None:
    """The table is larger than one page of a scan, 1 MB."""
    numbers = range(1, 401)
    for number in numbers:
        item = lead(number, notes="x" * 12_000).to_item()
        crm.client.put_item(TableName=crm.aws.leads_table, Item=item)
    assert crm.count() == 400
    assert crm.scans > 4


def test_it_answers_as_the_engine_does_over_the_same_leads(crm: Crm) -> None:
    leads = many(60)
    for one in leads:
        crm.client.put_item(TableName=crm.aws.leads_table, Item=one.to_item())
    result = crm.source.answer(LeadQuery(text="acme", page_size=200)).result
    assert isinstance(result, Page)
    assert list(crm.source.matching(LeadQuery(text="acme"))) == list(result.leads)
    assert result.total == sum("acme" in value(one, "company").lower() for one in leads)


def test_a_lagging_replica_does_not_freeze_an_old_answer() -> None:
    """Every eventually consistent read is stale here, so the snapshot may not rely on such reads."""
    crm = Crm(fake_aws(stale_read=lambda: True))
    for company in ("Old", "New"):
        crm.put(1, company=company)
        crm.log(1)
    assert [value(found, "company") for found in crm.source.matching(LeadQuery())] == ["New"]


def test_items_that_are_no_leads_are_passed_over(crm: Crm) -> None:
    table = LeadTable(crm.client, crm.aws.leads_table)
    table.claims.take(table.id_of("email#b@example.com"), lead(1).lead_id)
    OwnFieldEditor(OwnFieldStore(crm.client, crm.aws.leads_table)).add("City", FieldType.TEXT)
    crm.put(1)
    assert crm.count() == 1


def test_an_own_field_can_be_queried_as_soon_as_it_is_made(crm: Crm) -> None:
    for number, revenue in ((1, "9"), (2, "1,000")):
        one = lead(number, extras={"Revenue": revenue})
        crm.client.put_item(TableName=crm.aws.leads_table, Item=one.to_item())
    crm.count()
    made = OwnFieldEditor(OwnFieldStore(crm.client, crm.aws.leads_table)).add("Revenue", FieldType.NUMBER)
    assert crm.source.own_fields() == (made,)
    found = crm.source.matching(LeadQuery(sort=Sort("revenue", True)))
    assert [value(one, "extras/Revenue") for one in found] == ["1,000", "9"]


def test_a_lead_of_the_bin_is_gone_after_its_time_although_the_table_still_has_it(crm: Crm) -> None:
    deleted = in_bin(lead(1), crm.aws.clock.moment().isoformat())
    crm.client.put_item(TableName=crm.aws.leads_table, Item=deleted.to_item())
    bin_ = LeadQuery(in_bin=True)
    assert len(crm.source.matching(bin_)) == 1
    crm.aws.clock.advance(BIN.total_seconds())
    assert len(crm.source.matching(bin_)) == 0
