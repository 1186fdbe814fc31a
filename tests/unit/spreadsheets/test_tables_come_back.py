"""Whatever table is written, reading gives back its cells: encodings, delimiters, preambles, line ends, workbooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from crm.spreadsheets import Limits
from crm.spreadsheets.text_files.encoding import find_encoding
from crm.spreadsheets.text_files.reader import TextReader
from crm.spreadsheets.workbooks import xlsx_rows
from crm.spreadsheets.workbooks.reader import open_workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.spreadsheets.reading import read, trimmed
from tests.unit.spreadsheets.workbooks import write_xlsx

_QUICK = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_FEW = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

_FIRST = {
    "en": ("Ann", "Bob", "Cid", "Dora", "O'Neil", "Jean-Luc"),
    "western": ("Jörg", "Renée", "José", "François", "Åsa", "Nuño", "Zoë", "Señora Ibáñez"),
    "central": ("Łukasz", "Jiří", "Małgorzata", "Dvořák", "Żaneta", "Čapek", "Ondřej", "Wójcik"),
    "russian": ("Иван", "Мария", "Екатерина", "Алексей", "Смирнова", "Кузнецов"),
    "simplified": ("王小明", "李娜", "张伟", "刘洋", "陈静", "赵敏"),
    "traditional": ("王小明", "林怡君", "張志豪", "陳美惠", "黃淑芬", "劉家豪"),
    "japanese": ("山田太郎", "佐藤花子", "スズキ", "田中さくら", "高橋健一"),
    "korean": ("김철수", "박영희", "이민호", "최지우", "정수진"),
    "greek": ("Γιώργος", "Ελένη", "Παπαδόπουλος", "Κώστας", "Αθηνά"),
    "hungarian": ("Győző Kőszegi", "István Szőke", "Erzsébet Tóth", "Ödön Hűvös", "László Nagy"),
    "turkish": ("Şükrü Çağlar", "Ayşe Yıldız", "İbrahim Güneş", "Gül Öztürk", "Işık Şahin"),
    "hebrew": ("דוד כהן", "רחל לוי", "משה פרץ", "יוסף אברהם", "שרה מזרחי"),
    "arabic": ("محمد الأحمد", "فاطمة العلي", "خالد حسن", "أحمد يوسف", "ليلى إبراهيم"),
    "thai": ("สมชาย ใจดี", "สมหญิง รักไทย", "วิชัย มีสุข", "มานี มีนา", "ปิติ ชูใจ"),
    "vietnamese": ("Nguyễn Văn An", "Trần Thị Hương", "Phạm Đức", "Lê Minh", "Đỗ Thuỷ"),
}
_ENCODINGS = {
    "en": ("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    "western": ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"),
    "central": ("utf-8", "utf-16", "cp1250"),
    "russian": ("utf-8", "utf-16", "cp1251", "koi8_r"),
    "simplified": ("utf-8", "utf-16", "utf-16-le", "gb18030", "gbk"),
    "traditional": ("utf-8", "utf-16", "big5"),
    "japanese": ("utf-8", "utf-16", "cp932", "euc_jp"),
    "korean": ("utf-8", "utf-16", "cp949"),
    "greek": ("utf-8", "cp1253"),
    "hungarian": ("utf-8", "utf-16", "cp1250"),
    "turkish": ("utf-8", "utf-16", "cp1254"),
    "hebrew": ("utf-8", "utf-16", "cp1255"),
    "arabic": ("utf-8", "utf-16", "cp1256"),
    "thai": ("utf-8", "utf-16", "cp874"),
    "vietnamese": ("utf-8", "utf-16", "utf-16-be"),
}
_COLUMNS: dict[str, Callable[..., str]] = {
    "Name": lambda draw, people: draw(st.sampled_from(people)),
    "Email": lambda draw, _: draw(st.sampled_from(("ann@example.com", "b.ray@example.org", "x@example.net", ""))),
    "Phone": lambda draw, _: draw(st.sampled_from(("0912345678", "+1 202 555 0101", "(030) 12 34 56", ""))),
    "Company": lambda draw, people: draw(st.sampled_from(("Acme, Inc.", "Globex; Sons", "Initech | Co", *people))),
    "Zip": lambda draw, _: draw(st.sampled_from(("01234", "98052", "00501"))),
    "Note": lambda draw, people: draw(
        st.sampled_from(("", "plain", 'says "hi"', "two\nlines", "a, b", "NA", "Null", " padded ", *people))
    ),
    "Since": lambda draw, _: draw(st.sampled_from(("2024-01-31", "2019-12-01", "31.01.2024"))),
}
_PREAMBLES = ((), (("Contacts 2024",),), (("Contacts 2024",), ()), ((), ("exported by the office",), ()))


@st.composite
def _tables(draw: st.DrawFn, language: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """(preamble, table with its header): at least the columns that make a table one of contacts."""
    extra = draw(st.lists(st.sampled_from([name for name in _COLUMNS if name not in ("Name", "Email")]), unique=True))
    columns = draw(st.permutations(["Name", "Email", *extra]))
    people = _FIRST[language]
    count = draw(st.integers(min_value=0, max_value=20))
    rows = [tuple(_COLUMNS[column](draw, people) for column in columns) for _ in range(count)]
    # One row for each name: a single letter is too little to tell encodings of one byte apart.
    rows += [
        tuple(name if column == "Name" else _COLUMNS[column](draw, people) for column in columns) for name in people
    ]
    # A first row without any address, date or number would be told from a header by nothing but its words.
    email = columns.index("Email")
    rows[0] = (*rows[0][:email], "ann@example.com", *rows[0][email + 1 :])
    return list(draw(st.sampled_from(_PREAMBLES))), [tuple(columns), *rows]


def _written(rows: Sequence[Sequence[str]], delimiter: str, end: str) -> str:
    return "".join(delimiter.join(_quoted(cell, delimiter) for cell in cells) + end for cells in rows)


def _quoted(cell: str, delimiter: str) -> str:
    # csv.writer leaves a line feed unquoted where lines end otherwise.
    if any(char in cell for char in (delimiter, '"', "\r", "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@pytest.mark.slow
@_QUICK
@given(data=st.data(), language=st.sampled_from(sorted(_FIRST)), delimiter=st.sampled_from(",;\t|"))
def test_text_files(tmp_path: Path, data: st.DataObject, language: str, delimiter: str) -> None:
    preamble, table = data.draw(_tables(language))
    encoding = data.draw(st.sampled_from(_ENCODINGS[language]))
    end = data.draw(st.sampled_from(("\n", "\r\n", "\r")))
    path = tmp_path / "contacts.csv"
    path.write_bytes(_written([*preamble, *table], delimiter, end).encode(encoding))

    reader = TextReader(str(path), find_encoding(str(path)), Limits().lines)
    rows = [row.split(delimiter) if isinstance(row, str) else row for block in reader.blocks() for row in block]

    expected = [trimmed(tuple(cells)) if any(map(str.strip, cells)) else () for cells in [*preamble, *table]]
    assert [trimmed(tuple(cells)) for cells in rows] == expected
    assert reader.dialect.delimiter == delimiter


@_FEW
@given(data=st.data(), language=st.sampled_from(sorted(_FIRST)), delimiter=st.sampled_from(",;\t|"))
def test_the_header_of_text_files(tmp_path: Path, data: st.DataObject, language: str, delimiter: str) -> None:
    preamble, table = data.draw(_tables(language))
    path = tmp_path / "contacts.csv"
    path.write_text(_written([*preamble, *table], delimiter, "\n"), encoding="utf-8", newline="")

    sheet = read(path).sheet

    assert sheet.head.header_rows == (len(preamble) + 1,)
    assert sheet.head.header == table[0]
    assert [trimmed(cells) for cells in sheet.data] == [trimmed(cells) for cells in table[1:]]


_CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=20),
    st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1),
    st.booleans(),
    st.sampled_from((0.5, -12.25, 1e-7, 123456.789, "0049", "NA", "Null", "=1+1")),
)


def _shown(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return "0.0000001" if cell == 1e-7 else str(cell)


@pytest.mark.slow
@_QUICK
@given(
    rows=st.lists(st.lists(_CELLS, max_size=8), max_size=30),
    top=st.integers(min_value=0, max_value=5),
    left=st.sampled_from((0, 1, 3, 25, 26, 27, 60)),
    inline=st.booleans(),
    by_pattern=st.booleans(),
)
def test_workbooks(
    tmp_path: Path, rows: list[list[object]], top: int, left: int, inline: bool, by_pattern: bool
) -> None:
    path = tmp_path / "contacts.xlsx"
    write_xlsx(path, {"Contacts": rows}, top=top, left=left, inline=inline)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(xlsx_rows, "_WORTH_A_COLUMN", 0 if by_pattern else 1 << 30)
        (sheet,) = open_workbook(str(path), "xlsx", Limits()).sheets()
        found = [trimmed(cells) for block in sheet.blocks for cells in block]

    shown = [trimmed(tuple([""] * left + [_shown(cell) for cell in cells])) for cells in rows]
    expected = [()] * top + [cells if any(map(str.strip, cells)) else () for cells in shown]
    assert _without_blank_end(found) == _without_blank_end(expected)


def _without_blank_end(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    end = len(rows)
    while end and not rows[end - 1]:
        end -= 1
    return rows[:end]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_rows_beyond_the_first_frame(tmp_path: Path, suffix: str) -> None:
    table = [("Name", "Email", "Zip"), *((f"N {n}", f"n{n}@example.com", f"{n:05}") for n in range(5_000))]
    path = tmp_path / f"contacts.{suffix}"
    if suffix == "csv":
        path.write_text(_written(table, ",", "\n"), encoding="utf-8")
    else:
        write_xlsx(path, {"Contacts": table})

    assert read(path).sheet.data == table[1:]
