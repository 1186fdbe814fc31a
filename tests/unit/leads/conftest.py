"""The CRM in memory, for the API of leads, exports and questions."""

from __future__ import annotations

import pytest

from tests.crm_in_memory import CrmInMemory


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> CrmInMemory:
    return CrmInMemory(monkeypatch)
