"""What a person says of all rows of a file together: tags, status, owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

    @classmethod
    def typed(cls, tags: Iterable[str], status: str | None, owner: str | None) -> SetValues:
        """The values as a person typed them, cleaned; what only says that there is nothing, such as `N/A`, is none."""
        return cls(tuple(tag for text in tags for tag in typed_tags(text)), _line(status), _line(owner))

    def says(self) -> dict[str, Said]:
        """The values by path; they come from no column."""
        said = {tag_path(tag): Said(tag) for tag in self.tags}
        return said | {path: Said(text) for path, text in self._single().items() if text}

    def to_json(self) -> dict[str, Any]:
        return {"tags": list(self.tags), **self._single()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> SetValues:
        return cls(tuple(value["tags"]), value[STATUS], value[OWNER])

    def _single(self) -> dict[str, str | None]:
        return {STATUS: self.status, OWNER: self.owner}


def _line(text: str | None) -> str | None:
    line = " ".join(clean_cell(text or "").split())
    return None if is_blank_like(line) else line


NOTHING_SET = SetValues()
