"""Paths in the project, and of the command line's own files."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

PRIVATE = ROOT / ".easy-crm"
TOOLS = PRIVATE / "tools"
LOCAL_STATE = PRIVATE / "local"
UNPACKED_LAYERS = PRIVATE / "layers"
ZIPPED_CODE = PRIVATE / "zipped"
