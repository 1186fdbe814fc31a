"""Whatever is asked, within the document or beyond it, the answer is one that the document describes, and no defect.

Schemathesis makes the requests from the document, those that fit it and those that do not; `CrmInMemory.call` holds the
answers against it. The requests are the same in every run.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from easy_crm.reference.openapi import DOCUMENT
from easy_crm.routes import ROUTES, Route
from tests.crm_in_memory import CrmInMemory, csv_bytes, people

pytestmark = pytest.mark.slow

SCHEMA = schemathesis.openapi.from_dict(json.loads(DOCUMENT.read_text(encoding="utf-8")))
BASE = "https://crm.example"
REQUESTS = 12
"""Of each operation that fit the document, and as many that do not: some seconds in all."""
ASKED = [(route, mode) for route in ROUTES if route.function is not None for mode in GenerationMode]
"""All but what the gateway answers by itself."""


def _named(one: Route | GenerationMode) -> str:
    return f"{one.method} {one.path}" if isinstance(one, Route) else one.value


@pytest.fixture(scope="module")
def crm() -> Iterator[CrmInMemory]:
    with pytest.MonkeyPatch.context() as patch:
        yield CrmInMemory(patch)


@pytest.fixture(scope="module")
def ids(crm: CrmInMemory) -> dict[str, str]:
    """Of what is there, so that not every answer is that there is no such thing."""
    reviewed = crm.upload(csv_bytes(people(3)), review=True)
    crm.run()
    return {"importId": reviewed, "leadId": "0" * 32, "exportId": "unknown", "pairId": "unknown", "key": "city"}


@pytest.mark.parametrize(("route", "mode"), ASKED, ids=_named)
def test_each_answer_is_a_documented_one(
    route: Route, mode: GenerationMode, crm: CrmInMemory, ids: dict[str, str]
) -> None:
    handler = importlib.import_module(f"crm.handlers.{route.function}").handler
    cases = SCHEMA[route.path][route.method].as_strategy(generation_mode=mode)

    @settings(
        max_examples=REQUESTS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, real=st.booleans())
    def ask(case: Any, real: bool) -> None:
        if real:
            case.path_parameters = {name: ids.get(name, value) for name, value in case.path_parameters.items()}
        sent = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
        address = urlsplit(str(sent.url))
        query = {name: values[-1] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
        body: Any = sent.body.decode("utf-8", "replace") if isinstance(sent.body, bytes) else sent.body
        event: Any = {"query": query or None, "headers": dict(sent.headers), "groups": "admin"}
        status, _ = crm.call(handler, str(sent.method), address.path, body, **event)
        assert status < 500

    ask()
