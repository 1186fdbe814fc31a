"""Mutations of leads that become one and are taken apart (promise 10)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_MERGER = "lambda_src/crm/leads/merging.py"
_PARTING = "lambda_src/crm/statements/parting.py"
_WHOSE = "lambda_src/crm/statements/whose.py"
_SCHEDULES = ("tests/concurrency/test_schedules.py::test_every_schedule_with_merges_keeps_the_promises",)
_MERGES = ("tests/unit/leads/test_merging.py",)

JOINING = (
    Mutation(
        "joining-loses-further-addresses",
        "lambda_src/crm/statements/merging.py",
        "for one in ranked.get(first, ())[1:]:",
        "for one in ():",
        "Of leads that become one, no email and no phone is lost (10).",
        _MERGES,
    ),
    Mutation(
        "joining-ignores-what-a-person-chose",
        "lambda_src/crm/statements/merging.py",
        "choices.get(path) in members, *_rank(one)",
        "*_rank(one),",
        "A person chooses whose value wins (10).",
        _MERGES,
    ),
    Mutation(
        "joining-applies-rows-to-both-before-the-merge",
        "lambda_src/crm/statements/in_order.py",
        "said = step.part(branch.members)",
        "said = step",
        "What is said of one lead before it is merged is not said of the other (10).",
        _MERGES,
    ),
    Mutation(
        "joining-forgets-of-whom-a-row-is",
        "lambda_src/crm/statements/recording.py",
        "return replace(statement, of=(member,)) if member != owner else statement",
        "return statement",
        "A row that comes while leads are one goes to the one that it names when they are taken apart (10).",
        _MERGES,
    ),
    Mutation(
        "joining-gives-an-edit-to-all",
        _WHOSE,
        "return tuple(sorted(found)) or tuple(members)",
        "return tuple(members)",
        "An edit goes to the lead whose value it changed (10).",
        _MERGES,
    ),
    Mutation(
        "joining-gives-an-address-to-another",
        _WHOSE,
        "of = (known_by if known_by in members else of[0],)",
        "of = (of[0],)",
        "Leads that are taken apart have no address of each other (10).",
        _MERGES,
    ),
    Mutation(
        "joining-undo-reaches-one-alone",
        "lambda_src/crm/statements/revoking.py",
        "parted.update(parted_from(lead, entries))",
        "parted.update(())",
        "An undo reaches all leads that were taken apart since (10).",
        _MERGES,
    ),
    Mutation(
        "joining-writes-over-what-others-said",
        "lambda_src/crm/statements/joining.py",
        "actions.append(_put(claims.table, item, as_read(one)))",
        'actions.append(_put(claims.table, item, {"ConditionExpression": "attribute_exists(leadId)"}))',
        "Merges at once of overlapping leads lose nothing (10).",
        _SCHEDULES,
    ),
    Mutation(
        "joining-trusts-claims-that-are-old",
        "lambda_src/crm/statements/lead_table.py",
        "while (doubtful := found.doubtful()) and",
        "while False and (doubtful := found.doubtful()) and",
        "An undo reaches a lead that is taken apart in the very moment (10).",
        _MERGES,
    ),
    Mutation(
        "joining-anew-for-each-request",
        _MERGER,
        "return self._told_again(leads[0], wanted, found)",
        "raise _busy()",
        "Leads that are one already are told so (10).",
        _MERGES,
    ),
    Mutation(
        "joining-keeps-what-is-no-more-of-it",
        _PARTING,
        "members = connected(name, (one.of for one in live_merges(left)))",
        "members = connected(name, (one.of for one in live_merges(entries)))",
        "Leads that are taken apart have nothing of each other (10).",
        _MERGES,
    ),
)
