"""The schemas by which API Gateway validates request bodies, taken from the committed OpenAPI document.

That document is generated from the handlers' models and tested against them, so each body is described once. API
Gateway validates only the shape: fields, types and numbers of items. Mistakes in values, such as a text that is too
long, reach the function, whose answer names the field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from aws_cdk import aws_apigateway as apigateway

from easy_crm import paths
from easy_crm.routes import Route

DOCUMENT = paths.ROOT / "docs" / "openapi.json"
_KINDS: Mapping[str, apigateway.JsonSchemaType] = {
    "object": apigateway.JsonSchemaType.OBJECT,
    "array": apigateway.JsonSchemaType.ARRAY,
    "string": apigateway.JsonSchemaType.STRING,
    "integer": apigateway.JsonSchemaType.INTEGER,
    "number": apigateway.JsonSchemaType.NUMBER,
    "boolean": apigateway.JsonSchemaType.BOOLEAN,
    "null": apigateway.JsonSchemaType.NULL,
}


class BodyUndescribedError(ValueError):
    """A route has a body that the OpenAPI document does not describe."""

    def __init__(self, route: Route) -> None:
        super().__init__(
            f"docs/openapi.json describes no body for {route.method} {route.path}."
            " Run: python -m easy_crm.reference.openapi"
        )


class RequestModels:
    """The schemas in an OpenAPI document.

    Args:
        document: the parsed document.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._schemas: Mapping[str, Any] = document["components"]["schemas"]
        self._bodies = {
            (method.upper(), _nameless(path)): operation["requestBody"]["content"]["application/json"]["schema"]
            for path, operations in document["paths"].items()
            for method, operation in operations.items()
            if "requestBody" in operation
        }

    @classmethod
    def of_project(cls) -> RequestModels:
        """The schemas in the committed document."""
        return cls(json.loads(DOCUMENT.read_text(encoding="utf-8")))

    def of_route(self, route: Route) -> tuple[str, apigateway.JsonSchema]:
        """The name and schema of a route's body.

        Raises:
            BodyUndescribedError: when the document has none.
        """
        schema = self._bodies.get((route.method, _nameless(route.path)))
        if schema is None:
            raise BodyUndescribedError(route)
        return _name(schema["$ref"]), self._converted(schema, top=True)

    def _converted(self, schema: Mapping[str, Any], *, top: bool = False) -> apigateway.JsonSchema:
        """The shape of a schema in JSON Schema draft 4, which API Gateway uses."""
        if "$ref" in schema:
            schema = self._schemas[_name(schema["$ref"])]
        others = schema.get("additionalProperties")
        return apigateway.JsonSchema(
            schema=apigateway.JsonSchemaVersion.DRAFT4 if top else None,
            type=_KINDS[schema["type"]] if "type" in schema else None,
            properties={name: self._converted(value) for name, value in schema.get("properties", {}).items()} or None,
            required=schema.get("required"),
            additional_properties=self._converted(others) if isinstance(others, dict) else others,
            items=self._converted(schema["items"]) if "items" in schema else None,
            min_items=schema.get("minItems"),
            max_items=schema.get("maxItems"),
            enum=[schema["const"]] if "const" in schema else schema.get("enum"),
            any_of=[self._converted(one) for one in schema["anyOf"]] if "anyOf" in schema else None,
        )


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _nameless(path: str) -> str:
    """`/leads/{}` for `/leads/{leadId}` and `/leads/{lead_id}`."""
    return re.sub(r"\{\w+\}", "{}", path)
