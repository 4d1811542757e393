"""Detects the encoding of a text file: by its byte order mark, or by its content, which is then reported."""

from __future__ import annotations

import codecs
import re

from longdoc.documents.text.alphabets import single_byte_encoding
from longdoc.documents.text.east_asian import decode_jis, east_asian_encoding
from longdoc.plurals import counted

__all__ = ["decode", "decode_as_declared", "decode_declared", "wide_encoding"]

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
BOM_AS_LETTERS = "\u00ef\u00bb\u00bf"  # of UTF-8, read as Latin-1 and written as UTF-8
# Python codecs that no document uses: two take quadratic time, some produce surrogates.
NO_CHARSETS = (
    "idna",
    "punycode",
    "undefined",
    "unicode-escape",
    "raw-unicode-escape",
    "utf-7",
    "mbcs",
    "oem",
)
# the larger sets that are meant by these names, as browsers read them
LARGER = {
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
# names that Python does not know, without "x-"
NAMES = {
    "sjis": "cp932", "windows-31j": "cp932", "windows-949": "cp949", "ksc5601": "cp949",
    "ks_c_5601": "cp949", "ks_c_5601-1989": "cp949", "windows-936": "gb18030", "gb_2312-80": "gb18030",
    "windows-874": "cp874", "dos-874": "cp874", "koi": "koi8-r",
    "koi8": "koi8-r", "koi8-ru": "koi8-u", "iso-8859-8-i": "iso8859-8", "logical": "iso8859-8",
    "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8",
    "utf8x": "utf-8", "ansinew": "cp1252", "applemac": "mac-roman", "macce": "mac-latin2",
}  # fmt: skip
JIS = "iso2022_jp"
MULTI_BYTE = frozenset(
    (
        "gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp",
        "euc_kr", "cp949", "johab", "iso2022_jp", "iso2022_kr",
    )
)  # fmt: skip
# EBCDIC, in which no text file is, and what would have a byte order mark or zero bytes
NO_GUESSES = (
    "cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140", "hp_roman8", "utf_7", "utf_16",
    "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le",
)  # fmt: skip
FEW_CHARS = 4
MOST_LOST = 0.01  # of the bytes beyond ASCII, in text in the encoding that it declares
SAMPLE_BYTES = 1 << 16
MIXED = "longdoc.cp1252"
UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")  # in Windows-1252
HIGH = re.compile(rb"[\x80-\xff]")
ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
GB_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]")
KANA = re.compile("[\u3040-\u30ff]")
ESCAPE = re.compile(rb"\x1b\$(?:[@B]|\)C|\(D)")
HZ_RUN = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")
LEAST_HZ = 0.2  # of the bytes
GB_USUAL = re.compile("[的一是不在人有了和为中上年大同合方条应当第]|[，。、；：]")
USUAL = re.compile(
    "[\t-\r -~\xa0-\u024f\u0370-\u137f\u1780-\u17ff\u1e00-\u1fff\u2010-\u2044\u20ac"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
ASCII = re.compile("[\t-\r -~]")
NARROW, LEAST_NARROW = re.compile(rb"[\t-\r -~]"), 16
WIDE_PART = re.compile(rb"(?:[\t-\xff]\x00){8,}")  # as PowerShell appends to files
WESTERN = frozenset(
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþßÿœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝÞßŒŠŽ€‘’“”„‚–—…•·§©®™°±²³¹£¥¢«»¿¡ºª¼½¾×÷´¶\xa0\xad"
)


def decode_as_declared(data: bytes, charset: str) -> str | None:
    """The text in the declared encoding; None if that is unknown or the bytes are invalid in it.

    Latin-1, GB 2312, Shift JIS and the like are read as the larger sets that programs mean by them, and what
    declares another encoding but is UTF-8 throughout as UTF-8.
    """
    name = _codec(charset)
    if name is None:
        return None
    if not name.startswith("utf") and _is_utf8(data, single_byte=name not in MULTI_BYTE):
        return data.decode()
    try:
        if name == JIS:
            text = _strictly(data, "iso2022-jp-ext")
            return decode_jis(data) if text is None else text
        return data.decode(LARGER.get(name, name))
    except (LookupError, ValueError):  # names of encodings hold anything as well
        return None


def decode_declared(data: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    """The text in the encoding that it declares in letters of ASCII, by its content if that is not true."""
    name = _codec(charset)
    has_bom = any(data.startswith(bom) for bom, _ in BOMS)
    if has_bom or name is None or name.startswith("utf"):  # UTF-16 cannot be declared in ASCII
        return decode(data, says_utf8=name is not None)
    text, notices = _decode_declared(data, charset, name)
    return _in_lines(text), notices


def _decode_declared(data: bytes, charset: str, name: str) -> tuple[str, tuple[str, ...]]:
    if _is_utf8(data, single_byte=name not in MULTI_BYTE):
        return data.decode(), (f"it declares {charset.upper()}, but is UTF-8, and was read so",)
    if (text := decode_as_declared(data, charset)) is not None:
        return text, ()
    text, told = _decode_as(data, LARGER.get(name, name), guessed=False)
    lost = text.count("\ufffd")
    return (text, told) if lost <= 1 + MOST_LOST * len(HIGH.findall(data)) else _decode(data, False)


def _codec(charset: str) -> str | None:
    """The name of the codec for an encoding; None if there is none for documents."""
    try:
        name = codecs.lookup(_known(charset)).name
        " ".encode(name)
    except (LookupError, ValueError):  # "hex" and "base64" are codecs, but of bytes
        return None
    return None if name.replace("_", "-") in NO_CHARSETS else name


def _is_utf8(data: bytes, *, single_byte: bool) -> bool:
    """Whether text is UTF-8 that cannot be by chance, as a few characters of two bytes can."""
    if data.isascii() or (text := _strictly(data, "utf-8")) is None:
        return False
    beyond = [char for char in text[:SAMPLE_BYTES] if char > "\x7f"]
    return single_byte or len(beyond) >= FEW_CHARS or any(char > "\u07ff" for char in beyond)


def _known(charset: str) -> str:
    """The name by which Python knows an encoding, if it does."""
    name = charset.strip().lower().removeprefix("x-")
    name = re.sub(r"^(?:win|windows|cp)[-_]?(125\d)$", r"cp\1", name)
    return NAMES.get(name, name)


def decode(data: bytes, *, says_utf8: bool = False) -> tuple[str, tuple[str, ...]]:
    """The text with "\\n" for all line breaks, and a notice if its encoding was guessed or invalid.

    Args:
        says_utf8: the file declares UTF-8, so that a few invalid bytes must have come in later.
    """
    text, notices = _decode(data, says_utf8)
    return _in_lines(text), notices


def _in_lines(text: str) -> str:
    text = text.removeprefix(BOM_AS_LETTERS)
    text = text.replace("\r\r\n", "\n") if "\r\r\n" in text else text  # as programs write by mistake
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ").replace("\ufeff", "")


def _decode(data: bytes, says_utf8: bool) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            rest = data[len(bom) :]
            is_utf8 = encoding == "utf-8"
            return _decode(rest, True) if is_utf8 else _decode_as(rest, encoding, guessed=False)
    if b"\x00" in data and (wide_at := _wide_end(data)):
        begin, notices = _decode(data[:wide_at], says_utf8)
        end = data[wide_at:].decode("utf-16-le", "replace")
        return begin + end, (*notices, "its end is in UTF-16, and was read so")
    if b"\x00" in data[:SAMPLE_BYTES] and (wide := wide_encoding(data[:SAMPLE_BYTES])):
        return _decode_as(data, wide, guessed=True)
    if (escaped := _escaped_encoding(data)) and (text := decode_as_declared(data, escaped)) is not None:
        return text, (f"the encoding is not given; it was read as {escaped.upper()}",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        if _is_mostly_utf8(data, says_utf8):
            return _decode_mixed(data, guessed=False)
    encoding = _guess(data)
    if encoding in ("cp1252", "latin-1"):
        return _decode_mixed(data, guessed=not says_utf8)
    return _decode_as(data, encoding, guessed=True)


def _wide_end(data: bytes) -> int:
    """Where UTF-16 begins that was appended to text of one byte a character; 0 for other data."""
    begun = WIDE_PART.search(data)
    at = begun.start() if begun else 0
    head = data[:at][:SAMPLE_BYTES]
    if len(head) < LEAST_NARROW or len(NARROW.findall(head)) < 0.8 * len(head):
        return 0
    return at if _likeness(data[at:][:SAMPLE_BYTES], "utf-16-le") >= 0.9 else 0


def _decode_as(data: bytes, encoding: str, *, guessed: bool) -> tuple[str, tuple[str, ...]]:
    notices = (f"the encoding is not given; it was read as {encoding.upper()}",) if guessed else ()
    try:
        return data.decode(encoding), notices
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        places = counted(lost, "place is", "places are")
        shown = "is" if lost == 1 else "are"
        return text, (*notices, f"{places} not valid {encoding.upper()} and {shown} shown as \ufffd")


def _decode_mixed(data: bytes, *, guessed: bool) -> tuple[str, tuple[str, ...]]:
    """Text that mixes UTF-8 with Windows-1252, as in files that were pieced together."""
    codecs.register_error(MIXED, _as_western_only if guessed else _as_western)
    text = data.decode("utf-8", MIXED)
    if guessed and len(text) == len(data):  # no stretch of UTF-8 in it
        return text, ("the encoding is not given; it was read as CP1252",)
    return text, ("what is not valid UTF-8 in it was read as CP1252",)


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Decode an invalid byte as Windows-1252; a truncated character becomes \ufffd."""
    assert isinstance(error, UnicodeDecodeError)
    if error.end == len(error.object) and error.reason == "unexpected end of data":
        return "\ufffd", error.end
    return _as_western_only(error)


def _as_western_only(error: UnicodeError) -> tuple[str, int]:
    """Decode an invalid byte as Windows-1252, or as Latin-1 where that has no character."""
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252") if UNDEFINED.isdisjoint(bad) else bad.decode("latin-1"), error.end


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, by the positions of zero bytes; None for other data."""
    if len(head) < 8:
        return None
    shares = [head[phase::4].count(0) / len(head[phase::4]) for phase in range(4)]
    if min(shares[2:]) > 0.9 and shares[0] < 0.1:
        return "utf-32-le"
    if min(shares[:2]) > 0.9 and shares[3] < 0.1:
        return "utf-32-be"
    scores = {encoding: _likeness(head, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= 0.9 else None


def _likeness(head: bytes, encoding: str) -> float:
    """How much these bytes look like UTF-16 text: common characters, with ASCII weighted 1.5."""
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return (len(USUAL.findall(text)) + 0.5 * len(ASCII.findall(text))) / len(text)


def _escaped_encoding(data: bytes) -> str:
    """The encoding of 7-bit Asian text, by its escape sequences; "" for other data."""
    if match := ESCAPE.search(data):
        return "iso2022-kr" if match[0] == b"\x1b$)C" else "iso-2022-jp"
    runs = sum(len(match[0]) for match in HZ_RUN.finditer(data[:SAMPLE_BYTES]))
    return "hz" if runs > LEAST_HZ * len(data[:SAMPLE_BYTES]) else ""


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_mostly_utf8(data: bytes, says_utf8: bool) -> bool:
    """Whether the data are UTF-8 with a few invalid bytes: truncated or pieced together."""
    sample = data[: 16 * SAMPLE_BYTES]
    text = sample.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    valid = sum(char > "\x7f" for char in text) - lost
    return valid > 2 * lost or (says_utf8 and valid >= lost)


def _guess(data: bytes) -> str:
    """The most likely encoding of text that is not UTF-8."""
    first = HIGH.search(data)
    sample = data[max(0, first.start() - 1000) if first else 0 :][:SAMPLE_BYTES]
    high = len(HIGH.findall(sample))
    if len(ALONE.findall(sample)) * 2 > high:
        encoding = single_byte_encoding(sample)
        if encoding and encoding != "cp1252":
            return encoding
        accents = sample.decode("cp1252", "replace")
        known = sum(char in WESTERN for char in accents if char > "\x7f")
        if known * 10 >= 9 * high - 10 * sample.count(b"\xa4"):
            if b"\xa4" in sample and not re.search(rb"[\x80-\x9f]", data):
                return "iso-8859-15"  # in which it is the sign of the euro; nobody writes "¤"
            return "cp1252" if re.search(rb"[\x80-\x9f]", data) else "latin-1"
    elif encoding := east_asian_encoding(sample):
        return encoding
    elif _looks_gb(sample, high):
        # both put kana at the same codes, and only one has use for them
        kana = len(KANA.findall(sample.decode("gb18030", "replace")))
        japanese = kana * 20 > high and _strictly(data, "euc-jp") is not None
        return "euc-jp" if japanese else "gb18030"
    elif encoding := single_byte_encoding(sample):
        return encoding
    return east_asian_encoding(sample) or _detected(sample)


def _looks_gb(sample: bytes, high: int) -> bool:
    text = GB_PAIR.sub(b"", sample)
    if len(HIGH.findall(text)) * 20 > high:
        return False
    chinese = sample.decode("gb18030", "replace")
    usual = len(GB_USUAL.findall(chinese))
    return usual * 20 > sum(char > "\x7f" for char in chinese)


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=[*NO_GUESSES]).best()
    return best.encoding.replace("_", "-") if best else "cp1252"
