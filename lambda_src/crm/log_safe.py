"""What a log may say of an error."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any


def error_fields(error: Exception) -> dict[str, Any]:
    """Its type and the places that it came through, innermost last; not its text, which may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error_type": type(error).__name__,
        "places": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames],
    }
