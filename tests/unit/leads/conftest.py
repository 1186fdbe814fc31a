"""A person at work on leads, on doubles of DynamoDB and S3."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crm.clock import now_iso
from crm.errors import Refusal
from crm.leads.editing import LeadEditor
from crm.statements.lead import Lead
from crm.statements.recording import Recorder
from crm.users import User

from tests.doubles import FakeAws, fake_aws
from tests.unit.statements.conftest import recorder_for

ANNA = User("user-1", "anna@crm.example", frozenset({"member"}))


@pytest.fixture
def aws() -> FakeAws:
    return fake_aws()


@pytest.fixture
def recorder(aws: FakeAws) -> Recorder:
    return recorder_for(aws)


@pytest.fixture
def editor(aws: FakeAws) -> LeadEditor:
    return editor_for(aws)


def editor_for(
    aws: FakeAws,
    *,
    sequence: int = 1,
    now: Callable[[], str] = now_iso,
) -> LeadEditor:
    """An editor of its own, as another warm function has it.

    Args:
        sequence: the number of the import announced last.
    """
    return LeadEditor(recorder_for(aws), sequence=lambda: sequence, now=now)


def refusal(act: Callable[[], object]) -> Refusal:
    """What an action is refused with."""
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def shown(lead: Lead) -> dict[str, str]:
    """The values of a lead by path."""
    state = lead.standing.state
    return {path: held.text for path, held in state.held.items()} if state else {}
