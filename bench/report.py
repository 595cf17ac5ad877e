"""The figures as a table for people, or as JSON for programs."""

import json
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figures import Figure

_WIDTH = 160


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was with other work at the end."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def console() -> Console:
    """Where tables are printed: as wide as the terminal, and wide enough for a file."""
    return Console() if sys.stdout.isatty() else Console(width=_WIDTH)


def print_table(figures: Sequence[Figure]) -> None:
    """Prints a table: the median of each figure, its runs' lowest and highest value, and its aim."""
    about = machine()
    title = f"{about['date']}, {about['cores']} cores ({about['machine']}), Python {about['python']}, load {about['load']}"
    table = Table("what", "median", "lowest", "highest", "unit", "aim", title=title)
    for figure in figures:
        aim = "" if figure.aim is None else f"≥ {figure.aim:g}"
        table.add_row(figure.name, _number(figure.median), _number(min(figure.runs)), _number(max(figure.runs)), figure.unit, aim)
    console().print(table)


def print_json(figures: Sequence[Figure]) -> None:
    """Prints one JSON object."""
    print(json.dumps({**machine(), "figures": [figure.to_json() for figure in figures]}, indent=2))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
