"""Columns that hold people in some rows and companies in others, and columns that say which."""

from __future__ import annotations

from crm.mapping.confidence import LIKELY, PROBABLE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import is_header_word, read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import PLAIN, Transform, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.clients import BETWEEN_BOTH
from crm.mapping.rules.column import Column, beside, filled_values, of_meaning
from crm.mapping.rules.reconciliation import says_kind_of_others
from crm.values.companies import is_legal_form, is_surely_company
from crm.values.known_values import known_values
from crm.values.plain_words import plain_words
from crm.values.said_parties import asks_for_person, codes_of, says_company, says_person, without_codes
from crm.values.tax_numbers import is_of_person
from crm.values.text import fold

_MOST_BEFORE_FLAG = 2
"""Words such as `Is a` before those that say of what a column tells yes or no. Chosen."""
_EITHER = frozenset({"company", "last_name", "name", "neutral", "number"})


def find_companies_under_last_names(columns: list[Column], free: list[Column]) -> None:
    """`Co./Last Name` beside `First Name`: the company where a row has no first name.

    So is French `Nom` beside `Prénom`, where companies stand in the rows without one, and in no other.
    """
    firsts = of_meaning(columns, Meaning.FIRST_NAME)
    lasts = of_meaning(columns, Meaning.LAST_NAME)
    for column in free if firsts else ():
        kinds = column.reading.kinds
        if column.reading.meaning is Meaning.NAME and not lasts and _are_firms_without(column, firsts[0]):
            column.assign(Meaning.LAST_NAME, LIKELY, beside(Why.LAST_NAME_OR_COMPANY, firsts[0]))
            column.transform_by(Transform(TransformKind.LAST_NAME_OR_COMPANY))
            return
        if "company" not in kinds or not kinds <= _EITHER:
            continue
        # "Nom / Raison sociale" beside "Prénom", but not "Nom de la société".
        either = not lasts and "name" in kinds and not BETWEEN_BOTH.isdisjoint(column.header)
        if (column in lasts and "last_name" in kinds) or (column.meaning is Meaning.COMPANY and either):
            column.assign(Meaning.LAST_NAME, LIKELY, beside(Why.LAST_NAME_OR_COMPANY, firsts[0]))
            column.transform_by(Transform(TransformKind.LAST_NAME_OR_COMPANY))


def _are_firms_without(column: Column, first: Column) -> bool:
    """Whether a column of companies has some in rows without a first name, and people's names in all others."""
    if column.meaning is not Meaning.COMPANY:
        return False
    named = [
        (is_surely_company(value), bool(given.strip()))
        for value, given in zip(column.values, first.values, strict=True)
    ]
    return (True, False) in named and (False, True) in named and (True, True) not in named


def find_customers_beside_companies(columns: list[Column], free: list[Column]) -> None:
    """`客户名称` (customer name), mostly a company, is the person beside `企业` (company) if nobody else is named."""
    known = vocabulary()
    called = [column for column in columns if known.marks_whole("customer_name", column.reading.words)]
    if any(column.shape.filled for column in of_meaning(columns, *NAMES) if column not in called):
        return
    companies = [one for one in of_meaning(columns, Meaning.COMPANY) if one.shape.filled and one not in called]
    for column in of_meaning(called, Meaning.COMPANY) if companies else ():
        if column in free and column.shape.share("company") < at.SOME_COMPANIES:
            column.assign(Meaning.FULL_NAME, LIKELY, beside(Why.CUSTOMER_IS_PERSON, companies[0]))


def resolve_workplaces(columns: list[Column], free: list[Column]) -> None:
    """`Centro de trabajo` beside `Entidad legal` is a branch or a town of that company; alone, it may be it."""
    places = [one for one in columns if vocabulary().marks_whole("workplace", one.reading.words) and one.shape.filled]
    companies = [one for one in of_meaning(columns, Meaning.COMPANY) if one.shape.filled and one not in places]
    for column in [one for one in places if one in free]:
        firms = [one for one in companies if one.shape.filled >= at.HOLDS_HALF * column.shape.filled]
        in_towns = column.shape.share("city") >= at.CITIES and not column.shape.share("company")
        if firms and column.meaning is Meaning.COMPANY:
            if _say_the_same(column, firms[0]):
                # Who is billed as a firm works there; the others work where they say.
                column.rerank(firms[0].rank + 1)
            else:
                column.assign(Meaning.OTHER, LIKELY, beside(Why.WORKPLACE_OF_COMPANY, firms[0]))
        elif in_towns:
            column.assign(Meaning.OTHER, LIKELY, Reason(Why.WORKPLACE_IS_TOWN))
        elif not companies and _may_be_employers(column):
            column.assign(Meaning.COMPANY, PROBABLE, Reason(Why.WORKPLACE_IS_EMPLOYER))


def _say_the_same(column: Column, other: Column) -> bool:
    """Whether two columns say the same wherever both say anything, and do so somewhere."""
    pairs = [(fold(a), fold(b)) for a, b in zip(column.values, other.values, strict=True) if a.strip() and b.strip()]
    return bool(pairs) and all(a == b for a, b in pairs)


def _may_be_employers(column: Column) -> bool:
    """Whether a place of work that is no company by its header, Thai `ที่ทำงาน` or `Lieu de travail`, names companies."""
    if column.meaning not in (Meaning.OTHER, Meaning.UNKNOWN) or not are_names(column):
        return False
    return column.reading.kinds == {"work"} or column.shape.share("company") >= at.SOME_COMPANIES


def find_outlets(columns: list[Column], free: list[Column]) -> None:
    """`Medium`, `Testata`, `Outlet` of a press list is the company; a `Medium` of campaigns is `email` or `cpc`."""
    known = vocabulary()
    named = [column for column in of_meaning(columns, *NAMES) if column.shape.filled]
    if not named or any(column.shape.filled for column in of_meaning(columns, Meaning.COMPANY)):
        return
    if any(known.marked_parts("of_campaigns", column.reading.words) for column in columns):
        return
    for column in of_meaning(free, Meaning.OTHER, Meaning.UNKNOWN, Meaning.COMPANY, Meaning.NAME):
        called = known.marks_whole("outlet", column.reading.words)
        if called and column.shape.distinct >= at.DISTINCT_OUTLETS and are_titles(column):
            column.assign(Meaning.COMPANY, LIKELY, beside(Why.OUTLET_OF_PERSON, named[0]))
            return


def find_schools_of_staff(columns: list[Column], free: list[Column]) -> None:
    """`School` beside a job is where somebody works; without one, it is where somebody learns."""
    if any(column.shape.filled for column in of_meaning(columns, Meaning.COMPANY)):
        return
    jobs = [one for one in of_meaning(columns, Meaning.JOB_TITLE) if one.shape.share("job") >= at.SOME_JOBS]
    for column in of_meaning(free, Meaning.OTHER, Meaning.UNKNOWN, Meaning.NAME) if jobs else ():
        if vocabulary().marks_whole("school", column.reading.words) and are_names(column):
            column.assign(Meaning.COMPANY, LIKELY, beside(Why.SCHOOL_OF_STAFF, jobs[0]))
            return


def are_names(column: Column) -> bool:
    """Whether some cells are neither numbers nor yes and no."""
    return bool(column.shape.filled) and column.shape.share("number", "code", "date", "flag") < at.NO_NAMES


def are_titles(column: Column) -> bool:
    """Whether cells are short, begin with a capital where their script has some, and are no words such as `Email`."""
    cells = filled_values(column)
    named = [cell for cell in cells if not cell[0].islower() and len(cell) <= at.LONGEST_OUTLET]
    written = [cell for cell in named if not is_header_word(cell)]
    return len(written) >= at.ARE_OUTLETS * len(cells)


def find_person_flags(columns: list[Column], free: list[Column]) -> None:
    """`Er privatperson`, `Osoba fizyczna` over yes and no: a column that says whether a row is a person.

    Over nothing but no, as Outlook's `Private`, it says something else.
    """
    if of_meaning(columns, Meaning.COMPANY_FLAG):
        return
    for column in free:
        words = column.header.split()
        says = any(asks_for_person(" ".join(words[start:])) for start in range(min(len(words), _MOST_BEFORE_FLAG) + 1))
        tells = any(value.casefold() not in plain_words().no for value in filled_values(column))
        if says and tells and column.shape.share("flag") >= at.ARE_FLAGS:
            column.assign(Meaning.OTHER, LIKELY, Reason(Why.SAYS_WHETHER_PERSON))
            column.transform_by(Transform(TransformKind.PERSON_FLAG))
            return


def find_party_codes(columns: list[Column], free: list[Column]) -> None:
    """`F/J`, `Typ (FO/PO)` or `Firma J/N` over nothing but the codes that the header names, or a legal person's yes."""
    if of_meaning(columns, Meaning.COMPANY_FLAG):
        return
    for column in free:
        codes = codes_of(column.header)
        cells = {value.casefold().strip(". ") for value in column.values if value.strip()}
        coded = codes is not None and cells <= {*codes} and _is_about_firms(column.header, codes)
        # "Juriidiline isik" over yes and no.
        asked = " " in column.header.strip() and says_company(column.header) and column.shape.share("flag") == 1
        if cells and (coded or asked):
            column.assign(Meaning.COMPANY_FLAG, LIKELY, Reason(Why.CODES_OF_PARTIES))
            return


def _is_about_firms(header: str, codes: tuple[str, str]) -> bool:
    """Whether the other words of a header whose codes are yes and no say of whom they tell it."""
    answers = known_values().yes_no_codes
    if codes not in answers and codes[::-1] not in answers:
        return True
    asked = without_codes(header)
    return (
        asks_for_person(asked)
        or says_company(asked)
        or read_header(asked).meaning in (Meaning.COMPANY, Meaning.COMPANY_FLAG)
    )


def find_person_marks(columns: list[Column], free: list[Column]) -> None:
    """`Rodzaj: odbiorca - osoba fizyczna`, `Tipo pessoa`: a column that says of rows whether they are a person.

    `CNPJ/CPF` says it, where some of the numbers are of people and others of firms.
    """
    flags = of_meaning(columns, Meaning.COMPANY_FLAG)
    loose, buildings = known_values().loose_kinds, known_values().kinds_of_buildings
    for column in of_meaning(free, Meaning.OTHER, Meaning.TYPE, Meaning.UNKNOWN):
        cells = filled_values(column)
        persons = [cell for cell in cells if says_person(cell)]
        if says_kind_of_others(column.reading):
            continue
        if not persons or column.transform != PLAIN or (len(persons) == len(cells) and any(map(is_of_person, cells))):
            continue
        is_loose = any(cell.casefold() in loose for cell in cells)
        if "thing" in column.reading.kinds and any(cell.casefold() in buildings for cell in cells):
            # A building is "commercial" or "residential", too.
            continue
        if not flags and not is_loose and all(says_company(cell) for cell in cells if cell not in persons):
            column.assign(Meaning.COMPANY_FLAG, LIKELY, Reason(Why.SAYS_PERSON))
        else:
            column.assign(Meaning.OTHER, LIKELY, Reason(Why.SAYS_PERSON))
            column.transform_by(Transform(TransformKind.PERSON_MARK))
        return


def find_legal_forms(columns: list[Column], free: list[Column]) -> None:
    """`Rechtsform`, `Tipo Ragione Sociale` beside one name for firms and people: who has a legal form is a firm."""
    if of_meaning(columns, Meaning.COMPANY_FLAG):
        return
    for column in of_meaning(free, Meaning.OTHER, Meaning.TYPE, Meaning.UNKNOWN):
        cells = filled_values(column)
        if cells and sum(map(is_legal_form, cells)) >= at.ARE_LEGAL_FORMS * len(cells):
            column.assign(Meaning.COMPANY_FLAG, LIKELY, Reason(Why.LEGAL_FORMS))
            return


def find_company_numbers(columns: list[Column], free: list[Column]) -> None:
    """`Organisasjonsnummer`, `Y-tunnus` beside one name for firms and people: who has a number is a firm or trades."""
    named = [column for column in of_meaning(columns, Meaning.FULL_NAME) if column.shape.filled]
    if not named or any(column.shape.filled for column in of_meaning(columns, Meaning.COMPANY)):
        return
    for column in of_meaning(free, Meaning.OTHER):
        numbers = vocabulary().marks_whole("firm_number", column.reading.words) and column.shape.filled
        if numbers and column.transform == PLAIN:
            column.assign(Meaning.OTHER, LIKELY, Reason(Why.NUMBER_OF_FIRMS))
            column.transform_by(Transform(TransformKind.COMPANY_NUMBER))
