"""What asks for a search for duplicates, in a module of its own: who only asks needs no database."""

from __future__ import annotations

import json
from dataclasses import dataclass

from crm.ids import id_in_message


@dataclass(frozen=True, slots=True)
class LookAlikesMessage:
    """A message that asks which leads that an import would make look like ones that are there.

    Args:
        import_id: of the import.
        draft_id: what was decided of it; None where nothing was.
    """

    import_id: str
    draft_id: str | None

    def to_body(self) -> str:
        return json.dumps({"lookAlikesOf": self.import_id, "draftId": self.draft_id})

    @classmethod
    def from_body(cls, body: str) -> LookAlikesMessage:
        """Reads a message. Raises `ValueError` if it is another one."""
        import_id = id_in_message(body, "lookAlikesOf", "the leads that an import would make")
        return cls(import_id, json.loads(body).get("draftId"))


@dataclass(frozen=True, slots=True)
class SearchMessage:
    """A message that asks for a search.

    Args:
        search_id: a new one.
        only_changed: whether pairs are kept of which no lead has changed since the last search.
        asked: when the leads had changed, in seconds since 1970: a search that has begun later has seen them. None
            where it is to be done in any case.
    """

    search_id: str
    only_changed: bool = False
    asked: float | None = None

    def to_body(self) -> str:
        return json.dumps({"searchId": self.search_id, "onlyChanged": self.only_changed, "asked": self.asked})

    @classmethod
    def from_body(cls, body: str) -> SearchMessage:
        """Reads a message. Raises `ValueError` if it is another one."""
        search_id = id_in_message(body, "searchId", "a search for duplicates")
        said = json.loads(body)
        return cls(search_id, bool(said.get("onlyChanged")), said.get("asked"))
