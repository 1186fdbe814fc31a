"""A person's name in its two halves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its two halves.

    Args:
        first: given names, "" when there are none.
        last: family name with its particles, "" when there is none.
        complete: whether the halves hold everything typed; a salutation, a suffix or a second person is in neither.
        position: the job title that stands behind a Chinese, Japanese or Korean name, "" for none.
    """

    first: str
    last: str
    complete: bool
    position: str = ""
