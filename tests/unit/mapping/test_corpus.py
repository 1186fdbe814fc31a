"""The shared corpus of real files: expected mappings and leads are met, and nothing that must not be is."""

from __future__ import annotations

import pytest
from crm.preview import preview_file

from tests.unit.mapping.corpus_scoring import CORPUS, Score, manifest, score_file

pytestmark = [
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside this project"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def score() -> Score:
    found = Score()
    for entry in manifest():
        score_file(entry, preview_file(CORPUS / entry["path"]).to_json(), found)
    return found


def test_nearly_all_expected_fields_of_leads_are_right(score: Score) -> None:
    assert score.right_fields >= 0.98 * score.fields, score.wrong


def test_nearly_all_leads_are_right_as_a_whole(score: Score) -> None:
    assert score.whole_leads >= 0.95 * score.leads, score.wrong


def test_nearly_all_columns_go_where_the_manifest_expects_them(score: Score) -> None:
    # The manifest counts third and later emails and phones as remarks; here they are further choices.
    assert score.right_mappings >= 0.95 * score.mappings, score.wrong


def test_nothing_comes_out_that_must_not(score: Score) -> None:
    assert score.forbidden == []
