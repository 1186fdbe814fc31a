"""The fields of a lead as the API's double has them: built-in ones, and those that a test or the page adds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from crm.fields import FIELDS

from tests.doubles.api_answers import version_of

Json = dict[str, Any]
BUILT_IN = {one.name: (one.label, one.kind.value) for one in FIELDS}
"""Name of each to its label and what it holds."""
NOTHING: Json = {"headers": [], "choices": [], "dayFirst": None, "decimalComma": None}


@dataclass
class FakeFields:
    """The owner's fields.

    Attributes:
        proposals: by header, for headers of which a test says what their values are.
    """

    own: dict[str, Json] = field(default_factory=dict)
    proposals: dict[str, Json] = field(default_factory=dict)

    def add(self, label: str, type: str = "text", **parts: Any) -> Json:
        """A new field; its key is made of its label."""
        key = re.sub(r"\W", "", label[:1].lower() + label.title()[1:])
        made = NOTHING | {"key": key, "label": label, "type": type} | parts
        self.own[made["key"]] = made
        return self.shown(made["key"])

    def shown(self, key: str) -> Json:
        """A field as an answer has it."""
        one = self.own[key]
        return one | {"version": version_of(one)}

    def all(self) -> Json:
        """Built-in fields, and the owner's."""
        built_in = [{"key": key, "label": label, "type": kind} for key, (label, kind) in BUILT_IN.items()]
        return {"builtIn": built_in, "fields": list(map(self.shown, self.own))}

    def proposal(self, header: str) -> Json:
        """What the values under a header could be."""
        nothing: Json = {"choices": [], "dayFirst": None, "decimalComma": None, "leads": 0, "values": 0, "fitting": 0}
        nothing |= {"reasonMessages": []}
        known = self.proposals.get(header, {"type": "text", "reason": "No lead has a value here yet."})
        return nothing | known

    def values_of(self, lead: Json) -> Json:
        """The value of each of the owner's fields: of the first header that the lead has."""
        return {key: self._value(one, lead["extras"]) for key, one in self.own.items()}

    def paths_of(self, lead: Json) -> Json:
        """The paths of the extras that each of the owner's fields reads."""
        read = {key: self._headers(one, lead["extras"]) for key, one in self.own.items()}
        return {key: [f"extras/{header}" for header in headers] for key, headers in read.items() if headers}

    def _headers(self, own: Json, extras: Json) -> list[str]:
        return [header for header in (own["label"], *own["headers"]) if header in extras]

    def _value(self, own: Json, extras: Json) -> Any:
        headers = self._headers(own, extras)
        if not headers:
            return None
        text = extras[headers[0]]
        if own["type"] == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
            return float(text) if "." in text else int(text)
        if own["type"] == "yesNo":
            return text == "yes"
        return text.split("; ") if own["type"] == "choices" else text
