from __future__ import annotations

import pytest
from crm.deepseek.answers import object_from_text


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '  \n{"a": 1}\n',
        '```json\n{"a": 1}\n```',
        '```\n{"a": 1}\n```',
        'Sure!\n```JSON\n{"a": 1}\n```\nAnything else?',
        'The answer is {"a": 1}.',
    ],
)
def test_the_json_object_in_an_answer_is_found(text: str) -> None:
    assert object_from_text(text) == {"a": 1}


def test_braces_and_fences_inside_values_stay_as_they_are() -> None:
    assert object_from_text('{"a": "```json\\n{}\\n```"}') == {"a": "```json\n{}\n```"}


@pytest.mark.parametrize(
    "text", ["", "null", "[]", '"text"', "{", '{"a": 1', "{'a': 1}", '{"a": NaN}', "{" * 100_000, "no", "}{"]
)
def test_an_incomplete_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no JSON object"):
        object_from_text(text)
