"""An engine of the read model whose files hold changes as the log does: as exact as the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from crm.own_fields.definition import OwnFields
from crm.statements.changes import Change, newest, packed, unpacked


class PlainEngine:
    """Writes files of packed changes.

    Args:
        meanwhile: called once while a file is made, for what another writer does at that time.
    """

    def __init__(self, meanwhile: Callable[[], object] | None = None) -> None:
        self._meanwhile = meanwhile

    def _wait(self) -> None:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()

    def write_segment(self, changes: Iterable[Change], path: Path) -> int:
        self._wait()
        held = list(changes)
        path.write_bytes(packed(held))
        return len(held)

    def compact(
        self, target: Path, snapshot: Path | None, segments: Sequence[Path], own_fields: OwnFields, now: int
    ) -> int:
        del own_fields, now
        self._wait()
        paths = [*([snapshot] if snapshot else []), *segments]
        held = newest(change for path in paths for change in unpacked(path.read_bytes()))
        target.write_bytes(packed(held.values()))
        return sum(change.text is not None for change in held.values())
