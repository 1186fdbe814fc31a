"""The page says in its own words what the API says: its English ones are those of the API."""

from __future__ import annotations

import json
from functools import cache

from crm.mapping.reasons import Why
from pydantic.alias_generators import to_camel

from easy_crm import paths


@cache
def texts(section: str) -> dict[str, str]:
    file = paths.ROOT / "frontend" / "texts" / "en.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))[section])


def test_the_page_has_the_sentence_of_every_reason_of_a_column() -> None:
    assert texts("because") == {to_camel(why.key): why.sentence for why in Why}
