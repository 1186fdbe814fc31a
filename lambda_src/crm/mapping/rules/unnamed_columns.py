"""Columns of names and companies that no header names: found by known names, by emails, and by one another."""

from __future__ import annotations

from crm.mapping.confidence import EVEN, HINTED, LIKELY, PLAUSIBLE, PROBABLE, SUGGESTED, SUPPORTED
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import Transform, TransformKind
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, filled_values, of_meaning
from crm.mapping.rules.words_in_emails import domains_of, names_of, overlap
from crm.values.addressees import is_position
from crm.values.companies import is_surely_company
from crm.values.known_values import known_values
from crm.values.parties import has_given_name


def find_names_by_emails(columns: list[Column], free: list[Column]) -> None:
    """Columns of words that come back in the rows' emails are names: `Zuzka` beside `zuzka.h@example.cz`."""
    emails = of_meaning(columns, Meaning.EMAIL)
    if not emails or of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.NAME):
        return
    local_parts = names_of(emails[0].values)
    found = [
        (column, position)
        for column in of_meaning(free, Meaning.UNKNOWN)
        if column.shape.share("words") >= at.ARE_WORDS
        for share, position in [overlap(column.values, local_parts)]
        if share >= at.WORDS_IN_EMAILS
    ]
    wholes = [column for column, _ in found if column.shape.share("one_word") < at.WHOLE_NAMES_BELOW]
    if wholes:
        wholes[0].assign(Meaning.FULL_NAME, SUPPORTED, Reason(Why.NAME_IN_EMAILS))
        return
    halves = sorted(found[:2], key=lambda one: (one[1], one[0].index))
    for (column, _), meaning in zip(halves, (Meaning.FIRST_NAME, Meaning.LAST_NAME), strict=False):
        column.assign(meaning, SUGGESTED, Reason(Why.NAME_IN_EMAILS))


def guess_names(columns: list[Column], free: list[Column]) -> None:
    """Where nobody has a name, the first column of different words, capitalized as names are, beside an email or phone.

    A list without any header needs no email or phone: names and cities are a list of people too.

    Only columns without a header or that are called a name: under a word that no language knows, words may be anything.
    """
    halves = [column for column in of_meaning(free, *NAMES) if column.reading.meaning is Meaning.UNKNOWN]
    if len(of_meaning(columns, *NAMES, Meaning.CLIENT)) > min(len(halves), 1):
        return
    named = any(column.header.strip() for column in columns)
    if named and not of_meaning(columns, Meaning.EMAIL, Meaning.PHONE):
        return
    for column in of_meaning(free, Meaning.UNKNOWN, Meaning.OTHER):
        shape = column.shape
        alike = shape.kinds.get("person", 0.0) + shape.kinds.get("maybe_person", 0.0)
        if (
            _may_be_a_name(column)
            and alike >= at.WRITTEN_LIKE_NAMES
            and shape.distinct >= at.DISTINCT_NAMES
            and shape.share("country", "salutation", "city") < at.OTHER_THINGS
        ):
            column.assign(Meaning.FULL_NAME, HINTED, Reason(Why.WRITTEN_LIKE_NAMES))
            return


def drop_lone_halves(columns: list[Column], free: list[Column]) -> None:
    """A half without a header is none beside full names: the jobs and cities `Koch` and `Bonn` are family names too."""
    wholes = [column for column in of_meaning(columns, Meaning.FULL_NAME) if column.shape.filled]
    halves = of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME)
    if wholes and len(halves) == 1 and halves[0] in free and not halves[0].reading.words:
        halves[0].assign(Meaning.OTHER, HINTED, beside(Why.FULL_NAMES_BESIDE, wholes[0]))


def _may_be_a_name(column: Column) -> bool:
    """Whether a column has no header, or one that says it is a name, be it of a user or of something unknown."""
    reading = column.reading
    if not reading.words or (reading.meaning is Meaning.NAME and reading.kinds <= {"name", "neutral"}):
        return True
    # A "user name" is a login unless it holds names.
    return vocabulary().has_mark("called_name", reading.words[-1:]) and "web" in reading.kinds


def guess_companies(columns: list[Column], free: list[Column]) -> None:
    """`In which company are you?`: words about a company are it where no other column is."""
    if of_meaning(columns, Meaning.COMPANY):
        return
    for column in of_meaning(free, Meaning.OTHER):
        shape = column.shape
        named = column.reading.meaning is Meaning.COMPANY and shape.share("letters") >= at.LETTERS_OF_COMPANIES
        named = named and not column.is_seller and not _is_booked(column)
        if named and shape.share("flag", "long", "date", "url", "email") < at.OTHER_THINGS:
            column.assign(Meaning.COMPANY, SUGGESTED, Reason(Why.ABOUT_A_COMPANY))
            return


def _is_booked(column: Column) -> bool:
    return column.because.why is Why.LODGING_OF_A_STAY


def find_jobs_by_words(columns: list[Column], free: list[Column]) -> None:
    """A column without a header that holds `Inköpschef` and `Ägare` is the job title."""
    if of_meaning(columns, Meaning.JOB_TITLE, Meaning.TITLE) or not of_meaning(columns, *NAMES):
        return
    for column in of_meaning(free, Meaning.UNKNOWN):
        values = filled_values(column)
        if column.header.strip() or len(values) < at.FEWEST_JOBS:
            continue
        if sum(map(is_position, values)) >= at.ARE_JOBS * len(values):
            column.assign(Meaning.JOB_TITLE, HINTED, Reason(Why.WORDS_OF_JOBS))
            return


def find_firms_among_unnamed(columns: list[Column], free: list[Column]) -> None:
    """A column without a header in which firms stand is what each row is about: a firm, or the person themselves."""
    names = of_meaning(columns, Meaning.FULL_NAME)
    firms = [column for column in of_meaning(columns, Meaning.COMPANY, Meaning.CLIENT) if column.header.strip()]
    for column in of_meaning(free, Meaning.UNKNOWN, Meaning.COMPANY) if names and not firms else ():
        values = filled_values(column)
        if column.header.strip() or len(values) < at.FEWEST_COMPANIES or column.shape.share("letters") < at.ARE_WORDS:
            continue
        if sum(map(is_surely_company, values)) < at.NAMED_COMPANIES * len(values):
            continue
        rows = zip(column.values, names[0].values, strict=True)
        has_people = any(has_given_name(text) and not name for text, name in rows)
        meaning = Meaning.FULL_NAME if has_people else Meaning.COMPANY
        column.assign(meaning, PLAUSIBLE, Reason(Why.FIRMS_AMONG_UNNAMED))
        if has_people:
            column.rerank(names[0].rank + 1)
            column.transform_by(Transform(TransformKind.CLIENT))
        return


def find_companies_by_emails(columns: list[Column], free: list[Column]) -> None:
    """A column of words that come back in the domains of the rows' emails is the company: `Acme`, `a@acme.example`."""
    emails = of_meaning(columns, Meaning.EMAIL)
    if not emails or of_meaning(columns, Meaning.COMPANY):
        return
    domains = domains_of(emails[0].values)
    for column in of_meaning(free, Meaning.UNKNOWN):
        if column.shape.share("letters") < at.ARE_WORDS or column.shape.filled < at.FEWEST_COMPANIES:
            continue
        if any(_repeats(column, name) for name in of_meaning(columns, *NAMES)) or _have_numbers(column):
            # A family's name stands in the domain of its email too, and so may its street.
            continue
        if overlap(column.values, domains)[0] >= at.WORDS_IN_EMAILS:
            column.assign(Meaning.COMPANY, SUPPORTED, Reason(Why.COMPANY_IN_EMAILS))
            return


def _have_numbers(column: Column) -> bool:
    """Whether most cells have digits, as addresses do: `12 Rue des Tomates, 75001 Paris`."""
    values = filled_values(column)
    return 2 * sum(any(map(str.isdigit, value)) for value in values) > len(values)


def _repeats(column: Column, name: Column) -> bool:
    """Whether most cells hold nothing but a part of the name in their row."""
    pairs = [(a.strip(), b) for a, b in zip(column.values, name.values, strict=True) if a.strip() and b.strip()]
    return bool(pairs) and sum(a.casefold() in b.casefold() for a, b in pairs) >= at.HOLDS_HALF * len(pairs)


def find_other_half(columns: list[Column], free: list[Column]) -> None:
    """Beside one half of a name that only its values show stands the other half, if single words stand there."""
    halves = of_meaning(free, Meaning.FIRST_NAME, Meaning.LAST_NAME)
    _part_twins(halves)
    if len(of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME)) != 1 or not halves:
        return
    half = halves[0]
    if half.reading.meaning is not Meaning.UNKNOWN:
        return
    for place in (half.index + 1, half.index - 1):
        other = columns[place] if 0 <= place < len(columns) else None
        if other is None or other not in free or other.meaning is not Meaning.UNKNOWN:
            continue
        if other.shape.share("city") >= at.CITIES:
            continue
        if other.shape.share("one_word") >= at.SINGLE_WORDS_BESIDE and other.shape.distinct >= at.DISTINCT_HALVES:
            first, last = (half, other) if place > half.index else (other, half)
            in_order = half.meaning is (Meaning.FIRST_NAME if first is half else Meaning.LAST_NAME)
            family_first = half.shape.share("cjk") >= at.EAST_ASIAN or half.shape.share("given") >= at.GIVEN_BEHIND
            if family_first and not in_order:
                first, last = last, first
            first.assign(Meaning.FIRST_NAME, EVEN, beside(Why.OTHER_HALF, last))
            last.assign(Meaning.LAST_NAME, EVEN, beside(Why.OTHER_HALF, first))
            return


def _part_twins(halves: list[Column]) -> None:
    """Of two columns without a header that look like first names one holds family names, which are given names too."""
    if len(halves) != 2 or any(half.header.strip() or half.meaning is not Meaning.FIRST_NAME for half in halves):
        return
    left, right = halves
    if right.index == left.index + 1:
        behind = right.shape.share("given") > left.shape.share("given")
        (left if behind else right).assign(Meaning.LAST_NAME, EVEN, beside(Why.OTHER_HALF, right if behind else left))


def widen_contacts(columns: list[Column], free: list[Column]) -> None:
    """`Meno kontaktnej osoby` over whole names: the word for a first name is that for any name, beside a firm's."""
    for column in of_meaning(free, Meaning.FIRST_NAME):
        said = not _OF_CONTACTS.isdisjoint(column.reading.kinds)
        last = [one for one in of_meaning(columns, Meaning.LAST_NAME) if one.shape.filled]
        if said and _holds_whole_names(column) and all(_OF_CONTACTS.isdisjoint(one.reading.kinds) for one in last):
            column.assign(Meaning.FULL_NAME, LIKELY, Reason(Why.FULL_NAMES_OF_CONTACTS))


_OF_CONTACTS = frozenset({"of_contact", "full_name", "contact"})


def _holds_whole_names(column: Column) -> bool:
    """Whether most cells hold a first and a last name."""
    full = column.shape.filled and column.shape.share("person", "maybe_person") >= at.FULL_UNDER_HALF
    return bool(full) and column.shape.share("one_word") <= at.SINGLE_UNDER_HALF


def widen_halves(columns: list[Column], free: list[Column]) -> None:
    """`First name` or `Nazwisko` that holds whole names, in a sheet without the other half, is the full name."""
    for half, other in ((Meaning.FIRST_NAME, Meaning.LAST_NAME), (Meaning.LAST_NAME, Meaning.FIRST_NAME)):
        if any(column.shape.filled for column in of_meaning(columns, other)):
            continue
        for column in of_meaning(free, half):
            if _holds_whole_names(column) and (half is Meaning.FIRST_NAME or _have_given_names(column)):
                column.assign(Meaning.FULL_NAME, LIKELY, Reason(Why.FULL_NAMES_UNDER_HALF))


def _have_given_names(column: Column) -> bool:
    """Whether first names stand beside the last ones, which in Spain are two: `García López`."""
    known = known_values()
    names = [value.casefold().split() for value in column.values if value.strip()]
    given = [known.given_names.intersection(words) - known.family_names - known.iberian_family for words in names]
    return sum(map(bool, given)) >= at.FULL_UNDER_HALF * len(names)


def unswap_names(_columns: list[Column], free: list[Column]) -> None:
    """A column of persons under `Company` or `Title` whose own values stand under `Name` takes the name's place."""
    for named, *meanings in (("company", Meaning.COMPANY), ("job", Meaning.JOB_TITLE, Meaning.TITLE)):
        names = [
            column
            for column in free
            if column.reading.meaning in (Meaning.NAME, Meaning.FULL_NAME)
            and column.shape.share(named) >= at.SWAPPED_VALUES > column.shape.share("given")
        ]
        persons = [
            column
            for column in free
            if column.meaning in meanings
            and column.shape.share("given") >= at.SWAPPED_VALUES
            and column.shape.share(named) < at.UNSWAPPED_VALUES
        ]
        if len(names) == len(persons) == 1:
            names[0].assign(Meaning(meanings[0]), PROBABLE, beside(Why.VALUES_SWAPPED, persons[0]))
            persons[0].assign(Meaning.FULL_NAME, PROBABLE, beside(Why.VALUES_SWAPPED, names[0]))
