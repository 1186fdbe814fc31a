"""The values of one row while they are taken; what is not taken whole goes to the remarks whole."""

from __future__ import annotations

import re

from crm.fields import MISSING
from crm.standardizing.column_plan import ColumnPlan
from crm.standardizing.remarks import remark_label, said_yes
from crm.values.dates import with_iso_date
from crm.values.emails_in_cells import emails_in, without_addresses
from crm.values.known_values import region_named
from crm.values.names import ANY_PARTY, is_surely_company, looks_like_company, split_full_name, strip_honorifics
from crm.values.national_numbers import e164_in_region
from crm.values.phones import MIN_DIGITS, phones_in
from crm.values.text import SURELY_BLANK, fold, is_blank_like, is_blank_name

FEWEST_DIGITS_ELSEWHERE = 8
"""Digits of a number in a column that is not of phones, from which on it is taken for one."""
MOST_WORDS_OF_A_NAME = 5
_DISPLAY_NAME = re.compile(r"([^<>@\d()]*[^\W\d_][^<>@\d()]*?)\s*[<(\[]\s*(?:mailto:)?[^<>\s@]+@[^<>\s@]+[>)\]]")


class RowValues:
    """One row while its values are taken; what is not taken whole is in the remarks whole."""

    __slots__ = ("_extra", "_plan", "_taken", "_texts", "company", "email", "first", "last", "phone", "title")

    def __init__(self, plan: ColumnPlan, texts: list[str]) -> None:
        self._plan = plan
        self._texts = texts
        self._taken: set[int] = set()
        self._extra = ""
        self.first = self.last = self.title = self.company = self.email = self.phone = ""

    def take_as_exported(self) -> None:
        """The fields of a row of our own export as they stand."""
        plan, texts = self._plan, self._texts

        def at(columns: tuple[int, ...]) -> str:
            text = texts[columns[0]] if columns else ""
            return "" if text == MISSING else text

        self.first, self.last, self.title = at(plan.first), at(plan.last), at(plan.title)
        self.company, self.email, self.phone = at(plan.company), at(plan.email), at(plan.phone)
        self._taken = set(range(plan.width)).difference(plan.others)

    def take_emails(self) -> None:
        """The first usable address of the email columns; else one that stands under a wrong header of the person's."""
        plan, texts = self._plan, self._texts
        for column in plan.email:
            if texts[column] and self._take_email(column):
                return
        for column in (*plan.phone, *plan.first, *plan.last, *(column for column, _ in plan.full), *plan.title):
            if "@" in texts[column] and self._take_email(column):
                return
        if not plan.has_header:
            # Nothing says that an address in another column is someone else's.
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
        """The first number of the phone columns; else one that stands under a wrong header of the person's."""
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
        """Phone columns in the order of what the row's labels call them; faxes and pagers are left out."""
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
        """Notes the international form of a number whose country nobody chose but the row or the sheet suggests.

        It goes to the remarks: a guess must not replace what was typed.
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
        """The first company that is one."""
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
        """First and last name; a full name only where both are missing."""
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
        # Beside a company of its own, a name is that of its contact, whatever the flag says.
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
        """`Ann Lee <ann@x.example>` says the name where no column does, and so does a name column with an address."""
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
            # A display name that repeats the company is nobody's name.
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
        """The half of the name that no column holds, from the full name that holds both."""
        half = self.first or self.last
        name, _ = strip_honorifics(full_name)
        rest = name.removesuffix(half) if name.endswith(f" {half}") else name.removeprefix(f"{half} ")
        rest = rest.strip(" ,")
        if rest and rest != name and not any(map(str.isdigit, rest)):
            self.first, self.last = (rest, self.last) if self.last else (self.first, rest)

    def take_title(self) -> None:
        """The first job title."""
        for column in self._plan.title:
            text = self._texts[column]
            if text and not is_blank_like(text) and column not in self._taken:
                if not self.title:
                    self.title = text
                    self._taken.add(column)
                elif text == self.title:
                    self._taken.add(column)

    def remarks(self) -> str:
        """Everything that no field holds whole, one `Header: value` line a column; the notes come first as they are."""
        plan, taken = self._plan, self._taken
        lines: list[str] = []
        labels, width, dates = plan.labels, plan.width, plan.dates
        for column, text in enumerate(self._texts):
            if not text or column in taken or text in SURELY_BLANK or column == plan.notes:
                continue
            label = labels[column] if column < width else remark_label("", column)
            lines.append(f"{label}: {with_iso_date(text) if column in dates else text}")
        notes = self._texts[plan.notes] if plan.notes is not None else ""
        if notes and notes != MISSING and (plan.own_export or notes not in SURELY_BLANK):
            lines.insert(0, notes)
        if self._extra:
            lines.append(self._extra)
        return "\n".join(lines)
