"""Which half of a full name comes first: by the header's language, its words, and known names."""

from __future__ import annotations

import re

from crm.mapping.headers.column_meaning import Meaning
from crm.mapping.headers.header_reading import languages_of, read_header
from crm.mapping.headers.vocabulary import vocabulary
from crm.mapping.mapping import PLAIN, Transform, TransformKind
from crm.mapping.region import inferred_region
from crm.mapping.rules import thresholds as at
from crm.mapping.rules.column import Column, of_meaning
from crm.values.honorifics import bare_name
from crm.values.known_values import known_values
from crm.values.name_orders import stands_before_given_names
from crm.values.text import fold

_HUNGARIAN = re.compile("[őűŐŰ]")
"""A letter of Hungarian and of no other language."""
_SPANISH = re.compile("[¿¡]")
"""A sign of Spanish and of no other language that is widely written."""
_ASIDE = re.compile(r"\s\([^()]*\)$")
"""Behind a name: `Szabó Ildikó (könyvelő)`."""
_TURKIC = frozenset({"tr", "az"})
"""Languages of headers in whose lists `Bey` stands behind names."""
_OF_MANY_LANGUAGES = frozenset({"US"})
"""Regions where most people write names otherwise than the language does that names the region as one of its own."""
_NAME_WORDS = frozenset({Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.NAME})


def choose_name_order(columns: list[Column], free: list[Column]) -> None:
    """Which half of a full name comes first, where the header's language or words say it."""
    spoken = languages_of(column.header for column in columns)
    for column in of_meaning(free, Meaning.FULL_NAME):
        if "job_title" in column.reading.beside:
            column.transform_by(Transform(TransformKind.NAME_AND_TITLE))
            continue
        if column.transform.kind is TransformKind.CLIENT:
            # Each of its rows tells its own order.
            continue
        if column.reading.beside:
            # "Name & address", "Company / contact".
            with_address = "address" in column.reading.beside
            column.transform_by(Transform(TransformKind.NAME_ON_TOP if with_address else TransformKind.COMPANY_FIRST))
            continue
        # "Contacto" is Spanish and Portuguese: its neighbours tell.
        languages = column.reading.languages & spoken or column.reading.languages
        orders = {vocabulary().name_orders.get(language, "") for language in languages}
        all_first = orders == {TransformKind.FAMILY_NAME_FIRST}
        if len(languages) == 1 and "" not in orders and not all_first:
            column.transform_by(Transform(TransformKind(orders.pop())))
        # Where commas tell the two halves, "Amparo Lim" without one is written the other way round.
        first = spells_family_name_first(column) and not _has_commas(column)
        pieces = _pieces(column)
        if all_first or any(vocabulary().marks_whole("family_given_patronymic", [piece]) for piece in pieces):
            first = first or not given_names_first(column)
        undecided = column.transform.kind in (TransformKind.PLAIN, TransformKind.TWO_FAMILY_NAMES)
        if first or (undecided and (family_names_first(column) or _is_of_family_first_language(column, columns))):
            column.transform_by(Transform(TransformKind.FAMILY_NAME_FIRST))
        if column.transform == PLAIN and column.shape.share("company") >= at.SOME_COMPANIES:
            column.transform_by(Transform(TransformKind.PERSON_OR_COMPANY))
        if column.transform == PLAIN and _salutes_in_french(column, columns):
            column.transform_by(Transform(TransformKind.FRENCH))
        if column.transform == PLAIN and _is_of_two_family_names(columns):
            column.transform_by(Transform(TransformKind.TWO_FAMILY_NAMES))
        if column.transform == PLAIN and not spoken.isdisjoint(_TURKIC) and _salutes_in_turkish(column):
            column.transform_by(Transform(TransformKind.TURKISH))


def find_names_in_halves(columns: list[Column], free: list[Column]) -> None:
    """`Billing first name` and `Billing last name` beside a full name: where they say it too, they tell its halves."""
    if not of_meaning(columns, Meaning.FULL_NAME):
        return
    kept = of_meaning(free, Meaning.OTHER, Meaning.SOMEONE_ELSE)
    said = {column.index: read_header(column.header).meaning for column in kept}
    for column in kept:
        halves = said[column.index] is Meaning.FIRST_NAME and said.get(column.index + 1) is Meaning.LAST_NAME
        if halves and column.transform == PLAIN:
            column.transform_by(Transform(TransformKind.NAME_IN_HALVES))


def spells_family_name_first(column: Column) -> bool:
    """Whether a header names the halves of a name, the family name first: `Last name, first name`."""
    return any(map(_are_family_name_first, (read_header(column.header).words, _pieces(column))))


def _pieces(column: Column) -> tuple[str, ...]:
    """The words of a header, those that belong together as one: `first name`."""
    return tuple(term.text for term in vocabulary().split(list(read_header(column.header).words)))


def _are_family_name_first(words: tuple[str, ...]) -> bool:
    meanings = [meaning for word in words if (meaning := read_header(word).meaning) in _NAME_WORDS]
    if Meaning.FIRST_NAME in meanings and Meaning.LAST_NAME in meanings:
        # "Your name (first and last)".
        return meanings.index(Meaning.LAST_NAME) < meanings.index(Meaning.FIRST_NAME)
    if Meaning.FIRST_NAME in meanings and meanings[0] in (Meaning.NAME, Meaning.LAST_NAME):
        return True
    # "Příjmení a jméno": what is called a name beside the family name is the given one.
    return meanings[:1] == [Meaning.LAST_NAME] and Meaning.NAME in meanings[1:] and len(words) > 2


def _has_commas(column: Column) -> bool:
    """Whether most full names of a column have a comma behind the family name."""
    names = [value for value in column.values if " " in value.strip()]
    return 2 * sum("," in name for name in names) > len(names)


def family_names_first(column: Column) -> bool:
    """Whether a column of full names has the family name in front, by where the known given names stand.

    That words stand in front of given names is not enough (`Valid Jerry`): some must be known family names. Those that
    each row shows by itself say nothing of the others where somebody is written the other way.
    """
    known = known_values()
    values = [value for value in column.values if "," not in value]
    words = [found for value in values if len(found := _fold_words(value)) in (2, 3)]
    front = sum(found[0] in known.given_names and found[-1] not in known.given_names for found in words)
    reversed_ = [found for found in words if found[-1] in known.given_names and found[0] not in known.given_names]
    back = len(reversed_)
    families = sum(found[0] in known.family_names for found in reversed_)
    families += not front and any(value[:1].isupper() and stands_before_given_names(value.split()) for value in values)
    shown = back >= at.FEWEST_ORDERED and back > at.ORDER_MAJORITY * front
    return shown and (families > 0 or back >= at.SURELY_REVERSED)


def _is_of_family_first_language(column: Column, columns: list[Column]) -> bool:
    """Whether letters or phones show a language that puts family names first, and no more names are the other way."""
    front, back = _given_names_at_ends(column)
    if not back or front > back:
        return False
    if any(_HUNGARIAN.search(value) for value in column.values):
        return True
    return TransformKind.FAMILY_NAME_FIRST in _orders_of_region(columns)


def _is_of_two_family_names(columns: list[Column]) -> bool:
    """Whether phones or questions show a language whose people have two family names."""
    if TransformKind.TWO_FAMILY_NAMES in _orders_of_region(columns):
        return True
    return any(_SPANISH.search(value) for column in columns for value in column.values)


def _orders_of_region(columns: list[Column]) -> set[str]:
    """The orders in which people write names where the phones of a sheet are, as far as it is not the usual one."""
    region = inferred_region(value for other in of_meaning(columns, Meaning.PHONE) for value in other.values)
    known = vocabulary()
    orders = known.name_orders.items() if region not in _OF_MANY_LANGUAGES else ()
    return {order for language, order in orders if region in known.regions.get(language, ())}


def _given_names_at_ends(column: Column) -> tuple[int, int]:
    """How many full names have a known given name in front only, and how many at the end only."""
    given = known_values().given_names
    words = [found for value in column.values if len(found := _fold_words(value)) in (2, 3)]
    front = sum(found[0] in given and found[-1] not in given for found in words)
    return front, sum(found[-1] in given and found[0] not in given for found in words)


def given_names_first(column: Column) -> bool:
    """Whether known given names show that a column of full names does not have the family name in front."""
    front, back = _given_names_at_ends(column)
    return front >= at.FEWEST_ORDERED and front > at.ORDER_MAJORITY * back


def _salutes_in_french(column: Column, columns: list[Column]) -> bool:
    """Whether `M.` and `M` in front of names mean Monsieur: in a French list, or beside `Mme` and `Mlle`."""
    firsts = {words[0].casefold().rstrip(".") for value in column.values if len(words := value.split()) > 1}
    if "m" not in firsts:
        return False
    french = languages_of(other.header for other in columns) == frozenset({"fr"})
    return french or not firsts.isdisjoint(known_values().french_salutations)


def _salutes_in_turkish(column: Column) -> bool:
    """Whether a name of a column has `Bey` behind it, as `Mehmet Bey (patron)`."""
    lasts = {words[-1].casefold() for value in column.values if len(words := _ASIDE.sub("", value).split()) > 1}
    return not lasts.isdisjoint(known_values().turkish_salutations)


def _fold_words(text: str) -> list[str]:
    """The words of a name, folded for comparing, without titles around it and what stands in brackets behind it."""
    name = _ASIDE.sub("", text)
    return [fold(word).strip(".") for word in (bare_name(name) or name).split()]
