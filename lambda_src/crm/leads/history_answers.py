"""The history of a lead as the API shows it: as much as one response holds."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from crm.api.answers import Answer, Time
from crm.leads import history
from crm.leads.answers import MAX_BYTES, SHORT
from crm.table_numbers import sheet_of

WHOLE_BYTES = MAX_BYTES // 2
"""Bytes of the newest events, which are shown whole. One event of the largest lead is smaller: its values before and
after (`crm.statements.size`), every letter of which JSON may write with two."""


class ValueChange(Answer):
    """One value before and after an event; null where there is none."""

    path: str
    before: str | None
    after: str | None
    shortened: bool = Field(description="Whether a text is cut because the history is too long for one answer.")

    @classmethod
    def of(cls, change: history.Change, *, shorten: bool = False) -> ValueChange:
        """The answer for a change.

        Args:
            shorten: whether long texts are cut.
        """
        before, after = (_short(text) if shorten else text for text in (change.before, change.after))
        shortened = (before, after) != (change.before, change.after)
        return cls(path=change.path, before=before, after=after, shortened=shortened)


class LeadEvent(Answer):
    """One change of a lead."""

    at: Time
    event: history.EventKind
    by: str = Field(description="The person's email address; of an import, its owner's.")
    import_id: str | None = Field(description="The import that made the change, or that was taken back.")
    file_name: str | None
    sheet: int | None = Field(description="Counted from 0.")
    row: int | None = Field(description="The row of that sheet, as the spreadsheet shows it.")
    changes: list[ValueChange] = Field(description="A lead that goes to the bin or comes back keeps its values.")

    @classmethod
    def of(cls, event: history.Event, *, shorten: bool = False) -> LeadEvent:
        """The answer for an event; `shorten` as in `ValueChange.of`."""
        return cls(
            at=event.source.at,
            event=event.kind,
            by=event.source.by,
            import_id=event.about.name if event.about else None,
            file_name=event.about.file_name if event.about else None,
            sheet=sheet_of(event.place.sheet) if event.place else None,
            row=event.place.row if event.place else None,
            changes=[ValueChange.of(change, shorten=shorten) for change in event.changes],
        )


class LeadHistory(Answer):
    """The changes of a lead, oldest first. What changed nothing is not among them: an import that only confirmed its
    values, or an undo of one whose values others have said since."""

    events: list[LeadEvent]
    left_out: int = Field(ge=0, description="Older events for which one answer has no room.")

    @classmethod
    def of(cls, events: Iterable[history.Event]) -> LeadHistory:
        """The newest events whole, the long texts of older ones cut, and the oldest left out where there is no room.

        Args:
            events: oldest first.
        """
        newest_first = list(events)[::-1]
        shown: list[LeadEvent] = []
        size = 0
        for event in newest_first:
            answer = LeadEvent.of(event)
            if size + _bytes_of(answer) > WHOLE_BYTES:
                answer = LeadEvent.of(event, shorten=True)
            size += _bytes_of(answer)
            if size > MAX_BYTES:
                break
            shown.append(answer)
        return cls(events=shown[::-1], left_out=len(newest_first) - len(shown))


def _short(text: str | None) -> str | None:
    return f"{text[:SHORT]}…" if text is not None and len(text) > SHORT else text


def _bytes_of(answer: LeadEvent) -> int:
    return len(answer.model_dump_json(by_alias=True).encode()) + len(",")
