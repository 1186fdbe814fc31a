"""Name columns that no header names: told by known names, by the emails beside them, and by one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.rules.column import Column, of_meaning
from crm.values.known_values import known_values
from crm.values.text import fold

ENOUGH = 0.4
"""Share of rows whose email holds a word of the cell, from which on a column of words is one of names."""

SURELY_REVERSED = 5
"""Names with the given name at the end, from which on no known family name is needed to tell that they are reversed."""
_STEM = 5
"""Letters of a word that stay when it is inflected."""
NEARLY_ALL = 0.8
"""Share of different values that look like names, from which on a column may be one of names."""

_WITHOUT_STROKES = str.maketrans("øłđ", "old")


def names_from_emails(columns: list[Column], free: list[Column]) -> None:
    """Columns of words that come back in the rows' emails are names: `Zuzka` beside `zuzka.h@example.cz`."""
    emails = of_meaning(columns, Meaning.EMAIL)
    if not emails or of_meaning(columns, Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.FULL_NAME, Meaning.NAME):
        return
    locals_ = [_ascii(value.partition("@")[0]) for value in emails[0].values]
    found = [
        (column, position)
        for column in free
        if column.meaning is Meaning.UNKNOWN and column.shape.share("words") >= 0.6
        for share, position in [_overlap(column.values, locals_)]
        if share >= ENOUGH
    ]
    whole = [column for column, _ in found if column.shape.share("one_word") < 0.5]
    if whole:
        whole[0].become(Meaning.FULL_NAME, 0.65)
        return
    halves = sorted(found[:2], key=lambda one: (one[1], one[0].index))
    for (column, _), meaning in zip(halves, (Meaning.FIRST_NAME, Meaning.LAST_NAME), strict=False):
        column.become(meaning, 0.6)


def likely_names(columns: list[Column], free: list[Column]) -> None:
    """Where nobody has a name, the first column of different words, capitalized as names are, beside an email or phone.

    Only columns without a header or that are called a name: under a word that no language knows, words may be anything.
    """
    if of_meaning(columns, *NAMES, Meaning.CLIENT) or not of_meaning(columns, Meaning.EMAIL, Meaning.PHONE):
        return
    for column in of_meaning(free, Meaning.UNKNOWN, Meaning.OTHER):
        shape = column.shape
        alike = shape.kinds.get("person", 0.0) + shape.kinds.get("maybe_person", 0.0)
        if (
            _may_be_a_name(column)
            and alike >= NEARLY_ALL
            and shape.distinct >= NEARLY_ALL
            and shape.share("country", "salutation") < ENOUGH
        ):
            column.become(Meaning.FULL_NAME, 0.55)
            return


def _may_be_a_name(column: Column) -> bool:
    """Whether a column has no header, or one that says it is a name, be it of a user or of something unknown."""
    reading = column.reading
    if not reading.words or (reading.meaning is Meaning.NAME and reading.kinds <= {"name", "neutral"}):
        return True
    # A "user name" is a login unless it holds names.
    return vocabulary().has_mark("called_name", reading.words[-1:]) and "web" in reading.kinds


def likely_companies(columns: list[Column], free: list[Column]) -> None:
    """`In which company are you?`: words about a company are it where no other column is."""
    if of_meaning(columns, Meaning.COMPANY):
        return
    for column in of_meaning(free, Meaning.OTHER):
        shape = column.shape
        named = column.reading.meaning is Meaning.COMPANY and shape.share("letters") >= NEARLY_ALL
        if named and shape.share("flag", "long", "date", "url", "email") < ENOUGH:
            column.become(Meaning.COMPANY, 0.6)
            return


def only_professionals(columns: list[Column], free: list[Column]) -> None:
    """A list of doctors or teachers: who is somebody else in other lists is the lead where no one else is named."""
    others = of_meaning(free, Meaning.SOMEONE_ELSE)
    if of_meaning(columns, *NAMES, Meaning.CLIENT) or not others:
        return
    if (subject := _subject_with_both_names(columns, others)) is not None:
        for column in others:
            # Inflected too: "владелец", "тел. владельца".
            said = [word for word in column.reading.words if word[:_STEM] == subject[:_STEM]]
            if said:
                _become_the_leads(column, said[0])
        return
    professionals = [column for column in others if "professional" in column.reading.kinds]
    subjects = {word for column in professionals for word in column.reading.words[:1]}
    reachable = {"email", "phone", "mobile"}
    if len(subjects) != 1 or any(column not in professionals and column.reading.kinds & reachable for column in others):
        return
    reached = any(column.reading.kinds & reachable for column in professionals)
    if others[0] not in professionals and not reached:
        return
    for column in professionals:
        _become_the_leads(column, column.reading.words[0])


def _subject_with_both_names(columns: list[Column], others: list[Column]) -> str | None:
    """Who has a first and a last name where nobody else is named: the child of a school's list, a pet's owner."""
    if of_meaning(columns, Meaning.COMPANY):
        return None
    firsts = [column.reading.words for column in others if "first_name" in column.reading.kinds]
    lasts = {word for column in others if "last_name" in column.reading.kinds for word in column.reading.words}
    for words in firsts:
        if said := [word for word in words if word in lasts and read_header(word).meaning is Meaning.SOMEONE_ELSE]:
            return said[0]
    if any(vocabulary().has_mark("owned_thing", column.reading.words) for column in columns):
        named = [column.reading.words for column in others if column.reading.kinds <= {"someone_else", "name"}]
        return next((word for words in named for word in words if vocabulary().has_mark("owner", [word])), None)
    return None


def _become_the_leads(column: Column, subject: str) -> None:
    rest = " ".join(word for word in column.reading.words if word != subject)
    meaning = read_header(rest).meaning if rest else Meaning.FULL_NAME
    column.become(Meaning.FULL_NAME if meaning is Meaning.NAME else meaning, 0.7)


def companies_from_emails(columns: list[Column], free: list[Column]) -> None:
    """A column of words that come back in the domains of the rows' emails is the company: `Acme`, `a@acme.example`."""
    emails = of_meaning(columns, Meaning.EMAIL)
    if not emails or of_meaning(columns, Meaning.COMPANY):
        return
    domains = [_ascii(value.partition("@")[2].rpartition(".")[0]).replace("-", "") for value in emails[0].values]
    for column in free:
        if column.meaning is not Meaning.UNKNOWN or column.shape.share("letters") < 0.6 or column.shape.filled < 2:
            continue
        if _overlap(column.values, domains)[0] >= ENOUGH:
            column.become(Meaning.COMPANY, 0.65)
            return


def _overlap(values: Sequence[str], locals_: Sequence[str]) -> tuple[float, float]:
    """In which share of rows a word of the cell stands in the email, and where on average."""
    rows = hits = places = 0
    for value, local in zip(values, locals_, strict=True):
        words = [word for word in _ascii(value).split() if len(word) >= 3]
        if not words or not local:
            continue
        rows += 1
        places_of = [local.find(word) for word in words if word in local]
        if places_of:
            hits += 1
            places += min(places_of)
    return (hits / rows, places / max(hits, 1)) if rows else (0.0, 0.0)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_WITHOUT_STROKES))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def other_half(columns: list[Column], free: list[Column]) -> None:
    """Beside the one half of a name that values have told stands the other half, if single words stand there."""
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
        if other.shape.share("one_word") >= 0.7 and other.shape.distinct >= 0.5:
            first, last = (half, other) if place > half.index else (other, half)
            if half.shape.share("cjk") >= ENOUGH and half.meaning is (
                Meaning.LAST_NAME if first is half else Meaning.FIRST_NAME
            ):
                first, last = last, first
            first.become(Meaning.FIRST_NAME, 0.5)
            last.become(Meaning.LAST_NAME, 0.5)
            return


def whole_names_in_first(columns: list[Column], free: list[Column]) -> None:
    """`First name` that holds whole names, in a sheet whose last names are missing, is the full name."""
    lasts = of_meaning(columns, Meaning.LAST_NAME)
    if any(column.shape.filled for column in lasts):
        return
    for column in of_meaning(free, Meaning.FIRST_NAME):
        words = column.shape.share("person", "maybe_person")
        if column.shape.filled and words >= 0.6 and column.shape.share("one_word") <= 0.2:
            column.become(Meaning.FULL_NAME, 0.8)


def swapped(_columns: list[Column], free: list[Column]) -> None:
    """A column of persons under `Company` or `Title` whose own values stand under `Name` takes the name's place."""
    for named, *meanings in (("company", Meaning.COMPANY), ("job", Meaning.JOB_TITLE, Meaning.TITLE)):
        names = [
            column
            for column in free
            if column.reading.meaning in (Meaning.NAME, Meaning.FULL_NAME)
            and column.shape.share(named) >= 0.5 > column.shape.share("given")
        ]
        persons = [
            column
            for column in free
            if column.meaning in meanings and column.shape.share("given") >= 0.5 and column.shape.share(named) < 0.2
        ]
        if len(names) == len(persons) == 1:
            names[0].become(Meaning(meanings[0]), 0.75)
            persons[0].become(Meaning.FULL_NAME, 0.75)


def family_names_first(column: Column) -> bool:
    """Whether a column of full names has the family name in front, by where the known given names stand.

    Words that only stand in front of given names are not enough (`Valid Jerry`): some must be known family names.
    """
    known = known_values()
    words = [found for value in column.values if "," not in value and len(found := fold_words(value)) in (2, 3)]
    front = sum(found[0] in known.given_names and found[-1] not in known.given_names for found in words)
    reversed_ = [found for found in words if found[-1] in known.given_names and found[0] not in known.given_names]
    back = len(reversed_)
    families = sum(found[0] in known.family_names for found in reversed_)
    return back >= 2 and back > 2 * front and (families > 0 or back >= SURELY_REVERSED)


def given_names_first(column: Column) -> bool:
    """Whether known given names show that a column of full names does not have the family name in front."""
    given = known_values().given_names
    words = [found for value in column.values if len(found := fold_words(value)) in (2, 3)]
    front = sum(found[0] in given and found[-1] not in given for found in words)
    back = sum(found[-1] in given and found[0] not in given for found in words)
    return front >= 2 and front > 2 * back


def fold_words(text: str) -> list[str]:
    """The words of a text, folded for comparing."""
    return [fold(word).strip(".") for word in text.split()]
