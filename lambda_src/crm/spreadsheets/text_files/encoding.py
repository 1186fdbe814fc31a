"""Finds the encoding of a text file: by byte order mark, then UTF-8, then the encoding that explains the bytes best.

charset-normalizer is not asked: `encoding_scores` says why.
"""

from __future__ import annotations

import codecs
from typing import BinaryIO, NamedTuple

from crm.sentences import Sentence
from crm.spreadsheets.rejections import rejection

_BLOCK = 1 << 15
"""Bytes that are read at a time: few enough that the allocator uses the same memory for every block."""
_SAMPLE = 1 << 16
"""Bytes from the beginning of a file by which its encoding is first judged."""
_HOPELESS = -0.35
"""Score below which not even the best candidate makes sense of the bytes."""
_MOST_ODD = 0.01
"""Share of characters that no text has, up to which bytes are text: a stray one happens."""
_FEW_CONTROLS = 2
"""Control characters that a short text may have beyond that share."""
_FEWEST_PLAIN = 0.02
"""Share of delimiters, line ends, digits and letters in any table, CJK ones included."""
_ZEROS_OF_WIDE = 0.25
"""Share of zero bytes in a text whose characters may have two or four bytes each."""
_PRINTABLE = 0.9
"""Share of printable bytes among the others that makes fewer zero bytes stray ones, in a text of one byte a
character."""
_RIGHT_FOR_WRONG = 10
"""A file is UTF-8 with some foreign bytes pasted into it when it has at least this many valid characters outside ASCII
for each invalid one."""
_ERRORS_UNDER_MARK = 1000
"""A file that begins with the byte order mark of UTF-8 is UTF-8 as long as it has fewer invalid bytes than this."""
_HOPELESS_ERRORS = 10_000
"""Errors, when there are fewer right characters, after which counting stops."""
# How the decoder treats bytes that do not fit: see `_fallback`.
ERRORS = "crm-fallback"

_BINARY_BYTES = bytes(range(9)) + bytes(range(0x0E, 0x1B)) + b"\x7f"


class Encoding(NamedTuple):
    """The decided encoding.

    Args:
        name: as shown to the user and as Python knows it.
        skip: bytes at the beginning that are no text (a byte order mark that the codec does not eat).
        note: what the user should know if something was uncertain.
    """

    name: str
    skip: int = 0
    note: str | None = None


def _fallback(error: UnicodeError) -> tuple[str, int]:
    """Decodes a byte that does not fit: as Western European in UTF-8, else as U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    if error.encoding.replace("-", "").lower() in ("utf8", "utf8sig"):
        return bad.decode("cp1252", "replace"), error.end
    return "\ufffd", error.end


codecs.register_error(ERRORS, _fallback)


def find_encoding(path: str) -> Encoding:
    """The encoding of a text file.

    Raises:
        SpreadsheetRejected: not_a_spreadsheet if the bytes are no text, encoding if nothing makes sense of them.
    """
    with open(path, "rb") as file:  # noqa: PTH123  (pathlib costs the child process 7 ms)
        head = file.read(_SAMPLE)
        marked = _by_mark(head)
        if marked and (marked.name != "utf-8-sig" or _utf8_errors(file)[0] == 0):
            return marked
        if b"\0" in head and (wide := _wide(head)):
            return wide
        _reject_binary(head)
        skip = 3 if marked else 0
        errors, good = _utf8_errors(file)
        if not errors:
            return Encoding("iso2022_jp") if b"\x1b$" in head else Encoding("utf-8")
        if good >= _RIGHT_FOR_WRONG * errors or (marked and errors < _ERRORS_UNDER_MARK):
            return Encoding("utf-8", skip, f"{errors} characters were not UTF-8 and were read as Western European")
        return _legacy(file, skip)


def _by_mark(head: bytes) -> Encoding | None:
    if head.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig")
    if head.startswith(codecs.BOM_UTF32_LE) and _reads(head, "utf-32"):
        return Encoding("utf-32")
    if head.startswith(codecs.BOM_UTF32_BE):
        return Encoding("utf-32")
    for mark, wide in ((codecs.BOM_UTF16_LE, "utf-32-le"), (codecs.BOM_UTF16_BE, "utf-32-be")):
        if head.startswith(mark):
            # A mark of two bytes before characters of four.
            if _reads(head[2:], wide):
                return Encoding(wide, 2)
            return Encoding("utf-16")
    return None


def _reads(data: bytes, codec: str) -> bool:
    """Whether the bytes decode without error to characters that occur in text."""
    unit = 4 if "32" in codec else 2
    data = data[: len(data) // unit * unit]
    try:
        text = codecs.getincrementaldecoder(codec)("strict").decode(data)
    except UnicodeDecodeError:
        return False
    odd = sum(1 for char in text if (char < " " and char not in "\t\r\n\f\v") or "\ue000" <= char <= "\uf8ff")
    plain = sum(1 for char in text if char in "\t\r\n,;|" or "0" <= char <= "z")
    return bool(text) and odd <= _MOST_ODD * len(text) and plain >= _FEWEST_PLAIN * len(text)


def _wide(head: bytes) -> Encoding | None:
    """Recognizes characters of two or four bytes without a mark by their zero bytes."""
    rest = head.replace(b"\0", b"")
    printable = len(rest.translate(None, bytes(range(9)) + bytes(range(0x0E, 0x20)) + bytes(range(0x7F, 0x100))))
    if len(head) - len(rest) < _ZEROS_OF_WIDE * len(head) and printable >= _PRINTABLE * len(rest):
        return None
    for codec in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        if _reads(head, codec):
            return Encoding(codec)
    return None


def _reject_binary(head: bytes) -> None:
    control = len(head) - len(head.translate(None, _BINARY_BYTES))
    if control > _FEW_CONTROLS and control > _MOST_ODD * len(head):
        raise rejection("not_a_spreadsheet")


def _utf8_errors(file: BinaryIO) -> tuple[int, int]:
    """Counts bytes that are not UTF-8 and, if there are any, characters outside ASCII that are, in the whole file."""
    if _is_utf8(file):
        return 0, 0
    errors = 0
    good = 0

    def count(error: UnicodeError) -> tuple[str, int]:
        nonlocal errors
        errors += 1
        return "", error.end if isinstance(error, UnicodeDecodeError) else 0

    codecs.register_error("crm-count", count)
    decoder = codecs.getincrementaldecoder("utf-8")("crm-count")
    file.seek(0)
    while block := file.read(_BLOCK):
        text = decoder.decode(block)
        if not text.isascii():
            good += len(text) - len(text.encode("ascii", "ignore"))
        if errors > _HOPELESS_ERRORS and errors > good:
            return errors, good
    decoder.decode(b"", final=True)
    return errors, good


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    file.seek(0)
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sample(file: BinaryIO, skip: int) -> bytes:
    """Lines with bytes outside ASCII, from the whole file if they are rare."""
    file.seek(skip)
    parts: list[bytes] = []
    size = 0
    for line in file:
        if not line.isascii():
            parts.append(line[:4096])
            size += len(parts[-1])
            if size >= _SAMPLE // 4:
                break
    return b"".join(parts)


def _legacy(file: BinaryIO, skip: int) -> Encoding:
    from crm.spreadsheets.text_files.encoding_hints import HINT_WEIGHT, hinted, is_hungarian, is_italian
    from crm.spreadsheets.text_files.encoding_scores import SCORES

    sample = _sample(file, skip)
    file.seek(0)
    likely = hinted(file.read(_SAMPLE))
    ranked: list[tuple[float, str]] = []
    for codec, (prior, score) in SCORES.items():
        text = _decoded(sample, codec)
        if text is not None:
            ranked.append((score(text) + prior + (HINT_WEIGHT if codec in likely else 0.0), codec))
    if not ranked:
        return Encoding(
            "latin-1", skip, "the characters could not be made out surely; they were read as Western European"
        )
    best, codec = max(ranked, key=lambda pair: pair[0])
    if best < _HOPELESS:
        raise rejection("encoding")
    western = sample.decode("cp1252", "replace")
    if codec == "cp1252" and is_hungarian(western):
        codec = "cp1250"
    elif codec in ("cp1250", "iso8859_2") and is_italian(western):
        codec = "cp1252"
    return _confirmed(file, codec, skip)


def _decoded(sample: bytes, codec: str) -> str | None:
    """The sample as text; None if the codec does not fit. The last line may end inside a character."""
    for cut in (0, 1, 2, 3):
        try:
            return sample[: len(sample) - cut].decode(codec)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                return None
    return None


def _confirmed(file: BinaryIO, codec: str, skip: int) -> Encoding:
    """Names the encoding as narrowly as the whole file allows, and notes how many characters do not fit."""
    wrong = _errors(file, codec, skip)
    name = codec
    if codec == "cp1252" and not _has_c1(file):
        name = "latin-1"
    elif codec == "cp949" and not _errors(file, "euc_kr", skip):
        name = "euc_kr"
    elif codec == "big5" and wrong and _errors(file, "big5hkscs", skip) < wrong:
        name, wrong = "big5hkscs", _errors(file, "big5hkscs", skip)
    note = Sentence("unreadCharacters", count=wrong) if wrong else None
    return Encoding(name, skip, note)


def _errors(file: BinaryIO, codec: str, skip: int) -> int:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    file.seek(skip)
    wrong = 0
    while block := file.read(_BLOCK):
        wrong += decoder.decode(block).count("\ufffd")
    return wrong


def _has_c1(file: BinaryIO) -> bool:
    c1 = bytes(range(0x80, 0xA0))
    file.seek(0)
    while block := file.read(_BLOCK):
        if len(block.translate(None, c1)) != len(block):
            return True
    return False
