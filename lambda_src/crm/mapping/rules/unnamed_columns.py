"""Columns of names and companies that no header names: found by known names, by emails, and by one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from crm.mapping.confidence import EVEN, HINTED, LIKELY, PLAUSIBLE, PROBABLE, SUGGESTED, SUPPORTED
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.shared_words import STEM
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning

_WITHOUT_STROKES = str.maketrans("øłđ", "old")


def find_names_by_emails(columns: list[Column], free: list[Column]) -> None:
    """Columns of words that come back in the rows' emails are names: `Zuzka` beside `zuzka.h@example.cz`."""
    emails = of_meaning(columns, Meaning.EMAIL)
    if not emails or of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.NAME):
        return
    local_parts = [_ascii(value.partition("@")[0]) for value in emails[0].values]
    found = [
        (column, position)
        for column in of_meaning(free, Meaning.UNKNOWN)
        if column.shape.share("words") >= at.ARE_WORDS
        for share, position in [_overlap(column.values, local_parts)]
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


def accept_professionals(columns: list[Column], free: list[Column]) -> None:
    """A list of doctors or teachers: who is somebody else in other lists is the lead where no one else is named."""
    others = of_meaning(free, Meaning.SOMEONE_ELSE)
    named = [column for column in columns if column.meaning in _NAMED or column.reading.meaning is Meaning.CLIENT]
    guessed = [column for column in of_meaning(free, *NAMES) if column.reading.meaning is Meaning.UNKNOWN]
    if not others or any(column.shape.filled and column not in guessed for column in named):
        return
    if (subject := _subject_with_both_names(columns, others)) is not None:
        for column in others:
            # Inflected too: "владелец", "тел. владельца".
            said = [word for word in column.reading.words if word[:STEM] == subject[:STEM]]
            if said:
                accept_as_lead(column, said[0])
        _yield_to_accepted(guessed, others)
        return
    details = of_meaning(columns, Meaning.EMAIL, Meaning.PHONE)
    if any(set(one.reading.words).intersection(detail.reading.unknown) for one in guessed for detail in details):
        # "Dueño" with a "Teléfono dueño" beside the vet: whoever that is has details of their own.
        return
    contacts = _contacts_of_companies(columns, others)
    professionals = [column for column in others if "professional" in column.reading.kinds or column in contacts]
    subjects = {_subject_of(column)[:STEM] for column in professionals}
    reachable = {"email", "phone", "mobile"}
    if len(subjects) != 1 or any(column not in professionals and column.reading.kinds & reachable for column in others):
        return
    reached = any(column.reading.kinds & reachable for column in professionals)
    if others[0] not in professionals and not reached:
        return
    for column in professionals:
        accept_as_lead(column, _subject_of(column))
    _yield_to_accepted(guessed, professionals)


_NAMED = frozenset({*NAMES, Meaning.CLIENT})
_KINDS_OF_NAMES = frozenset({"someone_else", "name", "full_name", "first_name", "neutral"})
"""Kinds of words in a header that names somebody: `Name of owner`, `Meno majiteľa`."""


def _subject_of(column: Column) -> str:
    """The word for whom a header is about: `Doctor's phone`, `Telefon lékaře`."""
    words = column.reading.words
    return next((word for word in words if "professional" in read_header(word).kinds), words[0])


def _yield_to_accepted(guessed: list[Column], accepted: list[Column]) -> None:
    """Names under a word that no language knows yield to those of professionals: `Informatore` beside `Medico`."""
    named = of_meaning(accepted, *NAMES)
    for column in guessed if named else ():
        column.assign(Meaning.OTHER, SUGGESTED, beside(Why.HEADER_OF_ANOTHER, named[0]))


def _contacts_of_companies(columns: list[Column], others: list[Column]) -> list[Column]:
    """`Responsable` beside companies, if it is not one of a few, who are ours."""
    if not of_meaning(columns, Meaning.COMPANY):
        return []
    return [
        column
        for column in others
        if vocabulary().has_mark("in_charge", column.reading.words) and column.shape.distinct >= at.DISTINCT_CONTACTS
    ]


def _subject_with_both_names(columns: list[Column], others: list[Column]) -> str | None:
    """Who has a first and a last name where nobody else is named: the child of a school's list, a pet's owner."""
    if of_meaning(columns, Meaning.COMPANY) and not _has_jobs_of_their_own(others):
        return None
    firsts = [column.reading.words for column in others if "first_name" in column.reading.kinds]
    # French "Nom" beside "Prénom" is the last name.
    halves = {"last_name", "name"}
    lasts = {word for column in others if column.reading.kinds & halves for word in column.reading.words}
    for words in firsts:
        if said := [word for word in words if word in lasts and read_header(word).meaning is Meaning.SOMEONE_ELSE]:
            return said[0]
    if any(vocabulary().has_mark("owned_thing", column.reading.words) for column in columns):
        named = [column.reading.words for column in others if column.reading.kinds <= _KINDS_OF_NAMES]
        return next((word for words in named for word in words if vocabulary().has_mark("owner", [word])), None)
    return None


def _has_jobs_of_their_own(others: list[Column]) -> bool:
    """`Rep first`, `Rep title` beside companies are theirs: the jobs of ours nobody lists."""
    return any(
        column.reading.kinds & {"title", "job_title"} and column.shape.share("job") >= at.SOME_JOBS for column in others
    )


def accept_as_lead(column: Column, subject: str) -> None:
    """Takes a column of the subject for what its header says beside the subject."""
    said = [word for word in column.reading.words if word != subject]
    # "Ärztin/Arzt" says it twice.
    rest = " ".join(word for word in said if "professional" not in read_header(word).kinds)
    meaning = read_header(rest).meaning if rest else Meaning.FULL_NAME
    if meaning is Meaning.TITLE:
        meaning = Meaning.JOB_TITLE
    because = Reason(Why.LIST_OF_PROFESSIONALS, {"subject": subject})
    column.assign(Meaning.FULL_NAME if meaning is Meaning.NAME else meaning, PLAUSIBLE, because)


def find_companies_by_emails(columns: list[Column], free: list[Column]) -> None:
    """A column of words that come back in the domains of the rows' emails is the company: `Acme`, `a@acme.example`."""
    emails = of_meaning(columns, Meaning.EMAIL)
    if not emails or of_meaning(columns, Meaning.COMPANY):
        return
    domains = [_ascii(value.partition("@")[2].rpartition(".")[0]).replace("-", "") for value in emails[0].values]
    for column in of_meaning(free, Meaning.UNKNOWN):
        if column.shape.share("letters") < at.ARE_WORDS or column.shape.filled < at.FEWEST_COMPANIES:
            continue
        if any(_repeats(column, name) for name in of_meaning(columns, *NAMES)):
            # A family's name stands in the domain of its email too.
            continue
        if _overlap(column.values, domains)[0] >= at.WORDS_IN_EMAILS:
            column.assign(Meaning.COMPANY, SUPPORTED, Reason(Why.COMPANY_IN_EMAILS))
            return


def _repeats(column: Column, name: Column) -> bool:
    """Whether most cells hold nothing but a part of the name in their row."""
    pairs = [(a.strip(), b) for a, b in zip(column.values, name.values, strict=True) if a.strip() and b.strip()]
    return bool(pairs) and sum(a.casefold() in b.casefold() for a, b in pairs) >= at.HOLDS_HALF * len(pairs)


def _overlap(values: Sequence[str], parts: Sequence[str]) -> tuple[float, float]:
    """In which share of rows a word of the cell stands in that part of the email, and where on average."""
    rows = hits = places = 0
    for value, part in zip(values, parts, strict=True):
        words = [word for word in _ascii(value).split() if len(word) >= at.LETTERS_IN_EMAILS]
        if not words or not part:
            continue
        rows += 1
        places_of = [part.find(word) for word in words if word in part]
        if places_of:
            hits += 1
            places += min(places_of)
    return (hits / rows, places / max(hits, 1)) if rows else (0.0, 0.0)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_WITHOUT_STROKES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def find_other_half(columns: list[Column], free: list[Column]) -> None:
    """Beside one half of a name that only its values show stands the other half, if single words stand there."""
    halves = of_meaning(free, Meaning.FIRST_NAME, Meaning.LAST_NAME)
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


def widen_first_names(columns: list[Column], free: list[Column]) -> None:
    """`First name` that holds whole names, in a sheet whose last names are missing, is the full name."""
    lasts = of_meaning(columns, Meaning.LAST_NAME)
    if any(column.shape.filled for column in lasts):
        return
    for column in of_meaning(free, Meaning.FIRST_NAME):
        full = column.shape.share("person", "maybe_person") >= at.FULL_UNDER_FIRST
        if column.shape.filled and full and column.shape.share("one_word") <= at.SINGLE_UNDER_FIRST:
            column.assign(Meaning.FULL_NAME, LIKELY, Reason(Why.FULL_NAMES_UNDER_FIRST))


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
