"""The report of a run: one self-contained HTML file with curves (inline SVG), metrics and recipe."""

from __future__ import annotations

from html import escape
from pathlib import Path

from longdoc.training.loop.metrics import read_metrics

__all__ = ["write_report"]

WIDTH, HEIGHT, LEFT, BOTTOM = 460, 210, 52, 28  # of one chart, in pixels
SMOOTHING = 0.9  # decay of the moving average, the thick line
NOT_LOSSES = ("step", "share", "minutes", "minutes_left", "tokens", "tokens_per_s")

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto;
  padding: 0 1rem; color: #222 }}
figure {{ display: inline-block; margin: 0 1rem 1rem 0 }} figcaption {{ font-weight: 600 }}
svg text {{ font: 11px system-ui, sans-serif; fill: #555 }}
table {{ border-collapse: collapse }} td, th {{ padding: .2rem .7rem; border-bottom: 1px solid #ddd;
  text-align: right }}
td:first-child, th:first-child {{ text-align: left }}
pre {{ background: #f6f6f6; padding: 1rem; overflow-x: auto }}
</style>
<h1>{title}</h1>
<p>{summary}</p>
<h2>Losses and speed</h2>
{charts}
<h2>Metrics</h2>
{figures}
<h2>Recipe</h2>
<pre>{recipe}</pre>
</html>
"""


def write_report(path: Path, out: Path, figures: dict[str, dict[str, float]]) -> None:
    """Write the report of the run in the folder `out`, atomically.

    Args:
        figures: metrics by evaluation file and name.
    """
    metrics = out / "metrics.jsonl"
    lines = read_metrics(metrics) if metrics.exists() else []
    names = sorted({name for line in lines for name in line} - set(NOT_LOSSES))
    charts = [_figure(name, _points(lines, name)) for name in [*names, "tokens_per_s"]]
    last = lines[-1] if lines else {"step": 0, "tokens": 0, "minutes": 0}
    recipe = out / "recipe.toml"
    page = _PAGE.format(
        title=escape(f"Training of {out.resolve().name}"),
        summary=f"{last['step']:,.0f} steps, {last['tokens']:,.0f} tokens, {last['minutes']:,.1f} minutes.",
        charts="\n".join(charts),
        figures=_table(figures),
        recipe=escape(recipe.read_text("utf-8") if recipe.exists() else ""),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(page, "utf-8")
    part.replace(path)


def _points(lines: list[dict[str, float]], name: str) -> list[tuple[float, float]]:
    return [(line["step"], line[name]) for line in lines if name in line]


def _figure(name: str, points: list[tuple[float, float]]) -> str:
    title = "tokens per second" if name == "tokens_per_s" else f"loss: {name}"
    return f"<figure><figcaption>{escape(title)}</figcaption>{_chart(points)}</figure>"


def _chart(points: list[tuple[float, float]]) -> str:
    """One curve over steps: a thin line as measured, and a thick one as a moving average."""
    if not points:
        return "<p>no data yet</p>"
    most_x = max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    low = min(low, 0.0) if low < 0.3 * high else low
    high = high if high > low else low + 1

    def place(x: float, y: float) -> str:
        across = LEFT + (WIDTH - LEFT - 8) * x / max(1, most_x)
        down = 8 + (HEIGHT - BOTTOM - 8) * (high - y) / (high - low)
        return f"{across:.1f},{down:.1f}"

    smooth, mean = [], points[0][1]
    for x, y in points:
        mean = SMOOTHING * mean + (1 - SMOOTHING) * y
        smooth.append((x, mean))
    thin = " ".join(place(x, y) for x, y in points)
    thick = " ".join(place(x, y) for x, y in smooth)
    marks = "".join(
        f'<text x="{LEFT - 6}" y="{8 + (HEIGHT - BOTTOM - 8) * n / 4 + 4:.0f}" text-anchor="end">'
        f"{high - (high - low) * n / 4:.4g}</text>"
        f'<line x1="{LEFT}" x2="{WIDTH - 8}" y1="{8 + (HEIGHT - BOTTOM - 8) * n / 4:.1f}"'
        f' y2="{8 + (HEIGHT - BOTTOM - 8) * n / 4:.1f}" stroke="#eee"/>'
        for n in range(5)
    )
    steps = "".join(
        f'<text x="{LEFT + (WIDTH - LEFT - 8) * n / 4:.0f}" y="{HEIGHT - 8}" text-anchor="middle">'
        f"{most_x * n / 4:,.0f}</text>"
        for n in range(5)
    )
    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" role="img">{marks}{steps}'
        f'<polyline points="{thin}" fill="none" stroke="#9bc" stroke-width="1"/>'
        f'<polyline points="{thick}" fill="none" stroke="#147" stroke-width="2"/></svg>'
    )


def _table(figures: dict[str, dict[str, float]]) -> str:
    if not figures:
        return "<p>No files were given to evaluate on.</p>"
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    head = "".join(f"<th>{escape(name)}</th>" for name in ("file", *names))
    rows = [
        f"<tr><td>{escape(file)}</td>"
        + "".join(f"<td>{row[name]:,.4g}</td>" if name in row else "<td></td>" for name in names)
        + "</tr>"
        for file, row in figures.items()
    ]
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"
