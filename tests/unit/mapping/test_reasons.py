"""Every column says why it goes where it goes: the reason of the step that decided last."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from string import Formatter

import pytest
from crm.fields import TargetField
from crm.imports.plan import ImportPlan, SheetPlan
from crm.imports.review import corrected
from crm.mapping.decision import decide_mapping
from crm.mapping.language_model.column_proposal import ModelMapping
from crm.mapping.mapping import ColumnMapping, DecidedBy, SheetMapping
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules.steps import STEPS

from tests.unit.mapping.doubles import Memory, Model, sheet

CRM = Path(__file__).parents[3] / "lambda_src" / "crm"
SOURCES = [*(CRM / "mapping").rglob("*.py"), CRM / "imports" / "review.py"]
PEOPLE = (("Anna Meier", "a@x.com", "030 901820"), ("Bernd Schulz", "b@x.com", "0171 2345678"))


def mapped(header: Sequence[str], *rows: Sequence[str]) -> tuple[ColumnMapping, ...]:
    return decide_mapping(sheet(header, *rows), memory=None, model=None, region=None).mapping.columns


def test_a_known_header_is_the_reason_where_its_values_agree() -> None:
    assert mapped(("Person", "Email", "Phone"), *PEOPLE)[1].because == Reason(Why.HEADER_SAYS_SO)


def test_a_header_without_values_says_that_nothing_was_checked() -> None:
    assert mapped(("Email", "Name"), ("", "Anna Meier"))[0].because.why is Why.HEADER_WITHOUT_VALUES


def test_an_unknown_header_without_values_is_told_from_one_with_unknown_values() -> None:
    found = mapped(("Email", "Qzx", "Qzy"), ("anna@acme.example", "", "0.5%"))
    assert [column.because.why for column in found[1:]] == [Why.NOTHING_KNOWN_OR_THERE, Why.NOTHING_KNOWN]


@pytest.mark.parametrize(
    ("place", "why"), [(0, Why.VALUES_ARE_FULL_NAMES), (1, Why.VALUES_ARE_EMAILS), (2, Why.VALUES_ARE_PHONES)]
)
def test_values_are_the_reason_where_no_header_is(place: int, why: Why) -> None:
    assert mapped((), *PEOPLE)[place].because.why is why


@pytest.mark.parametrize(
    ("header", "rows", "place", "why", "neighbour"),
    [
        (("Name", "First name"), (("Meier", "Anna"), ("Schulz", "Bernd")), 0, Why.NAME_IS_LAST, "First name"),
        (("Name", "Contact person"), (("Foo", "Anna Meier"),), 0, Why.NAME_OF_COMPANY, "Contact person"),
        (("Title", "Job title"), (("Boss", "CEO"),), 0, Why.TITLE_IS_SALUTATION, "Job title"),
        (("Phone", "Billing phone"), (("030 901820", "040 901820"),), 1, Why.SIDE_ADDRESS, "Phone"),
        (
            ("Name", "Phone 1 - Type", "Phone 1 - Value"),
            (("Anna Meier", "Work", "030 901820"),),
            1,
            Why.LABELS_A_NEIGHBOUR,
            "Phone 1 - Value",
        ),
        (
            ("Contact 1 name", "Contact 1 email", "Contact 2 name", "Contact 2 email"),
            (("Anna Meier", "a@x.com", "Bo Foo", "b@x.com"),),
            3,
            Why.SECOND_PERSON,
            "Contact 2 name",
        ),
    ],
)
def test_a_neighbour_is_named_where_it_decides(
    header: Sequence[str], rows: Sequence[Sequence[str]], place: int, why: Why, neighbour: str
) -> None:
    because = mapped(header, *rows)[place].because
    assert because == Reason(why, {"neighbour": neighbour})
    assert f"“{neighbour}”" in because.sentence


def test_a_neighbour_without_a_header_is_named_by_its_place() -> None:
    rows = (("Zuzka", "Hrdlickova", "zuzka@x.cz"), ("Anna", "Prochazkova", "anna@x.cz"))
    assert mapped((), *rows)[1].because.sentence == "It stands beside the other half of the name, “column 1”."


def test_the_model_the_memory_and_a_person_are_reasons_of_their_own() -> None:
    head = sheet(("Email", "Zorp"), ("zuzka@x.cz", "Hrdlicka Vesely"), ("bohdan@x.cz", "Novotny Cerny"))
    model = Model({"columns": [{"column": 1, "field": "company", "confidence": 0.9}]})
    memory = Memory()

    asked = decide_mapping(head, memory=memory, model=ModelMapping(lambda: model), region=None).mapping
    recalled = decide_mapping(head, memory=memory, model=None, region=None).mapping
    plan = ImportPlan("import1", (SheetPlan(0, "", None, (1,), 2, recalled),), (0,), (2,))
    (reviewed,) = corrected(plan, {0: {1: TargetField.TITLE}}).sheets

    assert reviewed.mapping
    assert [one.columns[1].because.why for one in (asked, recalled, reviewed.mapping)] == [
        Why.MODEL_RECOGNIZED_IT,
        Why.REMEMBERED,
        Why.USER_SET_IT,
    ]
    assert reviewed.mapping.columns[1].decided_by is DecidedBy.USER
    assert reviewed.mapping.columns[0].because == Reason(Why.HEADER_SAYS_SO)


def test_a_reason_is_stored_by_its_key_and_without_words() -> None:
    column = mapped(("Name", "First name"), ("Meier", "Anna"))[0]
    stored = SheetMapping("signature", (column,)).to_json()["columns"][0]

    assert stored["because"] == {
        "step": "resolve_names",
        "key": "name_is_last",
        "parameters": {"neighbour": "First name"},
    }
    assert ColumnMapping.from_json(stored).because == column.because


def test_every_reason_names_a_step_and_is_given_somewhere() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    functions = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    given = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Why"
    }
    assert {why.step for why in Why} <= functions | {"corrected"}
    assert given == set(Why.__members__)


def test_a_step_that_gives_reasons_is_named_by_them_alone() -> None:
    """A function of the pipeline gives only reasons that name it, so that a reason finds its code."""
    steps = {step.__name__ for step in STEPS}
    wrong = []
    for path in (CRM / "mapping" / "rules").glob("*.py"):
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef) and function.name in steps:
                given = [
                    Why[node.attr]
                    for node in ast.walk(function)
                    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Why"
                ]
                wrong += [(function.name, why.name) for why in given if why.step != function.name]
    assert wrong == []


@pytest.mark.parametrize("why", Why, ids=lambda why: why.key)
def test_a_sentence_is_one_and_speaks_of_known_parameters(why: Why) -> None:
    named = {name for _, name, _, _ in Formatter().parse(why.sentence) if name}
    assert named <= {"neighbour", "subject"}
    assert why.sentence[0].isupper() or why.sentence[0] == "“"
    assert why.sentence.endswith(".")


@pytest.mark.parametrize(
    ("header", "why"), [("Owner email", Why.HEADER_NAMES_SOMEONE_ELSE), ("Street", Why.HEADER_IS_NO_FIELD)]
)
def test_the_remarks_say_whether_a_column_is_somebody_elses_or_no_field(header: str, why: Why) -> None:
    assert mapped(("Name", header), ("Anna Meier", "x"))[1].because.why is why
