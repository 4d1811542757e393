"""The report: one self-contained HTML file with plots, tables and the raw results."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from longdoc.bench.machine import Machine
from longdoc.bench.plots import figures, svg
from longdoc.bench.results import Record
from longdoc.errors import UsageError

__all__ = ["report_html", "write_report"]

_TITLES = {
    "speed": "Speed",
    "limit": "Upper limit of the machine: linear layers only",
    "growth": "Growth of the cost: cost = a · length^exponent",
    "memory": "Memory, each in a fresh process",
    "missing": "Baselines that are not available",
    "left_out": "Skipped lengths",
    "needle": "Facts found",
    "file": "One document",
    "quality": "Quality",
}
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.2rem}
table{border-collapse:collapse;font-size:.85rem;display:block;overflow-x:auto}
td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}
pre{font-size:.75rem;overflow-x:auto}
"""


def report_html(machine: Machine, records: Sequence[Record], date: str) -> str:
    """The page as text."""
    about = machine.to_json()
    parts = [f"<h1>longdoc, measured on {escape(machine.processor)}</h1>", f"<p>{escape(date)}</p>"]
    parts.append(_table([about], sideways=True))
    for title, figure in figures(records):
        parts.append(f"<h2>{escape(title)}</h2>\n{svg(figure)}")
    rows = [record.to_json() for record in records]
    for kind in dict.fromkeys(row["kind"] for row in rows):
        title = _TITLES.get(kind, str(kind))
        parts.append(f"<h2>{escape(title)}</h2>\n{_table([row for row in rows if row['kind'] == kind])}")
    raw = "\n".join(json.dumps(row, ensure_ascii=False) for row in [about, *rows])
    parts.append(
        f"<h2>Raw results</h2>\n<details><summary>JSON Lines</summary><pre>{escape(raw)}</pre></details>"
    )
    body = "\n".join(parts)
    head = f'<meta charset="utf-8"><title>longdoc bench</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{body}\n</body></html>\n'


def write_report(machine: Machine, records: Sequence[Record], path: Path, date: str) -> None:
    """Write the page; UsageError where the file cannot be written."""
    page = report_html(machine, records, date)
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def _table(rows: list[dict[str, Any]], sideways: bool = False) -> str:
    keys = [key for key in rows[0] if key != "kind"]
    if sideways:
        lines = [f"<tr><th>{escape(key)}</th>{_cell(rows[0][key])}</tr>" for key in keys]
    else:
        lines = ["<tr>" + "".join(f"<th>{escape(key)}</th>" for key in keys) + "</tr>"]
        lines += ["<tr>" + "".join(_cell(row.get(key)) for key in keys) + "</tr>" for row in rows]
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return "<td>" + escape(", ".join(f"{key} {one}" for key, one in value.items())) + "</td>"
    if isinstance(value, (list, tuple)):
        return "<td>" + escape(", ".join(str(one) for one in value)) + "</td>"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'<td class="n">{value:,}</td>'
    return f"<td>{escape('' if value is None else str(value))}</td>"
