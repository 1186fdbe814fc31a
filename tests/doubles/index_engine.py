"""An engine of the read model whose files hold changes as the log does: as exact as the real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from crm.own_fields.definition import OwnFields
from crm.statements.changes import Change, newest, packed, unpacked


class PlainEngine:
    """Writes files for `read_union`."""

    def write_segment(self, changes: Iterable[Change], path: Path) -> int:
        held = list(changes)
        path.write_bytes(packed(held))
        return len(held)

    def compact(
        self, target: Path, snapshot: Path | None, segments: Sequence[Path], own_fields: OwnFields, now: int
    ) -> int:
        del own_fields, now
        paths = [*([snapshot] if snapshot else []), *segments]
        held = newest(change for path in paths for change in unpacked(path.read_bytes()))
        target.write_bytes(packed(held.values()))
        return sum(change.text is not None for change in held.values())
