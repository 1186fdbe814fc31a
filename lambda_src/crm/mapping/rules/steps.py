"""The steps that decide what columns are, in their order."""

from __future__ import annotations

from collections.abc import Callable

from crm.mapping.rules.addresses_and_dates import (
    tell_addresses_and_dates,
    tell_companies_with_places,
    tell_countries_of_contacts,
)
from crm.mapping.rules.advertisers import set_aside_advertisers, set_aside_own_companies
from crm.mapping.rules.applicants import set_aside_vacancies
from crm.mapping.rules.area_codes import join_area_codes, join_number_parts
from crm.mapping.rules.choices import number_choices
from crm.mapping.rules.clients import (
    find_companies_of_buyers,
    prefer_buyers,
    resolve_client_names,
    resolve_clients,
    tell_companies_of_clients,
)
from crm.mapping.rules.colleagues import set_aside_colleagues, set_aside_doers
from crm.mapping.rules.column import Column
from crm.mapping.rules.companies_among_names import (
    find_companies_under_last_names,
    find_company_numbers,
    find_customers_beside_companies,
    find_legal_forms,
    find_outlets,
    find_party_codes,
    find_person_flags,
    find_person_marks,
    find_schools_of_staff,
    resolve_workplaces,
)
from crm.mapping.rules.contacts import (
    accept_contacts_of_firms,
    adopt_numbers,
    adopt_strays,
    attach_labels,
    demote_untitled_contacts,
    prefer_contacts_to_heads,
    prefer_first_numbers,
    prefer_phones_behind_the_contact,
    prefer_the_contact,
    prefer_whole_numbers,
    set_aside_side_addresses,
)
from crm.mapping.rules.counterparties import tell_counterparties
from crm.mapping.rules.deals import find_accounts, set_aside_deals
from crm.mapping.rules.details_behind_people import set_aside_details_behind_people
from crm.mapping.rules.donations import set_aside_purposes_of_gifts
from crm.mapping.rules.fields_by_header import find_fields_by_header
from crm.mapping.rules.guardians import accept_guardians
from crm.mapping.rules.handles import accept_nicknames, yield_handles
from crm.mapping.rules.heads_of_firms import accept_heads_of_firms
from crm.mapping.rules.institutions import find_institutions_of_contacts
from crm.mapping.rules.job_titles import resolve_titles
from crm.mapping.rules.jobs_with_companies import tell_jobs_with_companies
from crm.mapping.rules.labelled_phones import accept_numbers_beside_faxes, accept_phones_of_parents
from crm.mapping.rules.lead_keeping import find_tags_status_and_owner
from crm.mapping.rules.ledgers import find_parties_of_ledgers
from crm.mapping.rules.legal_names import set_aside_legal_names
from crm.mapping.rules.listed_places import find_listed_businesses, find_listed_places, find_sites, find_sponsors
from crm.mapping.rules.lodgings import prefer_bookers, set_aside_lodgings
from crm.mapping.rules.name_order import choose_name_order, find_names_in_halves
from crm.mapping.rules.names import (
    find_companies_among_salutations,
    keep_one_of_each_half,
    prefer_plain_names,
    resolve_names,
    set_aside_display_names,
    use_birth_names,
    use_initials,
)
from crm.mapping.rules.names_of_things import set_aside_chosen_answers, set_aside_names_of_things
from crm.mapping.rules.numbered_names import pair_numbered_names
from crm.mapping.rules.other_people import (
    set_aside_buyers,
    set_aside_details_of_others,
    set_aside_second_parties,
    set_aside_second_persons,
    set_aside_second_tables,
    set_aside_sellers,
)
from crm.mapping.rules.owners import (
    accept_owners_beside_tenants,
    set_aside_account_holders,
    set_aside_communities,
)
from crm.mapping.rules.preferred_names import set_aside_preferred_names
from crm.mapping.rules.professionals import accept_persons_in_charge, accept_professionals
from crm.mapping.rules.recipients import set_aside_recipients
from crm.mapping.rules.registers import find_titles_of_registers, tell_labels_from_codes
from crm.mapping.rules.relatives import accept_relatives, set_aside_relatives
from crm.mapping.rules.same_people import accept_details_of_payers, accept_details_of_the_lead, pair_second_halves
from crm.mapping.rules.second_contacts import set_aside_second_contacts
from crm.mapping.rules.second_last_names import pair_second_last_names, tell_second_last_names
from crm.mapping.rules.short_names import set_aside_short_names
from crm.mapping.rules.shown_names import find_filed_names, find_shown_names
from crm.mapping.rules.stalls import find_stalls
from crm.mapping.rules.unnamed_columns import (
    drop_lone_halves,
    find_companies_by_emails,
    find_firms_among_unnamed,
    find_jobs_by_words,
    find_names_by_emails,
    find_other_half,
    guess_companies,
    guess_names,
    unswap_names,
    widen_contacts,
    widen_halves,
)
from crm.mapping.rules.yield_to_headers import yield_to_headers

STEPS: tuple[Callable[[list[Column], list[Column]], None], ...] = (
    find_person_flags,
    find_party_codes,
    find_legal_forms,
    set_aside_legal_names,
    widen_contacts,
    set_aside_communities,
    set_aside_chosen_answers,
    set_aside_names_of_things,
    set_aside_account_holders,
    yield_to_headers,
    tell_second_last_names,
    set_aside_colleagues,
    set_aside_doers,
    set_aside_deals,
    find_accounts,
    demote_untitled_contacts,
    unswap_names,
    tell_counterparties,
    accept_heads_of_firms,
    set_aside_details_of_others,
    set_aside_details_behind_people,
    accept_relatives,
    set_aside_relatives,
    set_aside_short_names,
    yield_handles,
    set_aside_recipients,
    pair_numbered_names,
    set_aside_second_persons,
    set_aside_second_contacts,
    set_aside_second_parties,
    set_aside_second_tables,
    set_aside_sellers,
    set_aside_advertisers,
    set_aside_own_companies,
    set_aside_buyers,
    accept_contacts_of_firms,
    set_aside_side_addresses,
    prefer_phones_behind_the_contact,
    prefer_the_contact,
    prefer_contacts_to_heads,
    prefer_whole_numbers,
    accept_numbers_beside_faxes,
    prefer_first_numbers,
    set_aside_vacancies,
    set_aside_lodgings,
    set_aside_purposes_of_gifts,
    tell_labels_from_codes,
    resolve_titles,
    resolve_workplaces,
    accept_owners_beside_tenants,
    find_stalls,
    accept_professionals,
    accept_persons_in_charge,
    accept_guardians,
    accept_phones_of_parents,
    accept_details_of_the_lead,
    prefer_bookers,
    prefer_plain_names,
    find_filed_names,
    accept_nicknames,
    find_customers_beside_companies,
    find_listed_businesses,
    find_listed_places,
    find_sites,
    find_sponsors,
    find_parties_of_ledgers,
    resolve_names,
    find_titles_of_registers,
    find_companies_under_last_names,
    find_firms_among_unnamed,
    prefer_buyers,
    resolve_clients,
    resolve_client_names,
    find_companies_of_buyers,
    find_names_by_emails,
    find_other_half,
    find_outlets,
    find_schools_of_staff,
    find_institutions_of_contacts,
    find_jobs_by_words,
    find_companies_by_emails,
    guess_names,
    drop_lone_halves,
    guess_companies,
    widen_halves,
    pair_second_halves,
    set_aside_display_names,
    set_aside_preferred_names,
    keep_one_of_each_half,
    pair_second_last_names,
    accept_details_of_payers,
    use_birth_names,
    use_initials,
    find_person_marks,
    find_company_numbers,
    find_companies_among_salutations,
    adopt_strays,
    adopt_numbers,
    join_area_codes,
    join_number_parts,
    attach_labels,
    choose_name_order,
    find_names_in_halves,
    find_shown_names,
    find_tags_status_and_owner,
    find_fields_by_header,
    tell_countries_of_contacts,
    tell_addresses_and_dates,
    tell_companies_with_places,
    tell_jobs_with_companies,
    tell_companies_of_clients,
    number_choices,
)
"""The steps in their order. Each reads all columns and changes those that are free to be decided."""
