"""The types that the page's scripts are checked against are those of the API's document."""

from __future__ import annotations

from typing import Any

import pytest

from easy_crm.reference import api_types


def document(schema: Any, answers: Any = None) -> dict[str, Any]:
    return {
        "components": {"schemas": {"Thing": schema}},
        "paths": {"/things/{id}": {"get": {"responses": answers or {}}}},
    }


def test_the_committed_types_are_those_of_the_document() -> None:
    assert api_types.TYPES.read_text(encoding="utf-8") == api_types.text(), (
        "run: python -m easy_crm.reference.api_types"
    )


@pytest.mark.parametrize(
    ("schema", "declared"),
    [
        ({"type": "string", "enum": ["a", "b"]}, 'export type Thing = "a" | "b";'),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Other"}}, "export type Thing = Other[];"),
        ({"type": "array", "items": {"type": ["integer", "null"]}}, "export type Thing = (number | null)[];"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "export type Thing = number | null;"),
        ({"const": "delete", "type": "string"}, 'export type Thing = "delete";'),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "export type Thing = Record<string, string>;"),
    ],
)
def test_a_schema_becomes_a_type(schema: Any, declared: str) -> None:
    assert declared in api_types.types_of(document(schema))


def test_an_object_has_its_required_and_optional_properties_with_what_they_mean() -> None:
    size = {"type": "integer", "description": "bytes"}
    schema = {"type": "object", "properties": {"size": size, "x-y": {"type": "boolean"}}, "required": ["size"]}

    declared = api_types.types_of(document(schema))

    assert 'export interface Thing {\n  /** bytes */\n  size: number;\n  "x-y"?: boolean;\n}' in declared


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ({"201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}, "Thing"),
        ({"204": {"description": "gone"}}, "null"),
        ({"200": {"content": {"text/csv": {"schema": {"type": "string"}}}}}, "null"),
        ({"404": {"content": {"application/json": {"schema": {"type": "string"}}}}}, "null"),
    ],
    ids=["json", "no body", "another kind", "an error"],
)
def test_an_operation_answers_the_json_of_its_success(answers: Any, answer: str) -> None:
    assert f'  "GET /things/{{id}}": {answer};' in api_types.types_of(document({"type": "string"}, answers))


def test_what_the_generator_does_not_know_stops_it() -> None:
    with pytest.raises(api_types.UnknownSchema, match="patternProperties"):
        api_types.types_of(document({"patternProperties": {}}))
