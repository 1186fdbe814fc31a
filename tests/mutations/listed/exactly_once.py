"""Mutations of counting, of what is written once, and of what readers learn of it (promises 1 and 2)."""

from __future__ import annotations

from tests.mutations.mutation import Mutation

_RECORDING = "lambda_src/crm/statements/recording.py"
_RECORDED = ("tests/unit/statements/test_recording.py",)
_FAIR = ("tests/unit/imports/test_fair_share.py",)
_CONTROLLED = ("tests/unit/imports/test_control.py",)

EXACTLY_ONCE = (
    Mutation(
        "count-a-batch-twice",
        "lambda_src/crm/aws/count_once.py",
        "NOT contains(#{count.done}, :number)",
        "(contains(#{count.done}, :number) OR NOT contains(#{count.done}, :number))",
        "A batch counts once however often its message is delivered (1).",
        ("tests/unit/imports/test_completion.py",),
    ),
    Mutation(
        "count-sums-that-differ",
        "lambda_src/crm/imports/completion.py",
        "if rows != expected:",
        "if False:",
        "An import whose sums differ is not called completed (1).",
        ("tests/unit/imports/test_final_state.py",),
    ),
    Mutation(
        "count-rejected-rows-as-success",
        "lambda_src/crm/imports/completion.py",
        "if totals[Outcome.REJECTED]:",
        "if False:",
        "An import with rejected rows ends completed_with_errors (1).",
        ("tests/unit/imports/test_final_state.py",),
    ),
    Mutation(
        "once-ledgers-are-overwritten",
        "lambda_src/crm/imports/work_files.py",
        'Body=body, IfNoneMatch="*")',
        "Body=body)",
        "The stored ledger decides what became of a batch, whoever closes it (1).",
        ("tests/unit/imports/test_work_files.py",),
    ),
    Mutation(
        "once-late-rows-keep-their-history",
        "lambda_src/crm/imports/batch_worker.py",
        "if closed_meanwhile:",
        "if False:",
        "Rows that were recorded after their batch had been closed are taken back (1).",
        ("tests/unit/imports/test_late_rows.py",),
    ),
    Mutation(
        "once-attempts-are-not-noted",
        "lambda_src/crm/imports/batch_worker.py",
        "self.files.begin_attempt(record.import_id, number)\n        return record_rows",
        "return record_rows",
        "A batch that is closed tells the rows that a dead worker had written (1).",
        _CONTROLLED,
    ),
    Mutation(
        "once-messages-are-noted-as-sent-before-they-are",
        "lambda_src/crm/imports/dispatch.py",
        "queue.send(record.import_id, record.missing_batches)\n        imports.dispatched(record.import_id)",
        "imports.dispatched(record.import_id)\n        queue.send(record.import_id, record.missing_batches)",
        "Messages that were not sent are sent by the next delivery, so every import ends (1).",
        ("tests/unit/imports/test_dispatch.py",),
    ),
    Mutation(
        "once-retry-takes-all-rows",
        "lambda_src/crm/imports/retry.py",
        "rows=tuple(row for row in batch.rows if row.number in numbers)",
        "rows=batch.rows",
        "A retry imports the rejected rows and no others (1).",
        ("tests/unit/imports/test_retry.py",),
    ),
    Mutation(
        "sweep-beyond-its-time",
        "lambda_src/crm/imports/sweep.py",
        "if self.controller.is_out_of_time():",
        "if False:",
        "A sweep ends before its function does, and the next one goes on (1).",
        _FAIR,
    ),
    Mutation(
        "sweep-as-long-as-the-function-may-run",
        "lambda_src/crm/handlers/sweeper.py",
        "RESERVE_S = 20.0",
        "RESERVE_S = 0.0",
        "The budget of a sweep follows from the time that its function has left (1).",
        ("tests/unit/imports/test_sweeper.py",),
    ),
    Mutation(
        "sweep-of-files-that-are-there",
        "lambda_src/crm/imports/sweep.py",
        "looked_for(record, imports, self.uploads).status is ImportStatus.ANNOUNCED",
        "record.status is ImportStatus.ANNOUNCED",
        "A file that is there is not given up while it waits to be read (1).",
        ("tests/unit/imports/test_control.py",),
    ),
    Mutation(
        "announced-files-of-others-are-listed",
        "lambda_src/crm/imports/announced.py",
        " or one.owner_id == user.id)",
        " or user.id)",
        "Only its owner sees a file that is not uploaded (1).",
        ("tests/unit/imports/test_announced.py",),
    ),
    Mutation(
        "sweep-of-what-only-waits",
        "lambda_src/crm/imports/sweep.py",
        "STILL if is_idle else LONGEST",
        "STILL",
        "No import is ended that only waits behind others (1).",
        _FAIR,
    ),
    Mutation(
        "once-refused-writes-are-lost",
        "lambda_src/crm/statements/lead_table.py",
        "refused.append(change.lead_id)",
        "continue",
        "A row whose lead another writer has changed is worked out again (2).",
        _RECORDED,
    ),
    Mutation(
        "once-long-leads-are-written-in-one-request",
        "lambda_src/crm/statements/lead_table.py",
        "return [statements] if characters <= _LONG_TEXTS else chunks(statements, _LONG_STATEMENTS)",
        "return [statements]",
        "A batch of the longest leads is written in requests that DynamoDB takes (2).",
        _RECORDED,
    ),
    Mutation(
        "once-leads-are-written-before-their-chains",
        "lambda_src/crm/statements/logged_writes.py",
        """        if links:
            self.chains.write(address, links)
        written = self.leads.write(changes, claimed)
""",
        """        written = self.leads.write(changes, claimed)
        if links:
            self.chains.write(address, links)
""",
        "A lead never names a piece of its chain that is not stored (2).",
        _RECORDED,
    ),
    Mutation(
        "once-refused-rows-are-read-as-they-were",
        _RECORDING,
        "consistently=number > 0",
        "consistently=False",
        "What a refused write has shown to be out of date is read consistently (2).",
        _RECORDED,
    ),
    Mutation(
        "once-an-address-is-given-to-two-leads",
        "lambda_src/crm/statements/address_book.py",
        "return holder\n",
        "return None\n",
        "Editing an email by hand keeps uniqueness (2).",
        ("tests/unit/leads/test_editing.py",),
    ),
    Mutation(
        "fresh-answers-leave-out-the-log",
        "lambda_src/crm/index/source.py",
        "left = self._take_up(copy, entries, manifest, int(now))",
        "left: Sequence[LogEntry] = ()",
        "An answer holds everything that was reported as written before it (5).",
        ("tests/unit/index/test_source.py",),
    ),
)
