"""Handles are told from names by how they are written; a name in full has several words, or East Asian characters."""

from __future__ import annotations

import pytest
from crm.values.handles import is_handle, is_name_in_full


@pytest.mark.parametrize("text", ["pixelfox99", "moonbeam_22", "@ann", "DungeonDad", "jen.s", "kubix", "steve#1"])
def test_a_word_that_is_written_as_no_name_is_a_handle(text: str) -> None:
    assert is_handle(text)


@pytest.mark.parametrize(
    "text",
    ["Ann Lee", "anna", "McGregor", "DeShawn", "AnneMarie", "Zephyr", "Li", "王小明", "ann@x.example", ""],
)
def test_a_word_that_may_be_a_name_is_no_handle(text: str) -> None:
    assert not is_handle(text)


@pytest.mark.parametrize("text", ["Gregor Weiland", "Inês Barros", "山本 恵子", "강민지", "Jean-Luc d'Arc"])
def test_a_name_in_full_has_all_its_words(text: str) -> None:
    assert is_name_in_full(text)


@pytest.mark.parametrize("text", ["Gregor", "pixel fox99", "Holm Werft GmbH", "@ann lee", "王", ""])
def test_a_half_name_a_handle_and_a_company_are_no_name_in_full(text: str) -> None:
    assert not is_name_in_full(text)
