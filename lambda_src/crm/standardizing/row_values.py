"""One row while its values are taken out of its cells; a cell that is not used up is kept whole."""

from __future__ import annotations

import re

from crm.fields import FIELD_BY_NAME, MAX_TAG, FieldKind
from crm.said import NOTES, Said, extra_path, tag_path
from crm.standardizing.column_plan import ColumnPlan
from crm.standardizing.limits import cut_to
from crm.standardizing.remarks import distinct, remark_label
from crm.values.blank_words import blank_words
from crm.values.blanks import is_blank_like, is_surely_blank
from crm.values.dates import with_iso_date

GUESSED = "Phone (international)"
"""Label of a number's international form where only the row or the sheet suggests its country."""
_BETWEEN_TAGS = re.compile(r"(?:(?<!\s)\s++)?(?:[;,，；、]|:::)\s*+|(?<!\s)\s*\n\s*+")
_EXPORTED_TAG = re.compile(r"[^\s;](?:[^;]*[^\s;])?")


class RowValues:
    """The values of one row.

    Args:
        plan: of the row's sheet.
        texts: its clean cells, at least one a column of the mapping.

    Attributes:
        taken: columns whose cells the seven old fields hold whole: they are no remarks.
        used: further columns whose cells other values hold whole: they are no extras.
        columns: by field, the column of its value; None where several columns say it together.
        further: emails and phones beside the first, by path.
        guessed_phone: the international form of the phone where only the row or the sheet suggests its country.
    """

    __slots__ = (
        *("plan", "texts", "taken", "used", "columns", "further", "guessed_phone"),
        *("first", "last", "title", "company", "email", "phone"),
    )

    def __init__(self, plan: ColumnPlan, texts: list[str]) -> None:
        self.plan = plan
        self.texts = texts
        self.taken: set[int] = set()
        self.used: set[int] = set(plan.no_extras)
        self.columns: dict[str, int | None] = {}
        self.further: dict[str, Said] = {}
        self.guessed_phone = ""
        self.first = self.last = self.title = self.company = self.email = self.phone = ""

    def take_person(self, first: str, last: str, column: int | None) -> None:
        """Takes both halves of a name out of one cell."""
        self.first, self.last = first, last
        self.columns["firstName"] = self.columns["lastName"] = column

    def says(self) -> dict[str, Said]:
        """All that the row says, by path: fields, further emails and phones, notes, tags, and the other cells whole."""
        says: dict[str, Said] = {}
        columns = self.columns
        for path, text in (
            ("firstName", self.first),
            ("lastName", self.last),
            ("title", self.title),
            ("company", self.company),
            ("email", self.email),
            ("phone", self.phone),
        ):
            if text:
                says[path] = Said(text, columns[path])
        says |= self.further
        self._say_notes(says)
        if self.plan.tags:
            self._say_tags(says)
        for field, fields_columns in self.plan.others.items():
            self._say_first(field, fields_columns, says)
        self._say_extras(says)
        return says

    def _say_notes(self, says: dict[str, Said]) -> None:
        column = self.plan.notes
        text = self.texts[column] if column is not None else ""
        if text and not is_surely_blank(text):
            says[NOTES] = Said(text, column)

    def _say_tags(self, says: dict[str, Said]) -> None:
        own = self.plan.own_export
        for column in self.plan.tags:
            text = self.texts[column]
            tags = _EXPORTED_TAG.findall(text) if own else [_tag(tag) for tag in _BETWEEN_TAGS.split(text)]
            for tag in tags:
                if tag and not is_blank_like(tag) and cut_to(tag, MAX_TAG) == tag:
                    says.setdefault(tag_path(tag), Said(tag, column))
            if all(cut_to(tag, MAX_TAG) == tag for tag in tags):
                self.used.add(column)

    def _say_first(self, field: str, columns: tuple[int, ...], says: dict[str, Said]) -> None:
        """Says the first value of a field's columns; another one stays an extra."""
        several_lines = FIELD_BY_NAME[field].kind is FieldKind.LONG_TEXT
        for column in columns:
            text = self.texts[column] if several_lines else " ".join(self.texts[column].split())
            if not text or is_blank_like(text):
                continue
            if field not in says:
                says[field] = Said(text, column)
            if says[field].text == text:
                self.used.add(column)

    def _say_extras(self, says: dict[str, Said]) -> None:
        plan, kept = self.plan, self.taken | self.used
        width, paths, extras, surely_blank = plan.width, plan.paths, plan.extras, blank_words().surely_blank
        for column, text in enumerate(self.texts):
            if not text or column in kept or text in surely_blank:
                continue
            if column in extras:
                says[paths[column]] = Said(text, column)
            elif column >= width:
                says[self._path_beyond(column)] = Said(text, column)
            elif not is_blank_like(text):
                says[paths[column]] = Said(text, column)
        if self.guessed_phone:
            says.setdefault(extra_path(GUESSED), Said(self.guessed_phone, self.columns["phone"]))

    def _path_beyond(self, column: int) -> str:
        """The path of a cell to the right of the header."""
        *_, path = distinct((*self.plan.paths, extra_path(remark_label("", column))))
        return path

    def remarks(self) -> str:
        """Every cell that no field holds whole, one `Header: value` line a column, after the notes themselves."""
        plan, taken = self.plan, self.taken
        lines: list[str] = []
        labels, width, dates, surely_blank = plan.labels, plan.width, plan.dates, blank_words().surely_blank
        for column, text in enumerate(self.texts):
            if not text or column in taken or text in surely_blank or column in plan.no_extras:
                continue
            label = labels[column] if column < width else remark_label("", column)
            lines.append(f"{label}: {with_iso_date(text) if column in dates else text}")
        notes = self.texts[plan.notes] if plan.notes is not None else ""
        if notes and notes not in surely_blank:
            lines.insert(0, notes)
        if self.guessed_phone:
            lines.append(f"{GUESSED}: {self.guessed_phone}")
        return "\n".join(lines)


def _tag(text: str) -> str:
    """A tag without what address books and newsletters write around it: `* Friends`, `"VIP"`."""
    return " ".join(text.split()).removeprefix("* ").strip('"')
