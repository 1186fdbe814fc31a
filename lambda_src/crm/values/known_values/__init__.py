"""The words by which values are recognized, read from `known_values.toml` when first needed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.values.accents import without_accents
from crm.values.countries import country_names
from crm.values.known_values.given_names import GivenNames
from crm.values.word_lists import any_of, phrases_of

KNOWN_VALUES = Path(__file__).with_name("known_values.toml")
GIVEN_NAMES = Path(__file__).with_name("given_names.txt")
FAMILY_NAMES_IN_FRONT = Path(__file__).with_name("family_names_in_front.txt")
NAMES_IN_OTHER_SCRIPTS = Path(__file__).with_name("given_names_in_other_scripts.txt")


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The lists of `known_values.toml`, as that file describes them, case-folded.

    Args:
        not_given: words that no given name begins with.
        family_names_in_front: names that nobody bears as a given name, also without their accents.
        company_marks, job_marks: searched for anywhere in a value.
        mere_roles: group roles that are no jobs.
        cjk_surnames: Chinese, Japanese and Korean surnames together.
        patronymic, slavic_family: find the endings.
        vietnamese: finds a letter.
        firm_owner: finds brackets at the end; group 1 is the person.
        compound_given: without accents.
        between_people: splits one cell into several names, at words and signs.
    """

    given_names: GivenNames
    family_names: frozenset[str]
    family_names_in_front: frozenset[str]
    chinese_surnames: frozenset[str]
    japanese_surnames: frozenset[str]
    korean_surnames: frozenset[str]
    particles: frozenset[str]
    particles_or_names: frozenset[str]
    short_particles: frozenset[str]
    ranks_of_nobility: frozenset[str]
    salutations: frozenset[str]
    salutations_behind: frozenset[str]
    small_salutations_behind: frozenset[str]
    turkish_salutations: frozenset[str]
    behind_given_names: frozenset[str]
    legal_forms: frozenset[str]
    job_words: frozenset[str]
    countries: frozenset[str]
    cities: frozenset[str]
    parties: frozenset[str]
    honorifics: frozenset[str]
    honorifics_with_point: frozenset[str]
    degrees_before_given_names: frozenset[str]
    small_honorifics: frozenset[str]
    iberian_salutations: frozenset[str]
    before_whole_names: frozenset[str]
    given_name_salutations: frozenset[str]
    epithets: frozenset[str]
    attached_honorifics: tuple[str, ...]
    personal_salutations: frozenset[str]
    suffixes: frozenset[str]
    not_given: frozenset[str]
    vietnamese_family: frozenset[str]
    iberian_family: frozenset[str]
    devotions: frozenset[str]
    account_roles: frozenset[str]
    group_roles: frozenset[str]
    mere_roles: frozenset[str]
    owners: frozenset[str]
    learners: frozenset[str]
    school_staff: frozenset[str]
    backers: frozenset[str]
    kinds_of_groups: frozenset[str]
    company_salutations: frozenset[str]
    private_persons: frozenset[str]
    said_persons: frozenset[str]
    loose_kinds: frozenset[str]
    kinds_of_buildings: frozenset[str]
    yes_no_codes: frozenset[tuple[str, str]]
    person_letters: frozenset[str]
    company_letters: frozenset[str]
    party_codes: frozenset[tuple[str, str]]
    firm_owner: re.Pattern[str]
    no_employers: frozenset[str]
    no_employers_in_front: tuple[str, ...]
    no_employers_before_jobs: tuple[str, ...]
    said_companies: frozenset[str]
    sole_traders: frozenset[str]
    korean_romanized: frozenset[str]
    chinese_romanized: frozenset[str]
    sons: frozenset[str]
    romanized_family: frozenset[str]
    pinyin: re.Pattern[str]
    company_endings: frozenset[str]
    forms_alone: frozenset[str]
    forms_in_capitals: frozenset[str]
    forms_behind_lower_case: frozenset[str]
    forms_with_points: frozenset[str]
    beside_forms: frozenset[str]
    company_marks: re.Pattern[str]
    job_marks: re.Pattern[str]
    cjk_surnames: frozenset[str]
    patronymic: re.Pattern[str]
    slavic_family: re.Pattern[str]
    family_endings: tuple[str, ...]
    surely_family_endings: tuple[str, ...]
    vietnamese: re.Pattern[str]
    between_people: re.Pattern[str]
    employed_at: re.Pattern[str]
    between_salutations: frozenset[str]
    initial_salutations: frozenset[str]
    french_salutations: frozenset[str]
    between_family_names: frozenset[str]
    between_couples: frozenset[str]
    devotion_articles: frozenset[str]
    suffixes_or_names: frozenset[str]
    asian_honorifics: tuple[str, ...]
    asian_positions: frozenset[str]
    attached_positions: tuple[str, ...]
    position_qualifiers: tuple[str, ...]
    given_like_family: frozenset[str]
    compound_given: frozenset[str]
    legal_forms_or_words: frozenset[str]
    legal_forms_behind: frozenset[str]


@lru_cache(maxsize=1)
def known_values() -> KnownValues:
    """Reads `known_values.toml` once per process."""
    with KNOWN_VALUES.open("rb") as file:
        lists = tomllib.load(file)

    def words(name: str) -> frozenset[str]:
        return frozenset(str(lists[name]).casefold().split())

    def phrases(name: str) -> frozenset[str]:
        return phrases_of(str(lists[name]))

    def any_word(name: str) -> str:
        return any_of(str(lists[name]).split())

    def any_phrase(name: str) -> str:
        return any_of(phrases(name))

    return KnownValues(
        given_names=GivenNames(words("given_names") | _further_given_names()),
        family_names=words("family_names"),
        family_names_in_front=_family_names_in_front(),
        chinese_surnames=words("chinese_surnames"),
        japanese_surnames=words("japanese_surnames"),
        korean_surnames=words("korean_surnames"),
        particles=words("particles"),
        particles_or_names=words("particles_or_names"),
        short_particles=words("short_particles"),
        ranks_of_nobility=words("ranks_of_nobility"),
        salutations=phrases("salutations"),
        salutations_behind=words("salutations_behind"),
        small_salutations_behind=words("small_salutations_behind"),
        turkish_salutations=words("turkish_salutations"),
        behind_given_names=words("behind_given_names"),
        legal_forms=words("legal_forms"),
        job_words=words("job_words"),
        cities=phrases("cities"),
        countries=phrases("countries").union(country_names()) - words("given_names"),
        parties=words("parties"),
        honorifics=words("honorifics"),
        honorifics_with_point=words("honorifics_with_point"),
        degrees_before_given_names=words("degrees_before_given_names"),
        small_honorifics=words("small_honorifics"),
        iberian_salutations=words("iberian_salutations"),
        before_whole_names=words("before_whole_names"),
        given_name_salutations=words("given_name_salutations"),
        epithets=phrases("epithets"),
        attached_honorifics=tuple(lists["attached_honorifics"].split()),
        personal_salutations=words("personal_salutations"),
        suffixes=words("suffixes"),
        not_given=words("honorifics") | words("vietnamese_family"),
        vietnamese_family=words("vietnamese_family"),
        iberian_family=words("iberian_family"),
        devotions=words("devotions"),
        account_roles=words("account_roles"),
        group_roles=phrases("group_roles"),
        mere_roles=phrases("group_roles") - phrases("group_roles_or_jobs") - phrases("owners"),
        owners=phrases("owners"),
        learners=phrases("learners"),
        school_staff=phrases("school_staff"),
        backers=phrases("backers"),
        kinds_of_groups=words("kinds_of_groups"),
        company_salutations=phrases("company_salutations"),
        private_persons=phrases("private_persons"),
        said_persons=phrases("said_persons") | phrases("private_persons"),
        loose_kinds=phrases("loose_kinds"),
        kinds_of_buildings=phrases("kinds_of_buildings"),
        yes_no_codes=frozenset(_pair(pair) for pair in lists["yes_no_codes"].casefold().split()),
        person_letters=words("person_letters"),
        company_letters=words("company_letters"),
        party_codes=frozenset(_pair(pair) for pair in lists["party_codes"].casefold().split()),
        firm_owner=re.compile(
            rf"(?<!\s)\s*+[(（\[]\s*+(?:{any_phrase('firm_owners')})[.:：]?\s++([^()（）\[\]]+)[)）\]]$", re.I
        ),
        no_employers=phrases("no_employers"),
        no_employers_in_front=tuple(phrases("no_employers_in_front")),
        no_employers_before_jobs=tuple(phrases("no_employers_before_jobs")),
        said_companies=phrases("said_companies"),
        sole_traders=phrases("sole_traders"),
        korean_romanized=words("korean_romanized"),
        chinese_romanized=words("chinese_romanized"),
        sons=words("sons"),
        romanized_family=words("romanized_family"),
        pinyin=re.compile(f"(?:{'|'.join(lists['pinyin'].split())}){{1,2}}"),
        company_endings=words("company_endings"),
        forms_alone=words("forms_alone"),
        forms_in_capitals=words("forms_in_capitals"),
        forms_behind_lower_case=words("forms_behind_lower_case"),
        forms_with_points=words("forms_with_points"),
        beside_forms=words("beside_forms"),
        company_marks=re.compile(lists["company_marks"]),
        job_marks=re.compile(lists["job_marks"]),
        cjk_surnames=words("chinese_surnames") | words("japanese_surnames") | words("korean_surnames"),
        patronymic=re.compile(f"(?:{any_word('patronymic_endings')})$", re.I),
        slavic_family=re.compile(f"(?:{any_word('slavic_endings')})$", re.I),
        family_endings=tuple(lists["family_endings"].split()),
        surely_family_endings=tuple(lists["surely_family_endings"].split()),
        vietnamese=re.compile(f"[{lists['vietnamese_letters']}]"),
        between_people=re.compile(rf"(?:(?<!\s)\s++)?[&+;/]\s*+|(?<!\s)\s++(?:{any_word('between_people')})\s++", re.I),
        employed_at=re.compile(rf"(?<!\s)\s(?:[–-]\s)?(?:{any_phrase('employed_at')})\s", re.I),
        between_salutations=words("between_salutations") | {"&", "+", "/"},
        initial_salutations=words("initial_salutations"),
        french_salutations=words("french_salutations"),
        between_family_names=words("between_family_names"),
        between_couples=words("between_couples"),
        devotion_articles=words("devotion_articles"),
        suffixes_or_names=words("suffixes_or_names"),
        asian_honorifics=tuple(sorted(lists["asian_honorifics"].split(), key=len, reverse=True)),
        asian_positions=words("asian_positions"),
        attached_positions=tuple(sorted(lists["attached_positions"].split(), key=len, reverse=True)),
        position_qualifiers=tuple(sorted(lists["position_qualifiers"].split(), key=len, reverse=True)),
        given_like_family=words("given_like_family"),
        compound_given=frozenset(map(without_accents, phrases("compound_given"))),
        legal_forms_or_words=words("legal_forms_or_words"),
        legal_forms_behind=words("legal_forms_behind"),
    )


def _pair(text: str) -> tuple[str, str]:
    """The two sides of `f/j`."""
    one, _, other = text.partition("/")
    return one, other


def _names_in(path: Path) -> frozenset[str]:
    """The case-folded names of a file of names."""
    lines = path.read_text(encoding="utf-8").casefold().splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def _family_names_in_front() -> frozenset[str]:
    names = _names_in(FAMILY_NAMES_IN_FRONT)
    return names.union(map(without_accents, names))


def _further_given_names() -> frozenset[str]:
    names = _names_in(GIVEN_NAMES) | _names_in(NAMES_IN_OTHER_SCRIPTS)
    # Greek capitals have no accents.
    return names | {without_accents(name) for name in names if "\u0370" <= name[0] <= "\u03ff"}
