"""One row of a sheet becomes one lead: plain code, no state between rows, no value lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.fields import MISSING, LeadValues, TargetField
from crm.mapping.model import ColumnMapping, SheetMapping
from crm.mapping.own_export import DROPPED
from crm.standardizing.emails_in_cells import emails_in
from crm.standardizing.known_values import region_named
from crm.standardizing.names import is_surely_company, split_full_name, strip_honorifics
from crm.standardizing.national_numbers import e164_in_region
from crm.standardizing.phones import phones_in
from crm.standardizing.remarks import remark_label, said_yes, with_iso_date
from crm.standardizing.text import SURELY_BLANK, clean_cells, fold, is_blank_name

NOTHING_IDENTIFIES = "The row has no name, company, email address or phone number."


@dataclass(frozen=True, slots=True)
class StandardRow:
    """What became of a row.

    Args:
        lead: the lead, None when the row is rejected.
        reason: why the row is rejected, in words for a business user; None when it is not.
        lead_id: the identity in our own export, None elsewhere.
        values: the seven values also of a rejected row, for showing what was read.
    """

    lead: LeadValues | None
    reason: str | None
    lead_id: str | None
    values: LeadValues


class Standardizer:
    """Standardizes the rows of one sheet.

    Args:
        mapping: the sheet's mapping; columns that it does not name go to the remarks.
        region: ISO 3166 region that the import chose for its phone numbers, None when none was chosen.
    """

    def __init__(self, mapping: SheetMapping, region: str | None) -> None:
        self._region = region.upper() if region else None
        self._inferred = mapping.region
        columns = sorted(mapping.columns, key=lambda column: column.column)
        self._width = max((column.column for column in columns), default=-1) + 1
        headers = dict.fromkeys(range(self._width), "") | {column.column: column.header for column in columns}
        self._labels_of_remarks = [remark_label(headers[column], column) for column in range(self._width)]
        self._own = any(column.transform == DROPPED for column in columns)
        self._plan(columns)

    def _plan(self, columns: list[ColumnMapping]) -> None:
        def of(field: TargetField) -> list[ColumnMapping]:
            return sorted(
                (column for column in columns if column.field is field), key=lambda one: (_choice(one), one.column)
            )

        self._first = [column.column for column in of(TargetField.FIRST_NAME)]
        lasts = of(TargetField.LAST_NAME)
        self._last = [column.column for column in lasts if column.transform != "particle"]
        self._particle = next((column.column for column in lasts if column.transform == "particle"), None)
        self._full = [(column.column, column.transform) for column in of(TargetField.FULL_NAME)]
        self._title = [column.column for column in of(TargetField.TITLE)]
        self._company = [column.column for column in of(TargetField.COMPANY)]
        self._email = [column.column for column in of(TargetField.EMAIL)]
        self._phone = [column.column for column in of(TargetField.PHONE)]
        self._lead_id = next((column.column for column in columns if column.field is TargetField.LEAD_ID), None)
        remarks = [column for column in columns if column.field is TargetField.REMARKS]
        self._notes = next((column.column for column in remarks if column.transform == "notes"), None)
        self._dates = frozenset(column.column for column in remarks if column.transform == "date")
        self._others = [column.column for column in remarks if column.transform not in ("notes", DROPPED)]
        self._countries = [column.column for column in remarks if column.transform == "country"]
        self._flag = next((column.column for column in remarks if column.transform == "company flag"), None)
        self._labels = {
            int(column.transform.removeprefix("label of ")): column.column
            for column in remarks
            if column.transform.startswith("label of ")
        }

    def standardize(self, cells: Sequence[str]) -> StandardRow:
        """Standardizes one row.

        Args:
            cells: the row's texts, of any length; cells beyond the mapping go to the remarks.
        """
        texts = clean_cells(cells)
        if len(texts) < self._width:
            texts.extend([""] * (self._width - len(texts)))
        if self._own:
            return self._own_row(texts)
        row = _Row(self, texts)
        row.take_emails()
        row.take_phones()
        row.take_company()
        row.take_names()
        row.take_title()
        values = LeadValues(
            row.first or MISSING,
            row.last or MISSING,
            row.title or MISSING,
            row.company or MISSING,
            row.email or MISSING,
            row.phone or MISSING,
            row.remarks() or MISSING,
        )
        identified = row.first or row.last or row.company or row.email or row.phone
        if not identified:
            return StandardRow(None, NOTHING_IDENTIFIES, None, values)
        return StandardRow(values, None, None, values)

    def _own_row(self, texts: list[str]) -> StandardRow:
        """A row of our own export, taken as it stands; columns that were added to it are remarks."""

        def at(columns: list[int]) -> str:
            return texts[columns[0]] or MISSING if columns else MISSING

        others = [column for column in self._others if column < len(texts) and texts[column] not in SURELY_BLANK]
        lines = [f"{self._labels_of_remarks[column]}: {texts[column]}" for column in others]
        if self._notes is not None and texts[self._notes] not in SURELY_BLANK:
            lines.insert(0, texts[self._notes])
        remarks = "\n".join(lines) or MISSING
        values = LeadValues(
            at(self._first),
            at(self._last),
            at(self._title),
            at(self._company),
            at(self._email),
            at(self._phone),
            remarks,
        )
        lead_id = texts[self._lead_id] or None if self._lead_id is not None else None
        named = (values.first_name, values.last_name, values.company, values.email, values.phone)
        if all(value == MISSING for value in named):
            return StandardRow(None, NOTHING_IDENTIFIES, lead_id, values)
        return StandardRow(values, None, lead_id, values)


def _choice(column: ColumnMapping) -> int:
    return int(column.transform.removeprefix("choice ")) if column.transform.startswith("choice ") else 1


class _Row:
    """One row while its values are taken; what is not taken whole is in the remarks whole."""

    __slots__ = ("_extra", "_plan", "_taken", "_texts", "company", "email", "first", "last", "phone", "title")

    def __init__(self, plan: Standardizer, texts: list[str]) -> None:
        self._plan = plan
        self._texts = texts
        self._taken: set[int] = set()
        self._extra = ""
        self.first = self.last = self.title = self.company = self.email = self.phone = ""

    def take_emails(self) -> None:
        plan, texts = self._plan, self._texts
        for column in plan._email:
            if texts[column] and self._take_email(column):
                return
        for column in (*plan._phone, *plan._first, *plan._last, *(column for column, _ in plan._full), *plan._title):
            if "@" in texts[column] and self._take_email(column):
                return

    def _take_email(self, column: int) -> bool:
        found = emails_in(self._texts[column])
        if not found.addresses:
            return False
        self.email = found.addresses[0]
        if found.exact:
            self._taken.add(column)
        for other in self._plan._email:
            if other != column and self._texts[other].casefold() == self.email:
                self._taken.add(other)
        return True

    def take_phones(self) -> None:
        plan, texts = self._plan, self._texts
        columns = plan._phone
        if plan._labels and any(column in plan._labels for column in columns):
            columns = self._by_label(columns)
        for column in columns:
            if texts[column] and self._take_phone(column):
                return
        for column in (*plan._email, *plan._first, *plan._last):
            text = texts[column]
            if text and text[0] in "+(0123456789" and self._take_phone(column, fewest=8):
                return

    def _by_label(self, columns: list[int]) -> list[int]:
        """Phone columns in the order of what the row's labels call them; faxes and pagers are left out."""
        from crm.mapping.header_rules import Meaning, read_header

        ranked = []
        for place, column in enumerate(columns):
            label = self._plan._labels.get(column)
            reading = read_header(self._texts[label]) if label is not None and self._texts[label] else None
            if reading is not None and ("fax" in reading.kinds or reading.meaning is Meaning.SOMEONE_ELSE):
                continue
            ranked.append((reading.rank if reading is not None else 10, place, column))
        return [column for _, _, column in sorted(ranked)]

    def _take_phone(self, column: int, fewest: int = 3) -> bool:
        found = phones_in(self._texts[column], self._plan._region)
        if not found or sum(map(str.isdigit, found[0].text)) < fewest:
            return False
        self.phone = found[0].text
        if found[0].national and self._plan._region is None:
            self._guess_international(found[0].text)
        if found[0].exact:
            self._taken.add(column)
            for other in self._plan._phone:
                if self._texts[other] == self._texts[column]:
                    self._taken.add(other)
        return True

    def _guess_international(self, number: str) -> None:
        """Notes the international form of a number whose country nobody chose but the row or the sheet suggests.

        It goes to the remarks: a guess must not replace what was typed.
        """
        plan = self._plan
        region = next(
            (code for column in plan._countries if (code := region_named(self._texts[column]))), plan._inferred
        )
        if region is None:
            return
        bare, _, extension = number.partition(" x")
        e164 = e164_in_region(bare, region)
        if e164 is not None and e164 != number:
            ending = f" x{extension}" if extension else ""
            self._extra = f"Phone (international): {e164}{ending}"

    def take_company(self) -> None:
        plan, texts = self._plan, self._texts
        for column in plan._company:
            text = texts[column]
            if text and not is_blank_name(text) and column not in self._taken and emails_in(text).addresses == ():
                if not self.company:
                    self.company = text
                    self._taken.add(column)
                elif text == self.company:
                    self._taken.add(column)

    def take_names(self) -> None:
        plan, texts = self._plan, self._texts
        for column in plan._first:
            if not self.first and self._is_name(column):
                self.first = self._without_honorific(column)
        for column in plan._last:
            if not self.last and self._is_name(column):
                self.last = self._without_honorific(column)
        if self.last and plan._particle is not None and texts[plan._particle]:
            self.last = f"{texts[plan._particle]} {self.last}"
            self._taken.add(plan._particle)
        if self.last and not self.first and "," in self.last:
            self._split_into_both(self.last)
        is_company = plan._flag is not None and said_yes(texts[plan._flag])
        for column, order in plan._full:
            if self._is_name(column):
                self._take_full(column, order, is_company=is_company)

    def _split_into_both(self, text: str) -> None:
        name = split_full_name(text)
        if name.first and name.last:
            self.first, self.last = name.first, name.last

    def _is_name(self, column: int) -> bool:
        text = self._texts[column]
        return bool(text) and column not in self._taken and not is_blank_name(text) and "@" not in text

    def _without_honorific(self, column: int) -> str:
        text = self._texts[column]
        name, complete = strip_honorifics(text)
        if complete:
            self._taken.add(column)
        return name

    def _take_full(self, column: int, order: str, *, is_company: bool) -> None:
        text = self._texts[column]
        if self.first or self.last:
            if fold(text) in (fold(self.first + self.last), fold(self.last + self.first)):
                self._taken.add(column)
            return
        if is_company:
            if not self.company or self.company == text:
                self.company = text
                self._taken.add(column)
            return
        if not self.company and is_surely_company(text):
            self.company = text
            self._taken.add(column)
            return
        name = split_full_name(text, order)
        self.first, self.last = name.first, name.last
        if name.complete:
            self._taken.add(column)

    def take_title(self) -> None:
        for column in self._plan._title:
            text = self._texts[column]
            if text and not is_blank_name(text) and column not in self._taken:
                if not self.title:
                    self.title = text
                    self._taken.add(column)
                elif text == self.title:
                    self._taken.add(column)

    def remarks(self) -> str:
        """Everything that no field holds whole, one `Header: value` line a column; the notes come first as they are."""
        plan, taken = self._plan, self._taken
        lines: list[str] = []
        labels, width, dates = plan._labels_of_remarks, plan._width, plan._dates
        for column, text in enumerate(self._texts):
            if not text or column in taken or text in SURELY_BLANK or column == plan._notes:
                continue
            label = labels[column] if column < width else remark_label("", column)
            lines.append(f"{label}: {with_iso_date(text) if column in dates else text}")
        if plan._notes is not None and not is_blank_name(self._texts[plan._notes]):
            lines.insert(0, self._texts[plan._notes])
        if self._extra:
            lines.append(self._extra)
        return "\n".join(lines)
