"""Bullets, numbers and emoji in lines that people type, and what emoji such as 📞 stand for."""

from __future__ import annotations

import re

_EMOJI = {
    "Name": "👤👥🙋🧑👩👨🧔👱💁🪪",
    "Company": "🏢🏭🏬🏪🏛🏦🏨🏫🏥",
    "Job title": "💼",
    "Phone": "📞☎📱📲🤙☏✆📳🤳",
    "Email": "✉📧📩📨💌🖂🖃",
    "Fax": "📠🖷",
    "Address": "📍🏠🏡📮🗺",
    "Website": "🌐🔗🌍🌎🌏💻",
    "Notes": "📝💬🗒🖊",
    "Birthday": "🎂",
}
_LABEL_OF = {sign: label for label, signs in _EMOJI.items() for sign in signs}
_ORNAMENT = "[\u2022-\u2043\u2190-\u2bff\u3010-\u3013\ufe0f\u200d\u20e3\U0001f000-\U0001faff·▪●◦‣]"
_MARK = re.compile(rf"\A(?:\s|{_ORNAMENT}|[*>]+\s?|[-–—]\s|\(?(?:\d{{1,3}}|[a-z])[.)]\s|\[[ xX]?\]\s|[①-⑳])+")
_BULLET = re.compile(rf"\A\s*(?:{_ORNAMENT}|[-–—*>]\s)+\s*[*_]?\w")
_SENT = re.compile(
    r"\A\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?\]?(?:\s-)?\s[^:\n]{1,30}:\s"
)
"""When a message was sent, and by whom: `[12/11/26, 10:02] Marta: `."""
_BLANK_OR_ORNAMENT = rf"[\s{_ORNAMENT[1:]}"
_AROUND = re.compile(rf"\A{_BLANK_OR_ORNAMENT}++|(?<!{_BLANK_OR_ORNAMENT}){_BLANK_OR_ORNAMENT}++\Z")
"""A run is looked through once, from its first sign on: a cell may hold thousands of emoji."""
_SIGN = re.compile(f"[{''.join(_LABEL_OF)}]")
_BEFORE_SIGN = re.compile(f"(?=[{''.join(_LABEL_OF)}])")
_SIGN_AT_END = re.compile(f"[{''.join(_LABEL_OF)}]\ufe0f?[\\s:]*\\Z")


def without_mark(text: str) -> str:
    """A text without the bullets, emoji and numbers in front of it, and without when it was sent."""
    text = _SENT.sub("", text)
    return text[match.end() :] if (match := _MARK.match(text)) else text


def is_marked(text: str) -> bool:
    """Whether a bullet or an emoji stands in front of a text."""
    return _BULLET.match(text) is not None


def without_ornaments(text: str) -> str:
    """A text without the bullets and emoji around it."""
    return _AROUND.sub("", text)


def label_of_signs(text: str) -> str:
    """The name of a field for which the first emoji of a text stands, "" for none."""
    return _LABEL_OF[sign[0]] if (sign := _SIGN.search(text)) is not None else ""


def before_signs(text: str) -> list[str]:
    """A text cut in front of each emoji that stands for a field: `Ann Lee`, `🏢 Acme`."""
    return _BEFORE_SIGN.split(text)


def is_sign(text: str) -> bool:
    """Whether a text ends in an emoji that stands for a field."""
    return _SIGN_AT_END.search(text) is not None
