"""Mutations of whose a row is, and of what counts as nothing (promise 2)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_EMAIL = "lambda_src/crm/values/email.py"
_EMAILS = ("tests/unit/values/test_email.py",)
_ROWS = "lambda_src/crm/imports/statements_of_rows.py"
_IDENTITIES = ("tests/unit/imports/test_identity.py",)

IDENTITY = (
    Mutation(
        "identity-replace-destroys-an-address-of-the-row",
        _ROWS,
        "if statement.source.policy is Policy.REPLACE:",
        "if False:",
        "The policy replace empties what the row lacks, and nothing that it says (2).",
        _IDENTITIES,
    ),
    Mutation(
        "identity-case-tells-people-apart",
        _EMAIL,
        'unicodedata.normalize("NFKC", cleaned.lower())',
        'unicodedata.normalize("NFKC", cleaned)',
        "The key is the normalized email, in lower case (2).",
        _EMAILS,
    ),
    Mutation(
        "identity-letters-are-changed",
        _EMAIL,
        'unicodedata.normalize("NFKC", cleaned.lower())',
        'unicodedata.normalize("NFKC", cleaned.casefold())',
        "Nothing that changes a letter: straße@ and strasse@ are two people (2).",
        _EMAILS,
    ),
    Mutation(
        "identity-two-spellings-of-a-domain",
        _EMAIL,
        "        address = _with_domain_in_letters(address)\n",
        "",
        "A domain in letters and in ASCII encoding is one (2).",
        _EMAILS,
    ),
    Mutation(
        "identity-placeholders-are-people",
        _EMAIL,
        'if local in words.no_email and domain.partition(".")[0] in words.no_email_domains:',
        "if False:",
        "Unusable emails never match anything (2).",
        _EMAILS,
    ),
    Mutation(
        "identity-keys-without-salt",
        "lambda_src/crm/statements/keys.py",
        "hmac.new(salt, ",
        'hmac.new(b"", ',
        "The key of a lead is salted, so that nobody can tell from it whose lead it is (2).",
        ("tests/unit/statements/test_keys.py",),
    ),
    Mutation(
        "identity-equal-rows-are-one-lead",
        "lambda_src/crm/imports/row_content.py",
        "return self._repeated[digest]",
        "return 0",
        "Equal rows without an address are as many leads (2).",
        _IDENTITIES,
    ),
    Mutation(
        "identity-lead-id-is-ignored",
        _ROWS,
        "named = found.lead(naming[row.number]) if row.number in naming else None",
        "named = None",
        "The Lead ID of an own export identifies: a corrected email edits that lead (2).",
        _IDENTITIES,
    ),
    Mutation(
        "identity-rows-of-nobody",
        _ROWS,
        "if not row.names_somebody and not _is_there(named):",
        "if False:",
        "A row that says nothing but the id of no lead is rejected with the reason (1).",
        _IDENTITIES,
    ),
    Mutation(
        "identity-address-of-another-lead",
        _ROWS,
        "elif (holder := recorder.take_address(wanted, row.incoming.key)) is not None:",
        "elif (holder := row and None) is not None:",
        "A row cannot bring the address of another lead to the lead that it names (2).",
        _IDENTITIES,
    ),
    Mutation(
        "identity-address-of-a-row-that-comes-too-late",
        _ROWS,
        "turn.take(as_recorded(row.incoming, found), arrival)",
        "pass",
        "Only a row whose turn makes its address the lead's claims it (2).",
        _IDENTITIES,
    ),
    Mutation(
        "identity-address-of-a-row-judged-without-its-neighbours",
        _ROWS,
        "turn = turns.get(found.owner(row.incoming.key))",
        "turn = turns.get(found.owner(row.incoming.key)) if row.wanted else None",
        "Whether a row makes its address the lead's depends on all rows before it (2).",
        _IDENTITIES,
    ),
    Mutation(
        "identity-lead-is-said-to-have-an-address-that-it-has-not",
        "lambda_src/crm/leads/addresses.py",
        'how = "has" if has_it else "is known by"',
        'how = "has"',
        "The refusal of an address says the truth of the lead that it leads to (2).",
        ("tests/unit/leads/test_editing.py",),
    ),
    Mutation(
        "identity-claims-are-ignored",
        "lambda_src/crm/statements/lead_table.py",
        "return self.claims.get(key, key)",
        "return key",
        "An old address stays a claim of the same lead (2).",
        _IDENTITIES,
    ),
    Mutation(
        "absent-words-for-nothing-are-values",
        "lambda_src/crm/values/blanks.py",
        "return not text or text.casefold() in blank_words().blank_like or is_blank_name(text)",
        "return not text",
        "N/A is not a value (2).",
        ("tests/unit/standardizing/test_standardizer.py",),
    ),
    Mutation(
        "absent-surnames-are-nothing",
        "lambda_src/crm/leads/edit_values.py",
        "(is_blank_name if field.name in _NAMES else is_blank_like)",
        "is_blank_like",
        "NA, Null and None are words where a name stands (3).",
        ("tests/unit/leads/test_edit_values.py",),
    ),
    Mutation(
        "absent-typed-words-for-nothing-are-values",
        "lambda_src/crm/leads/edit_values.py",
        "return None if is_surely_blank(cleaned) else cleaned",
        "return cleaned",
        "What only says that there is nothing takes a value away (2).",
        ("tests/unit/leads/test_edit_values.py",),
    ),
    Mutation(
        "absent-words-for-nothing-are-set-for-all-rows",
        "lambda_src/crm/imports/set_values.py",
        "return None if is_blank_like(line) else line",
        "return line",
        "N/A is not a value, also where it is set for a whole file (2).",
        ("tests/unit/imports/test_options.py",),
    ),
)
