"""Keeps the texts of a CSV file from running as formulas, whichever sign a spreadsheet program takes for the separator.

A program that splits lines at another sign than the comma, as Excel does in German, French or Italian, does not see
the quotes around a cell. So whatever follows `;`, a tab or a line break in a text may become the beginning of a cell.
"""

from __future__ import annotations

import re

_BEGINS = r"(?:\A|[;\t\r\n])(?:[^\S\t\r\n]|[\"'])*"
"""Where a cell may begin, and the blanks and quotes that a program may drop there."""
_RUNS = r"(?=[=+\-@＝＋－＠])"
"""What a program takes for a formula (OWASP, "CSV Injection")."""
_FORMULA = re.compile(_BEGINS + _RUNS)
surely_runs_nowhere = re.compile(r"(?:[^\W_][^;\t\r\n]*)?").fullmatch
"""Finds a text that begins with a letter or a digit and in which no other cell may begin, as most do: there is nothing
to escape. A writer of millions of cells asks this before it calls `escape_formulas`."""
_ESCAPED = re.compile(f"({_BEGINS})'{_RUNS}")
_DROPPED = re.compile(r"'*[\t\r]")
"""How a text begins with what some programs drop at the beginning of a file's cell; OWASP escapes it too."""


def escape_formulas(text: str) -> str:
    """Puts an apostrophe before each sign of a text by which some program would take what follows for a formula."""
    escaped = _FORMULA.sub(r"\g<0>'", text)
    return f"'{escaped}" if _DROPPED.match(escaped) else escaped


def without_escapes(text: str) -> str:
    """The text that `escape_formulas` was given."""
    if "'" not in text:
        return text
    if text.startswith("'") and _DROPPED.match(text):
        text = text[1:]
    return _ESCAPED.sub(r"\1", text)
