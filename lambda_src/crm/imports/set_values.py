"""What a person says of all rows of a file together: tags, status, owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm.said import OWNER, STATUS, Said, tag_path
from crm.values.blanks import is_blank_like
from crm.values.tags import typed_tags
from crm.values.text import clean_cell


@dataclass(frozen=True, slots=True)
class SetValues:
    """Values that every row of an import says, whatever its cells say.

    Args:
        tags: beside those of the row.
        status, owner: in place of the row's; None to leave it to the row.
    """

    tags: tuple[str, ...] = ()
    status: str | None = None
    owner: str | None = None

    def says(self) -> dict[str, Said]:
        """The values by path; they come from no column."""
        said = {tag_path(tag): Said(tag) for text in self.tags for tag in typed_tags(text)}
        single = ((path, _line(text or "")) for path, text in self._single().items())
        return said | {path: Said(line) for path, line in single if not is_blank_like(line)}

    def to_json(self) -> dict[str, Any]:
        return {"tags": list(self.tags), **self._single()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SetValues:
        return cls(tuple(value["tags"]), value[STATUS], value[OWNER])

    def _single(self) -> dict[str, str | None]:
        return {STATUS: self.status, OWNER: self.owner}


def _line(text: str) -> str:
    return " ".join(clean_cell(text).split())


NOTHING_SET = SetValues()
