"""The stacks can be deployed to every region of AWS that has what they need, and to no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from easy_crm.environments_file import InvalidSettingsError, parse_environments
from easy_crm.regions import lacks, makes_budgets
from tests.infra.synthesis import Synthesized

BUDGET = "AWS::Budgets::Budget"


@pytest.fixture(scope="module")
def public() -> list[str]:
    """The regions that people can deploy to."""
    # Each process of a run collects these tests; only the one that runs them needs cfn-lint, which imports sympy.
    from cfnlint.helpers import REGIONS  # type: ignore[import-untyped]

    return sorted(region for region in REGIONS if lacks(region) is None and not region.startswith("eu-iso"))


def _types(region: str) -> set[str]:
    """The types of resources that CloudFormation knows in a region."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped]

    return set(PROVIDER_SCHEMA_MANAGER.get_resource_types(region))


def test_every_region_has_every_type_of_resource(
    app_with_everything: Callable[[str], Synthesized], public: list[str]
) -> None:
    templates = app_with_everything("prod").system.templates.values()
    used = {resource["Type"] for template in templates for resource in template["Resources"].values()}
    used = {kind for kind in used if not kind.startswith("Custom::")} - {BUDGET}
    assert len(public) > 30
    assert {region: used - _types(region) for region in public if used - _types(region)} == {}


def test_budgets_are_refused_where_they_cannot_be_made(public: list[str]) -> None:
    assert {region for region in public if makes_budgets(region)} == {
        # The European Sovereign Cloud has an account and a bill of its own, which cfn-lint knows little of.
        region
        for region in public
        if BUDGET in _types(region) and region != "eusc-de-east-1"
    }
    settings = '[prod]\nregion = "eu-south-1"\nmonthly_budget_usd = 50\nalarm_email = "ann@example.com"\n'
    with pytest.raises(InvalidSettingsError, match="makes no budgets from eu-south-1"):
        parse_environments(settings)
    assert parse_environments(settings.replace("eu-south-1", "eu-west-1"))


@pytest.mark.parametrize(("region", "missing"), [("cn-north-1", "Cognito user pools"), ("us-gov-west-1", "CloudFront")])
def test_a_region_without_what_is_needed_is_refused_before_anything_is_deployed(region: str, missing: str) -> None:
    with pytest.raises(InvalidSettingsError, match=f"no service {missing} in {region}"):
        parse_environments(f'[prod]\nregion = "{region}"\n')
