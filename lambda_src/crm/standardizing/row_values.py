"""Takes the values of one row out of its cells; a cell that is not used up goes to the remarks whole."""

from __future__ import annotations

import re

from crm.fields import MISSING
from crm.standardizing.column_plan import ColumnPlan
from crm.standardizing.remarks import remark_label, said_yes
from crm.values.blanks import is_blank_like, is_blank_name
from crm.values.dates import with_iso_date
from crm.values.emails_in_cells import emails_in, without_addresses
from crm.values.known_values import known_values, region_named
from crm.values.names import ANY_PARTY, is_surely_company, looks_like_company, split_full_name, strip_honorifics
from crm.values.national_numbers import e164_in_region
from crm.values.phones import MIN_DIGITS, phones_in
from crm.values.text import fold

FEWEST_DIGITS_ELSEWHERE = 8
"""Fewest digits of a phone number outside the phone columns: a shorter one may be a postcode or a customer
number. Measured on 482 files: 7 and 9 change nothing."""
MOST_WORDS_OF_A_NAME = 5
"""Most words beside an address that are taken for a name: longer texts are sentences. Measured: 4 and 6
change nothing."""
_DISPLAY_NAME = re.compile(r"([^<>@\d()]*[^\W\d_][^<>@\d()]*?)\s*[<(\[]\s*(?:mailto:)?[^<>\s@]+@[^<>\s@]+[>)\]]")


class RowValues:
    """One row whose values are being taken; a cell that is not used up is in the remarks whole."""

    __slots__ = ("_extra", "_plan", "_taken", "_texts", "company", "email", "first", "last", "phone", "title")

    def __init__(self, plan: ColumnPlan, texts: list[str]) -> None:
        self._plan = plan
        self._texts = texts
        self._taken: set[int] = set()
        self._extra = ""
        self.first = self.last = self.title = self.company = self.email = self.phone = ""

    def take_as_exported(self) -> None:
        """Takes the fields of a row of our own export unchanged."""
        plan, texts = self._plan, self._texts

        def at(columns: tuple[int, ...]) -> str:
            text = texts[columns[0]] if columns else ""
            return "" if text == MISSING else text

        self.first, self.last, self.title = at(plan.first), at(plan.last), at(plan.title)
        self.company, self.email, self.phone = at(plan.company), at(plan.email), at(plan.phone)
        self._taken = set(range(plan.width)).difference(plan.others)

    def take_emails(self) -> None:
        """Takes the first usable address of the email columns, or else of another column about the person."""
        plan, texts = self._plan, self._texts
        for column in plan.email:
            if texts[column] and self._take_email(column):
                return
        for column in (*plan.phone, *plan.first, *plan.last, *(column for column, _ in plan.full), *plan.title):
            if "@" in texts[column] and self._take_email(column):
                return
        if not plan.has_header:
            # Without headers, no column is known to be about someone else.
            any(self._take_email(column) for column, text in enumerate(texts) if "@" in text)

    def _take_email(self, column: int) -> bool:
        found = emails_in(self._texts[column])
        if not found.addresses:
            return False
        self.email = found.addresses[0]
        if found.exact:
            self._taken.add(column)
        for other in self._plan.email:
            if other != column and self._texts[other].casefold() == self.email:
                self._taken.add(other)
        return True

    def take_phones(self) -> None:
        """Takes the first number of the phone columns, or else of another column about the person."""
        plan, texts = self._plan, self._texts
        columns = plan.phone
        if plan.phone_labels and any(column in plan.phone_labels for column in columns):
            columns = self._by_label(columns)
        for column in columns:
            if texts[column] and self._take_phone(column):
                return
        for column in (*plan.email, *plan.first, *plan.last):
            text = texts[column]
            if text and text[0] in "+(0123456789" and self._take_phone(column, fewest=FEWEST_DIGITS_ELSEWHERE):
                return

    def _by_label(self, columns: tuple[int, ...]) -> tuple[int, ...]:
        """Orders phone columns by the labels in this row; leaves out faxes and pagers."""
        ranked = []
        for place, column in enumerate(columns):
            label = self._plan.phone_labels.get(column)
            said = self._texts[label] if label is not None else ""
            rank = self._plan.rank_of_label(said or self._plan.headers[column])
            if rank is not None:
                ranked.append((rank, place, column))
        return tuple(column for _, _, column in sorted(ranked))

    def _take_phone(self, column: int, fewest: int = MIN_DIGITS) -> bool:
        found = phones_in(self._texts[column], self._plan.region)
        if not found or sum(map(str.isdigit, found[0].text)) < fewest:
            return False
        self.phone = found[0].text
        if found[0].national and self._plan.region is None:
            self._guess_international(found[0].text)
        if found[0].exact:
            self._taken.add(column)
            for other in self._plan.phone:
                if self._texts[other] == self._texts[column]:
                    self._taken.add(other)
        return True

    def _guess_international(self, number: str) -> None:
        """Adds the international form of a number to the remarks when the row or the sheet suggests its country.

        It is a guess, so it must not replace the typed number.
        """
        plan = self._plan
        region = next(
            (code for column in plan.countries if (code := region_named(self._texts[column]))), plan.inferred_region
        )
        if region is None:
            return
        bare, _, extension = number.partition(" x")
        e164 = e164_in_region(bare, region)
        if e164 is not None and e164 != number:
            ending = f" x{extension}" if extension else ""
            self._extra = f"Phone (international): {e164}{ending}"

    def take_company(self) -> None:
        """Takes the first cell that names a company."""
        plan, texts = self._plan, self._texts
        for column in plan.company:
            text = texts[column]
            if text and not is_blank_name(text) and column not in self._taken and emails_in(text).addresses == ():
                if not self.company:
                    self.company = text
                    self._taken.add(column)
                elif text == self.company:
                    self._taken.add(column)

    def take_names(self) -> None:
        """Takes first and last name; a full name fills what is missing."""
        plan, texts = self._plan, self._texts
        for column in plan.first:
            if not self.first and self._is_name(column):
                self.first = self._without_honorific(column)
        for column in plan.last:
            if not self.last and self._is_name(column):
                self.last = self._without_honorific(column)
        if self.last and plan.particle is not None and texts[plan.particle]:
            self.last = f"{texts[plan.particle]} {self.last}"
            self._taken.add(plan.particle)
        if self.last and not self.first and "," in self.last:
            self._split_into_both(self.last)
        # If another column names the company, the full name is its contact, whatever the flag says.
        is_company = plan.company_flag is not None and said_yes(texts[plan.company_flag])
        apart = bool(self.company)
        for column, order in plan.full:
            if self._is_name(column):
                self._take_full(
                    column, order, is_company=is_company and not (apart and not looks_like_company(texts[column]))
                )
        if not self.first and not self.last and self.email:
            self._name_beside_address()

    def _name_beside_address(self) -> None:
        """Takes the name from `Ann Lee <ann@x.example>`, or from a name column that also holds an address."""
        for column, _ in self._plan.full:
            rest = without_addresses(self._texts[column]) if "@" in self._texts[column] else ""
            if rest and not any(map(str.isdigit, rest)) and len(rest.split()) <= MOST_WORDS_OF_A_NAME:
                person = split_full_name(rest)
                self.first, self.last = person.first, person.last
                return
        for column in self._plan.email:
            match = _DISPLAY_NAME.match(self._texts[column])
            if match is None:
                continue
            name = match[1].strip(" '\"")
            if is_surely_company(name):
                self.company = self.company or name
            elif name and len(name.split()) <= MOST_WORDS_OF_A_NAME:
                person = split_full_name(name)
                self.first, self.last = person.first, person.last
            return

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
            elif not (self.first and self.last):
                self._complete_half(text)
            elif order == ANY_PARTY and not self.company and looks_like_company(text):
                self.company = text
                self._taken.add(column)
            return
        if self.company and fold(text) == fold(self.company):
            # A display name that repeats the company names no person.
            self._taken.add(column)
            return
        if is_company:
            if not self.company or self.company == text:
                self.company = text
                self._taken.add(column)
            return
        if not self.company and (is_surely_company(text) or (order == ANY_PARTY and looks_like_company(text))):
            self.company = text
            self._taken.add(column)
            return
        person, _, employer = text.partition(",")
        if employer and not self.company and is_surely_company(employer.strip()) and not is_surely_company(person):
            self.company = employer.strip()
            text = person
        name = split_full_name(text, order)
        self.first, self.last = name.first, name.last
        if name.complete and text == self._texts[column]:
            self._taken.add(column)

    def _complete_half(self, full_name: str) -> None:
        """Takes the missing half of the name from the full name."""
        half = self.first or self.last
        name, _ = strip_honorifics(full_name)
        rest = name.removesuffix(half) if name.endswith(f" {half}") else name.removeprefix(f"{half} ")
        rest = rest.strip(" ,")
        if rest and rest != name and not any(map(str.isdigit, rest)):
            self.first, self.last = (rest, self.last) if self.last else (self.first, rest)

    def take_title(self) -> None:
        """Takes the first job title."""
        for column in self._plan.title:
            text = self._texts[column]
            if text and not is_blank_like(text) and column not in self._taken:
                if not self.title:
                    self.title = text
                    self._taken.add(column)
                elif text == self.title:
                    self._taken.add(column)

    def remarks(self) -> str:
        """Every cell that no field holds whole, one `Header: value` line a column, after the notes themselves."""
        plan, taken = self._plan, self._taken
        lines: list[str] = []
        labels, width, dates, surely_blank = plan.labels, plan.width, plan.dates, known_values().surely_blank
        for column, text in enumerate(self._texts):
            if not text or column in taken or text in surely_blank or column == plan.notes:
                continue
            label = labels[column] if column < width else remark_label("", column)
            lines.append(f"{label}: {with_iso_date(text) if column in dates else text}")
        notes = self._texts[plan.notes] if plan.notes is not None else ""
        if notes and notes != MISSING and (plan.own_export or notes not in surely_blank):
            lines.insert(0, notes)
        if self._extra:
            lines.append(self._extra)
        return "\n".join(lines)
