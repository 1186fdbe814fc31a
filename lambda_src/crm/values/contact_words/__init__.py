"""The words in phone numbers and email addresses, read from `contact_words.toml` when first needed.

They are apart from `known_values`: functions that read an address or a number and no rows do without the rest.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CONTACT_WORDS = Path(__file__).with_name("contact_words.toml")


@dataclass(frozen=True, slots=True)
class ContactWords:
    """The lists of `contact_words.toml`, as that file describes them, case-folded.

    Args:
        extension: finds the extension at the end of a phone number; its digits are the group.
        between_phones: splits one cell into several numbers, at words and signs.
        no_email_domains: the words of `no_email` too.
    """

    fax_labels: frozenset[str]
    labels: frozenset[str]
    extension: re.Pattern[str]
    between_phones: re.Pattern[str]
    no_email: frozenset[str]
    no_email_domains: frozenset[str]


@lru_cache(maxsize=1)
def contact_words() -> ContactWords:
    """Reads `contact_words.toml` once per process."""
    with CONTACT_WORDS.open("rb") as file:
        lists = tomllib.load(file)

    def words(name: str) -> frozenset[str]:
        return frozenset(str(lists[name]).casefold().split())

    def any_of(name: str) -> str:
        return "|".join(map(re.escape, str(lists[name]).split()))

    return ContactWords(
        fax_labels=words("fax_labels"),
        labels=words("labels") | words("fax_labels"),
        extension=re.compile(
            rf"(?:(?<![\s,;/(（])[\s,;/(（]++)?"
            rf"(?:(?:;?ext=|\b(?:{any_of('extension_words').replace('_', ' ')})[.:]*|(?<=\d)x"
            rf"|(?:{any_of('extension_signs')})[:：]?)\s*(?=\d)"
            rf"|(?=\d{{1,5}}(?:-[^\W\d]{{1,2}})?\s?(?:{any_of('behind_extensions')})\b))"
            rf"(\d{{1,7}})(?:[)）]|(?:-[^\W\d]{{1,2}})?\s?(?:{any_of('behind_extensions')})\.?)?$",
            re.I,
        ),
        between_phones=re.compile(
            rf"(?:(?<!\s)\s++)?(?:[;|,]|:::|(?<=\s)\(?(?:{any_of('between_phones')})\s)\s*+|(?<!\s)\s*\n\s*+", re.I
        ),
        no_email=words("no_email"),
        no_email_domains=words("no_email") | words("no_email_domains"),
    )
