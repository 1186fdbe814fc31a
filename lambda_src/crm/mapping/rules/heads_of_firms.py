"""Lists of firms, as registers and data services keep them: who runs a firm is its contact if nobody else is named."""

from __future__ import annotations

from crm.mapping.confidence import PLAUSIBLE
from crm.mapping.headers.column_meaning import NAMES, Meaning
from crm.mapping.headers.header_reading import read_header
from crm.mapping.headers.institutions import OfInstitution, said_of_institution
from crm.mapping.headers.terms import STEM
from crm.mapping.headers.vocabulary import Vocabulary, vocabulary
from crm.mapping.reasons import Reason, Why
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, beside, of_meaning
from crm.values.companies import is_surely_company, looks_like_company

_SOMEBODY = (Meaning.SOMEONE_ELSE, Meaning.OTHER, Meaning.UNKNOWN)
_CALLED = (Meaning.CONTACT, Meaning.NAME, Meaning.FULL_NAME)
"""What `Principal`, an adjective elsewhere, and words that no language knows may be taken for."""
_HALVES = (Meaning.FIRST_NAME, Meaning.LAST_NAME)
_PLACES = (Meaning.OTHER, Meaning.UNKNOWN, Meaning.TYPE, Meaning.SALUTATION, *_CALLED[1:], *_HALVES)
"""What the headers of schools and other places, `Име на училиште`, may be taken for."""
_JOBS = (Meaning.JOB_TITLE, Meaning.TITLE)
"""What the leader of an institution may be taken for: `Директор библиотеки`."""
_HALF_NAMES = frozenset({*_HALVES, Meaning.NAME})
_NO_PEOPLE = ("company", "flag", "long", "date", "url", "city", "country")
_DETAILS = frozenset({Meaning.JOB_TITLE, Meaning.TITLE, Meaning.EMAIL, Meaning.PHONE})


def accept_heads_of_firms(columns: list[Column], free: list[Column]) -> None:
    """`Руководитель`, `Daglig leder` or `Owner name` beside firms is their contact, with what is said of them.

    In other lists the same words are somebody's superior. So are one of a few, who run more than a firm each. A list of
    schools, or of other places, that names who leads each of them is about these, and one of mayors about
    municipalities.
    """
    named_places = [column for column in of_meaning(free, *_PLACES) if _are_schools(column)]
    open_ones = of_meaning(free, *_SOMEBODY, *_CALLED, *_JOBS)
    heads = [column for column in open_ones if _is_head(column, beside_places=bool(named_places))]
    halves = _halves_of_heads(free)
    named = halves or heads[:1]
    schools = [one for one in named_places if one not in named]
    others = [column for column in columns if column not in (*heads, *halves, *schools)]
    if not named or any(map(_names_people, others)):
        return
    firms = [column for column in columns if _names_firms(column)]
    facts = [column for column in firms if column in free and _is_fact_of_places(column)]
    if schools and firms == facts:
        for column in facts:
            column.assign(Meaning.OTHER, PLAUSIBLE, Reason(Why.HEAD_OF_FIRM))
        firms = []
    if not firms:
        if not (places := schools or _municipalities(named, free)):
            return
        places[0].assign(Meaning.COMPANY, PLAUSIBLE, Reason(Why.HEAD_OF_FIRM))
    for column in () if halves else heads[:1]:
        column.assign(Meaning.FULL_NAME, PLAUSIBLE, Reason(Why.HEAD_OF_FIRM))
    for column in of_meaning([one for one in heads if one not in named], *_CALLED):
        # Who stands beside the mayor, such as the notary of a Hungarian municipality.
        column.assign(Meaning.SOMEONE_ELSE, PLAUSIBLE, Reason(Why.HEAD_OF_FIRM))
    for column, half in zip(halves, _HALVES, strict=False):
        column.assign(half, PLAUSIBLE, Reason(Why.HEAD_OF_FIRM))
    for column in of_meaning(free, Meaning.SOMEONE_ELSE):
        if (meaning := _said_of(named[0], column)) is not None:
            column.assign(meaning, PLAUSIBLE, beside(Why.DETAIL_OF_HEAD, named[0]))


def _is_head(column: Column, *, beside_places: bool) -> bool:
    words = _words(column)
    if vocabulary().marks_whole("owner", words):
        # Of a record, if any two rows have one owner.
        if column.shape.filled < at.FEWEST_OWNERS or column.shape.distinct < 1:
            return False
    elif not (vocabulary().marks_whole("firm_head", words) or _leads_institution(column, beside_places)):
        return False
    return column.shape.share(*_NO_PEOPLE) < at.WORDS_OF_NAMES and _are_different_names(column)


def _leads_institution(column: Column, beside_places: bool) -> bool:
    """Whether a header says who leads an institution, and the column does not say as what.

    Beside institutions, `Apteekkari` and `Leitung` say it without naming them.
    """
    words = column.reading.words
    said = said_of_institution(words) is OfInstitution.HEAD
    called = said or (beside_places and vocabulary().marks_whole("leader", words))
    return called and column.shape.share("job") < at.SOME_JOBS


def _halves_of_heads(free: list[Column]) -> list[Column]:
    """The first and the last names of who runs the firms: `Owner first`, `Owner last`. Empty without both.

    The words may be turned (`cogn_resp`), and beside one half, `nome_resp` or `Nom du maire` is the other.
    """
    found: dict[Meaning, Column] = {}
    for column in of_meaning(free, Meaning.SOMEONE_ELSE, *_CALLED, *_HALVES):
        meaning = read_header(_without_head(_words(column))).meaning
        if meaning in _HALF_NAMES and _are_different_names(column):
            found.setdefault(meaning, column)
    missing = [half for half in _HALVES if half not in found]
    if len(missing) == 1 and Meaning.NAME in found:
        found[missing[0]] = found[Meaning.NAME]
    return [found[half] for half in _HALVES] if found.keys() >= {*_HALVES} else []


def _without_head(words: list[str]) -> str:
    """What words say besides that they are about who runs a firm; "" if they do not say that."""
    known = vocabulary()
    for cut in range(len(words) - 1, 0, -1):
        if _says_head(known, words[:cut]):
            return " ".join(words[cut:])
    for cut in range(1, len(words)):
        if _says_head(known, words[cut:]):
            return " ".join(words[:cut])
    return ""


def _says_head(known: Vocabulary, words: list[str]) -> bool:
    return any(known.marks_whole(mark, words) for mark in ("firm_head", "owner", "in_charge"))


def _words(column: Column) -> list[str]:
    return [word for word in column.reading.words if not word.isdigit()]


def _are_different_names(column: Column) -> bool:
    # Owners may be those of records, who are few: two rows tell nothing.
    few = vocabulary().has_mark("owner", column.reading.words) and column.shape.filled < at.ENOUGH_ROWS
    are_names = column.shape.share("letters") >= at.WORDS_OF_NAMES and not few
    return are_names and column.shape.distinct >= at.DISTINCT_CONTACTS


def _are_schools(column: Column) -> bool:
    words = column.reading.words
    called = any(vocabulary().marks_whole(mark, words) for mark in ("school", "site_name"))
    called = called or said_of_institution(words) is OfInstitution.NAME
    return called and _are_different_names(column)


def _is_fact_of_places(column: Column) -> bool:
    """Whether a header says what only places have: the `Local authority` of a school."""
    return vocabulary().marks_whole("place_fact", column.reading.words)


def _municipalities(heads: list[Column], free: list[Column]) -> list[Column]:
    """What the heads lead if they are mayors; the column with the most names first."""
    known = vocabulary()
    if not any(known.marks_whole("mayor", _words(head)) for head in heads):
        return []
    called = [one for one in free if known.marks_whole("municipality", one.reading.words)]
    return sorted(filter(_are_different_names, called), key=lambda one: -one.shape.distinct)


def _names_firms(column: Column) -> bool:
    """Whether a sheet is about the firms of a column. Beside customers, who is in charge may be one of ours."""
    sells = vocabulary().marked_parts("seller", column.reading.words)
    if not column.shape.filled or (column.reading.meaning is Meaning.CLIENT and not sells):
        return False
    if column.meaning is Meaning.COMPANY:
        return True
    firms = sum(looks_like_company(text) or is_surely_company(text) for text in column.values if text.strip())
    return column.meaning is Meaning.NAME and firms >= at.SOME_COMPANIES * column.shape.filled


def _names_people(column: Column) -> bool:
    named = column.meaning in NAMES or column.reading.meaning is Meaning.CLIENT
    # `Students` over numbers names nobody.
    words = column.shape.share("letters") >= at.WORDS_OF_NAMES
    return named and words and column.shape.filled > 0 and not _names_firms(column)


def _said_of(head: Column, column: Column) -> Meaning | None:
    """The field that a header says beside the head: `Посада керівника`, `Cargo del administrador`."""
    stems = {word[:STEM] for word in head.reading.words}
    rest = " ".join(word for word in column.reading.words if word[:STEM] not in stems)
    meaning = read_header(rest).meaning
    if len(rest) == len(" ".join(column.reading.words)) or meaning not in _DETAILS:
        return None
    return Meaning.JOB_TITLE if meaning is Meaning.TITLE else meaning
