"""JSON without blanks, and with letters as they are: what is stored and sent by the piece."""

from __future__ import annotations

import json

# `json.dumps` with settings of its own makes an encoder for each call, which takes longer than encoding a lead.
compact_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as JSON text."""
