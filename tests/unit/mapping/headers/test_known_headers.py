"""Headers that address books, CRMs, shops and people write, in many languages, go to the fields that a reader expects.

`known_headers.txt` holds one header a line: a name, then its cells, each with what its values are (`e` emails, `p`
phones, `f` given names, `l` family names, `n` full names, `c` companies, `t` job titles, `s` salutations, ...)
and the expected field as a capital letter; without one the column has no field.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from crm.mapping.decision import decide_mapping
from crm.spreadsheets import Row, SheetHead

FIELDS = {
    "F": "firstName",
    "L": "lastName",
    "N": "fullName",
    "C": "company",
    "T": "title",
    "E": "email",
    "P": "phone",
    "G": "tags",
    "S": "status",
    "O": "owner",
}
VALUES = {
    "e": ("anna.meier@example.com", "b.schulz@example.org", "carl@example.net", "dora.k@example.io"),
    "p": ("+49 30 901820", "030 123456", "+1 (415) 555-0199", "0171 2345678"),
    "f": ("Anna", "Bernd", "Carl", "Dora"),
    "l": ("Meier", "Schulz", "Foo", "Kovac"),
    "n": ("Anna Meier", "Bernd Schulz", "Carl Foo", "Dora Kovac"),
    "c": ("Acme GmbH", "Globex Corp", "Foo & Sons", "Umbrella"),
    "t": ("CEO", "Sales Manager", "Engineer", "Buyer"),
    "s": ("Mr.", "Ms.", "Dr.", "Mrs."),
    "i": ("1", "2", "3", "4"),
    "x": ("foo", "bar", "baz", "qux"),
    "d": ("2024-01-02", "2024-02-03", "2023-05-06", "2022-11-12"),
    "b": ("", "", "", ""),
    "y": ("yes", "no", "yes", "no"),
    "u": ("https://a.example", "www.b.example", "http://c.example", "https://d.example/x"),
    "m": ("120.50", "99.00", "5000", "12"),
    "w": ("Berlin", "München", "Köln", "Hamburg"),
    "z": ("10115", "80331", "50667", "20095"),
}
LINES = (Path(__file__).with_name("known_headers.txt")).read_text(encoding="utf-8").splitlines()
HEADERS = dict(line.split(" :: ", 1) for line in LINES if line.strip())


@pytest.mark.parametrize("name", HEADERS)
def test_each_column_goes_to_the_field_that_its_header_and_values_name(name: str) -> None:
    cells = [cell.strip().rsplit("|", 1) for cell in HEADERS[name].split("; ")]
    header = tuple(text for text, _ in cells)
    rows = tuple(Row(place + 2, tuple(VALUES[kind[0]][place] for _, kind in cells)) for place in range(4))
    head = SheetHead(0, "", None, (1,), header, rows, len(header))

    mapping = decide_mapping(head, memory=None, model=None, region=None).mapping

    found = {column.header: column.field for column in mapping.columns}
    assert found == {text: FIELDS.get(kind[1:], "remarks") for text, kind in cells}
