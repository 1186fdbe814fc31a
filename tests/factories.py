"""Makes what tests need, with sensible defaults: leads, rows, imports, events."""

from __future__ import annotations

import json
from typing import Any

from crm.fields import LeadValues, TargetField
from crm.imports.model import Import, ImportStatus
from crm.imports.plan import ImportPlan, SheetPlan
from crm.leads.merging import IncomingRow, Source
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, SheetMapping
from crm.mapping.reasons import Reason, Why
from crm.outcomes import Outcome, Policy

MOMENT = "2026-11-24T08:00:00.000Z"


def values(email: str = "ada@example.com", **fields: str) -> LeadValues:
    return LeadValues(email=email, **fields)


def source(sequence: int = 1, policy: Policy = Policy.OVERWRITE, **fields: Any) -> Source:
    defaults = {
        "import_id": f"import{sequence}",
        "file_name": f"file{sequence}.csv",
        "user": "user-1",
        "user_email": "owner@example.com",
        "created_at": MOMENT,
        "now": MOMENT,
    }
    return Source(sequence=sequence, policy=policy, **{**defaults, **fields})


def incoming(row: int = 2, sheet: int = 0, email: str = "ada@example.com", **fields: str) -> IncomingRow:
    return IncomingRow(sheet, row, f"email#{email}", values(email, **fields))


def record(status: ImportStatus = ImportStatus.IMPORTING, **fields: Any) -> Import:
    """An import of ten rows in two batches of which none is counted."""
    defaults: dict[str, Any] = {
        "import_id": "import1",
        "sequence": 1,
        "owner_id": "user-1",
        "owner_email": "owner@example.com",
        "file_name": "file1.csv",
        "size": 1_000,
        "policy": Policy.OVERWRITE,
        "region": None,
        "review": False,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "total_rows": 10,
        "total_batches": 2,
        "counts": dict.fromkeys(Outcome, 0),
        "done_batches": frozenset({0}),
    }
    return Import(status=status, **{**defaults, **fields})


def mapping(*fields: TargetField, headers: tuple[str, ...] = ()) -> SheetMapping:
    """A mapping with one column a field."""
    columns = tuple(
        ColumnMapping(
            place,
            headers[place] if headers else field.value,
            field,
            PLAIN,
            1.0,
            DecidedBy.RULES,
            Reason(Why.HEADER_SAYS_SO),
        )
        for place, field in enumerate(fields)
    )
    return SheetMapping("signature", columns)


def plan(*sizes: int, import_id: str = "import1", sheet_mapping: SheetMapping | None = None) -> ImportPlan:
    """A plan of one sheet, cut into batches of the given sizes."""
    used = sheet_mapping or mapping(TargetField.EMAIL, TargetField.FIRST_NAME)
    sheet = SheetPlan(0, "Sheet1", None, (1,), sum(sizes), used)
    return ImportPlan(import_id, "ab" * 32, (sheet,), tuple(0 for _ in sizes), sizes)


def api_event(
    method: str,
    path: str,
    body: Any = None,
    *,
    user: str = "user-1",
    groups: str = "member",
    query: dict[str, str] | None = None,
) -> dict[str, Any]:
    """What API Gateway hands to a function behind the Cognito authorizer."""
    claims = {"sub": user, "email": f"{user}@example.com", "cognito:groups": groups, "token_use": "id"}
    return {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": {"Content-Type": "application/json"},
        "multiValueHeaders": {"Content-Type": ["application/json"]},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {"authorizer": {"claims": claims}, "httpMethod": method, "path": path, "stage": "api"},
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
