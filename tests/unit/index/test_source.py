"""The source of answers: every write that was reported is in the next answer, whatever the index writer does."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from crm.errors import Conflict
from crm.index.engine import DuckEngine
from crm.index.index_files import IndexFiles
from crm.index.manifest import ManifestStore
from crm.index.source import IndexSource
from crm.index.writing import IndexWriter
from crm.own_fields.definition import FieldType
from crm.own_fields.editing import OwnFieldEditor
from crm.own_fields.store import OwnFieldStore
from crm.query.conditions import Comparison, Filter
from crm.query.lead_query import LeadQuery, Sort
from crm.query.results import Page
from crm.statements.change_log import ChangeLog
from crm.statements.lead_table import LeadTable
from crm.statements.revoking import revoke

from tests.doubles import FakeAws, fake_aws
from tests.plain_query.engine import LeadSet
from tests.unit.index.kept_index import index_writer, rebuilder
from tests.unit.query.leads import many
from tests.unit.query.stored import extras_among, store
from tests.unit.statements.conftest import key_of, leads_in, log_of, recorder_for
from tests.unit.statements.in_words import undo
from tests.unit.statements.test_recording import person, record

ALL = LeadQuery(page_size=200)


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws(check_parameters=False)


def source_of(aws: FakeAws, athena_table: str = "") -> IndexSource:
    dynamodb: Any = aws.dynamodb
    s3: Any = aws.s3
    return IndexSource(
        ChangeLog(dynamodb, aws.changes_table, s3, aws.work_bucket),
        LeadTable(dynamodb, aws.leads_table),
        OwnFieldStore(dynamodb, aws.leads_table),
        ManifestStore(dynamodb, aws.changes_table),
        IndexFiles(s3, aws.work_bucket),
        athena_table=athena_table,
        now=lambda: aws.clock.moment().timestamp(),
    )


def writer_of(aws: FakeAws) -> IndexWriter:
    return replace(index_writer(aws), engine=DuckEngine())


def add(aws: FakeAws, sequence: int, *names: str, title: str = "") -> None:
    values = {"title": title} if title else {}
    record(recorder_for(aws), *(person(sequence, name, row, **values) for row, name in enumerate(names, 2)))


def take_back(aws: FakeAws, *names: str) -> None:
    """Undoes the first import."""
    recorder = recorder_for(aws)
    revoke([key_of(recorder, f"{name}@x.example") for name in names], undo(1), recorder, "import1/undo")


def told(source: IndexSource) -> dict[str, str]:
    """The titles of the leads by id."""
    result = source.answer(ALL).result
    assert isinstance(result, Page)
    assert result.total == len(result.leads)
    return {one.lead_id: one.standing.state.text("title") or "" for one in result.leads if one.standing.state}


def stored(aws: FakeAws) -> dict[str, str]:
    there = [lead for lead in leads_in(aws) if lead.standing.state]
    return {one.lead_id: one.standing.state.text("title") or "" for one in there if one.standing.state}


def test_without_leads_there_are_none(aws: FakeAws) -> None:
    assert told(source_of(aws)) == {}


@pytest.mark.slow
def test_a_write_is_in_the_next_answer_before_and_after_it_is_taken_up(aws: FakeAws) -> None:
    source, writer = source_of(aws), writer_of(aws)
    for turn in range(1, 6):
        add(aws, turn, "ada", f"bob{turn}", title=f"CEO {turn}")
        assert told(source) == stored(aws) == told(source_of(aws))
        writer.take_up()
        assert told(source) == stored(aws) == told(source_of(aws))


def test_a_lead_that_an_undo_removed_is_gone_and_comes_back_with_its_file(aws: FakeAws) -> None:
    source, writer = source_of(aws), writer_of(aws)
    add(aws, 1, "ada", "bob")
    writer.take_up()
    take_back(aws, "ada", "bob")
    assert told(source) == {}
    writer.take_up()
    add(aws, 2, "ada")
    assert told(source) == stored(aws) == told(source_of(aws))
    assert len(told(source)) == 1


def test_an_answer_says_up_to_when_it_is_complete(aws: FakeAws) -> None:
    answer = source_of(aws).answer(ALL)
    assert datetime.fromisoformat(answer.fresh_as_of) <= aws.clock.moment().astimezone(UTC)


def test_no_answer_scans_a_table(aws: FakeAws) -> None:
    source, writer = source_of(aws), writer_of(aws)
    store(aws, *many(30))
    writer.take_up()
    before = aws.dynamodb.calls["Scan"]
    source.answer(LeadQuery(text="acme"))
    list(source.matching(ALL).batches)
    source.lead_ids(ALL)
    source.values("extras/City", 5)
    source.with_database(lambda database, _: database.fetch("FROM leads"), memory_mib=256)
    assert aws.dynamodb.calls["Scan"] == before


def test_it_answers_as_the_plain_engine_does_over_the_same_leads(aws: FakeAws) -> None:
    leads, chance = many(80), random.Random(4)
    source, writer = source_of(aws), writer_of(aws)
    for part in (leads[:50], leads[50:70], leads[70:]):
        store(aws, *part)
        if chance.random() < 0.7:
            writer.take_up()
    for query in (LeadQuery(), LeadQuery(text="smith"), LeadQuery(sort=Sort("company")), LeadQuery(page=2)):
        result, right = source.answer(query).result, LeadSet(leads).run(query)
        assert isinstance(result, Page)
        assert isinstance(right, Page)
        assert (result.total, [one.lead_id for one in result.leads]) == (
            right.total,
            [one.lead_id for one in right.leads],
        )


def test_all_that_match_come_with_the_extras_that_occur_among_them(aws: FakeAws) -> None:
    leads = many(40)
    store(aws, *leads)
    matching = source_of(aws).matching(LeadQuery())
    assert set(matching.extras) == extras_among(leads)
    assert sorted(one.lead_id for batch in matching.batches for one in batch) == sorted(one.lead_id for one in leads)


def test_an_own_field_can_be_queried_as_soon_as_it_is_made(aws: FakeAws) -> None:
    source = source_of(aws)
    store(aws, *many(40))
    writer_of(aws).take_up()
    source.answer(ALL)
    client: Any = aws.dynamodb
    OwnFieldEditor(OwnFieldStore(client, aws.leads_table)).add("Town", FieldType.TEXT, headers=("City",))
    berlin = source.answer(LeadQuery(where=Filter("town", Comparison.EQUALS, ("berlin",)))).result
    other = source.answer(LeadQuery(where=Filter("extras/City", Comparison.EQUALS, ("berlin",)))).result
    assert berlin.total == other.total > 0


def test_own_fields_that_could_not_be_worked_out_are_worked_out_from_the_files_again(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, client = source_of(aws), cast(Any, aws.dynamodb)
    store(aws, *many(40))
    writer_of(aws).take_up()
    right = source.answer(LeadQuery(where=Filter("extras/City", Comparison.NOT_EMPTY))).result.total
    OwnFieldEditor(OwnFieldStore(client, aws.leads_table)).add("Town", FieldType.TEXT, headers=("City",))
    asked = LeadQuery(where=Filter("town", Comparison.NOT_EMPTY))
    with monkeypatch.context() as patched:
        patched.setattr("crm.index.own.work_out", None)
        with pytest.raises(TypeError):
            source.answer(asked)
    assert source.answer(asked).result.total == right > 0


def test_a_rebuild_changes_no_answer(aws: FakeAws) -> None:
    source, writer = source_of(aws), writer_of(aws)
    add(aws, 1, "ada", "bob", "cleo", title="CEO")
    writer.take_up()
    add(aws, 2, "ada", title="CTO")
    before = told(source)
    rebuilder(aws, writer).rebuild()
    assert before == told(source) == told(source_of(aws)) == stored(aws)


def test_entries_that_a_rebuild_has_overtaken_bring_nobody_back(aws: FakeAws) -> None:
    """An older change in the log is outweighed by a deletion that the rebuild has forgotten."""
    writer = writer_of(aws)
    add(aws, 1, "ada")
    late = log_of(aws).entries()
    writer.take_up()
    take_back(aws, "ada")
    writer.take_up()
    log_of(aws).publish(log_of(aws).changes_of(late[0]))
    rebuilder(aws, writer).rebuild()
    assert told(source_of(aws)) == {} == stored(aws)


def test_a_lost_file_is_a_sentence_and_a_rebuild_heals_it(aws: FakeAws) -> None:
    source, writer = source_of(aws), writer_of(aws)
    add(aws, 1, "ada", "bob")
    writer.take_up()
    for key in [key for key in aws.s3.objects(aws.work_bucket) if key.startswith("index/")]:
        aws.s3.delete_object(Bucket=aws.work_bucket, Key=key)
    with pytest.raises(Conflict) as refused:
        source.answer(ALL)
    assert refused.value.code == "index_unavailable"
    rebuilder(aws, writer).rebuild()
    assert told(source) == stored(aws)


def test_while_the_manifest_is_lost_there_is_a_sentence(aws: FakeAws) -> None:
    source, manifests = source_of(aws), index_writer(aws).manifests
    assert told(source) == {}
    manifests.change(lambda manifest: replace(manifest, is_lost=True))
    with pytest.raises(Conflict, match="being put together again"):
        source.answer(ALL)


def test_more_leads_than_one_function_can_answer_for_are_a_sentence(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.index.source.MOST_LEADS", 1)
    source, rebuilding = source_of(aws), rebuilder(aws, writer_of(aws))
    add(aws, 1, "ada", "bob")
    rebuilding.rebuild()
    with pytest.raises(Conflict, match="There are 2 leads, and lists and exports can be made of at most 1") as refused:
        source.answer(ALL)
    assert refused.value.code == "too_many_leads"
    assert "Athena" not in refused.value.message
    with pytest.raises(Conflict, match=r"can be queried in Amazon Athena, in the table easy_crm_prod\.leads\.$"):
        source_of(aws, "easy_crm_prod.leads").answer(ALL)
    take_back(aws, "bob")
    rebuilding.rebuild()
    assert told(source) == stored(aws)


def test_an_export_takes_up_all_that_was_reported_and_a_page_no_more_than_people_wait_for(
    aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each write has a file of its own, and a request takes up one, though it reads several at once.
    monkeypatch.setattr("crm.statements.change_log.INLINE_BYTES", 0)
    monkeypatch.setattr("crm.index.source.MOST_CHANGES", 0)
    for sequence in range(1, 4):
        add(aws, sequence, f"p{sequence}")
    # The entries bear the time of this machine.
    aws.clock.advance(time.time() - aws.clock.moment().timestamp() + 1)

    page = source_of(aws).answer(ALL)
    matching = source_of(aws).matching(ALL)

    assert isinstance(page.result, Page)
    assert (page.result.total, matching.total) == (1, 3)
    assert datetime.fromisoformat(page.fresh_as_of) < aws.clock.moment().astimezone(UTC)
