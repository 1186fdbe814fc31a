"""Mutations of saved views: who sees and changes them, and what is kept (promises 5 and 6)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_VIEWS = ("tests/unit/views/test_views.py",)

VIEWS = (
    Mutation(
        "views-are-changed-by-whoever-sees-them",
        "lambda_src/crm/views/editing.py",
        "        if not found.may_be_changed_by(user):\n",
        "        if False:\n",
        "A shared view is changed by its owner or an admin (6).",
        _VIEWS,
    ),
    Mutation(
        "views-are-shared-by-viewers",
        "lambda_src/crm/views/editing.py",
        "if view.shared and not may_share(user):",
        "if False:",
        "Only members share views (6).",
        _VIEWS,
    ),
    Mutation(
        "views-are-kept-unchecked",
        "lambda_src/crm/views/view.py",
        "    query.check(own.values())\n",
        "",
        "A view of which no list can be made is refused when it is saved (5).",
        _VIEWS,
    ),
    Mutation(
        "views-stay-where-they-were",
        "lambda_src/crm/views/store.py",
        "        self._take_out(private if view.shared else SHARED, view)\n",
        "",
        "A view that is private again is seen by its owner alone (6).",
        _VIEWS,
    ),
)
