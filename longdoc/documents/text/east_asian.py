"""Recognises encodings of Chinese, Japanese and Korean by frequent characters; decodes ISO-2022-JP."""

from __future__ import annotations

import re

__all__ = ["decode_jis", "east_asian_encoding"]

KANA = "".join(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC)))
MARKS = "，。、：；！？（）「」『』《》“”・"
FREQUENT = (
    (
        "gb18030",
        "的一是不在人有了和为中上年大同合方条应当第个我他这来到时地们要就出会可也你对生能而子那得于着下自之国经"
        "日月公司元者或期本由交如过发后作里用道行所然家种事成票议内租金先",
    ),
    (
        "big5hkscs",
        "的一是不在人有了和為中上年大同合方條應當第個我他這來到時地們要就出會可也你對生能而子那得於著下自之國經"
        "日月公司元者或期本由交如過發後作裡用道行所然家種事成票議內租金先",
    ),
    ("cp932", f"{KANA}日一人年会大月本中国時上間分事者社業合行所手後家場東京名部長定金契約書市県区"),
    ("euc-jp", f"{KANA}日一人年会大月本中国時上間分事者社業合行所手後家場東京名部長定金契約書市県区"),
    (
        "cp949",
        "이다는에의을를가고하은로한사기지도서해자대인어정일시아나제보수부리그과장전스위원들게년월있습니까조동주만"
        "으여성공구학세비상계약",
    ),
)
# a stretch of ISO-2022-JP: characters of two bytes, half-width kana, or characters of a supplement
STRETCH = re.compile(
    rb"\x1b(?:\$[@B](?P<pairs>[!-~\s]*)|\(I(?P<kana>[!-_\s]*)|(?P<more>\$\(D[!-~\s]*)|\([BJ])"
)
PAIR = re.compile(rb"([!-~])([!-~])")
LEAST_SHARE = 0.25  # of the characters beyond ASCII are frequent ones
MOST_LOST = 0.02  # of them are invalid


def east_asian_encoding(sample: bytes) -> str | None:
    """The encoding of Chinese, Japanese or Korean text; None for other text.

    >>> east_asian_encoding("鑰匙在辦公室".encode("big5")), east_asian_encoding("鍵は受付".encode("euc-jp"))
    ('big5hkscs', 'euc-jp')
    """
    best_share, best = LEAST_SHARE, None
    for encoding, frequent in FREQUENT:
        text = [char for char in sample.decode(encoding, "replace") if char > "\x7f"]
        counted = frozenset(frequent + MARKS)
        share = sum(map(counted.__contains__, text)) / max(1, len(text))
        if share > best_share and text.count("\ufffd") <= 1 + MOST_LOST * len(text):
            best_share, best = share, encoding
    return best


def decode_jis(data: bytes) -> str:
    """Text in ISO-2022-JP, with the characters beyond JIS X 0208 that mail programs write as well: "①", "㈱".

    Raises:
        UnicodeDecodeError: it is none.

    >>> decode_jis(b"No. \\x1b$B-!\\x1b(B!")
    'No. ①!'
    """
    return STRETCH.sub(_as_shift_jis, data).decode("cp932")


def _as_shift_jis(match: re.Match[bytes]) -> bytes:
    if match["more"] is not None:
        more = (b"\x1b" + match["more"] + b"\x1b(B").decode("iso2022-jp-ext")
        return more.encode("cp932", "replace")
    if match["kana"] is not None:
        return bytes(byte | 0x80 if byte > 0x20 else byte for byte in match["kana"])
    return PAIR.sub(_pair_as_shift_jis, match["pairs"] or b"")


def _pair_as_shift_jis(match: re.Match[bytes]) -> bytes:
    row, cell = match[1][0] - 0x21, match[2][0]
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    return bytes((lead, cell + 0x7E if row % 2 else cell + (0x1F if cell < 0x60 else 0x20)))
