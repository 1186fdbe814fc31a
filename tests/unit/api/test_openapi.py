"""The OpenAPI document matches the handlers, and its routes match those of API Gateway."""

from __future__ import annotations

import re

from easy_crm.reference.openapi import DOCUMENT, openapi_document, text
from easy_crm.routes import ROUTES


def test_the_committed_document_is_the_one_that_the_handlers_make() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text(), "run: python -m easy_crm.reference.openapi"


def test_every_route_of_the_gateway_has_a_handler_and_every_handler_a_route() -> None:
    documented = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, methods in openapi_document()["paths"].items()
        for method in methods
    }
    assert documented == {(route.method, re.sub(r"\{\w+\}", "{}", route.path)) for route in ROUTES}


def test_bodies_are_validated_by_schemas() -> None:
    for path, methods in openapi_document()["paths"].items():
        for method, operation in methods.items():
            if "requestBody" in operation:
                content = operation["requestBody"]["content"]["application/json"]
                assert "$ref" in content["schema"] or content["schema"].get("properties"), (method, path)
