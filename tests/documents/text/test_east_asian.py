"""Text in the encodings of China, Japan and Korea, without a declaration."""

from __future__ import annotations

import pytest

from longdoc.documents.text.encodings import decode, decode_as_declared


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("鑰匙在辦公室。會議記錄", "big5"),
        ("会议记录", "gb18030"),
        ("家賃は月額9万円である", "euc-jp"),
        ("東京都千代田区", "euc-jp"),
        ("契約は2031年12月31日に終了する。鍵は㈱髙田が①保管する。", "cp932"),
        ("열쇠는 사무실에 있습니다. 월세는 90만 원이다.", "cp949"),
        ("ﾃｽﾄ会社の請求書", "cp932"),
    ],
)
def test_short_text_is_read_in_the_encoding_of_its_language(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_characters_that_mail_programs_add_to_iso_2022_jp_are_read() -> None:
    written = b"\x1b$B-!\x1b(B \x1b$B-j\x1b(B \x1b(I6E\x1b(B \x1b$B4c\x1b(B"
    assert decode(written) == ("① ㈱ ｶﾅ 眼", ("the encoding is not given; it was read as ISO-2022-JP",))
    assert decode_as_declared(written, "iso-2022-jp") == "① ㈱ ｶﾅ 眼"
