"""Recognises encodings with one byte per character by the letters of the languages written in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

__all__ = ["single_byte_encoding"]

USUAL = "cp1252"
# for each group of languages: the encodings they are written in, with the lead that text in Windows-1252 has
# over text in them, and for each language its letters beyond ASCII, the most frequent first
GROUPS = (
    (
        {USUAL: 0.0, "mac-roman": 0.08, "cp858": 0.1},
        (
            "éèàêçâîôûùëïœæÿ", "üäöß", "óíáéñúü¿¡ºª", "ãçáéíóêõâúàôüºª", "èàùòéìíî", "äåöøæéü", "íáðóéúæþýö",
            "àèóéíçòúïü·", "éëïèüöáó",
        ),
    ),
    (
        {"cp1250": 0.08, "iso8859-2": 0.09, "cp852": 0.15},
        ("łąężśóćńź", "íáéěýřčšžůúňťďó", "áíéčýžšťúľôňóďäĺŕ", "áéőöíóüúű", "ăîşâţ", "čšžćđ"),
    ),
    ({"cp1254": 0.08, "cp857": 0.15}, ("ıüşçğöİâîû",)),
    ({"cp1257": 0.08}, ("ėšžąųįčūę", "āīēšūļņķžčģ", "õäöüšž")),
    (
        {
            "cp1251": 0.0, "koi8-r": 0.01, "koi8-u": 0.01, "iso8859-5": 0.03, "cp866": 0.03,
            "mac-cyrillic": 0.02,
        },
        (
            "оеаинтсрвлкдмпуяыьгзбчйхжшюцщэфёъ", "оанитревіслкдумпязьгбйчхїжцшюєщфґ",
            "аоиенртсвлдкпмузбгјчшцжхљћњфђџ", "анеіордстлвуякыьпмзбгчцшюйхжўёфэ",
        ),
    ),
    ({"cp1253": 0.0, "iso8859-7": 0.01}, ("αοιετσνηυρπκμλςωάίόγέήδώθχύβφξζψϊϋΐΰ",)),
    ({"cp1255": 0.0}, ("יוהלאמרתבשנחדקעםפטןגצסזךכץף",)),
    ({"cp1256": 0.0, "iso8859-6": 0.01}, ("اليمنروتبةدعسفهكقحجشطصخأزىضغثذئءظإؤآ",)),
)  # fmt: skip
SIGNS = "‘’“”„‚–—…•·§©®™°£€«»×²³½¼¾±µ\xa0\xad№،؟"
CURRENCIES = frozenset("€£¤")
WITHIN_WORDS = frozenset("‘’–—…·\xa0\xad")
LEAST_SCORE = 0.72  # of text in the right language and encoding
RARE = 0.5  # less for the rarest letter of a long alphabet than for its most common one
LONG_ALPHABET = 16
SIGN = 0.9  # the weight of a sign; 1 in Windows-1252
MOST_WORDS = 500  # that are looked at
HIGH_WORD = re.compile(rb"[^\s\x80-\xff]{0,20}[\x80-\xff]\S{0,20}")
HIGH = re.compile(r"[^\x00-\x7f]")
LATIN = re.compile(r"[A-Za-zªº\xc0-\u024f]")


def single_byte_encoding(sample: bytes) -> str | None:
    """The likely encoding of text in a language with an alphabet; None for what is none, as Chinese.

    >>> single_byte_encoding("Najemca płaci".encode("cp1250")), single_byte_encoding("Ключ".encode("koi8-r"))
    ('cp1250', 'koi8-r')
    """
    words = b" ".join(match[0] for match in islice(HIGH_WORD.finditer(sample), MOST_WORDS))
    best_score, best = 0.0, None
    for encodings, alphabets in GROUPS:
        for encoding, handicap in encodings.items():
            score = _score(words.decode(encoding, "replace"), alphabets, is_usual=encoding == USUAL)
            if score >= LEAST_SCORE and score - handicap > best_score:
                best_score, best = score - handicap, encoding
    return best


def _score(text: str, alphabets: tuple[str, ...], *, is_usual: bool) -> float:
    """How well the characters beyond ASCII fit the best of the alphabets, from 0 to 1."""
    found = Counter(_letters(text))
    if not is_usual and not any(map(str.isalpha, found)):
        return 0.0
    return max(
        sum(weights.get(letter, 0.0) * count for letter, count in found.items()) / max(1, found.total())
        for weights in (_weights(alphabet, 1.0 if is_usual else SIGN) for alphabet in alphabets)
    )


@cache
def _weights(alphabet: str, sign: float) -> dict[str, float]:
    length = max(LONG_ALPHABET, len(alphabet))
    letters = {letter: 1 - RARE * rank / length for rank, letter in enumerate(alphabet)}
    return dict.fromkeys(SIGNS, sign) | letters


def _letters(text: str) -> Iterator[str]:
    """All characters beyond ASCII, in lower case; "" for one that cannot stand where it does."""
    for match in HIGH.finditer(text):
        at, character = match.start(), match[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if character.isalpha():
            is_foreign = not LATIN.match(character) and bool(LATIN.match(before) or LATIN.match(after))
            is_odd = is_foreign or (character.isupper() and before.islower())
        elif character in CURRENCIES:
            is_odd = before.isalpha() or after.isalpha()
        else:
            is_odd = before.isalpha() and after.isalpha() and character not in WITHIN_WORDS
        yield "" if is_odd else character if character == "İ" else character.lower()
