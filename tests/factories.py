"""Makes what tests need, with sensible defaults: leads, rows, imports, events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from crm.fields import TargetField
from crm.imports.model import Import, ImportStatus
from crm.imports.plan import ImportPlan, SheetPlan
from crm.mapping.mapping import PLAIN, ColumnMapping, DecidedBy, SheetMapping
from crm.mapping.reasons import Reason, Why
from crm.outcomes import Outcome, Policy, Rule
from crm.said import Said
from crm.statements.arrivals import Standing
from crm.statements.folding import Held, LeadState
from crm.statements.lead import Lead
from crm.statements.statement import Kind, Place, Source, Statement

MOMENT = "2026-11-24T08:00:00.000Z"


def says(texts: Mapping[str, str]) -> dict[str, Said]:
    """What a row says: text by path, one column a path."""
    return {path: Said(text, column) for column, (path, text) in enumerate(texts.items())}


def source(sequence: int = 1, policy: Policy = Policy.UPDATE, rules: Mapping[str, Rule] | None = None) -> Source:
    """An import."""
    return Source(
        f"import{sequence}", MOMENT, "owner@example.com", f"file{sequence}.csv", policy, rules if rules else {}
    )


def row(texts: Mapping[str, str], *, sequence: int = 1, number: int = 2, **options: Any) -> Statement:
    """A row of an import; `options` are those of `source`."""
    return Statement(Place(sequence, 0, number), Kind.ROW, source(sequence, **options), says(texts))


def lead(
    number: int = 1, texts: Mapping[str, str] | None = None, *, file_name: str = "people.xlsx", created_at: str = ""
) -> Lead:
    """A lead that one row has made.

    Args:
        number: makes its id, its row and, if no other is given, the day of its creation.
        texts: text by path.
    """
    at = created_at or f"2026-01-{(number - 1) % 28 + 1:02d}T10:00:00.000Z"
    place = Place(1, 0, number + 1)
    made = Statement(place, Kind.ROW, Source("import1", at, "owner@example.com", file_name), says(texts or {}))
    held = {path: Held(said.text or "", made.origin, said.column) for path, said in made.says.items()}
    return Lead(f"{number:032x}", Standing(LeadState(held, at, at), place), f"import1/1/{number}")


def texts_of(lead: Lead) -> dict[str, str]:
    """The values of a lead by path."""
    state = lead.standing.state
    return {path: held.text for path, held in state.held.items()} if state else {}


def record(status: ImportStatus = ImportStatus.IMPORTING, **fields: Any) -> Import:
    """An import of ten rows in two batches of which none is counted."""
    defaults: dict[str, Any] = {
        "import_id": "import1",
        "sequence": 1,
        "owner_id": "user-1",
        "owner_email": "owner@example.com",
        "file_name": "file1.csv",
        "size": 1_000,
        "policy": Policy.UPDATE,
        "region": None,
        "review": False,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "total_rows": 10,
        "total_batches": 2,
        "sent_batches": 2,
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
    return ImportPlan(import_id, (sheet,), tuple(0 for _ in sizes), sizes)


def api_event(
    method: str,
    path: str,
    body: Any = None,
    *,
    user: str = "user-1",
    groups: str = "member",
    query: Mapping[str, str | Sequence[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What API Gateway hands to a function behind the Cognito authorizer.

    Args:
        query: the parameters; one with several values is repeated.
    """
    asked = {name: [given] if isinstance(given, str) else list(given) for name, given in (query or {}).items()}
    sent = {"Content-Type": "application/json", **(headers or {})}
    claims = {"sub": user, "email": f"{user}@example.com", "cognito:groups": groups, "token_use": "id"}
    return {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": {name: values[-1] for name, values in asked.items()} or None,
        "multiValueQueryStringParameters": asked or None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {"authorizer": {"claims": claims}, "httpMethod": method, "path": path, "stage": "api"},
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }
