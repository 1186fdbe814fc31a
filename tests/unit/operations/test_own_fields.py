"""`fields`: own fields of a deployed environment, made, listed and removed by an operator."""

from __future__ import annotations

import pytest
from crm.own_fields.definition import FieldType

from easy_crm.cli.fields_command import described
from easy_crm.errors import CommandFailed
from easy_crm.operations.deployment import Deployment
from easy_crm.operations.own_fields import WantedField, add, fields_of, remove
from tests.doubles import FakeAws, fake_aws
from tests.unit.operations.deployed_in_memory import deployment
from tests.unit.query.leads import lead


@pytest.fixture
def aws() -> FakeAws:
    aws = fake_aws()
    for number, text in enumerate(("1/31/2026", "3/4/2026", "5/6/2026"), 1):
        one = lead(number, company="A", extras={"Renewal": text})
        aws.dynamodb.put_item(TableName=aws.leads_table, Item=one.to_item())
    return aws


@pytest.fixture
def system(aws: FakeAws) -> Deployment:
    outputs = {"LeadsTableName": aws.leads_table}
    return deployment({}, outputs=outputs, dynamodb=aws.dynamodb)


def test_without_a_type_the_values_of_the_leads_decide(system: Deployment) -> None:
    made, proposal = add(system, WantedField("Next renewal", headers=["Renewal"]))

    assert proposal is not None
    assert "The month is first in 1" in proposal.reason
    assert described(made) == "nextRenewal: “Next renewal”, date; reads Renewal; month first"
    assert fields_of(system) == (made,)


def test_what_the_operator_says_goes_before_what_is_proposed(system: Deployment) -> None:
    made, _ = add(system, WantedField("Renewal", day_first=True))

    assert (made.type, made.day_first) == (FieldType.DATE, True)


def test_with_a_type_nothing_is_proposed(system: Deployment) -> None:
    made, proposal = add(system, WantedField("Tier", "choice", choices=["Gold", "Silver"]))

    assert proposal is None
    assert described(made) == "tier: “Tier”, choice; choices Gold, Silver"


def test_a_removed_field_is_gone_and_an_unknown_one_is_said_to_be(system: Deployment) -> None:
    add(system, WantedField("Renewal"))

    assert remove(system, "renewal").label == "Renewal"
    assert fields_of(system) == ()
    with pytest.raises(CommandFailed, match="no such field"):
        remove(system, "renewal")


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (WantedField("Email", "text"), "is there already"),
        (WantedField("Tier", "money"), "text, number, date"),
        (WantedField("Tier", "text", choices=["Gold"]), "Only a choice"),
    ],
)
def test_a_field_that_does_not_fit_is_refused_in_words(system: Deployment, wanted: WantedField, reason: str) -> None:
    with pytest.raises(CommandFailed, match=reason):
        add(system, wanted)
