"""Imports and bulk changes by the id in an address, and whether the user may control them."""

from __future__ import annotations

from crm.composition.imports import import_store
from crm.errors import Forbidden, NotFound
from crm.ids import is_id
from crm.imports.model import Import
from crm.settings import Settings
from crm.users import User


def find_import(import_id: str) -> Import:
    """The import. Raises `NotFound` if there is none, also for a bulk change."""
    record = _find(import_id)
    if record is None or record.change is not None:
        raise NotFound("There is no such import.")
    return record


def find_bulk_change(job_id: str) -> Import:
    """The bulk change. Raises `NotFound` if there is none."""
    record = _find(job_id)
    if record is None or record.change is None:
        raise NotFound("There is no such bulk change.")
    return record


def controlled(record: Import, user: User) -> Import:
    """The import or bulk change, when the user may control it. Raises `Forbidden` otherwise."""
    if not user.may_control(record.owner_id):
        raise Forbidden(f"Only the person who started this {record.noun}, or an admin, may do this.")
    return record


def _find(import_id: str) -> Import | None:
    return import_store(Settings()).get(import_id) if is_id(import_id) else None
