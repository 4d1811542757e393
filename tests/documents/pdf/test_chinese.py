"""Chinese in PDFs: characters set wide by justification, and titles of two lines."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.pdf.letters import set_wide
from longdoc.documents.pdf.reader import read_pdf
from longdoc.documents.pdf.vertical import columns_turned
from longdoc.documents.pdf.words import Word

SIZE = 10.0


def set_apart(texts: list[str], gap: float) -> list[Word]:
    """Words on one line, with equal gaps between them, in font sizes."""
    words, x = [], 72.0
    for text in texts:
        edges = [x + SIZE * n for n in range(len(text) + 1)]
        words.append(Word(text, edges[0], edges[-1], 700.0, SIZE, False, 0, 698.0, 708.0, edges))
        x = edges[-1] + gap * SIZE
    return words


def test_characters_of_a_justified_line_are_no_words() -> None:
    assert set_wide(set_apart(list("包含图像的数据"), 0.24)) == {1, 2, 3, 4, 5, 6}


def test_names_side_by_side_stay_apart() -> None:
    assert set_wide(set_apart(["王小明", "陈大文", "赵敏敏", "李思思"], 0.5)) == set()
    assert set_wide(set_apart(["是", "否"], 0.5)) == set()
    assert set_wide(set_apart(list("日一二三四五六"), 1.2)) == set()


def test_the_lines_of_a_title_are_joined_without_a_blank() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("STSong-Light", 22)
    canvas.drawString(72, 760, "基于多尺度注意力机制的水")
    canvas.drawString(72, 730, "稻病害识别方法")
    canvas.setFont("STSong-Light", 10)
    for n in range(8):
        canvas.drawString(
            72, 690 - 14 * n, "水稻是我国最重要的粮食作物之一，病害每年造成的减产约占总产量的一成。"
        )
    canvas.save()
    assert read_pdf(file.getvalue()).title == "基于多尺度注意力机制的水稻病害识别方法"


def test_vertical_columns_are_read_from_right_to_left() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("STSong-Light", 14)
    columns = ["庆历四年春滕子京谪守巴陵", "郡越明年政通人和百废具兴", "乃重修岳阳楼增其旧制"]
    for at, column in enumerate(columns):
        for row, char in enumerate(column):
            canvas.drawString(480 - 24 * at, 760 - 15 * row, char)
    canvas.save()
    assert read_pdf(file.getvalue()).text == "".join(columns)


def test_a_column_of_single_characters_in_a_table_is_no_vertical_text() -> None:
    words = set_apart(["是"], 0.0) + set_apart(["项目名称与说明文字"], 0.0)
    for row in range(1, 6):
        for text, x in (("否", 72.0), ("每一行都有很长的说明", 120.0)):
            edges = [x + SIZE * n for n in range(len(text) + 1)]
            y = 700.0 - 14 * row
            words.append(Word(text, x, edges[-1], y, SIZE, False, 0, y - 2, y + 8, edges))
    assert columns_turned(words) is words
