"""Writes docs/openapi.json from the handlers: `.venv/bin/python -m easy_crm.reference.openapi`."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

from aws_lambda_powertools.event_handler.openapi.merge import OpenAPIMerge

from easy_crm import paths

DOCUMENT = paths.ROOT / "docs" / "openapi.json"
FUNCTIONS = ("file_upload", "import_api", "lead_api", "lead_exporter", "chatbot")
"""The functions that answer HTTP requests."""


def openapi_document() -> dict[str, Any]:
    """The document: all routes of all functions below `/api`, with a Cognito id token for authorization."""
    merged = OpenAPIMerge(title="Easy CRM", version="1", on_conflict="error")
    for function in FUNCTIONS:
        api = importlib.import_module(f"crm.handlers.{function}").api
        merged.add_schema(json.loads(api.get_openapi_json_schema(title="Easy CRM", version="1")))
    document = merged.get_openapi_schema()
    document["servers"] = [{"url": "/api"}]
    document["components"]["securitySchemes"] = {
        "cognito": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Cognito id token"}
    }
    document["security"] = [{"cognito": []}]
    document["paths"]["/health"]["get"]["security"] = []
    return document


def text() -> str:
    """The document in its committed form."""
    return json.dumps(openapi_document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(paths.ROOT / "lambda_src"))
    DOCUMENT.write_text(text(), encoding="utf-8")
