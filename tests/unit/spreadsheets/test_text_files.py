"""Text files: how they are cut into records and cells, whatever program wrote them."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from crm.spreadsheets.text_files.dialect import find_dialect
from crm.spreadsheets.text_files.encoding import Encoding
from crm.spreadsheets.text_files.reader import TextReader

from tests.unit.spreadsheets.reading import ReadFile, read


@pytest.fixture
def read_text(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Reads bytes or text as a file called contacts.csv."""

    def run(content: bytes | str, name: str = "contacts.csv") -> ReadFile:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read(path)

    return run


_PEOPLE = [("Ann Lee", "ann@example.com", "Rome"), ("Bob Ray", "bob@example.com", "Oslo")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(read_text, delimiter: str, end: str) -> None:  # type: ignore[no-untyped-def]
    lines = [delimiter.join(cells) for cells in [("Name", "Email", "City"), *_PEOPLE]]

    found = read_text(end.join(lines) + end)

    assert found.delimiter == delimiter
    assert found.sheet.head.header == ("Name", "Email", "City")
    assert found.sheet.data == _PEOPLE


def test_commas_inside_cells_of_a_semicolon_file(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Name;Address;Amount\nLee, Ann;Main St 1, Rome;1,50\nRay, Bob;High St 2, Oslo;2,75\n")

    assert found.delimiter == ";"
    assert found.sheet.data[0] == ("Lee, Ann", "Main St 1, Rome", "1,50")


def test_semicolons_inside_quoted_cells_of_a_comma_file(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text(
        'Name,Emails\nAnn,"a@example.com; b@example.com; c@example.com"\nBob,"d@example.com; e@example.com"\n'
    )

    assert found.delimiter == ","
    assert found.sheet.data[0] == ("Ann", "a@example.com; b@example.com; c@example.com")


def test_times_and_web_pages_do_not_make_colons_a_delimiter(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Site\nhttps://example.com/a:b\nhttps://example.com/c:d\nhttps://example.com/e:f\n")

    assert found.delimiter is None
    assert found.sheet.head.header == ("Site",)


def test_a_rare_sign_in_a_line_or_two_is_no_delimiter(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Contact\nann@x.example ~ Ann\nben@x.example\ncem@x.example ~ Cem\ndee@x.example\n")

    assert found.delimiter is None
    assert found.sheets[0].data[0] == ("ann@x.example ~ Ann",)


def test_a_line_that_declares_the_delimiter_is_no_row(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("sep=;\nName;Email\nAnn, Lee;ann@example.com\n")

    assert found.delimiter == ";"
    assert found.sheet.head.header_rows == (2,)
    assert found.sheet.data == [("Ann, Lee", "ann@example.com")]
    assert [row.number for row in found.sheet.rows] == [3]


def test_quotes_doubled_and_line_breaks_inside_cells(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text('Name,Note,City\n"Lee, ""Annie""","first line\nsecond line",Rome\nBob,"a\r\nb",Oslo\n')

    assert found.sheet.data == [('Lee, "Annie"', "first line\nsecond line", "Rome"), ("Bob", "a\r\nb", "Oslo")]
    assert [row.number for row in found.sheet.rows] == [2, 3]


def test_quotes_inside_plain_cells_stay(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text('Phone,Place,City\n2095257564,37°36\'37.8"N 121°2\'17.9"W,Modesto\n2095257565,6" pipe,Rome\n')

    assert found.sheet.data[0] == ("2095257564", "37°36'37.8\"N 121°2'17.9\"W", "Modesto")
    assert found.sheet.data[1][1] == '6" pipe'


def test_backslashes_before_quotes_as_databases_write_them(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text('"Name","Note"\n"Ann","She said \\"hi, there\\" twice"\n"Bob","C:\\\\temp"\n')

    assert found.sheet.data[0] == ("Ann", 'She said "hi, there" twice')
    assert len(found.sheet.data) == 2


@pytest.mark.parametrize("quote", ["'", "#"])
def test_other_quote_characters(read_text, quote: str) -> None:  # type: ignore[no-untyped-def]
    found = read_text(f"Name,City\n{quote}Lee, Ann{quote},Rome\n{quote}Ray, Bob{quote},Oslo\n")

    assert found.sheet.data == [("Lee, Ann", "Rome"), ("Ray, Bob", "Oslo")]


def test_blanks_between_delimiter_and_quote(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text('Name, Email, City\n"Lee, Ann", "ann@example.com", "Rome, Italy"\nBob Ray, b@example.com, Oslo\n')

    assert found.sheet.data == [
        ("Lee, Ann", "ann@example.com", "Rome, Italy"),
        ("Bob Ray", "b@example.com", "Oslo"),
    ]


def test_numbers_written_as_formulas_in_a_file_with_other_quotes(read_text) -> None:  # type: ignore[no-untyped-def]
    quoted = "".join(f"'Lee, Ann {n}','17{n}'\n" for n in range(6))

    assert read_text(f"'Name','Phone'\n{quoted}Bob Ray,=\"0049\"\n").sheet.data[-1] == ("Bob Ray", "0049")


def test_padding_belongs_to_what_was_typed(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("name,zip\n Ann ,007 \nBob,008\n")

    assert found.sheet.data[0] == (" Ann ", "007 ")


def test_numbers_stay_as_they_are_written(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("name,phone,id,ref\nNull,0912345678,12345678901234567890,1E5\nNA,+44 20,007,None\n")

    assert found.sheet.data == [("Null", "0912345678", "12345678901234567890", "1E5"), ("NA", "+44 20", "007", "None")]


def test_blank_records_count_and_trailing_ones_are_left_out(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("\n,,\nName,Email,City\n\nAnn,ann@example.com,Rome\n , ,\nBob,bob@example.com,Oslo\n\n,,\n")

    assert found.sheet.head.header_rows == (3,)
    assert [(row.number, row.skip) for row in found.sheet.rows] == [
        (4, "blank row"),
        (5, None),
        (6, "blank row"),
        (7, None),
    ]


@pytest.mark.parametrize("blank", sorted(char for char in map(chr, range(0x3001)) if char.isspace()))
def test_a_line_of_nothing_but_blanks_is_a_blank_row_whatever_they_are(blank: str, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    end = "\r\n" if blank in "\r\n" else f",{blank}{blank},\r\n"
    path.write_bytes(f"Name,City\r\nAnn,Rome\r\n{end}Bob,Oslo\r\n".encode())
    reader = TextReader(str(path), Encoding("utf-8"), 10)

    assert [row for block in reader.blocks() for row in block] == ["Name,City", "Ann,Rome", (), "Bob,Oslo"]


def test_plain_lines_among_quoted_ones_are_cut_as_a_csv_reader_cuts_them(read_text) -> None:  # type: ignore[no-untyped-def]
    chance = random.Random(13)
    cells = ("Ann", "7 Mill Lane", "Zoë", "", "  x ", "=7", "a;b", '5" nail', '"q, r"', '"say ""hi"""')
    lines = [",".join(chance.choice(cells) for _ in range(chance.randint(1, 5))) for _ in range(2_000)]
    text = "Name,Street,City,Notes,Size\n" + "\n".join(lines) + "\nBob,1,2,3,4\n"

    expected = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [row.cells for row in read_text(text).sheet.rows] == [
        tuple(record) if any(map(str.strip, record)) else () for record in expected
    ]


def test_rows_of_any_length(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("a,b,c\n1,27,,too long\n,short\n0,x,17\n5\n")

    assert found.sheet.data == [("1", "27", "", "too long"), ("", "short"), ("0", "x", "17"), ("5",)]


def test_zero_bytes_are_dropped(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text(b"a,b,c\n\x00,2,3\n4,\x005,6\n")

    assert found.encoding == "utf-8"
    assert found.sheet.data == [("", "2", "3"), ("4", "5", "6")]


@pytest.mark.slow
def test_a_quote_that_is_never_closed_costs_one_row_and_not_the_file(read_text) -> None:  # type: ignore[no-untyped-def]
    body = "".join(f"Name {number},n{number}@example.com,Rome\n" for number in range(5000))
    found = read_text("Name,Email,City\n" + 'Ann,"ann@example.com,Rome\n' + body)

    assert len(found.sheet.data) == 5001
    assert found.sheet.data[0] == ("Ann", "ann@example.com", "Rome")
    assert found.sheet.data[-1] == ("Name 4999", "n4999@example.com", "Rome")


def test_a_quote_that_the_next_quoted_cell_seems_to_close(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text('Name,Note,City\nAnn,"never closed,Rome\nBob,"fine, too",Oslo\nCid,plain,Bonn\n')

    assert [cells[0] for cells in found.sheet.data] == ["Ann", "Bob", "Cid"]
    assert found.sheet.data[1] == ("Bob", "fine, too", "Oslo")


def test_an_unclosed_quote_at_the_end(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text('subject;description\nfoo;"Unclosed quoted field')

    assert found.sheet.data == [("foo", "Unclosed quoted field")]


def test_a_line_of_many_cells_behind_an_open_quote_takes_no_longer_than_another() -> None:
    # A pattern that tries every comma as the one that matters would be at it for half an hour.
    assert find_dialect(["Name,Email\n", '"' + "a," * 200_000]).delimiter == ","


def test_a_long_cell_is_read_whole(read_text) -> None:  # type: ignore[no-untyped-def]
    text = "word " * 60_000
    found = read_text(f'Name,Note\nAnn,"{text}\nend"\nBob,x\n')

    assert found.sheet.data[0] == ("Ann", f"{text}\nend")
    assert found.sheet.data[1] == ("Bob", "x")


def test_one_address_a_line(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("ann@example.com\nbob@example.com\n", "list.txt")

    assert (found.format, found.delimiter) == ("txt", None)
    assert found.sheet.data == [("ann@example.com",), ("bob@example.com",)]


def test_text_is_read_whatever_its_name_claims(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Name,Email\nAnn,ann@example.com\n", "contacts.xlsx")

    assert found.format == "csv"
    assert found.sheet.data == [("Ann", "ann@example.com")]


def test_totals_and_repeated_headers_are_no_data(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Name,City,Sales\nAnn,Rome,5\nName,City,Sales\nTotal Ltd,Oslo,3\nTotal,,8\n")

    assert [(row.cells[0], row.skip) for row in found.sheet.rows] == [
        ("Ann", None),
        ("Name", "repeated header"),
        ("Total Ltd", None),
        ("Total", "totals row"),
    ]


def test_many_rows_stream_with_their_numbers(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Name,Email\n" + "".join(f"N {n},n{n}@example.com\n" for n in range(30_000)))

    assert len(found.sheet.head.sample) == 100
    assert [row.number for row in found.sheet.rows] == list(range(2, 30_002))
    assert found.sheet.data[29_999] == ("N 29999", "n29999@example.com")


def test_notes_below_the_table_are_no_data(read_text) -> None:  # type: ignore[no-untyped-def]
    table = "Name,Email,City\nAnn,ann@example.com,Rome\nJust a name,,\nBob,bob@example.com,Oslo\n"

    found = read_text(table + "\nSource: the members' office,,\nwritten on a rainy day in May,,\n")

    assert [(row.number, row.skip) for row in found.sheet.rows] == [
        (2, None),
        (3, None),
        (4, None),
        (5, "blank row"),
        (6, "note below the table"),
        (7, "note below the table"),
    ]


def test_a_name_alone_in_the_last_row_is_a_contact(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Name,Email,City\nAnn,ann@example.com,Rome\nBob Ray,,\n")

    assert found.sheet.data[-1] == ("Bob Ray", "", "")


def test_an_address_alone_in_the_last_row_is_a_contact(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Name,Email,City\nAnn,ann@example.com,Rome\n\n,bob@example.com,\n")

    assert found.sheet.data[-1] == ("", "bob@example.com", "")


def test_rows_of_one_cell_are_data_where_there_are_no_others(read_text) -> None:  # type: ignore[no-untyped-def]
    found = read_text("Name,Email,City\nAnn,,\n,,Rome\nBob Ray,,\n")

    assert len(found.sheet.data) == 3


def test_dashes_below_the_header_say_where_columns_begin(tmp_path: Path) -> None:
    path = tmp_path / "printed.txt"
    path.write_text(
        "NAME              COMPANY   PHONE\n----------------- --------- --------\n"
        "BERG, ANNA        ACME      555-0101\nOBI, EZE                    555-0102\n"
    )
    sheet = read(path).sheet
    assert sheet.head.header == ("NAME", "COMPANY", "PHONE")
    assert sheet.data == [("BERG, ANNA", "ACME", "555-0101"), ("OBI, EZE", "", "555-0102")]
