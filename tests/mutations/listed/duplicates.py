"""What is found to be a duplicate, and what is remembered of it (promise 10)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_PAIRS = ("tests/unit/duplicates/test_pairs_of_people.py",)
_CERTAIN = ("tests/unit/duplicates/test_certain.py",)
_ALL = ("tests/unit/duplicates/test_merging_all.py",)
_LOOK_ALIKES = ("tests/unit/duplicates/test_look_alikes.py",)
_API = ("tests/unit/duplicates/test_duplicates_api.py",)
_GATHERED = ("tests/unit/duplicates/test_gathered_searches.py",)
_SIGNS = ("tests/unit/duplicates/test_signs_of_life.py",)

DUPLICATES = (
    Mutation(
        "duplicates-believe-in-a-search-that-was-killed",
        "lambda_src/crm/duplicates/search.py",
        "if alive is None else self.now() - alive > SILENT_S",
        "if alive is None else False",
        "A search whose function was killed can be started again soon (10).",
        _SIGNS,
    ),
    Mutation(
        "duplicates-believe-that-a-search-has-seen-what-came-as-it-began",
        "lambda_src/crm/duplicates/search.py",
        "before.complete_until - APART_S > message.asked",
        "before.complete_until > message.asked - APART_S",
        "The leads of an import that ended as a search began are looked at (10).",
        _GATHERED,
    ),
    Mutation(
        "duplicates-take-any-search-for-the-one-that-is-waited-for",
        "lambda_src/crm/duplicates/search.py",
        "        if self._state_of(message) is not None:\n            self.store.set_alive",
        "        if True:\n            self.store.set_alive",
        "Another search does not write over the signs of the one that somebody waits for (10).",
        _SIGNS,
    ),
    Mutation(
        "duplicates-of-another-first-name-are-likely",
        "lambda_src/crm/duplicates/scoring.py",
        'WHEN {_is("first", *another)} OR {_is("last", "another generation")} THEN {below_likely}',
        'WHEN {_is("last", "another generation")} THEN {below_likely}',
        "Families and colleagues are not likely to be one person (10).",
        _PAIRS,
    ),
    Mutation(
        "duplicates-of-a-common-name-at-one-firm-are-certain",
        "lambda_src/crm/duplicates/scoring.py",
        "share_first * share_last >= {model.namesakes!r} OR ",
        "",
        "A firm has several people of a common name (10).",
        _PAIRS,
    ),
    Mutation(
        "duplicates-know-common-names-by-their-letters-only",
        "lambda_src/crm/duplicates/people.py",
        "[shares.get(form.sound) for _, form in rows]",
        "[shares.get(form.latin) for _, form in rows]",
        "Müller is as common as Mueller (10).",
        _PAIRS,
    ),
    Mutation(
        "duplicates-count-only-among-those-that-are-compared",
        "lambda_src/crm/duplicates/counting.py",
        "SELECT {{0}}, count(*) AS count FROM people",
        "SELECT {{0}}, count(*) AS count FROM (SELECT * FROM people WHERE is_new)",
        "After an import, a pair has the score that a search of all leads gives it (10).",
        ("tests/unit/duplicates/test_finding.py",),
    ),
    Mutation(
        "duplicates-look-only-among-changed-leads",
        "lambda_src/crm/duplicates/blocking.py",
        "SELECT DISTINCT {keys} AS key, id, is_new {having}{wanted}",
        "SELECT DISTINCT {keys} AS key, id, is_new {having}{wanted} AND is_new",
        "After an import, its leads are compared with all others (10).",
        ("tests/unit/duplicates/test_finding.py",),
    ),
    Mutation(
        "duplicates-take-chinese-names-by-their-sound",
        "lambda_src/crm/duplicates/levels.py",
        '"different characters": f"{a}.is_han AND {b}.is_han",',
        '"different characters": "FALSE",',
        "Two Chinese names that only sound alike are two names (10).",
        _PAIRS,
    ),
    Mutation(
        "duplicates-come-again",
        "lambda_src/crm/duplicates/search.py",
        "if one.pair_id not in dismissed",
        "if one.pair_id or dismissed",
        "A pair that was dismissed is not counted again (10).",
        _API,
    ),
    Mutation(
        "duplicates-are-certain-by-way-of-a-third-lead",
        "lambda_src/crm/duplicates/certain.py",
        "and pair.pair_id not in dismissed and _may_be_one(pair)",
        "and pair.pair_id not in dismissed",
        "Two leads that speak against each other are not merged because a third one is like both (10).",
        _CERTAIN,
    ),
    Mutation(
        "duplicates-that-were-dismissed-are-merged-by-way-of-a-third-lead",
        "lambda_src/crm/duplicates/certain.py",
        "is not None and pair.pair_id not in dismissed and",
        "is not None and",
        "Who was said to be two people is not merged by way of a third lead (10).",
        _CERTAIN,
    ),
    Mutation(
        "duplicates-that-have-changed-are-merged",
        "lambda_src/crm/leads/group_merging.py",
        "if not {lead.version for lead in leads} >= set(seen):",
        "if not leads:",
        "A lead that was changed since it was compared is not merged with others (10).",
        _ALL,
    ),
    Mutation(
        "duplicates-are-merged-again",
        "lambda_src/crm/leads/group_merging.py",
        "if lead.version not in seen and self._merge_id(lead, name) is not None:",
        "if lead.version in seen and self._merge_id(lead, name) is not None:",
        "A repeated delivery knows what it has merged, even what was taken apart since (10).",
        _ALL,
    ),
    Mutation(
        "duplicates-of-another-search-are-merged",
        "lambda_src/crm/handlers/routes/duplicates.py",
        "if found is None or found.search_id != wanted.searchId:",
        "if found is None:",
        "Only what was looked at is merged (10).",
        _ALL,
    ),
    Mutation(
        "duplicates-of-a-dry-run-are-possible",
        "lambda_src/crm/duplicates/look_alikes.py",
        "if pair.band in SURE_ENOUGH and len",
        "if len",
        "Namesakes are not told as people who are there (10).",
        _LOOK_ALIKES,
    ),
    Mutation(
        "duplicates-of-a-dry-run-are-rows-of-the-file",
        "lambda_src/crm/duplicates/people.py",
        "TIMESTAMP, TRUE) AS is_new",
        "TIMESTAMP, FALSE) AS is_new",
        "New leads of a file are compared with those that are there (10).",
        _LOOK_ALIKES,
    ),
    Mutation(
        "duplicates-that-were-taken-apart-are-forgotten",
        "lambda_src/crm/handlers/batch_worker.py",
        "_search_for_duplicates(settings, only_changed=False)",
        "_search_for_duplicates(settings, only_changed=True)",
        "What was taken apart is proposed again (10).",
        _ALL,
    ),
)
