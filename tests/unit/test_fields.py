"""The table of fields is the one description: whatever names fields names the same ones."""

from __future__ import annotations

from dataclasses import fields as attributes_of

from crm.fields import FIELDS, LEAD_FIELDS, LeadValues, TargetField
from crm.handlers.lead_api import LeadFields
from crm.leads import answers


def test_values_have_an_attribute_for_each_field_and_no_other() -> None:
    assert [attribute.name for attribute in attributes_of(LeadValues)] == [field.attribute for field in FIELDS]


def test_a_column_may_go_to_every_field() -> None:
    assert set(LEAD_FIELDS) <= {target.value for target in TargetField}


def test_the_body_of_an_edit_names_every_field_with_its_limit() -> None:
    schema = LeadFields.model_json_schema()["properties"]

    assert list(schema) == list(LEAD_FIELDS)
    for field in FIELDS:
        (text, _none) = schema[field.name]["anyOf"]
        assert text["maxLength"] == field.max_length


def test_the_answer_for_a_lead_has_every_field_under_its_name() -> None:
    schema = answers.LeadValues.model_json_schema(mode="serialization")

    assert list(schema["properties"]) == list(LEAD_FIELDS)
