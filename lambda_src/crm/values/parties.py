"""Tells people from companies in one cell, and takes a company off a person's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.values.accents import without_accents
from crm.values.cjk_writing import is_cjk, told_apart
from crm.values.companies import is_legal_form, is_surely_company, looks_like_company, may_be_company
from crm.values.honorifics import bare_name, strip_honorifics
from crm.values.known_values import known_values
from crm.values.name_orders import is_family_name
from crm.values.romanized import is_romanized_name
from crm.values.text import fold
from crm.values.titles import is_honorific

_AFTER_A_COMPANY = re.compile(r"\s?[,;:/|–—-]\s?\w|\s\(\w")
_ASIDE = re.compile(r"\s\([^()]*\)|\s\[[^\[\]]*\]")
"""Behind a name: `Ann Lee (guest)`."""
_BETWEEN_PARTIES = re.compile(r"[,;/|–—\n(\[]|\s-\s")
_BEHIND_A_NAME = re.compile(r"[,;\d]")
_PLACE = re.compile(r"(?:\s?[,;/|–—\n(\[]|\s-\s)\s*([^,;/|–—()\[\]]+)[)\]]?$")
_NUMBERED_PLACE = re.compile(r"\s#\d+$")
"""Behind the name of a branch: `Hall #41`."""
_WITH_BRACKETS = re.compile(r"([^()（）\[\]]*[^()（）\[\]\s])\s*+[(（\[]([^()（）\[\]]+)[)）\]]")
_BETWEEN_HALVES = re.compile(r"[_-]")
_LETTERS_IN_DOMAIN = 4
"""Letters of a word that is looked for in a domain: shorter ones are in many. Chosen."""
_LETTERS_OF_ABBREVIATIONS = 3
"""Capitals that may be an abbreviation behind a name: `Anna NGO`. Chosen."""
_WORDS_OF_A_NAME = 2
_MOST_VIETNAMESE = 5
"""Words of a Vietnamese name at most."""
_WORDS_OF_A_LONG_NAME = 4
_BEHIND_LATIN = "\u0370"
"""The first letter of the scripts behind Latin."""
_IN_OTHER_LETTERS = re.compile("[\u0370-\u04ff\u0590-\u06ff]+(?:['-][\u0370-\u04ff\u0590-\u06ff]+)*")
"""A Greek, Cyrillic, Hebrew or Arabic word, or two with a hyphen between them."""
_SHORTEST_EAST_ASIAN = 2
_LONGEST_EAST_ASIAN = 4
"""Characters of a Chinese, Japanese or Korean name."""
_LETTERS_OF_PARTICLES = 2
"""Letters of a word that may be an initial or a particle: `J Smith`. Chosen."""
_BEFORE_A_COMPANY = " ,;:/|–—-([@"
_AROUND_A_COMPANY = " ,;:/|–—-()[]@"


def without_company(text: str, company: str) -> str:
    """A name without a known company before or behind it: `Acme, Ann Lee`, `Ann Lee (Acme)`; else the text itself."""
    if not company or len(text) <= len(company):
        return text
    folded, known = text.casefold(), company.casefold()
    rest = ""
    if folded.startswith(known) and _AFTER_A_COMPANY.match(text[len(company) :]):
        rest = text[len(company) :]
    elif folded.rstrip(")]").endswith(known):
        before = text[: folded.rindex(known)]
        rest = before if before.rstrip(_BEFORE_A_COMPANY) != before.rstrip() else ""
    rest = rest.strip(_AROUND_A_COMPANY)
    # "Padaria do Porto, Lda" is the firm with its legal form.
    return text if not rest or is_legal_form(rest, surely=True) else rest


def is_same_person(text: str, name: str) -> bool:
    """Whether two texts have the words of one name, in any order: `Berg, Anna` and `Anna Berg`."""
    return _words(text) == _words(name) or _words(_ASIDE.sub(" ", text)) == _words(name)


def is_part_of_name(text: str, name: str) -> bool:
    """Whether one of two texts has all words of the other, and two words at least: `João Lima`, `João Batista Lima`."""
    words, others = set(_words(text)), set(_words(name))
    return min(len(words), len(others)) > 1 and (words <= others or others <= words)


def is_same_in_most_rows(texts: Sequence[str], names: Sequence[str]) -> bool:
    """Whether two columns of names, row by row, name the same people where both name any."""
    pairs = [(text, name) for text, name in zip(texts, names, strict=True) if text.strip() and name.strip()]
    return 2 * sum(is_same_person(text, name) for text, name in pairs) > len(pairs)


def is_turned_round(text: str, other: str) -> bool:
    """Whether one of two texts is a name with the family name in front and the other not: `Berg, Anna`, `Anna Berg`."""
    one, two = text.replace(",", " ").split(), other.replace(",", " ").split()
    turned = len(one) > 1 and one != two and ("," in text or "," in other) and _words(text) == _words(other)
    return turned and not is_surely_company(text) and not is_surely_company(other)


def _words(text: str) -> list[str]:
    return sorted(map(fold, text.replace(",", " ").split()))


def has_given_name(text: str) -> bool:
    """Whether a word of a text is a known given name."""
    return any(word.casefold() in known_values().given_names for word in text.split())


def is_vietnamese_name(text: str) -> bool:
    """Whether a Vietnamese family name stands in front of a name with letters of that language: `Tôn Thất Quỳnh`."""
    words, known = text.split(), known_values()
    if not _WORDS_OF_A_NAME <= len(words) <= _MOST_VIETNAMESE or words[0].casefold() not in known.vietnamese_family:
        return False
    return known.vietnamese.search(text) is not None and not may_be_company(text)


def is_known_person(text: str) -> bool:
    """Whether a text has a known given name where people have it, and no word of a company."""
    words = text.replace(",", " ").casefold().split()
    given = known_values().given_names
    if len(words) < 2 or may_be_company(text):
        return False
    return words[0] in given or ("," in text and words[-1] in given) or is_romanized_name(text)


def is_hardly_person(text: str) -> bool:
    """Whether several words in Latin letters have no given name or salutation: `City Limousines`, `Hall #41`."""
    words = [word.casefold() for word in text.split()]
    if len(words) < 2 or is_honorific(words[0]) or not known_values().given_names.isdisjoint(words):
        return False
    if _NUMBERED_PLACE.search(text) is not None:
        return True
    if is_vietnamese_name(text) or is_romanized_name(text):
        return False
    latin = without_accents(text).replace(" ", "")
    return latin.isascii() and latin.isalpha() and min(map(len, words)) > _LETTERS_OF_PARTICLES


def is_person_alone(text: str) -> bool:
    """Whether a text that stands under a company and under its contact is a person: `Ann Lee`, `张建国`."""
    text = told_apart(text) or text
    if not is_cjk(text):
        return is_known_person(text)
    fits = _SHORTEST_EAST_ASIAN <= len(text) <= _LONGEST_EAST_ASIAN and not is_surely_company(text)
    return fits and not known_values().cjk_surnames.isdisjoint({text[:1], text[:2]})


def is_client_in_person(text: str) -> bool:
    """Whether a customer is a person: `王小明`, `Смирнова Анна`, `Ann Lee`."""
    return is_known_person(text) or is_client_alone(text)


def is_client_alone(text: str) -> bool:
    """Whether a customer, for whom nobody else is named, is a person: `王小明`, `דנה לוי`, `Смирнова Анна`.

    Latin letters do not tell it: `Calvin Klein` is a customer too.
    """
    if is_cjk(told_apart(text) or text):
        return is_person_alone(text.replace(" ", ""))
    name, without = strip_honorifics(text)
    words = name.casefold().split()
    if not 1 < len(words) <= _WORDS_OF_A_LONG_NAME or text[0] < _BEHIND_LATIN or is_surely_company(text):
        return False
    return not without or not known_values().given_names.isdisjoint({words[0], words[-1]})


def is_customer_in_person(text: str, email: str) -> bool:
    """Whether a customer, for whom nobody else is named, is called as people are: `Melis Aktaş`, `Ferrari Luca`.

    `Laura Moda` with an email of `moda.example` is a shop.
    """
    bare, _ = strip_honorifics(text)
    words = bare.casefold().split()
    if not 1 < len(words) < _WORDS_OF_A_LONG_NAME or not all(word[:1].isupper() for word in bare.split()):
        return False
    known_family = words[0] in known_values().family_names or is_family_name(words[0])
    turned = is_family_name_first(bare) and known_family
    family = words[-1].endswith(known_values().surely_family_endings)
    return (
        (is_known_person(bare) or turned or family) and not may_be_company(text) and not is_company_of(words[-1], email)
    )


def is_spelled_in_email(text: str, email: str) -> bool:
    """Whether an email spells two words as people's are: `Piers Hadley` with `p.hadley@` or `piers@hadley.example`.

    `STR Jagoda` is a shop.
    """
    words = [without_accents(word) for word in text.casefold().split()]
    local, _, site = email.casefold().partition("@")
    first, _, last = _BETWEEN_HALVES.sub(".", local).partition(".")
    if len(words) != _WORDS_OF_A_NAME or len(words[1]) < _LETTERS_IN_DOMAIN or may_be_company(text):
        return False
    spelled = last == words[1] and first in (words[0], words[0][:1]) and not is_company_of(words[1], email)
    return text.istitle() and (spelled or [local, site.partition(".")[0]] == words)


def is_emailed_person(text: str, email: str) -> bool:
    """Whether a text under the header of a company is a person.

    `Mrs Garcia` and `Garcia, Ana` are, and `Ana Garcia` with the email `ana@x.example`.
    """
    words = [word.strip(".") for word in text.replace(",", " ").casefold().split()]
    if len(words) < _WORDS_OF_A_NAME or may_be_company(text) or not text[0].isalpha():
        return False
    if words[0] in known_values().personal_salutations and (
        len(words) <= _WORDS_OF_A_LONG_NAME or has_given_name(text)
    ):
        return True
    if len(words) > _WORDS_OF_A_LONG_NAME:
        return False
    given = [word for word in words if word in known_values().given_names]
    if "," in text:
        return words[-1] in given and " " not in text.partition(",")[0].replace(" ", "", 2)
    bare = strip_honorifics(text)[0].split()
    if given and len(bare) == _WORDS_OF_A_NAME and all(map(_IN_OTHER_LETTERS.fullmatch, bare)):
        # No email shows it in other letters: "Лаптева Нина".
        return True
    local_words = without_accents(fold(email.partition("@")[0]))
    family = [word for word in (words[0], words[-1]) if word not in given and len(word) >= _LETTERS_IN_DOMAIN]
    return bool({words[0], words[-1]}.intersection(given)) and any(
        without_accents(word) in local_words for word in (*given, *family) if len(word) > 2
    )


def is_written_as_person(text: str) -> bool:
    """Whether known given names stand before a family name in capitals: `Mehmet Ali ŞAHİN`."""
    *given, last = text.split()
    if not given or not known_values().given_names.issuperset(map(str.casefold, given)):
        return False
    family = last.isupper() and last.isalpha() and len(last) > _LETTERS_OF_ABBREVIATIONS
    return family and not any(map(str.isupper, given)) and not is_surely_company(text)


def is_whole_name(text: str) -> bool:
    """Whether a text under the header of a first name has a last name too: `Ann Lee`, but not `Ann Marie`."""
    words, given = text.casefold().split(), known_values().given_names
    return 1 < len(words) < 5 and words[0] in given and words[-1] not in given and len(words[-1].strip(".")) > 1


def is_family_name_first(text: str) -> bool:
    """Whether a given name stands at the end of a name, and at its beginning none, or what is a family name too."""
    words, known = text.casefold().split(), known_values()
    if "," in text or not words or words[-1] not in known.given_names:
        return False
    return words[0] not in known.given_names or (words[0] in known.family_names and words[-1] not in known.family_names)


def is_reversed_in_email(text: str, email: str) -> bool:
    """Whether a name has its family name in front, as a known given name at its end and the email's beginning show.

    `Kärkkäinen Eeva` with `eevakark@x.example`.
    """
    words, known = text.casefold().split(), known_values()
    if len(words) != _WORDS_OF_A_NAME or not email or not is_family_name_first(text) or words[1] in known.family_names:
        return False
    family, given = (without_accents(fold(word)) for word in words)
    local = without_accents(fold(email.partition("@")[0]))
    written = local.removeprefix(given).lstrip("._-").rstrip("0123456789")
    return local.startswith(given) and written != "" and family.startswith(written)


def company_and_person(text: str) -> tuple[str, str]:
    """The company and the person of a cell that may hold both, "" for a company that is not there."""
    parts = [part.strip() for part in _BETWEEN_PARTIES.split(text.rstrip(" )]"), maxsplit=1)]
    titled = "," not in bare_name(text) != "" and "," in text
    if len(parts) < 2 or not all(parts) or is_known_person(text) or titled or is_surely_company(f"x {parts[1]}"):
        # "Lee, Ann", "Lee, MBA" and "Acme, Inc." are one.
        return ("", text)
    return (parts[1], parts[0]) if is_known_person(parts[0]) and not is_known_person(parts[1]) else (parts[0], parts[1])


def company_before_person(text: str) -> tuple[str, str]:
    """The company and the person of a cell that surely holds both, two times "" for any other.

    `Acme GmbH, Ann Lee`: a legal form, then a known given name. `Café Lind (owner Berta Lind)`, `Bakery Crumb (Dennis)`
    and `Ann Lee (Acme Ltd)`.
    """
    owner = known_values().firm_owner.search(text)
    firm = text[: owner.start()] if owner is not None else ""
    if owner is not None and firm and not has_given_name(firm) and not is_person_alone(firm):
        return (firm, owner[1].strip())
    parts = [part.strip() for part in _BETWEEN_PARTIES.split(text.rstrip(" )]"), maxsplit=1)]
    if len(parts) == 2 and is_surely_company(parts[0]) and is_known_person(parts[1]):
        return (parts[0], parts[1])
    return _company_beside_brackets(text)


def _company_beside_brackets(text: str) -> tuple[str, str]:
    """The company and the person of `Ann Lee (Acme Ltd)` and `Bakery Crumb (Dennis)`; two times "" for any other.

    Whose given name is not known bears the name of the company, `Jory Penhale (Penhale & Co)`.
    """
    found = _WITH_BRACKETS.fullmatch(text)
    if found is None:
        return ("", "")
    front, inner = found[1], without_works_at(found[2])
    *given, family = front.split()
    is_person = is_known_person(front) or (len(given) == 1 and family in inner.split() and not may_be_company(front))
    if is_person and is_surely_company(inner):
        return (inner, front)
    # "Pizzeria Roma (Florence)" is in Florence.
    named = inner.casefold() in known_values().given_names and inner.casefold() not in known_values().cities
    return (front, inner) if named and looks_like_company(front) and not has_given_name(front) else ("", "")


def without_works_at(text: str) -> str:
    """A company without the words in front that say that somebody works there: `works at Acme & Sons`."""
    behind = known_values().employed_at.match(f" {text}")
    return text[behind.end() - 1 :] if behind else text


def on_top(text: str) -> str:
    """The name in front of an address: its first line, or what stands before a comma or a number."""
    return _BEHIND_A_NAME.split(text.partition("\n")[0], maxsplit=1)[0].strip() or text


def before_place(text: str) -> str:
    """The company in front of a place: `Acme, Berlin`, `Acme (Berlin)`, `Acme - Berlin`."""
    found = _PLACE.search(text)
    if found is None or is_surely_company(f"x {found[1]}"):
        return text
    return text[: found.start()].strip()


def is_company_of(text: str, email: str) -> bool:
    """Whether a text is written as a company, or a word of it names the domain of an email of its own."""
    if may_be_company(text):
        return True
    domain = email.casefold().partition("@")[2].rpartition(".")[0]
    words = [word for word in text.casefold().split() if len(word) >= _LETTERS_IN_DOMAIN]
    return bool(domain) and not is_known_person(text) and any(word in domain for word in words)
