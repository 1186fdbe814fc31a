"""JSON without blanks, and with letters as they are: what is stored and sent by the piece."""

from __future__ import annotations

import json

# One encoder for all calls: `json.dumps` with settings of its own makes one for each.
compact_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as JSON text."""
