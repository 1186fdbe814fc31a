"""Leads and the origins of their values as the API shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeGuard

from pydantic import ConfigDict, Field, TypeAdapter, create_model

from crm.api.answers import Answer, Time
from crm.fields import FIELDS, LEAD_FIELDS, FieldKind
from crm.leads.reading import file_of, sorted_out, version_of
from crm.own_fields.definition import OwnFields
from crm.own_fields.reading import Value
from crm.own_fields.values import StoredTexts, own_field_values
from crm.said import EMAILS, EXTRAS, PHONES, TAGS, extra_path, field_of, part_of
from crm.statements import lead as stored
from crm.statements.folding import Held
from crm.table_numbers import sheet_of

MAX_BYTES = 5_000_000
"""A function's response may not exceed 6 MB."""
SHORT = 1_000
"""Characters of one value that a list too long for one response shows."""
SHORT_IN_ALL = 4_000
"""Characters of the notes and extras of one lead that such a list shows: 200 leads of four bytes a letter fit."""
_NO_OWN_FIELDS = StoredTexts(())

if TYPE_CHECKING:

    class _FieldsOfLead(Answer):
        pass

else:
    _FieldsOfLead = create_model(
        "_FieldsOfLead",
        __base__=Answer,
        **{field.name: (list[str] if field.kind is FieldKind.TAGS else str | None, ...) for field in FIELDS},
    )


class FurtherValue(Answer):
    """An email or a phone beside the first one."""

    value: str
    label: str = Field(description="What kind it is; empty where nothing says so.")

    @classmethod
    def all_of(cls, values: Iterable[tuple[str, Held]]) -> list[FurtherValue]:
        """All that a lead has, in the order in which they came."""
        return [cls(value=held.text, label=held.label) for _, held in values]


class Lead(_FieldsOfLead):
    """A lead. What has no value is null or an empty list."""

    lead_id: str = Field(description="The lead's name for good, whatever happens to its email.")
    version: str = Field(
        description="Changes with every value and its protection. An edit may name it to be refused if it is outdated."
    )
    emails: list[FurtherValue] = Field(description="Emails beside the first one.")
    phones: list[FurtherValue] = Field(description="Phones beside the first one.")
    extras: dict[str, str] = Field(description="Values of columns that have no field, by header.")
    fields: dict[str, Value | None] = Field(
        description="Values of own fields by key: a number, true or false, a list of choices, or a text, which of a "
        "date is ISO 8601. What does not fit the type is the text as it stands."
    )
    source_file: str | None = Field(description="The file that brought a value last; null for a lead made by hand.")
    created_at: Time
    updated_at: Time
    deleted_at: Time | None = Field(description="When it was moved to the bin; null for a lead that is there.")
    shortened: list[str] = Field(
        description="Because the list is too long for one answer: paths of values that are cut, and extras, fields, "
        "emails, phones or tags where some are left out."
    )

    @classmethod
    def of(cls, lead: stored.Lead, own: StoredTexts = _NO_OWN_FIELDS, *, shorten: bool = False) -> Lead:
        """The answer for a lead.

        Args:
            own: finds the texts of the own fields whose values it shows; make it once for many leads.
            shorten: whether long notes and extras are cut.
        """
        return cls(**_values(lead, own, shorten=shorten))


class Origin(Answer):
    """Where a value comes from: a cell of a file, or a person."""

    import_id: str | None = Field(description="Null for what a person has typed, or set in many leads at once.")
    file_name: str | None
    sheet: int | None = Field(description="Counted from 0.")
    row: int | None = Field(description="As the spreadsheet shows it.")
    column: int | None = Field(description="Counted from 0; null where several columns say it together.")
    at: Time = Field(description="When the file was uploaded, or the value typed.")
    by: str = Field(description="The person's email address.")
    is_protected: bool = Field(description="Whether imports leave the value alone.")

    @classmethod
    def of(cls, held: Held) -> Origin:
        """The answer for a value."""
        origin = held.origin
        by_hand = origin.place.is_by_hand or not origin.file_name
        return cls(
            import_id=None if by_hand else origin.name,
            file_name=origin.file_name or None,
            sheet=None if by_hand else sheet_of(origin.place.sheet),
            row=None if by_hand else origin.place.row,
            column=held.column,
            at=origin.at,
            by=origin.by,
            is_protected=held.is_protected,
        )


class MergedLead(Answer):
    """A lead that became one with another."""

    lead_id: str = Field(description="Its id, which leads to the lead that it is now.")
    name: str = Field(description="What people called it: its name, else its company, email or phone.")


class MergedFrom(Answer):
    """A merge that can be taken back."""

    merge_id: str
    leads: list[MergedLead] = Field(description="The leads that joined.")
    at: Time
    by: str = Field(description="The person's email address.")

    @classmethod
    def of(cls, merge: stored.Merged) -> MergedFrom:
        """The answer for a merge."""
        names = zip(merge.joined, merge.names, strict=True)
        joined = [MergedLead(lead_id=lead_id, name=name) for lead_id, name in names]
        return cls(merge_id=merge.merge_id, leads=joined, at=merge.at, by=merge.by)


class LeadDetail(Lead):
    """A lead with the origin of each value."""

    origins: dict[str, Origin] = Field(
        description="By path: a field's name; `emails/…`, `phones/…`, `tags/…`, `extras/…` where there are several."
    )
    field_paths: dict[str, list[str]] = Field(
        description="By key of an own field, the paths of the extras that it reads: the one that counts comes first."
    )
    merged_from: list[MergedFrom] = Field(description="The merges that have made it one of several leads.")

    @classmethod
    def of(cls, lead: stored.Lead, own: StoredTexts = _NO_OWN_FIELDS, *, shorten: bool = False) -> LeadDetail:
        state = lead.standing.state
        origins = {path: Origin.of(value) for path, value in state.held.items()} if state else {}
        paths = own.paths_of(state) if state else {}
        merged = [MergedFrom.of(merge) for merge in lead.merged]
        return cls(**_values(lead, own, shorten=shorten), origins=origins, field_paths=paths, merged_from=merged)


_NO_TEXTS = dict.fromkeys(LEAD_FIELDS)
_LONG_FIELDS = tuple(field.name for field in FIELDS if field.kind is FieldKind.LONG_TEXT)


def _values(lead: stored.Lead, own: StoredTexts, *, shorten: bool) -> dict[str, Any]:
    state = lead.standing.state
    if state is None:
        raise ValueError("a lead of which nothing is left is not shown")
    held, several = sorted_out(state)
    texts: dict[str, Any] = {**_NO_TEXTS, **held}
    extras = {header: held.text for header, held in several[EXTRAS]}
    shortened: list[str] = []
    if shorten:
        left = SHORT_IN_ALL
        long_fields = [(texts, name, name) for name in _LONG_FIELDS]
        for values, name, path in [*long_fields, *((extras, one, extra_path(one)) for one in extras)]:
            text = values[name] or ""
            if len(text) > min(SHORT, left):
                values[name] = f"{text[: min(SHORT, left)]}…"
                shortened.append(path)
            left -= min(len(text), SHORT, left)
    own_values = own_field_values(state, own)
    if shorten:
        own_values = {key: f"{value[:SHORT]}…" if _is_long(value) else value for key, value in own_values.items()}
    return texts | {
        "lead_id": lead.lead_id,
        "version": version_of(state),
        TAGS: sorted((held.text for _, held in several[TAGS]), key=str.casefold),
        "emails": FurtherValue.all_of(several[EMAILS]),
        "phones": FurtherValue.all_of(several[PHONES]),
        "extras": extras,
        "fields": own_values,
        "source_file": file_of(state) or None,
        "created_at": state.created_at,
        "updated_at": state.updated_at,
        "deleted_at": state.deleted_at or None,
        "shortened": shortened,
    }


def _is_long(value: Value | None) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) > SHORT


_LEADS = TypeAdapter(list[Lead], config=ConfigDict(defer_build=True))


def leads_of(leads: Iterable[stored.Lead], own_fields: OwnFields = ()) -> list[Lead]:
    """The leads of a list. Where they are too many bytes for one response, long values are cut and named."""
    found, own = list(leads), StoredTexts(own_fields)
    shown = [Lead.of(lead, own) for lead in found]
    if len(_LEADS.dump_json(shown, by_alias=True)) > MAX_BYTES:
        return [_fitted(Lead.of(lead, own, shorten=True), MAX_BYTES // len(found)) for lead in found]
    return shown


_SEVERAL = (TAGS, "phones", "emails", "extras", "fields")
"""What a lead may have thousands of; a list that is too long shows of the first ones more."""


def _fitted(lead: Lead, most: int) -> Lead:
    """The lead in at most so many bytes: of what it has too many of, the first ones that there is room for."""
    if _bytes_of(lead) <= most:
        return lead
    several: dict[str, dict[Any, Any]] = {}
    for name in _SEVERAL:
        values = getattr(lead, name)
        several[name] = dict(values) if isinstance(values, dict) else dict(enumerate(values))
    bare: dict[str, Any] = {"fields": dict.fromkeys(lead.fields), "extras": {}, TAGS: [], "emails": [], "phones": []}
    left = most - _bytes_of(lead.model_copy(update={**bare, "shortened": list(_SEVERAL)}))
    kept: dict[str, dict[Any, Any]] = {}
    for name, values in several.items():
        kept[name] = {}
        for key, value in values.items():
            path = extra_path(key) if name == "extras" else ""
            left -= len(_JSON.dump_json([key, value, path])) if value is not None else 0
            if left < 0:
                break
            kept[name][key] = value
    cut = [path for path in lead.shortened if field_of(path) != EXTRAS or part_of(path) in kept["extras"]]
    return lead.model_copy(
        update={
            TAGS: list(kept[TAGS].values()),
            "phones": list(kept["phones"].values()),
            "emails": list(kept["emails"].values()),
            "extras": kept["extras"],
            "fields": {**bare["fields"], **kept["fields"]},
            "shortened": [*cut, *(name for name in _SEVERAL if len(kept[name]) < len(several[name]))],
        }
    )


_JSON = TypeAdapter(list[Any], config=ConfigDict(defer_build=True))


def _bytes_of(lead: Lead) -> int:
    return len(lead.model_dump_json(by_alias=True).encode()) + len(",")


class LeadPage(Answer):
    """One page of the leads that a search finds."""

    leads: list[Lead]
    total: int = Field(ge=0, description="Leads on all pages.")
    page: int = Field(ge=1)
    page_size: int = Field(ge=1)
    fresh_as_of: Time = Field(description="Every change up to this moment is in it.")
