"""Number formats that show a date or a number exactly as a text spelled it, so that the text can be read back.

An export to Excel writes `31.1.2026` and `1.234,50` as a date and as a number, which Excel sorts and calculates with.
Its number format keeps the spelling. So an import reads the text that the lead has, whatever the language of Excel,
and the lead is unchanged.

```
d\\.m\\.yyyy;"as written"                       a date: the second section is for negative numbers, which no date is
[>999999999999999]"#.##0,00";#,##0.00         a number: the first section is for numbers that are longer than any here
```
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from crm.spreadsheets.workbooks.serial_dates import from_serial

_EPOCH = dt.datetime(1899, 12, 30)
_FIRST_DAY = dt.datetime(1900, 3, 1)
"""Before it, Excel's days are off by one; it has none before 1900."""
_SPELLED_DATE = re.compile(r'([^;"]+);"as written"')
_SPELLED_NUMBER = re.compile(r'\[>9{15}\]"([^"]+)";.+')
_DATE_CODE = re.compile(r"\\(.)|(y{4}|m{1,2}|d{1,2}|h{1,2}|s{2})|(:)", re.DOTALL)
_DIGITS = re.compile(r"\d+")
_NAMED = re.compile(r"(?![TZ])[A-Za-z;\"]")
"""What no format of digits shows: names of months, and signs with a meaning of their own."""
_TEMPLATE = re.compile(
    r"(?P<prefix>[^\d#]*)(?:#(?P<group>[.,' ])##)?0(?:(?P<decimal>[.,])(?P<places>0+))?(?P<suffix>\D*)"
)
_AROUND = r"-?(?P<prefix>[^\d\"#-]*){whole}(?:(?P<decimal>[.,])(?P<places>\d{{1,10}}))?(?P<suffix>[^\d\"#]*)"
_GROUPED = re.compile(_AROUND.format(whole=r"[1-9]\d{0,2}(?:(?P<group>[.,' ])\d{3})+"))
_TOGETHER = re.compile(_AROUND.format(whole=r"(?:0|[1-9]\d*)(?P<group>)"))
_MINUTE = "minute"
"""`mm` behind a colon; elsewhere it is the month."""


class Spelled(NamedTuple):
    """What a cell holds for a text.

    Args:
        value: the number of the cell.
        code: its number format.
    """

    value: float
    code: str


class SpelledDate(NamedTuple):
    """A number format that shows a date as a text spelled it.

    Args:
        tokens: its parts, and whether each is the name of a number, such as `yyyy`.
    """

    tokens: tuple[tuple[str, bool], ...]

    def show(self, value: float) -> str | None:
        """The text of a day number, None where there is no such day."""
        moment = from_serial(value, epoch_1904=False)
        if not isinstance(moment, dt.datetime):
            return None
        texts = {
            "yyyy": f"{moment.year:04}",
            "m": str(moment.month),
            "mm": f"{moment.month:02}",
            "d": str(moment.day),
            "dd": f"{moment.day:02}",
            "h": str(moment.hour),
            "hh": f"{moment.hour:02}",
            _MINUTE: f"{moment.minute:02}",
            "ss": f"{moment.second:02}",
        }
        return "".join(texts[part] if is_name else part for part, is_name in self.tokens)


class SpelledNumber(NamedTuple):
    """A number format that shows a number as a text spelled it.

    Args:
        prefix, suffix: around the digits.
        group, decimal: the separators, "" for none.
        places: behind the decimal separator.
    """

    prefix: str
    group: str
    decimal: str
    places: int
    suffix: str

    def show(self, value: float) -> str | None:
        """The text of a number."""
        signs = {",": self.group, ".": self.decimal}
        digits = "".join(signs.get(sign, sign) for sign in f"{abs(value):,.{self.places}f}")
        return f"{'-' if value < 0 else ''}{self.prefix}{digits}{self.suffix}"


def find_spelled(code: str) -> SpelledDate | SpelledNumber | None:
    """The format with a code; None for a code that this module does not write."""
    if (date := _SPELLED_DATE.fullmatch(code)) is not None:
        tokens = _tokens(date[1])
        return SpelledDate(tokens) if tokens else None
    number = _SPELLED_NUMBER.fullmatch(code)
    template = _TEMPLATE.fullmatch(number[1]) if number is not None else None
    if template is None:
        return None
    prefix, group, decimal, places, suffix = template.groups("")
    return SpelledNumber(prefix, group, decimal, len(places), suffix)


def spelled_date(text: str, moment: dt.datetime, *, day_first: bool) -> Spelled | None:
    """The cell for a date, with or without a time; None where no number format shows the text as it is.

    Args:
        text: the date in digits: `31.1.2026`, `2026-01-31T14:30`.
        moment: what it means.
        day_first: whether 3/3/2026 is written with the day first.
    """
    runs = [run.group() for run in _DIGITS.finditer(text)]
    names = _names(runs, moment, day_first=day_first)
    if moment < _FIRST_DAY or names is None or _NAMED.search(text):
        return None
    parts: list[str] = []
    position = 0
    for run, name in zip(_DIGITS.finditer(text), names, strict=True):
        parts += [_literal(sign) for sign in text[position : run.start()]]
        parts.append(name)
        position = run.end()
    parts += [_literal(sign) for sign in text[position:]]
    return _if_shown(text, Spelled(serial(moment), f'{"".join(parts)};"as written"'))


def spelled_number(text: str, value: float) -> Spelled | None:
    """The cell for a number with separators or a currency; None where no number format shows the text as it is."""
    # 1.234 is both: only one of them means the value.
    found = (_GROUPED.fullmatch(text), _TOGETHER.fullmatch(text))
    cells = (_if_shown(text, _number_cell(match, value)) for match in found if match is not None)
    return next((cell for cell in cells if cell is not None), None)


def _number_cell(spelling: re.Match[str], value: float) -> Spelled:
    prefix, group, decimal, places, suffix = spelling.group("prefix", "group", "decimal", "places", "suffix")
    places = "0" * len(places or "")
    template = f"{prefix}{f'#{group}##0' if group else '0'}{decimal or ''}{places}{suffix}"
    digits = f"{'#,##0' if group else '0'}{f'.{places}' if places else ''}"
    return Spelled(value, f'[>{"9" * 15}]"{template}";{_quoted(prefix)}{digits}{_quoted(suffix)}')


def serial(moment: dt.datetime) -> float:
    """The day number of Excel."""
    days = (moment - _EPOCH) / dt.timedelta(days=1)
    return int(days) if days.is_integer() else days


def _if_shown(text: str, spelled: Spelled) -> Spelled | None:
    shown = find_spelled(spelled.code)
    return spelled if shown is not None and shown.show(spelled.value) == text else None


def _names(runs: list[str], moment: dt.datetime, *, day_first: bool) -> list[str] | None:
    """What the digits of a text stand for, as a number format names it; None where there are too few or too many."""
    if len(runs) not in (3, 5, 6) or (len(runs) == 3 and moment.time() != dt.time()):
        return None
    year_first = len(runs[0]) == 4
    pair = runs[1:3] if year_first else runs[:2]
    if year_first:
        names = "md"
    elif moment.day == moment.month:
        names = "dm" if day_first else "md"
    else:
        names = "md" if int(pair[0]) == moment.month else "dm"
    # Two digits do not tell whether one would have a zero in front; the other number may.
    padded = all(len(run) == 2 for run in pair)
    days = [name * 2 if padded or run.startswith("0") else name for name, run in zip(names, pair, strict=True)]
    date = ["yyyy", *days] if year_first else [*days, "yyyy"]
    return [*date, "hh" if len(runs[3]) == 2 else "h", "mm", "ss"][: len(runs)] if len(runs) > 3 else date


def _literal(sign: str) -> str:
    return sign if sign == ":" else f"\\{sign}"


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _tokens(code: str) -> tuple[tuple[str, bool], ...]:
    """The parts of a date's pattern, and whether each is a name; none if it has others than this module writes."""
    tokens: list[tuple[str, bool]] = []
    position = 0
    while position < len(code):
        match = _DATE_CODE.match(code, position)
        if match is None:
            return ()
        literal, name, colon = match.groups()
        is_minute = name == "mm" and tokens[-1:] == [(":", False)]
        tokens.append((_MINUTE if is_minute else name or literal or colon, bool(name)))
        position = match.end()
    return tuple(tokens)
