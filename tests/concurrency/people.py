"""What people do: options of imports, and leads changed by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from crm.imports.bulk_change import BulkAction, BulkChange
from crm.imports.set_values import SetValues
from crm.leads.editing import LeadEditor
from crm.outcomes import Policy, Rule
from crm.statements.lead import Lead
from crm.users import User

from tests.concurrency.files import ADDRESSES, BESIDE, FRESH, NAMES

_PERSON = User("hand", "bob@owner.example", frozenset())
_RULED = ("firstName", "email", "phone", "company", "notes", "tags", "extras")
_TYPED: dict[str, tuple[Any, ...]] = {
    "firstName": (*NAMES, None),
    "company": ("Typed", None),
    "phone": ("+4930999", None),
    "notes": ("typed", None),
    "tags": ([], ["vip"], ["typed", "fair"]),
    "status": ("New", None),
    "extras": ({"City": "Typed"}, {"City": None}),
    "emails": ([], [{"value": BESIDE, "label": "work"}]),
}


_CHANGED: dict[str, tuple[str | None, ...]] = {
    "firstName": (*NAMES, None),
    "company": ("Changed", None),
    "phone": ("+4930777", None),
    "status": ("Changed", None),
    "tags/vip": ("vip", None),
    "tags/all": ("all", None),
    "extras/City": ("Changed", None),
}


def random_options(chance: random.Random) -> dict[str, Any]:
    """Policy, rules and values for all rows of an import, as `NewImport` takes them."""
    some = chance.random() < 0.4
    rules = {field: chance.choice(list(Rule)) for field in chance.sample(_RULED, chance.randint(0, 2) if some else 0)}
    values = SetValues(("all",), chance.choice((None, "Set")), "Owen") if chance.random() < 0.2 else SetValues()
    return {"policy": chance.choice(list(Policy)), "rules": rules, "set_values": values}


def random_edit(chance: random.Random, editor: LeadEditor, lead_ids: Sequence[str]) -> Lead | None:
    """Changes, deletes or restores one of the leads, or makes a new one.

    Returns:
        The lead as it is now; None when it was deleted or restored, after which it may have nothing left of a person.

    Raises:
        Refusal: when it cannot be done to this lead.
    """
    kind = chance.random()
    if not lead_ids or kind < 0.15:
        address = {"email": _address(chance)} if chance.random() < 0.5 else {}
        return editor.create({"firstName": "Made", **address}, _PERSON)
    lead_id = chance.choice(lead_ids)
    if kind < 0.3:
        editor.delete(lead_id, _PERSON)
        return None
    if kind < 0.45:
        editor.restore(lead_id, _PERSON)
        return None
    typed = {name: chance.choice(_TYPED[name]) for name in chance.sample(list(_TYPED), chance.randint(1, 3))}
    if chance.random() < 0.3:
        typed["email"] = _address(chance)
    texts = [name for name, value in typed.items() if isinstance(value, str)]
    return editor.patch(lead_id, typed, _PERSON, protected=texts if chance.random() < 0.3 else None)


def random_change(chance: random.Random) -> BulkChange:
    """What somebody does to many leads at once."""
    action = chance.choice((BulkAction.EDIT, BulkAction.EDIT, BulkAction.DELETE, BulkAction.RESTORE))
    if action is not BulkAction.EDIT:
        return BulkChange(action)
    paths = chance.sample(list(_CHANGED), chance.randint(1, 3))
    return BulkChange(action, {path: chance.choice(_CHANGED[path]) for path in paths})


def _address(chance: random.Random) -> str:
    return chance.choice(ADDRESSES + FRESH)
