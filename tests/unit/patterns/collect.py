"""Every regular expression that the functions' code compiles, with the ways in which the code uses it.

A process of its own imports all modules while `re` records who calls it, and reaches what is compiled only when it is
used. A call of `re` in the code that was not reached is an error, so that no pattern stays unexamined.
"""

from __future__ import annotations

import ast
import importlib
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ROOT / "lambda_src"
ANCHORED = ("match", "fullmatch")
ANYWHERE = ("search", "sub", "subn", "split", "findall", "finditer")
CALLS = ("compile", *ANCHORED, *ANYWHERE)


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern in the code.

    Args:
        place: file and line.
        pattern: its text, or its bytes.
        flags: as `re` has them.
        methods: by which the code uses it; all of them where that cannot be seen.
    """

    place: str
    pattern: str | bytes
    flags: int
    methods: tuple[str, ...]


def collected() -> list[Used]:
    """The patterns of the code, each place and text once."""
    search = f"{ROOT}:{SOURCES}"
    done = subprocess.run(
        [sys.executable, "-m", __name__], check=True, capture_output=True, timeout=300, env={"PYTHONPATH": search}
    )
    found: list[Used] = pickle.loads(done.stdout)  # noqa: S301  (written by this module)
    return found


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of `re` in the code: its function, and the name under which its pattern is kept, "" for none."""

    function: str
    name: str


def _calls() -> tuple[dict[tuple[str, int], _Call], dict[tuple[str, str], set[str]]]:
    """The calls of `re` by file and line, and the methods that are used of patterns, by name."""
    calls: dict[tuple[str, int], _Call] = {}
    methods: dict[tuple[str, str], set[str]] = {}
    for path in sorted((SOURCES / "crm").rglob("*.py")):
        for name, node in _named(ast.parse(path.read_text(encoding="utf-8")), ""):
            if not isinstance(node, ast.Attribute):
                continue
            if isinstance(node.value, ast.Name) and node.value.id == "re" and node.attr in CALLS:
                calls[str(path), node.lineno] = _Call(node.attr, name)
            elif node.attr in CALLS:
                methods.setdefault(_scope(path, _last_name(node.value)), set()).add(node.attr)
    return calls, methods


def _scope(path: Path, name: str) -> tuple[str, str]:
    """A name that begins with `_` is one of its module only."""
    return (str(path) if name.startswith("_") else "", name)


def _named(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
    """All nodes, each with the name of what it is assigned to, passed as or returned from."""
    for child in ast.iter_child_nodes(node):
        inner = name
        if isinstance(child, ast.Assign | ast.AnnAssign):
            inner = _last_name(child.targets[0] if isinstance(child, ast.Assign) else child.target)
        elif isinstance(child, ast.keyword | ast.FunctionDef):
            inner = str(child.arg if isinstance(child, ast.keyword) else child.name)
        yield inner, child
        yield from _named(child, inner)


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return _last_name(node.func)
    return str(getattr(node, "attr", None) or getattr(node, "id", ""))


def _recorded() -> list[Used]:
    calls, methods = _calls()
    found: dict[tuple[str, int, Any], Used] = {}
    originals = {name: getattr(re, name) for name in CALLS}

    def recorder(name: str) -> Any:
        def record(pattern: Any, *args: Any, **more: Any) -> Any:
            caller = sys._getframe(1)
            place = (caller.f_code.co_filename, caller.f_lineno)
            call = calls.get(place)
            if call is not None:
                flags = args[0] if name == "compile" and args else more.get("flags", 0)
                compiled = originals["compile"](pattern, flags)
                known = methods.get(_scope(Path(place[0]), call.name), CALLS[1:])
                used = tuple(sorted(known)) if name == "compile" else (name,)
                where = f"{Path(place[0]).relative_to(SOURCES)}:{place[1]}"
                found.setdefault((*place, compiled.pattern), Used(where, compiled.pattern, compiled.flags, used))
            return originals[name](pattern, *args, **more)

        return record

    for name in CALLS:
        setattr(re, name, recorder(name))
    for path in sorted((SOURCES / "crm").rglob("*.py")):
        parts = path.relative_to(SOURCES).with_suffix("").parts
        importlib.import_module(".".join(parts).removesuffix(".__init__"))
    _reach()
    reached = {(file, line) for file, line, _ in found}
    missing = [f"{file}:{line}" for file, line in calls if (file, line) not in reached]
    if missing:
        raise SystemExit(f"not reached, see _reach: {missing}")
    return list(found.values())


def _reach() -> None:
    """Reaches each pattern that is compiled only when it is needed."""
    from datetime import date

    from crm.chat import tokens
    from crm.chat.grammar import read_question
    from crm.chat.unspaced_patterns import patterns_of
    from crm.mapping.language_model.free_text import _stands_in
    from crm.mapping.region import inferred_region
    from crm.mapping.rules.value_kinds import kinds_of
    from crm.own_fields.definition import FieldType, OwnField, key_for
    from crm.spreadsheets import cell_kinds
    from crm.spreadsheets.layout import (
        chats,
        departments,
        explanation_rows,
        groups_between,
        instruction_sheets,
        message_lines,
        message_names,
        nameless_rows,
        noted_contacts,
        notes,
        role_lines,
        row_counts,
        row_kinds,
    )
    from crm.spreadsheets.text_files import dialect
    from crm.spreadsheets.text_files.encoding_scores import _without_vowels
    from crm.spreadsheets.workbooks import number_formats, serial_dates, xlsx_rows
    from crm.values import headlines
    from crm.values.addressees import addressee_words
    from crm.values.contact_words import contact_words
    from crm.values.known_values import known_values
    from crm.values.national_numbers import region_of
    from crm.values.plain_words import plain_words

    numbered = (OwnField(key="size", label="Size", type=FieldType.NUMBER),)
    patterns_of("ja", numbered)
    for question in ("Leads mit Size über 1.000", "没有电话和邮箱的线索", "过去30天添加的线索", "在腾讯或华为工作的人"):
        read_question(question, date(2026, 1, 1), numbered)
    for lazy in (
        *(tokens._elided, tokens._abbreviated, cell_kinds._words, explanation_rows._explains),
        *(
            instruction_sheets._sheet_name,
            instruction_sheets._cover_name,
            departments._department,
            groups_between._household,
            message_names._works_at,
            role_lines._way_at_end,
            *(chats._introductions, chats._introduced_behind, chats._of_others),
            row_kinds._group,
            row_kinds._totals,
            *(noted_contacts._at, noted_contacts._of, noted_contacts._label, message_lines._short_phone),
            notes._note,
            notes._footer,
            notes._page,
            notes._list_end,
            notes._version,
            row_counts._amount,
            row_counts._counted,
            row_counts._said,
            row_counts._side,
            row_counts._known_count,
        ),
        *(headlines._employed, addressee_words, contact_words, known_values, plain_words),
    ):
        lazy()
    read_question("leads containing zebra", date(2026, 1, 1))
    for value in ("a1", "+a"):
        _stands_in("company", value, f"b {value} c")
    inferred_region(["+49 30 1234567"])
    kinds_of("030 123456")
    for subject in ("money_columns", "goods_columns"):
        nameless_rows._is_called("a", subject)
    key_for("A b", ())
    for delimiter in (",", ";", "\t", "|"):
        for quote in "\"'":
            dialect.Dialect(delimiter, quote, backslash_quotes=True).escaped_quote()
            dialect.Dialect(delimiter, quote).inner_apostrophe()
            dialect._wraps_cells("a", quote, delimiter)
            dialect._space_before_quotes(f"a {quote}", quote, delimiter)
    _without_vowels("abc")
    number_formats.find_format("200", '[Red]0"x"')
    serial_dates.shows_date("200", "yyyy")
    for prefix, calculated in (("", False), ("x:", True)):
        xlsx_rows._row_pattern(prefix, 3, calculated=calculated)
    for region in ("DE", "US", "BR", "AR", "CN"):
        region_of(region)


if __name__ == "__main__":
    # The name under which others unpickle the class.
    from tests.unit.patterns.collect import _recorded as recorded

    sys.stdout.buffer.write(pickle.dumps(recorded()))
