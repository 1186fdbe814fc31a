"""Where a sheet's header is, for the layouts that people and programs make."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from crm.spreadsheets.layout.header import LayoutHints, find_header

_KNOWN = """
name|first name|last name|email|e-mail|phone|company|city|title|vorname|nachname|telefon|firma|ort|id|notes|full name|
mobile|address|nombre|apellidos|correo|teléfono|姓名|电话|公司|氏名|メール|電話|имя|фамилия|телефон|почта|이름|전화|회사|
الاسم|هاتف
"""
_WORDS = frozenset(_KNOWN.replace("\n", "").split("|"))


def _is_word(text: str) -> bool:
    return text.strip().casefold() in _WORDS


def _table(text: str) -> list[tuple[str, ...]]:
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.strip("\n").split("\n")]
    return [cells if any(cells) else () for cells in rows]


@dataclass(frozen=True)
class Layout:
    """A sheet and the positions of its header rows."""

    what: str
    text: str
    header: tuple[int, ...]


LAYOUTS = [
    Layout(
        "header in the first row",
        """
Name|Email|Phone
Ann Lee|ann@example.com|+1 202 555 0101
Bob Ray|bob@example.com|+1 202 555 0102
""",
        (0,),
    ),
    Layout(
        "no header, addresses in the first row",
        """
Ann|Lee|ann@example.com
Bob|Ray|bob@example.com
""",
        (),
    ),
    Layout("no header, phone numbers in the first row", "Ann Lee|0912 345 678\nBob Ray|0912 345 679", ()),
    Layout("no header, a single row", "John Doe|John|Doe|john@doe.invalid", ()),
    Layout("no header, codes of one shape", "ab-11|ab-12|ab-13\nab-21|ab-22|ab-23\nab-31|ab-32|ab-33", ()),
    Layout("no header, numbers only", "1|2\n3|4\n5|6", ()),
    Layout("header and one row", 'key|value\n1|{"a": 2}', (0,)),
    Layout("header and one row of words", "subject|description\nfoo|Something that is longer", (0,)),
    Layout("header without rows", "First name|Last name|Email", (0,)),
    Layout(
        "title above",
        """
Contacts of the Berlin office||
Name|Email|City
Ann Lee|ann@example.com|Berlin
Bob Ray|bob@example.com|Berlin
""",
        (1,),
    ),
    Layout(
        "title, blank row, note, blank row",
        """
Members 2024|||

exported by the office on 3 May 2024|||

First name|Last name|Phone|City
Ann|Lee|030 1234567|Bonn
Bob|Ray|030 7654321|Köln
""",
        (4,),
    ),
    Layout(
        "key and value pairs above",
        """
Report:|Contacts|||
Created:|2024-05-03|||
Owner:|Sam|||

Name|Email|Phone|City|Notes
Ann Lee|ann@example.com|555 0101 22|Rome|vip
Bob Ray|bob@example.com|555 0102 22|Rome|
""",
        (4,),
    ),
    Layout(
        "two lines of notes as LinkedIn writes them",
        """
Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing."

First Name|Last Name|URL|Email Address|Company|Position|Connected On
Ann|Lee|https://www.linkedin.com/in/ann||Acme|Buyer|01 Jul 2026
Bob|Ray|https://www.linkedin.com/in/bob|bob@example.com|Globex|CEO|02 Jul 2026
""",
        (3,),
    ),
    Layout(
        "a column without a name",
        """
|name
250788382382|Ann Lee
250788383383|Bob Ray
""",
        (0,),
    ),
    Layout("one name too few", "id\n1|english\n2|中国人", (0,)),
    Layout("a stray cell above two columns", "bad\nid|name\n1|english\n2|中国人", (1,)),
    Layout(
        "years as headers",
        """
Emissions by sector|||||
|||||
Year|2000|2001|2002|2003|2004
Timber|2666|2274|1877|1999|2055
Iron|22927|20744|18010|20650|21018
""",
        (2,),
    ),
    Layout(
        "years with gaps below pairs",
        """
Region:|Deutschland||||
Sex:|all||||
|1985|1993|2000|2005|2006
Surgery|.|379|575|686|704
Heart|.|1|1||
Children|.|135|123|100|88
""",
        (2,),
    ),
    Layout(
        "values that equal names of fields in another writing",
        """
Display Name|Email|Phone|Company
Display name|mail@example.com|Phone|Company
""",
        (0,),
    ),
    Layout(
        "the first data row is sparse",
        """
Name|Email|Phone|Company|City
Ann Lee||||
Bob Ray|bob@example.com|555 0101 01|Acme|Rome
Cid Roy|cid@example.com|555 0101 02|Globex|Oslo
""",
        (0,),
    ),
    Layout(
        "rows that lack the telling columns do not count as headers",
        """
Ann|Lee|ann@example.com|555 0101 01
Bob|Ray||
Cid|Roy|cid@example.com|555 0101 02
""",
        (),
    ),
    Layout(
        "group names above, merged in the workbook or left blank",
        """
Person||Work|
First name|Last name|Email|Phone
Ann|Lee|ann@example.com|555 0101 01
Bob|Ray|bob@example.com|555 0101 02
""",
        (0, 1),
    ),
    Layout(
        "the same names in each group",
        """
|Home||Work|
Name|Phone|City|Phone|City
Ann Lee|555 0101 01|Rome|555 0101 02|Oslo
Bob Ray|555 0101 03|Rome|555 0101 04|Oslo
""",
        (0, 1),
    ),
    Layout(
        "some columns named above, the others below",
        """
Name|Company|Contact|
||Email|Phone
Ann Lee|Acme|ann@example.com|555 0101 01
Bob Ray|Globex|bob@example.com|555 0101 02
""",
        (0, 1),
    ),
    Layout(
        "pairs right above the header are no groups",
        """
Exported by|Sam|||
Name|Email|Phone|City|Company
Ann Lee|ann@example.com|555 0101 01|Rome|Acme
Bob Ray|bob@example.com|555 0101 02|Oslo|Globex
""",
        (1,),
    ),
    Layout(
        "German",
        """
Vorname|Nachname|Firma|Geburtsdatum
Anna|Weber|Weber GmbH|03.03.1970
Jörg|Maß|Maß AG|04.04.1971
""",
        (0,),
    ),
    Layout("Chinese", "姓名|电话|公司\n王小明|13800138000|上海某某有限公司\n李娜|13900139000|北京某某公司", (0,)),
    Layout(
        "Japanese below a title",
        "名簿一覧||\nNo.|氏名|メール\n1|山田太郎|taro@example.com\n2|鈴木次郎|jiro@example.com",
        (1,),
    ),
    Layout("Russian, words only", "Имя|Фамилия|Город\nИван|Петров|Москва\nАнна|Смирнова|Тверь", (0,)),
    Layout("Korean", "이름|전화|회사\n김철수|010-1234-5678|한국상사\n박영희|010-2345-6789|서울상사", (0,)),
    Layout("Arabic", "الاسم|هاتف\nمحمد علي|0551234567\nسارة أحمد|0557654321", (0,)),
    Layout("names of fields in capitals", "ACCOUNT_ID|PERIOD|CITY\nA2Z34|2020-MAR|Madrid", (0,)),
    Layout("a list of addresses", "ann@example.com\nbob@example.com\ncid@example.com", ()),
    Layout("a list of addresses with a header", "Email\nann@example.com\nbob@example.com", (0,)),
    Layout("a list of words", "first thing\nsecond thing\nthird thing", ()),
    Layout("a form and no table", "Name|Ann Lee\nEmail|ann@example.com\nAge|34", ()),
    Layout(
        "units in a second row are data",
        "Name|Email|Revenue\n||EUR\nAnn Lee|ann@example.com|100\nBob Ray|bob@example.com|200",
        (0,),
    ),
    Layout(
        "the header comes again in the body",
        """
Name|Email
Ann Lee|ann@example.com
Bob Ray|bob@example.com
Name|Email
Cid Roy|cid@example.com
""",
        (0,),
    ),
    Layout(
        "flags and statuses",
        """
Name|Active|Status
Ann Lee|TRUE|open
Bob Ray|FALSE|closed
""",
        (0,),
    ),
    Layout("rows of numbers and words without a header", "1|2|3\nTRUE|FALSE|sheet\nfoo|bar|2014-02-19\nbaz||qux", ()),
    Layout(
        "a small table of other width above",
        """
Region|Count
North|12
South|9

Name|Email|Phone|City|Company|Notes
Ann Lee|ann@example.com|555 0101 01|Rome|Acme|vip
Bob Ray|bob@example.com|555 0101 02|Oslo|Globex|
Cid Roy|cid@example.com|555 0101 03|Oslo|Globex|
""",
        (4,),
    ),
    Layout(
        "notes at the top that fill whole rows",
        """
Lots of people|||||
simply cannot resist writing|||||some notes
at|the|top||of|their spreadsheets
or|merging||||cells
Name|Profession|Age|Has kids|Date of birth|Date of death
Ann Lee|musician|69|TRUE|1947-01-08|2016-01-10
Bob Ray|actor|60|TRUE|1956-10-21|2016-12-27
Cid Roy|musician|90|FALSE|1926-10-18|2017-03-18
Some|||||
|also like to write stuff||||
|||at the bottom||
""",
        (4,),
    ),
    Layout(
        "long questions of a survey",
        """
What is your full name?|How may we reach you by email?|Your phone number, if you want to be called back
Ann Lee|ann@example.com|555 0101 01
Bob Ray|bob@example.com|
""",
        (0,),
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.what)
@pytest.mark.parametrize("known", [True, False], ids=["words known", "shapes only"])
def test_the_header_is_found(layout: Layout, known: bool) -> None:
    header = find_header(_table(layout.text), _is_word if known else None)

    assert (header.positions if header else ()) == layout.header


def test_words_decide_where_shapes_cannot() -> None:
    people = _table("Hans|Müller|Berlin\nEva|Schmidt|Bonn\nPaul|Weber|Köln\nUwe|Beck|Ulm\nIda|Kern|Hof")

    assert find_header(people, _is_word) is None


def test_names_of_groups_are_joined_to_the_names_below() -> None:
    header = find_header(_table("|Home||Work|\nName|Phone|City|Phone|City\nAnn Lee|555 0101 01|Rome|555 0101 02|Oslo"))

    assert header is not None
    assert header.texts == ("Name", "Home Phone", "Home City", "Work Phone", "Work City")


def test_merged_ranges_bound_a_group() -> None:
    rows = _table("Person||Since\nFirst|Last|\nAnn|Lee|2020-01-01\nBob|Ray|2021-01-01")
    header = find_header(rows, None, LayoutHints(merges=((0, 0, 0, 1), (0, 2, 1, 2))))

    assert header is not None
    assert header.positions == (0, 1)
    assert header.texts == ("Person First", "Person Last", "Since")


SURVEY = "ID|Sent|Were you pleased?|Your details||\n||Response|Name|Phone|Email\n"


def test_an_answer_of_one_column_stands_beside_those_of_a_merged_question() -> None:
    rows = _table(SURVEY + "81|2026-11-20|Very|Ann Lee||ann@example.com\n82|2026-11-21|Fairly|Bob Ray||")
    header = find_header(rows, _is_word, LayoutHints(merges=((0, 3, 0, 5),)))

    assert header is not None and header.positions == (0, 1)
    assert header.texts[2:4] == ("Were you pleased? Response", "Your details Name")


def test_an_answer_without_names_below_a_merged_question_is_no_header() -> None:
    rows = _table("ID|Sent|Were you pleased?|Your details||\n||Very|Ann Lee||\n82|2026-11-21|Fairly|Bob Ray||")
    header = find_header(rows, _is_word, LayoutHints(merges=((0, 3, 0, 5),)))

    assert header is not None and header.positions == (0,)


def test_cells_merged_downwards_mark_a_header_that_looks_like_its_rows() -> None:
    rows = _table("A1|B1|C1\n||\nA3|B3|C3\nA4|B4|C4")
    hints = LayoutHints(merges=((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2)))

    found = find_header(rows, None, hints)

    assert found is not None and found.positions == (0,)


def test_a_title_merged_over_the_table_is_no_group() -> None:
    rows = _table("Contacts of 2024||\nName|Email|Phone\nAnn Lee|ann@example.com|555 0101 01")
    header = find_header(rows, None, LayoutHints(merges=((0, 0, 0, 2),)))

    assert header is not None and header.positions == (1,)


@pytest.mark.parametrize("date", ["Stand: 01.11.2024", "令和6年4月20日現在", "as of 3 May 2024"])
def test_the_date_of_a_list_merged_above_some_columns_is_no_group(date: str) -> None:
    rows = _table(f"||{date}|\nName|Role|Email|Phone\nAnn Lee|Chair|ann@example.com|555 0101 01")
    header = find_header(rows, None, LayoutHints(merges=((0, 2, 0, 3),)))

    assert header is not None and header.positions == (1,)


def test_what_a_table_definition_calls_its_header_is_believed() -> None:
    rows = _table("A1|B1\nA2|B2\nA3|B3")

    found = find_header(rows, None, LayoutHints(table_headers=frozenset((1,))))

    assert found is not None and found.positions == (1,)


def test_line_breaks_and_padding_do_not_belong_to_a_name() -> None:
    header = find_header([(" Full \n Name ", "Email "), ("Ann Lee", "ann@example.com")])

    assert header is not None and header.texts == ("Full Name", "Email")
