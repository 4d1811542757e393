"""Charts as tables: categories in levels, values in their formats, the titles of axes."""

from __future__ import annotations

from lxml import etree

from longdoc.documents.office.drawingml import C, chart_grid

CHART = """<c:chartSpace xmlns:c="{}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<c:chart>{}<c:plotArea><c:barChart><c:ser><c:tx><c:v>Share</c:v></c:tx><c:cat>{}</c:cat><c:val><c:numRef>
<c:numCache><c:formatCode>{}</c:formatCode>{}</c:numCache></c:numRef></c:val></c:ser></c:barChart>{}</c:plotArea>
</c:chart></c:chartSpace>"""


def titled(text: str) -> str:
    return f"<c:title><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:title>"


def points(*values: str) -> str:
    return "".join(
        f'<c:pt idx="{index}"><c:v>{value}</c:v></c:pt>' for index, value in enumerate(values) if value
    )


def rows(categories: str, form: str, *values: str) -> list[list[str]]:
    grid = chart_grid(
        etree.fromstring(CHART.format(C.strip("{}"), "", categories, form, points(*values), ""))
    )
    assert grid is not None
    return [list(row) for row in grid.rows][1:]


def test_categories_in_levels_are_named_from_the_outermost() -> None:
    levels = "".join(
        f"<c:lvl>{points(*names)}</c:lvl>" for names in (("Q1", "Q2", "Q1", "Q2"), ("2026", "", "2027"))
    )
    categories = f"<c:multiLvlStrRef><c:multiLvlStrCache>{levels}</c:multiLvlStrCache></c:multiLvlStrRef>"
    assert rows(categories, "General", "1", "2", "3", "4") == [
        ["2026 Q1", "1"], ["2026 Q2", "2"], ["2027 Q1", "3"], ["2027 Q2", "4"],
    ]  # fmt: skip


def test_values_and_dates_are_shown_in_their_formats() -> None:
    dates = f"<c:numRef><c:numCache><c:formatCode>d/m/yyyy</c:formatCode>{points('46054', '46082.5')}"
    assert rows(f"{dates}</c:numCache></c:numRef>", "0.0%", "0.125", "#N/A") == [
        ["2026-02-01", "12.5%"],
        ["2026-03-01 12:00", "#N/A"],
    ]
    assert rows("", "General", "0.30000000000000004") == [["", "0.3"]]


def test_the_titles_of_axes_follow_that_of_the_chart() -> None:
    for title, caption in (
        (titled("Market"), "Market (Year, Million euros)"),
        ("", "Year, Million euros"),
    ):
        axes = f"<c:catAx>{titled('Year')}</c:catAx><c:valAx>{titled('Million euros')}</c:valAx>"
        chart = CHART.format(C.strip("{}"), title, "", "General", points("1"), axes)
        grid = chart_grid(etree.fromstring(chart))
        assert grid is not None
        assert grid.caption == caption


NEWER = """<cx:chartSpace xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><cx:chartData><cx:data id="0">
<cx:strDim type="cat"><cx:lvl><cx:pt idx="0">Opening</cx:pt><cx:pt idx="1">Rent</cx:pt></cx:lvl>
</cx:strDim><cx:numDim type="val"><cx:lvl formatCode="#,##0"><cx:pt idx="0">1200</cx:pt>
<cx:pt idx="1">-300</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData>
<cx:chart><cx:title><cx:tx><cx:rich><a:p><a:r><a:t>Cash</a:t></a:r></a:p>
</cx:rich></cx:tx></cx:title><cx:plotArea>
<cx:plotAreaRegion><cx:series layoutId="waterfall"><cx:tx><cx:txData>
<cx:v>Euros</cx:v></cx:txData></cx:tx><cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea>
</cx:chart></cx:chartSpace>"""


def test_charts_of_newer_kinds_are_tables_too() -> None:
    grid = chart_grid(etree.fromstring(NEWER))
    assert grid is not None
    assert grid.caption == "Cash"
    assert list(grid.rows) == [["", "Euros"], ["Opening", "1,200"], ["Rent", "-300"]]
