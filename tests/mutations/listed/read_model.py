"""Mutations of the log of changes and of the files that are made of it: readers miss nothing and see nothing twice."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_WRITES = "lambda_src/crm/statements/logged_writes.py"
_RECORDING = "lambda_src/crm/statements/recording.py"
_LEAD = "lambda_src/crm/statements/lead.py"
_WRITING = "lambda_src/crm/index/writing.py"
_REBUILDING = "lambda_src/crm/index/rebuilding.py"
_LOGGED = ("tests/unit/statements/test_change_log.py",)
_KEPT = ("tests/unit/index/test_writing.py",)
_NOTHING_LOST = "No write of a lead is lost to readers, whoever dies when (5)."
_REPORTED = "What was reported as done is in the list at once (5)."

READ_MODEL = (
    Mutation(
        "log-before-the-leads-are-written",
        _WRITES,
        "        written = self.leads.write(changes, claimed)\n",
        "        self.log.write(entry, [Change.of(after.following(before)) for before, after in changes if after])\n"
        "        written = self.leads.write(changes, claimed)\n",
        _NOTHING_LOST,
        _LOGGED,
    ),
    Mutation(
        "log-without-an-announcement",
        _WRITES,
        "self.log.write(entry, [*written.changes, *unsure])",
        "self.log.remove([one for one in self.log.entries() if one.entry == entry])\n"
        "        self.log.publish([*written.changes, *unsure])",
        _NOTHING_LOST,
        _LOGGED,
    ),
    Mutation(
        "log-forgets-what-a-repeated-write-has-done",
        _WRITES,
        "[*written.changes, *unsure]",
        "written.changes",
        _NOTHING_LOST,
        _LOGGED,
    ),
    Mutation(
        "log-announces-no-deletions",
        _WRITES,
        "self.log.announce(lead_ids, deleted, address)",
        "self.log.announce(lead_ids, (), address)",
        _NOTHING_LOST,
        _LOGGED,
    ),
    Mutation(
        "log-forgets-what-another-delivery-has-recorded",
        _WRITES,
        "self.log.publish([Change.of(lead) for lead in leads])",
        "list(leads)",
        _REPORTED,
        _LOGGED,
    ),
    Mutation(
        "log-forgets-what-another-delivery-has-deleted",
        _WRITES,
        "        if ends:\n",
        "        if False:\n",
        _REPORTED,
        _LOGGED,
    ),
    Mutation(
        "log-forgets-the-deletion-of-a-lead-that-was-made-anew",
        _RECORDING,
        "[key for key in pending if key not in links]",
        "[key for key in pending if key not in found]",
        _REPORTED,
        _LOGGED,
    ),
    Mutation(
        "log-forgets-the-deletion-of-a-lead-that-was-made-anew-and-goes-again",
        _RECORDING,
        "            self._writes.log_ends(going, folder)\n",
        "",
        _REPORTED,
        _LOGGED,
    ),
    Mutation(
        "log-one-life-for-all",
        _LEAD,
        "secrets.token_urlsafe(_BORN_BYTES)",
        '"one"',
        "A lead that was deleted and made anew is there (5).",
        _LOGGED,
    ),
    Mutation(
        "log-the-same-revision",
        _LEAD,
        "before.revision + 1",
        "before.revision",
        "Of two changes of a lead the later one holds, in whatever order they come (5).",
        _LOGGED,
    ),
    Mutation(
        "index-entries-go-before-they-are-kept",
        _WRITING,
        "        if found.changes or forgotten:\n",
        "        self.log.remove(found.done)\n        if found.changes or forgotten:\n",
        _NOTHING_LOST,
        _KEPT,
    ),
    Mutation(
        "index-doubt-is-ignored",
        _WRITING,
        "is_doubted = manifest.doubts(entry)",
        "is_doubted = False",
        "A deleted lead does not come back after the index was made anew (5).",
        _KEPT,
    ),
    Mutation(
        "index-half-changed-is-asked-again",
        "lambda_src/crm/index/source.py",
        " or not copy.index.is_whole:",
        ":",
        "An answer is what the leads are, also after work that failed half-way (5).",
        ("tests/unit/index/test_source.py",),
    ),
    Mutation(
        "index-takes-up-all-that-was-read",
        "lambda_src/crm/index/source.py",
        "group[: _enough(read, MOST_CHANGES - taken)]",
        "group[:]",
        "A page takes up no more than people wait for (5).",
        ("tests/unit/index/test_source.py",),
    ),
    Mutation(
        "index-without-a-manifest-begins-anew",
        _REBUILDING,
        "if not manifest.rebuilt and not is_rebuilding(manifest, self.writer.now()):",
        "if False:",
        _NOTHING_LOST,
        _KEPT,
    ),
    Mutation(
        "index-trusts-what-was-found-before-a-rebuild",
        "lambda_src/crm/index/manifest.py",
        " or (entry.is_found and entry.at < begun + SETTLED_S)",
        "",
        "A deleted lead does not come back after the index was made anew (5).",
        _KEPT,
    ),
    Mutation(
        "index-doubt-comes-too-late",
        _WRITING,
        "if manifest.last_rebuild != before.last_rebuild:",
        "if False:",
        "A deleted lead does not come back after the index was made anew (5).",
        _KEPT,
    ),
    Mutation(
        "index-snapshot-loses-newer-segments",
        _WRITING,
        "tuple(one for one in now.segments if one not in old)",
        "()",
        _NOTHING_LOST,
        _KEPT,
    ),
    Mutation(
        "index-snapshot-in-spite-of-a-rebuild",
        _WRITING,
        "if is_other or is_rebuilding(now, self.now()):",
        "if is_other:",
        _NOTHING_LOST,
        _KEPT,
    ),
    Mutation(
        "index-announcements-are-settled-too-early",
        _WRITING,
        "settled = self.now() - SETTLED_S",
        "settled = self.now()",
        _NOTHING_LOST,
        _KEPT,
    ),
    Mutation(
        "index-rebuild-loses-newer-segments",
        _REBUILDING,
        "tuple(one for one in manifest.segments if one not in old)",
        "()",
        _NOTHING_LOST,
        _KEPT,
    ),
    Mutation(
        "index-rebuild-keeps-old-segments",
        _REBUILDING,
        "tuple(one for one in manifest.segments if one not in old)",
        "manifest.segments",
        "`reindex` ends equal to the table (5).",
        _KEPT,
    ),
    Mutation(
        "index-rebuild-doubts-nothing",
        _REBUILDING,
        "doubted=manifest.doubted | there, ",
        "",
        "A deleted lead does not come back after the index was made anew (5).",
        _KEPT,
    ),
)
