"""Why a column goes where it goes: which step decided, and a sentence that a person understands.

A stored reason has a key and parameters and no words, so that its sentence can be changed or translated later. `Why`
lists all of them in the order in which the steps run; a step is the function of that name in `rules/` or above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Why(Enum):
    """A reason: the step that gives it, and its sentence in English with the reason's parameters in braces."""

    def __init__(self, step: str, sentence: str) -> None:
        self.step = step
        self.sentence = sentence

    @property
    def key(self) -> str:
        return self.name.lower()

    HEADER_SAYS_SO = "reconcile", "The header says so."
    HEADER_NAMES_SOMEONE_ELSE = "reconcile", "The header names somebody else."
    HEADER_IS_NO_FIELD = "reconcile", "The header is known, and no field of a lead."
    HEADER_WITHOUT_VALUES = "reconcile", "The header says so; there are no values to check it by."
    HEADER_OUTWEIGHS_VALUES = "reconcile", "The header says so, though the values do not look like it."
    HEADER_TOO_VAGUE = "reconcile", "The header may mean several things, and there are no values to tell."
    NOTHING_KNOWN = "reconcile", "Neither the header nor the values are recognized."
    NOTHING_KNOWN_OR_THERE = "reconcile", "The header is not recognized, and there are no values."
    VALUES_ARE_EMAILS = "reconcile", "The values are email addresses."
    VALUES_ARE_PHONES = "reconcile", "The values are phone numbers."
    VALUES_ARE_SALUTATIONS = "reconcile", "The values are salutations."
    VALUES_ARE_COMPANIES = "reconcile", "The values are names of companies."
    VALUES_ARE_JOBS = "reconcile", "The values are job titles."
    VALUES_ARE_FULL_NAMES = "reconcile", "The values are full names."
    VALUES_ARE_FIRST_NAMES = "reconcile", "The values are first names."
    VALUES_ARE_LAST_NAMES = "reconcile", "The values are last names."
    VALUES_ARE_PARTIES = "reconcile", "The values say whether a row is a person or a company."
    VALUES_ARE_FLAGS = "reconcile", "The values only say yes or no."
    VALUES_ARE_TYPES = "reconcile", "The values say what kind of email or phone another column holds."
    VALUES_ARE_ROLES = (
        "reconcile",
        "The values are roles, such as a relation to you or a permission in a program, and not jobs.",
    )
    VALUES_AGREE = "reconcile", "The header mentions it, and the values agree."
    VALUES_DISAGREE = "reconcile", "The values are not what the header mentions."
    TOO_FAR_RIGHT = "columns_of", "The column stands too far to the right to be read."

    HEADER_OF_ANOTHER = "yield_to_headers", "“{neighbour}” says so in its header, and this column only in its values."
    NO_CONTACTS_IN_SHEET = "demote_untitled_contacts", "The digits may be anything: the sheet is about no contacts."
    CONTACT_OF_ANOTHER = (
        "demote_untitled_contacts",
        "“{neighbour}” says so in its header, so these are likely somebody else's.",
    )
    VALUES_SWAPPED = "unswap_names", "The values of this column and of “{neighbour}” stand under each other's headers."
    OTHER_SIDE_OF_OWNER = (
        "tell_counterparties",
        "It or “{neighbour}” is the file's owner in every row; the other one is the lead.",
    )
    HEAD_OF_FIRM = "accept_heads_of_firms", "The list is about firms; who runs them is named, and nobody else."
    DETAIL_OF_HEAD = "accept_heads_of_firms", "It belongs to “{neighbour}”, who runs the firm."
    BELONGS_TO_ANOTHER = "set_aside_details_of_others", "It belongs to “{neighbour}”, who is not the lead."
    HAS_DETAILS_OF_ITS_OWN = "set_aside_details_of_others", "With “{neighbour}” it describes somebody beside the lead."
    WHO_DOES = "set_aside_doers", "It says who did something, and “{neighbour}” for whom."
    COLLEAGUE_AGAIN = "set_aside_colleagues", "All its names stand under “{neighbour}” too, who are no leads."
    ONE_FOR_ALL = "set_aside_colleagues", "The same few people stand beside many values of “{neighbour}”."
    NAME_OF_A_DEAL = "set_aside_deals", "“{neighbour}” is of deals, so this is what a deal is called."
    ACCOUNT_OF_A_COMPANY = "find_accounts", "“{neighbour}” keeps the record, so this account is a company."
    BEHIND_ANOTHER = "set_aside_details_behind_people", "It stands behind “{neighbour}”, whose it is."
    SHORT_NAME = "set_aside_short_names", "It is a code that is made of the names in “{neighbour}”."
    LONG_NAME = "set_aside_short_names", "“{neighbour}” holds codes for it, so this is the last name."
    HANDLE_BESIDE_NAME = "yield_handles", "It is how people are called in a program; “{neighbour}” is their name."
    NAMES_AMONG_HANDLES = (
        "yield_handles",
        "Some rows say how people are called in a program; it is the name where “{neighbour}” is empty.",
    )
    NAME_BESIDE_HANDLE = "yield_handles", "It is the name where “{neighbour}” only says how people are called."
    NUMBERED_HALF = "pair_numbered_names", "With “{neighbour}” it is the two halves of a name."
    REST_OF_COMPANY = "pair_numbered_names", "It adds to the company in “{neighbour}”."
    VALUES_ARE_NUMBERED_COMPANIES = "pair_numbered_names", "The values are names of companies."
    REACHED_FOR = "accept_relatives", "Whoever is here is reached for “{neighbour}”, and nobody else is."
    REACHED_THROUGH = "accept_relatives", "“{neighbour}” is who is reached for this person."
    RELATIVE = "set_aside_relatives", "“{neighbour}” says what this person is to the lead."
    SECOND_PERSON = "set_aside_second_persons", "It is about a second person in the row, “{neighbour}”."
    BUYER_NOT_RECIPIENT = "set_aside_recipients", "Who ordered is the lead; “{neighbour}” receives it."
    RECIPIENT_OF_BUYER = "set_aside_recipients", "It belongs to the recipient; “{neighbour}” ordered and is the lead."
    SECOND_PARTY = "set_aside_second_parties", "It belongs to a second party; “{neighbour}” is the lead."
    SECOND_CONTACT = "set_aside_second_contacts", "It belongs to somebody beside the lead, whom “{neighbour}” names."
    BOUGHT_FOR_LEAD = "set_aside_buyers", "It is who bought for “{neighbour}”."
    SELLER_OF_AN_ORDER = "set_aside_sellers", "It is who sold to “{neighbour}” in a list of orders."
    ADVERTISER = "set_aside_advertisers", "In a list of answers to ads, it is who advertises, as “{neighbour}” shows."
    OWN_COMPANY = (
        "set_aside_own_companies",
        "It is the same in all rows of what people sent, as “{neighbour}” shows: the one who got it.",
    )
    SAME_PERSON_AS_LEAD = "accept_details_of_the_lead", "It belongs to “{neighbour}”, who is the lead in most rows."
    HALF_OF_SECOND = "pair_second_halves", "With “{neighbour}” it is the two halves of a second person's name."
    PAYER_IS_LEAD = "accept_details_of_payers", "It belongs to “{neighbour}”, who is called as the lead in most rows."
    SECOND_TABLE = "set_aside_second_tables", "The columns begin again with “{neighbour}”: a second table."
    SIDE_ADDRESS = "set_aside_side_addresses", "It is for billing or shipping, and the sheet has “{neighbour}”."
    CONTACT_OF_FIRM = "accept_contacts_of_firms", "With “{neighbour}” it names the contact of the company."
    VACANCY = "set_aside_vacancies", "It is what people apply for, and not the job or the company they have."
    LODGING_OF_A_STAY = "set_aside_lodgings", "“{neighbour}” tells of a stay, so this is the place that was booked."
    PURPOSE_OF_A_GIFT = "set_aside_purposes_of_gifts", "“{neighbour}” tells of gifts, so this is what they are for."
    BOOKER_IS_GUEST = (
        "prefer_bookers",
        "Who booked is the lead; “{neighbour}” begins with the same person in most rows.",
    )
    GUEST_OF_BOOKER = "prefer_bookers", "It is the name where “{neighbour}” is empty."
    LABEL_OF_A_CODE = "tell_labels_from_codes", "“{neighbour}” has the codes of jobs, and this what they stand for."
    TITLE_OF_A_COMPANY = "resolve_titles", "“{neighbour}” is the job title, and these are names of companies."
    TITLE_OF_A_WORK = "resolve_titles", "It is the title of what somebody wrote."
    ROLE_BESIDE_TITLE = "resolve_titles", "“{neighbour}” says the job, and this the part in a sale or a project."
    TITLE_IS_SALUTATION = "resolve_titles", "“{neighbour}” is the job title, so this is a salutation."
    TITLE_NAMES_COMPANIES = "resolve_titles", "Half of its values are companies, and none is a job."
    TITLE_IS_JOB = "resolve_titles", "No other column is the job title."
    WORKPLACE_OF_COMPANY = "resolve_workplaces", "“{neighbour}” is the company, and this is where in it people work."
    WORKPLACE_IS_TOWN = "resolve_workplaces", "It is the town in which people work."
    WORKPLACE_IS_EMPLOYER = "resolve_workplaces", "It is where people work, and no other column names the company."
    LIST_OF_PROFESSIONALS = "accept_professionals", "Nobody else is named in the sheet, so “{subject}” is the lead."
    IN_CHARGE_OF_FIRM = "accept_persons_in_charge", "Of “{neighbour}” only firms have one, whom to ask for there."
    CHOSEN_ANSWERS = "set_aside_chosen_answers", "It is what was chosen of answers such as “{neighbour}”."
    NAME_OF_A_THING = "set_aside_names_of_things", "It is what a thing or an animal of “{neighbour}” is called."
    TENANT_OF_OWNER = (
        "accept_owners_beside_tenants",
        "The list is about “{neighbour}”, who owns what this tenant rents.",
    )
    GUARDIAN_ALONE = "accept_guardians", "Nobody else is named, and “{neighbour}” is theirs."
    GUARDIAN_OF = "accept_guardians", "Nobody else is named in the sheet; beside “{neighbour}” this is the guardian."
    CHILD_OF = (
        "accept_guardians",
        "“{neighbour}” is the guardian, who is reached; it is the child or a second guardian.",
    )
    NUMBER_BESIDE_FAX = "accept_numbers_beside_faxes", "Its header is that of “{neighbour}” with a word for numbers."
    PHONE_OF_PARENT = "accept_phones_of_parents", "As “{neighbour}”, it is a phone under which the person is reached."
    STALL_OF_PERSON = "find_stalls", "It is the stall or brand of “{neighbour}”."
    IN_CHARGE_OF_STALL = (
        "find_stalls",
        "Nobody else is named in the sheet; who is in charge of “{neighbour}” is the contact.",
    )
    DETAIL_OF_GUARDIAN = "accept_guardians", "It belongs to “{neighbour}”, who is the lead."
    NAME_AGAIN = "resolve_names", "It is the name in “{neighbour}”, or a part of it."
    NAME_IS_EITHER = "resolve_names", "Some rows name a company and some a person; “{neighbour}” is the person."
    NAME_OF_COMPANY = "resolve_names", "“{neighbour}” is the person, so this name is the company's."
    NAME_OF_NEITHER = "resolve_names", "It is not the name in “{neighbour}”."
    NAME_OF_OTHER_ROWS = "resolve_names", "It names the rows in which “{neighbour}” is empty."
    NAME_OF_PERSON = "resolve_names", "It is the name of the row's person."
    NAME_IS_FIRST = "resolve_names", "“{neighbour}” is the last name, so this is the first name."
    NAME_IS_LAST = "resolve_names", "“{neighbour}” is the first name, so this is the last name."
    NAME_IN_LIST_OF_COMPANIES = "resolve_names", "The sheet lists companies and has nothing that only people have."
    REGISTERED_AS = "find_titles_of_registers", "The sheet is a register of professionals; this is what they practise."
    NAME_AGAIN_UNPLAIN = "prefer_plain_names", "It is much the same as “{neighbour}”, which is plainer."
    LAST_NAME_OR_COMPANY = (
        "find_companies_under_last_names",
        "It is a last name, or a company where “{neighbour}” is empty.",
    )
    CUSTOMER_IS_PERSON = "find_customers_beside_companies", "“{neighbour}” is the company, so this is the person."
    BUYER_IS_RECIPIENT = "prefer_buyers", "Who bought is the lead; “{neighbour}” is the same in most rows."
    CLIENT_IS_FIRST_NAME = "resolve_clients", "“{neighbour}” is the last name of the same person."
    CLIENT_IS_PERSON = "resolve_clients", "Nobody else is named in the row."
    CLIENT_IS_COMPANY = "resolve_clients", "“{neighbour}” is the person, so this is the company."
    CLIENT_IS_EITHER = "resolve_clients", "Some rows name a company and some a person; “{neighbour}” is the person."
    CLIENT_IS_NO_FIELD = "resolve_clients", "“{neighbour}” is the person, and the company is known."
    CLIENT_OF_ANOTHER = "resolve_clients", "It describes somebody beside “{neighbour}”, with details of their own."
    CLIENT_NAME_IS_COMPANY = "resolve_client_names", "“{neighbour}” is the person, so this name is the company's."
    BUYER_OR_COMPANY = (
        "find_companies_of_buyers",
        "It is “{neighbour}” in most rows, and a company in others.",
    )
    BUSINESS_IN_LISTING = (
        "find_listed_businesses",
        "“{neighbour}” is what maps and directories show of businesses, so this is the business.",
    )
    FACT_OF_A_PLACE = "find_listed_businesses", "It says something of the place that “{neighbour}” names."
    PLACES_BY_NAME = "find_listed_places", "Most of its values are names of shops, practices and other places."
    SPONSORS = "find_sponsors", "The list is of sponsors or providers, which are companies."
    SITE_OF_A_REGISTER = "find_sites", "It is the place that a register lists, and the sheet names nobody else."
    PARTY_OF_LEDGER = (
        "find_parties_of_ledgers",
        "“{neighbour}” is what ledgers say of customers and suppliers, so this is who they are.",
    )
    OUTLET_OF_PERSON = "find_outlets", "It is the newspaper or station that “{neighbour}” works for."
    SCHOOL_OF_STAFF = "find_schools_of_staff", "“{neighbour}” holds jobs, so it is the school where they are done."
    INSTITUTION_OF_CONTACT = (
        "find_institutions_of_contacts",
        "“{neighbour}” shows that the people of the sheet work there.",
    )
    NAME_IN_EMAILS = "find_names_by_emails", "Its words stand in the emails of their rows."
    OTHER_HALF = "find_other_half", "It stands beside the other half of the name, “{neighbour}”."
    WORDS_OF_JOBS = "find_jobs_by_words", "Most of its values are words for jobs."
    HOLDS_THE_ACCOUNT = (
        "set_aside_account_holders",
        "Beside a bank account, it is who holds it; “{neighbour}” is whom the row is about.",
    )
    LEGAL_FORMS = "find_legal_forms", "Its values are legal forms of companies."
    FIRMS_AMONG_UNNAMED = "find_firms_among_unnamed", "Some of its values are surely companies."
    COMPANY_IN_EMAILS = "find_companies_by_emails", "Its words stand in the domains of their rows' emails."
    WRITTEN_LIKE_NAMES = "guess_names", "The values are written as names are, and the sheet has no other name."
    FULL_NAMES_BESIDE = "drop_lone_halves", "“{neighbour}” holds full names."
    ABOUT_A_COMPANY = "guess_companies", "The header asks for a company, and no other column is one."
    FULL_NAMES_UNDER_HALF = "widen_halves", "The values are full names, and no column holds the other half of them."
    SHOWN_NAME_OF_ANOTHER = "set_aside_display_names", "It is neither the name in “{neighbour}” nor in its other half."
    COMPANY_AGAIN = "set_aside_display_names", "“{neighbour}” names the company in more rows."
    HALF_BESIDE_HALF = "set_aside_display_names", "It does not hold the name in “{neighbour}”, so it is the other half."
    PLAIN_NAME = "set_aside_preferred_names", "It is the name; “{neighbour}” says how people want to be called."
    PREFERRED_NAME = (
        "set_aside_preferred_names",
        "It says how people want to be called, beside “{neighbour}”.",
    )
    PLAINER_NAME = "keep_one_of_each_half", "“{neighbour}” is plainer."
    DETAIL_OF_SECOND_NAME = "keep_one_of_each_half", "It belongs to “{neighbour}”, a second person in the row."
    NAME_AT_BIRTH = "use_birth_names", "It stands in for a last name that is missing."
    NUMBERED_LAST_NAME = "tell_second_last_names", "It stands beside “{neighbour}”, the other of two last names."
    ONLY_LAST_NAME = "tell_second_last_names", "No other column is a last name."
    PARTICLES = "tell_second_last_names", "It holds nothing but words such as “van den” in front of a last name."
    NAMES_OF_PARENTS = "tell_second_last_names", "It stands beside “{neighbour}”: a name has those of both parents."
    BESIDE_LAST_NAME = "pair_second_last_names", "It belongs behind “{neighbour}”, which is no last name of the lead."
    WITHOUT_LAST_NAME = "pair_second_last_names", "No other column is the first of the two last names."
    SECOND_ALREADY = "pair_second_last_names", "“{neighbour}” is the second last name already."
    INITIALS_FOR_FIRST_NAME = "use_initials", "Initials stand for a first name that is missing."
    SAYS_PERSON = "find_person_marks", "Some rows say here that they are a person."
    NUMBER_OF_FIRMS = "find_company_numbers", "Only firms and traders have this number."
    CODES_OF_PARTIES = "find_party_codes", "Its codes say whether a row is a person or a company."
    LEGAL_NAME = "set_aside_legal_names", "“{neighbour}” is what the list calls them."
    FULL_NAMES_OF_CONTACTS = "widen_contacts", "The values are full names."
    COMMUNITY_OF_OWNERS = "set_aside_communities", "It is the house whose flats are those of “{neighbour}”."
    SAYS_WHETHER_PERSON = "find_person_flags", "Rows say here whether they are a person."
    SALUTES_COMPANIES = "find_companies_among_salutations", "Some rows are addressed as companies."
    ONLY_EMAILS = "adopt_strays", "No other column is an email, and these values are."
    ONLY_PHONES = "adopt_strays", "No other column is a phone, and these values are, with their country codes."
    NUMBERS_BEHIND_PHONES = "adopt_numbers", "Its numbers stand behind “{neighbour}” without a header, and are as long."
    NUMBERS_BESIDE_NAMES = "adopt_numbers", "No other column is a phone, and the numbers are as long as phones."
    AREA_CODE_OF = "join_area_codes", "It is the area code of the numbers in “{neighbour}”."
    PART_OF_NUMBER = "join_number_parts", "It is a part of the numbers that end in “{neighbour}”."
    LABELS_A_NEIGHBOUR = "attach_labels", "It says what kind of value “{neighbour}” holds."
    NAMED_BY_NICKNAME = "accept_nicknames", "It says what people call themselves, and no other column has names."
    NAME_IS_FILED = "find_filed_names", "It says under which name each contact is filed, and no other column has names."
    SHOWN_WITH_COMPANY = "find_shown_names", "Some rows name a company and, behind a comma, a person."
    ABOUT_THE_LEAD = "find_tags_status_and_owner", "The header says so, and nothing beside it speaks against it."
    HEADER_OF_FIELD = "find_fields_by_header", "The whole header is a name of this field."
    POST_BESIDE_DAY_JOB = "tell_jobs_with_companies", "“{neighbour}” is the job; this is what they do here."

    HEADER_OF_OWN_FIELD = "decide_mapping", "The header is that of a field of yours."
    MODEL_RECOGNIZED_IT = "decide_mapping", "DeepSeek recognized it by its header and masked samples."
    REMEMBERED = "decide_mapping", "It was decided for an earlier file with the same header."
    OWN_EXPORT = "own_export_columns", "The file is an export of this CRM."
    OWN_REPORT = "own_report_columns", "The report of rejected rows has added it."
    USER_SET_IT = "corrected", "A person set it."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one column goes where it goes.

    Args:
        why: the kind of reason; it names the step that decided.
        parameters: what its sentence speaks of, such as the header of a neighbour; never a value of a row.
    """

    why: Why
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        return self.why.sentence.format_map(self.parameters)

    def to_json(self) -> dict[str, Any]:
        return {"step": self.why.step, "key": self.why.key, "parameters": dict(self.parameters)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Reason:
        return cls(Why[str(value["key"]).upper()], dict(value["parameters"]))
