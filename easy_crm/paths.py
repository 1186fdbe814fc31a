"""Where things lie in the project, and where the command line keeps what it makes."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

PRIVATE = ROOT / ".easy-crm"
TOOLS = PRIVATE / "tools"
LOCAL_STATE = PRIVATE / "local"
