"""What the headers of files say is remembered for those who have no words of headers."""

from __future__ import annotations

from typing import Any, cast

import pytest
from crm.own_fields.header_kinds import Headed
from crm.own_fields.header_memory import HeaderMemory

from tests.doubles import FakeAws, fake_aws


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


@pytest.fixture
def memory(aws: FakeAws) -> HeaderMemory:
    return HeaderMemory(cast(Any, aws.dynamodb), aws.mappings_table)


def test_a_header_is_recalled_however_it_is_written(memory: HeaderMemory) -> None:
    memory.remember({"Début du contrat": Headed.DATE, "City": Headed.PLACE})
    assert memory.recall("DEBUT  DU CONTRAT :") is Headed.DATE
    assert memory.recall("Country") is None


def test_the_last_file_counts_also_where_it_says_nothing_any_more(memory: HeaderMemory) -> None:
    for says in (Headed.DATE, Headed.NUMBER, None):
        memory.remember({"Due": says})
        assert memory.recall("Due") is says


def test_only_what_is_new_is_written(aws: FakeAws, memory: HeaderMemory) -> None:
    memory.remember({"Due": Headed.DATE, "Ada Lovelace": None})
    (item,) = aws.dynamodb.all_items(aws.mappings_table)
    earlier = item | {"updatedAt": {"S": "earlier"}}
    aws.dynamodb.put_item(TableName=aws.mappings_table, Item=earlier)

    memory.remember({"due": Headed.DATE})

    assert aws.dynamodb.all_items(aws.mappings_table) == [earlier]


def test_a_file_of_more_headers_than_one_read_takes_is_remembered(memory: HeaderMemory) -> None:
    memory.remember({f"Column {number}": Headed.DATE for number in range(101)})
    assert memory.recall("Column 100") is Headed.DATE
