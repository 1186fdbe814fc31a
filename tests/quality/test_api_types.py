"""The types that the page's scripts are checked against are those of the API's document."""

from __future__ import annotations

import json

from easy_crm.reference import api_types


def test_the_committed_types_are_those_of_the_document() -> None:
    assert api_types.TYPES.read_text(encoding="utf-8") == api_types.text(), (
        "run: python -m easy_crm.reference.api_types"
    )


def test_every_schema_of_the_document_has_a_type_of_its_name() -> None:
    schemas = json.loads(api_types.DOCUMENT.read_text(encoding="utf-8"))["components"]["schemas"]
    types = api_types.TYPES.read_text(encoding="utf-8")

    assert [name for name in schemas if f"\nexport type {name} = " not in types] == []
