"""Every share and count by which the rules decide.

A share is of a column's sampled values that are filled, from 0 to 1; a column reaches a threshold when it has as much
or more, unless the text says "exclusive".

Where the numbers come from: every share was moved in steps of 0.1 down to 0.1 and up to 1, every count in steps of 1
down to 1 and up by 4, the others left as they are. Each time the fields and transforms of 4,978 columns of 572 sheets
were compared: the shared corpus, `tests/unit/contact_lists` and `known_headers.txt`. "Measured" names the nearest
values at which a column changes. "Chosen" are those that none of these columns holds in place; a unit test may.
"Chosen; not measured" are those that were not moved.
"""

from __future__ import annotations

from typing import Final

# ---- how much of a sheet is looked at ----

MOST_COLUMNS: Final = 500
"""Columns that are looked at. Chosen: contact lists have some hundred at most, and reading a column takes time."""
ENOUGH_VALUES: Final = 3
"""Filled values that a column needs before they may overrule its header. Measured: at 2, 1 column changes; at 4, 4."""

# ---- what the values of one column are (reconciliation.py) ----

ARE_EMAILS: Final = 0.6
"""Emails that make a column one of emails without its header, or against it.
Measured: at 0.5, 1 column changes; at 0.7, 1."""
SOME_EMAILS: Final = 0.2
"""Emails that bear out a header that names an email. Chosen: no measured column changes at any value."""
HALF_EMAILS: Final = 0.5
"""Emails that make a column of phones or contacts one of emails. Chosen: no measured column changes at any value."""

ARE_STRONG_PHONES: Final = 0.6
"""Values written as only phones are that make a column one of phones.
Measured: at 0.7, 1 column changes; below, none."""
ARE_BARE_PHONES: Final = 0.7
"""The same, where numbers of 9 to 13 digits count too. Chosen: no measured column changes at any value."""
DISTINCT_PHONES: Final = 0.5
"""Different values that such bare numbers must have. Chosen: no measured column changes at any value."""
STRONG_AMONG_RISING: Final = 0.5
"""Values written as phones that show that numbers growing from row to row are not row numbers.
Chosen: no measured column changes at any value."""
ARE_PHONES: Final = 0.6
"""Phones that bear out a header that mentions a phone beside other things.
Chosen: no measured column changes at any value."""
HALF_PHONES: Final = 0.5
"""Phones that make a column of contacts one of phones. Chosen: no measured column changes at any value."""
NEARLY_ALL_PHONES: Final = 0.8
"""Phones that overrule a header that names an email or a name. Chosen: no measured column changes at any value."""
FEW_WORDS_OR_NUMBERS: Final = 0.2
"""Words or plain numbers that phones under the header of a name may have among them, exclusive.
Chosen: no measured column changes at any value."""
SOME_NUMBERS: Final = 0.3
"""Phones or numbers that bear out a header that names a phone. Chosen: no measured column changes at any value."""
NO_NUMBERS: Final = 0.8
"""Words or dates that refute a header that names a phone. Chosen: no measured column changes at any value."""

ARE_SALUTATIONS: Final = 0.7
"""Salutations that make a column one of them without its header. Chosen: no measured column changes at any value."""
SOME_SALUTATIONS: Final = 0.4
"""The same below a header that names a title. Chosen: no measured column changes at any value."""
ARE_JOBS: Final = 0.5
"""Job titles that make a column one of them without its header. Measured: at 0.2, 1 column changes; above, none."""
DIGITS_COMPARED: Final = 8
"""Last digits by which phones are compared. Chosen."""
FEWEST_JOBS: Final = 2
"""Values of a column that only words of jobs tell at least. Chosen."""
SOME_JOBS: Final = 0.3
"""Job titles that bear out a header that names a title of some kind.
Chosen: no measured column changes at any value."""

ARE_COMPANIES: Final = 0.4
"""Companies that make a column one of them without its header: many companies bear no legal form.
Measured: at 0.8, 1 column changes; below, none."""
COMPANIES_UNDER_NAME: Final = 0.5
"""Companies that make a column of names one of companies. Measured: at 0.3, 2 columns change; at 0.8, 1."""
COMPANIES_UNDER_TITLE: Final = 0.6
"""Companies below a header of a title that mentions a company. Chosen: no measured column changes at any value."""
NAMED_COMPANIES: Final = 0.3
"""Companies that bear out a header that mentions a company or a customer.
Measured: at 0.6, 1 column changes; below, none."""
SOME_COMPANIES: Final = 0.2
"""Companies among names that show that not all of them are people.
Measured: at 0.1, 1 column changes; at 0.3, 2."""
HARDLY_PERSONS: Final = 0.1
"""Full names below which a column of companies has no people in it, exclusive.
Measured: at 0, 7 columns change; at 0.3, 1."""
SOME_PERSONS: Final = 0.4
"""Full names among customers that make each row decide whether it is a person or a company.
Measured: at 0.6, 1 column changes; below, none."""

ARE_PERSONS: Final = 0.4
"""Values with a known given or family name that make a column one of full names.
Measured: at 0.6, 1 column changes; below, none."""
MAY_BE_PERSONS: Final = 0.5
"""Values written as full names that it must have, known or not. Measured: at 0.6, 1 column changes; below, none."""
ARE_SINGLE_WORDS: Final = 0.7
"""Single words that a column of first or last names has. Chosen: no measured column changes at any value."""
ARE_GIVEN_NAMES: Final = 0.35
"""Known given names that make single words first names. Chosen: no measured column changes at any value."""
ARE_FAMILY_NAMES: Final = 0.3
"""Known family names that make single words last names. Measured: at 0.6, 1 column changes; below, none."""
WORDS_OF_NAMES: Final = 0.5
"""Words that bear out a header that names a contact or a customer. Chosen: no measured column changes at any value."""

ARE_FLAGS: Final = 0.9
"""Values such as yes and no that refute whatever else a header names.
Measured: at 0.2, 1 column changes; above, none."""
ARE_PARTIES: Final = 0.9
"""Values such as person and company that make a column say what its row is.
Chosen: no measured column changes at any value."""
NO_WORDS: Final = 0.7
"""Dates, links, flags, numbers, countries or long texts that keep a column from being given a field by its values.
Chosen: no measured column changes at any value."""
NO_NAMES: Final = 0.8
"""Numbers, dates or links that refute a header that names a name, a company or a title.
Chosen: no measured column changes at any value."""
NO_CONTACTS: Final = 0.6
"""The same, and flags and long texts, below a header that names a contact or a customer.
Chosen: no measured column changes at any value."""
ARE_TEXTS: Final = 0.6
"""Long texts that refute a header that names a name. Measured: at 0.1, 1 column changes; above, none."""
ARE_DATES: Final = 0.6
"""Dates that make a column of the remarks one written with ISO dates.
Measured: at 0.5, 3 columns change; at 0.7, 1."""

# ---- emails and phones among their neighbours (contacts.py) ----

KEPT_PHONES: Final = 0.6
"""Values written as only phones are, for a column without a phone's header to keep its phones.
Measured: at 0.5, 2 columns change; above, none."""
LOCAL_PHONES: Final = 0.8
"""Phones of any form that a column without a header must have beside names.
Chosen: no measured column changes at any value."""
BARE_PHONES_BESIDE_NAMES: Final = 0.9
"""Numbers of 9 to 13 digits that it must have otherwise. Chosen: no measured column changes at any value."""
DISTINCT_NUMBERS: Final = 0.6
"""Different values that it must have. Chosen: no measured column changes at any value."""
ARE_LONG_NUMBERS: Final = 0.8
"""Phones or digits that a column called `Number` must have beside names.
Chosen: no measured column changes at any value."""
SHORTEST_PHONE: Final = 7
"""Digits that each of them must have. Measured: at 4, 1 column changes; at 8, 2."""
LONGEST_EXTENSION: Final = 4
"""Digits of a number that is reached only from within a firm. Chosen."""

# ---- names among their neighbours (names.py) ----

HOLDS_HALF: Final = 0.5
"""Rows in which a name must hold the half of the name beside it, to be the full name.
Chosen: no measured column changes at any value."""
HOLDS_NOTHING: Final = 0.2
"""Rows in which it holds the half, below which it is the other half or another person's name, exclusive.
Chosen: no measured column changes at any value."""
ENOUGH_ROWS: Final = 3
"""Rows with both names that are needed to decide that one is another person's.
Measured: at 1, 2 columns change; at 6, 1."""
PERSONS_AMONG_COMPANIES: Final = 0.5
"""Full names that make the names in a list of companies those of people.
Chosen: no measured column changes at any value."""
DISTINCT_CLIENTS: Final = 0.5
"""Different customers that are needed for them to be the companies of people.
Chosen: no measured column changes at any value."""
PERSONS_AMONG_CLIENTS: Final = 0.2
"""Customers with a known given or family name that show that not all of them are companies. Chosen."""
GIVEN_NAMES_OF_CLIENTS: Final = 0.5
"""Known given names that make customers people. Chosen: no measured column changes at any value."""
ARE_HALVES: Final = 0.6
"""Single words, or east Asian names, that a name must have to be the other half.
Measured: at 0.5, 1 column changes; above, none."""

# ---- names that no header names (unnamed_columns.py) ----

WORDS_IN_EMAILS: Final = 0.4
"""Rows whose email holds a word of the cell that make a column of words one of names or companies.
Chosen: no measured column changes at any value."""
ARE_WORDS: Final = 0.6
"""Values of words that such a column has. Chosen: no measured column changes at any value."""
FEWEST_COMPANIES: Final = 2
"""Values that a column needs to be recognized as companies by its emails. Measured: at 1, 1 column changes; at 3, 1."""
WHOLE_NAMES_BELOW: Final = 0.5
"""Single words below which a column of names in emails is one of full names, exclusive.
Chosen: no measured column changes at any value."""
LETTERS_IN_EMAILS: Final = 3
"""Letters of a word that is looked for in an email. Measured: at 4, 1 column changes; below, none."""
WRITTEN_LIKE_NAMES: Final = 0.8
"""Values written as full names that a column must have to be guessed to be one of names.
Measured: at 0.1, 1 column changes; above, none."""
DISTINCT_NAMES: Final = 0.8
"""Different values that it must have. Chosen: no measured column changes at any value."""
OTHER_THINGS: Final = 0.4
"""Countries, salutations, flags or links that refute a guessed name or company.
Chosen: no measured column changes at any value."""
LETTERS_OF_COMPANIES: Final = 0.8
"""Values with letters that a guessed company must have. Chosen: no measured column changes at any value."""
SINGLE_WORDS_BESIDE: Final = 0.7
"""Single words that make the neighbour of one half of a name the other half.
Chosen: no measured column changes at any value."""
DISTINCT_HALVES: Final = 0.5
"""Different values that it must have. Chosen: no measured column changes at any value."""
COMPANIES_OF_ONE: Final = 3
"""Different companies for which one and the same name shows that it is a colleague's. Chosen; not measured."""
SHARED_NAMES: Final = 0.6
"""Share of a column's names, beside an owner, that stand in rows of several companies when they are colleagues. Chosen:
two of three."""
DISTINCT_CONTACTS: Final = 0.8
"""Different values of who is in charge that make them the contacts of the companies beside them. Chosen."""
PARTS_OF_A_PLACE: Final = 2
"""Parts of an address whose headers share a word that says of which place they are, and not whose. Chosen."""
FEWEST_OWNERS: Final = 4
"""Different names under `Owner`, and none twice, that are those of firms and not of their records. Chosen."""
FEWEST_OF_FIRMS: Final = 2
"""Firms that have somebody in charge, where people have nobody: it is not who looks after all of them. Chosen."""
FEW_EMPLOYEES: Final = 0.5
"""Most different employees, as a share of the rows, who are ours beside the contacts whom they reach. Chosen."""
PHONES_WITH_LABELS: Final = 2
"""Columns of phones with labels that make a parent a label as well. Chosen."""
GIVEN_BEHIND: Final = 0.6
"""Known given names that make the second of two columns the first names. Chosen."""
CITIES: Final = 0.3
"""Known cities that show that a column beside a first name holds no last names. Chosen: few cities are known."""
EAST_ASIAN: Final = 0.4
"""East Asian names that make the family name the first one.
Chosen: no measured column changes at any value."""
FULL_UNDER_HALF: Final = 0.6
"""Full names under `First name` or `Last name` that make it the full name. Chosen: no measured column changes at any
value."""
SINGLE_UNDER_HALF: Final = 0.2
"""Single words that it may have at most. Chosen: no measured column changes at any value."""
SWAPPED_VALUES: Final = 0.5
"""Companies or jobs under `Name`, and given names under `Company` or `Title`, that show a swap.
Chosen: no measured column changes at any value."""
UNSWAPPED_VALUES: Final = 0.2
"""Companies or jobs under their own header below which it may be one, exclusive.
Chosen: no measured column changes at any value."""
FEWEST_ORDERED: Final = 2
"""Known given names at one end that show the order of full names. Measured: at 4, 1 column changes; below, none."""
ORDER_MAJORITY: Final = 2
"""How many times more there must be at that end than at the other. Chosen: no measured column changes at any value."""
SURELY_REVERSED: Final = 5
"""Given names at the end that show reversed names even where no family name is known.
Measured: at 2, 1 column changes; above, none."""

# ---- people beside the lead (other_people.py) ----

NAMED_AFTER_LEADS: Final = 0.6
"""Emails with the row's name in them that make them the lead's, whatever their header says.
Chosen: no measured column changes at any value."""
LETTERS_OF_A_NAME: Final = 3
"""Letters of a word of a name that is looked for in an email. Measured: at 4, 1 column changes; below, none."""
LETTERS_OF_A_BEGINNING: Final = 4
"""Letters that a word needs to count as the beginning of another. Measured: at 5, 3 columns change; below, none."""
FEWEST_REPEATED_HEADERS: Final = 2
"""Headers of a second table beside the first that must be those of the first. Chosen; not measured."""
REPEATED_HEADERS: Final = 0.5
"""Share of the second table's headers that must be those of the first, exclusive. Chosen; not measured."""
FEWEST_IN_PARTS: Final = 9
"""Fewest digits of a phone number that stands in three columns, as Japan and Korea have them. Chosen."""
MOST_IN_PARTS: Final = 11
"""Most digits of such a number. Chosen."""
ARE_AREA_CODES: Final = 0.8
"""Cells of one to five digits that make a column under such a header one of area codes. Chosen."""
DISTINCT_VACANCIES: Final = 0.5
"""Most different jobs, as a share of the applicants, that are vacancies where no header says so. Chosen."""
SENDERS_TO_ONE: Final = 2
"""Different senders for each recipient that make the senders the leads outside a list of enquiries. Chosen."""
BUYERS_OF_A_SELLER: Final = 2
"""Different buyers for each seller at least, in a list of orders whose headers do not say who buys. Chosen."""
FEWEST_SENT: Final = 2
"""Payments or messages from which the file's owner, who is in all of them, can be told. Chosen."""
ROWS_OF_OWNER: Final = 0.8
"""Share of them on one side of which the owner stands: some are in the name of another address. Chosen."""

# ---- what the model may decide (../decision.py) and read (../language_model) ----

COULD_BE_A_FIELD: Final = 0.5
"""Words, emails or phones that a column must have to be put to the model.
Chosen: it only decides what the model is asked or believed."""
MOSTLY_EMAILS: Final = 0.5
"""Emails that keep the model from giving a column another field.
Chosen: it only decides what the model is asked or believed."""
ARE_LONG_TEXTS: Final = 0.3
"""Long texts that make a column of the remarks one of free text.
Chosen: it only decides what an import that allows it lets the model read."""

# ---- the signature of a sheet without a header (value_shapes.py) ----

SHAPE_WORD: Final = 0.6
"""Values of one kind that name a column's shape. Chosen: when it moves, remembered mappings no longer match."""
FACTS_OF_LISTINGS: Final = 2
"""Headers such as `rating` and `place_id` that make a sheet a list of businesses. Chosen; not measured."""
PEOPLE_IN_LISTINGS: Final = 0.5
"""Known names of people, as a share, from which a directory lists people and no places. Chosen; not measured."""
FEWEST_PLACES: Final = 3
"""Names of a list at least that show whether it is one of places. Chosen; not measured."""
ARE_PLACES: Final = 0.75
"""Names of places, as a share, that make a list one of places: some people are called Lodge. Chosen; not measured."""
FEWEST_VENUES: Final = 4
"""Different venues of a list at least that are companies. Chosen."""
DISTINCT_OUTLETS: Final = 0.4
"""Different media, as a share of the people, that are who people work for; one may employ several. Chosen."""
ARE_OUTLETS: Final = 0.7
"""Cells written as a name that are needed for that. Chosen."""
LONGEST_OUTLET: Final = 48
"""Characters of the name of a newspaper; what somebody has published has more. Chosen."""
FIRMS_AMONG_SHOWN_NAMES: Final = 0.3
"""Share of display names, of those that are not the row's person, that look like companies: fewer are by chance."""
FAR_FEWER_NAMES: Final = 0.5
"""Share of the names of one column, below which another one that says the same has too few to be chosen. Chosen."""
TAKE_TURNS: Final = 2
"""Fewest rows of each of two columns that are never both filled. Chosen: one may be by chance."""
SENT_TO_CUSTOMERS: Final = 2
"""Customers at least to whom their own parcels go, where none goes to anybody else. Chosen: one may be by chance."""
LETTERS_IN_A_LOGIN: Final = 4
"""Letters of a last name that its bearer's login holds: `tlyngbo` for Lyngboe. Chosen."""
ARE_LEGAL_FORMS: Final = 0.6
"""Cells that are legal forms, as a share, that make a column one of them; others are `private` and the like. Chosen."""
