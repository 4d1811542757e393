"""Where a draft quotes: marks of all kinds, nested and over paragraphs, and what is no quotation."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.tasks.verify.marks import marked_quotations


def quoted(text: str) -> list[str]:
    found = list(marked_quotations(text))
    for span, inner in found:
        assert "\n\n" in inner or text[span.start : span.end] == inner
    return [inner for _, inner in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “all rights are kept” and left.", ["all rights are kept"]),
        ('He said "all rights are kept" and left.', ["all rights are kept"]),
        ("Er sagte: „Alles bleibt so.“ Dann ging er.", ["Alles bleibt so."]),
        ("Er sagte: »Alles bleibt so.« Dann ging er.", ["Alles bleibt so."]),
        ('Er sagte: „Alles bleibt so." Dann „Nein." Und ging.', ["Alles bleibt so.", "Nein."]),
        ('Er sagte: „Der "alte" Satz bleibt so.“ Dann ging er.', ['Der "alte" Satz bleibt so.']),
        ("Hon sade »Allt blir så.» Sedan »Nej.» Och gick.", ["Allt blir så.", "Nej."]),
        ("He said 〝All stays so.〟 Then ❝Well, yes.❞", ["All stays so.", "Well, yes."]),
        ("他说：＂一切照旧。＂然后走了。", ["一切照旧。"]),
        ("Il dit : « Tout reste ainsi. » Puis il part.", [" Tout reste ainsi. "]),
        ("合同规定：“供水单位应当提交报告。”", ["供水单位应当提交报告。"]),
        ("他说「供水单位应当提交报告」。", ["供水单位应当提交报告"]),
        ('她写道"供水单位应当提交报告"。', ["供水单位应当提交报告"]),
        ("He wrote ‘the Supplier’s duty remains’ there.", ["the Supplier’s duty remains"]),
        ("“One says ‘no change’ here,” he said.", ["One says ‘no change’ here,"]),
        ("“First paragraph.\n\n“Second paragraph.” End.", ["First paragraph.\n\nSecond paragraph."]),
        ("Don't say it's the parties' fault; the '90s are over.", []),
        ('A 5" pipe and a 6" pipe.', []),
        ("“Never closed.\n\nAnother paragraph.", []),
    ],
)
def test_quotations_are_found_with_their_text(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize("unit", ["“", "“a", '"a ', "“a\n\n", "“a\n\n" * 1_400 + "x\n\n”"])
def test_marks_that_nothing_closes_take_no_longer_than_others(unit):
    text = unit * (100_000 // len(unit))
    begun = process_time()
    list(marked_quotations(text))
    assert process_time() - begun < 10  # linear: 0.2 s; quadratic: minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He wrote ``all rights are kept'' there.", ["all rights are kept"]),
        ("``One says ``no change'' here,'' he said.", ["no change"]),
        ("It is ``kept for\nten years''.", ["kept for\nten years"]),
        ("Call ``verify`` and ``parse``; the parties' fault, 5'' wide.", []),
        ("``Never closed.\n\nAnother paragraph''.", []),
    ],
)
def test_the_quotation_marks_of_tex_are_found_and_code_is_not(text, expected):
    assert quoted(text) == expected
