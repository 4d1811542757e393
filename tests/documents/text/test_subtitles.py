"""Subtitles: every voice speaks, no words are lost after a blank line, and nothing rolls up twice."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source


def read(text: str, name: str) -> Extract:
    return read_source(Source(text.encode(), name))


def cue(start: int, words: str, name: str = "") -> str:
    return f"{name}00:0{start}.000 --> 00:0{start + 1}.000\n{words}\n\n"


def captions(*cues: str) -> str:
    return read("WEBVTT\n\n" + "".join(cues), "x.vtt").text


def test_two_who_say_the_same_both_say_it() -> None:
    assert captions(cue(1, "<v Bo Ray>Yes."), cue(2, "<v Cy Day>Yes.")) == "Bo Ray: Yes.\n\nCy Day: Yes."
    assert captions(cue(1, "Bo Ray:\nYes."), cue(2, "Cy Day:\nYes.")) == "Bo Ray: Yes. Cy Day: Yes."


@pytest.mark.parametrize(
    ("second", "text"),
    [(cue(2, "No.\nNever."), "No. Never."), (cue(3, "No.\nNever."), "No. No. Never.")],
)
def test_lines_are_repeats_only_in_the_very_next_moment(second: str, text: str) -> None:
    assert captions(cue(1, "No."), second) == text


@pytest.mark.parametrize(
    "words",
    [
        "<v Ann Lee>It is settled.\n<v Bo Ray>I object.",
        "<v Ann Lee>It is settled.</v> <v.loud Bo Ray>I object.</v>",
        "- <v Ann Lee>It is\nsettled.\n- <v Bo Ray>I object.",
    ],
)
def test_a_cue_of_two_voices_is_two_speeches(words: str) -> None:
    assert captions(cue(1, words)) == "Ann Lee: It is settled.\n\nBo Ray: I object."


def test_text_after_a_blank_line_belongs_to_the_cue() -> None:
    cues = cue(1, "In May\n\nof\n1984", "1\n") + cue(2, "it rained.", "2\n")
    assert read(cues, "x.srt").text == "In May of 1984 it rained."


def test_names_of_cues_and_remarks_are_no_words_of_them() -> None:
    remark = "NOTE\n00:05.000 --> 00:06.000\nnot said\n\n"
    first, second = cue(1, "In May", "opening\n"), cue(2, "it\n\nrained", "the rain\n")
    text = captions(first, remark, second, "STYLE\n::cue {}\n\n", cue(3, "NOTE that.", "3\n"))
    assert text == "In May it rained NOTE that."


def test_a_damaged_timing_ends_a_cue() -> None:
    damaged = "2\n00:0 --> 00:03,000\nlost\n\n"
    cues = cue(1, "In May", "1\n") + damaged + cue(3, "it rained.", "3\n")
    assert read(cues, "x.srt").text == "In May it rained."


def test_the_last_words_of_a_cue_without_a_number_are_kept_whatever_they_are() -> None:
    cues = ["0:00:01.000,0:00:02.000\nHow many?\n42", "0:00:02.000,0:00:03.000\nRight."]
    assert read("\n\n".join(cues), "x.sbv").text == "How many? 42 Right."


def test_speakers_with_a_dash_speak_apart() -> None:
    cues = cue(1, "- Who pays?\n- The\ntenant.", "1\n") + cue(2, "The rent is\n-5 pounds.", "2\n")
    assert read(cues, "x.srt").text == "- Who pays?\n- The tenant.\n\nThe rent is -5 pounds."


def test_a_speaker_who_is_named_again_goes_on() -> None:
    cues = (
        cue(1, "SPEAKER_00: It is", "1\n")
        + cue(2, "SPEAKER_00: five.", "2\n")
        + cue(3, "BO (V.O.): No.", "3\n")
    )
    assert read(cues, "x.srt").text == "SPEAKER_00: It is five.\n\nBO (V.O.): No."


def test_chinese_cues_are_joined_without_blanks() -> None:
    cues = cue(1, "租金是\n四千五百", "1\n") + cue(2, "元。", "2\n")
    assert read(cues, "x.srt").text == "租金是四千五百元。"


def test_scripts_of_substation_alpha_are_read_by_their_time() -> None:
    script = """[Script Info]
Title: Walk
[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,Not said
Dialogue: 0,0:00:05.00,0:00:06.00,Default,Bo,0,0,0,,Yes, at noon.
Dialogue: 0,0:00:01.00,0:00:03.00,Default,Ann,0,0,0,,{\\i1}Shall we{\\i0}\\Nwalk?
Dialogue: 0,0:00:01.00,0:00:09.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}
"""
    extract = read_source(Source(script.encode(), "walk.ass"))
    assert extract.text == "Ann: Shall we walk?\n\nBo: Yes, at noon."
    assert [page.label for page in extract.pages] == ["0:00:01", "0:00:05"]
