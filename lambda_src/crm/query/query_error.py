"""The error of a query that cannot be answered as it was asked."""

from __future__ import annotations

from collections.abc import Mapping

from crm.errors import Invalid

MAX_PLACE = 240
"""Characters of a place that an error names; a longer one is cut, because a request may name anything."""


class QueryError(Invalid):
    """The query is not valid.

    Args:
        fields: place in the query to what is expected there. In JSON a place is a path such as `where.any[1].not.op`;
            of an address it is the parameter, such as `filter[company][equals]`, and of an export's filters
            `filters.company[equals]`.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        said = {_whole(place[:MAX_PLACE]): _whole(why) for place, why in fields.items()}
        super().__init__("This search cannot be made.", said)


def _whole(text: str) -> str:
    """Without halves of surrogate pairs, which JSON may name and no answer can hold."""
    return text.encode(errors="replace").decode()
