"""The file that the smoke test imports: invented people on three sheets with different layouts."""

from __future__ import annotations

import io
from dataclasses import dataclass

from openpyxl import Workbook

HEADERS = (
    ("First Name", "Last Name", "Email", "Company"),
    ("E-Mail", "Nachname", "Vorname", "Firma"),
    ("Organisation", "Contact email", "Full name"),
)
"""The headers of the three sheets. The second has a title and a blank row above it."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of one run.

    Attributes:
        domain: the domain of their addresses; reserved for examples, so no real address is in it.
        company: the company that all of them, and nobody else, work for.
    """

    domain: str
    company: str
    per_sheet: int = 4

    @property
    def emails(self) -> list[str]:
        """Their addresses, in the order of the sheets."""
        return [f"person{number}@{self.domain}" for number in range(3 * self.per_sheet)]

    def workbook(self) -> bytes:
        """The xlsx file."""
        book = Workbook()
        first, second, third = (book.create_sheet(name) for name in ("Fair", "Webshop", "Newsletter"))
        book.remove(book.worksheets[0])
        first.append(HEADERS[0])
        second.append(["Customers of the web shop"])
        second.append([])
        second.append(HEADERS[1])
        third.append(HEADERS[2])
        for number, email in enumerate(self.emails):
            given, family = f"Given{number}", f"Family{number}"
            match number // self.per_sheet:
                case 0:
                    first.append([given, family, email, self.company])
                case 1:
                    second.append([email, family, given, self.company])
                case _:
                    third.append([self.company, email, f"{given} {family}"])
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()
