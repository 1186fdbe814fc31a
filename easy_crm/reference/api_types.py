"""The TypeScript types of docs/openapi.json, written by `python -m easy_crm.reference.api_types`.

The page is JavaScript without a build step; `tsc` checks it against these types. Only what the document uses of JSON
Schema is known here: another keyword for a type stops the generator rather than become `any`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from easy_crm import paths

DOCUMENT = paths.ROOT / "docs" / "openapi.json"
TYPES = paths.ROOT / "frontend" / "types" / "api.d.ts"

_HEAD = """/** Made from docs/openapi.json by `python -m easy_crm.reference.api_types`: do not edit. */
"""
_SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_REFERENCE = "#/components/schemas/"


class UnknownSchema(Exception):
    """The document says something about a type that the generator does not know."""


def types_of(document: Mapping[str, Any]) -> str:
    """The declarations: a type for each schema, and `Answers`, which names what each operation answers on success.

    Args:
        document: an OpenAPI 3.1 document.

    Raises:
        UnknownSchema: a schema uses a keyword that is not known here.
    """
    parts = [_HEAD]
    for name, schema in sorted(document["components"]["schemas"].items()):
        declared = _declaration(name, schema)
        parts.append(_comment(schema.get("description"), "") + declared)
    lines = [
        f"  {json.dumps(f'{method.upper()} {path}')}: {_answer(operation)};"
        for path, operations in sorted(document["paths"].items())
        for method, operation in sorted(operations.items())
    ]
    answers = ["/** Operation to what it answers on success; null when the answer has no body. */"]
    parts.append("\n".join([*answers, "export interface Answers {", *lines, "}"]) + "\n")
    return "\n".join(parts)


def _declaration(name: str, schema: Mapping[str, Any]) -> str:
    if "properties" not in schema:
        return f"export type {name} = {_type(schema, '')};\n"
    return f"export interface {name} {_object(schema, '')}\n"


def _answer(operation: Mapping[str, Any]) -> str:
    answers = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    types = [
        _type(content["schema"], "  ")
        for answer in answers
        for kind, content in answer.get("content", {}).items()
        if kind == "application/json" and "schema" in content
    ]
    return " | ".join(dict.fromkeys(types)) or "null"


def _type(schema: Mapping[str, Any], indent: str) -> str:  # noqa: PLR0911  (a return for each kind of schema)
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    for keyword, operator in (("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")):
        if keyword in schema:
            return operator.join(dict.fromkeys(_type(part, indent) for part in schema[keyword]))
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(_SCALARS[one] for one in kind)
    if kind == "array":
        element = _type(schema["items"], indent) if "items" in schema else "unknown"
        return f"({element})[]" if re.search(r" [|&] ", element) else f"{element}[]"
    if kind == "object":
        return _object(schema, indent)
    if kind in _SCALARS:
        return _SCALARS[kind]
    if kind is None and not set(schema) - {"title", "description", "default"}:
        return "unknown"
    raise UnknownSchema(json.dumps(schema))


def _object(schema: Mapping[str, Any], indent: str) -> str:
    others = schema.get("additionalProperties")
    if "properties" not in schema:
        return f"Record<string, {_type(others, indent) if isinstance(others, dict) and others else 'unknown'}>"
    required = set(schema.get("required", ()))
    inside = indent + "  "
    lines = []
    for name, value in schema["properties"].items():
        key = name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name)
        mark = "" if name in required else "?"
        lines.append(f"{_comment(value.get('description'), inside)}{inside}{key}{mark}: {_type(value, inside)};")
    return "\n".join(["{", *lines, indent + "}"])


def _comment(text: str | None, indent: str) -> str:
    return f"{indent}/** {' '.join(text.split())} */\n" if text else ""


def text() -> str:
    """The types as they are committed."""
    return types_of(json.loads(DOCUMENT.read_text(encoding="utf-8")))


if __name__ == "__main__":
    TYPES.write_text(text(), encoding="utf-8")
