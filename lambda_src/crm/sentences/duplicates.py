"""Why two leads may be one person: by code."""

from __future__ import annotations

from collections.abc import Mapping

DUPLICATES: Mapping[str, str] = {
    "phoneSame": "same phone",
    "phoneOneDigit": "phones differ in one digit",
    "phoneDifferent": "other phone",
    "emailSame": "same email",
    "emailPlusPart": "same mailbox",
    "emailTypingError": "emails differ in one letter",
    "emailOtherForm": "both emails at one company, made of the name",
    "emailSameBeforeAt": "emails are the same before the @",
    "emailColleagues": "other email at the same company",
    "companySame": "same company",
    "companySimilar": "similar company",
    "companySameDomain": "email of the same company",
    "companyDifferent": "other company",
    "namesSwapped": "first and last name are swapped",
    "nameSame": "same name",
    "firstSame": "same first name",
    "firstLetters": "first names {one} and {other} are one name in other letters",
    "firstSound": "first names {one} and {other} sound alike",
    "firstInitial": "first names {one} and {other}",
    "firstShort": "first names {one} and {other} stand for each other",
    "firstGeneration": "first names {one} and {other} tell generations apart",
    "firstPart": "first names {one} and {other} have a part in common",
    "firstSimilar": "first names {one} and {other} are similar",
    "firstDifferent": "first names {one} and {other} are different",
    "lastSame": "same last name",
    "lastLetters": "last names {one} and {other} are one name in other letters",
    "lastSound": "last names {one} and {other} sound alike",
    "lastInitial": "last names {one} and {other}",
    "lastShort": "last names {one} and {other} stand for each other",
    "lastGeneration": "last names {one} and {other} tell generations apart",
    "lastPart": "last names {one} and {other} have a part in common",
    "lastSimilar": "last names {one} and {other} are similar",
    "lastDifferent": "last names {one} and {other} are different",
}
