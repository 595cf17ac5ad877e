"""Tables and lists of facts: framed at a terminal, plain lines in a pipe."""

from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from genpon.words import label


def facts(console: Console, rows: Mapping[str, object]) -> None:
    """Prints labelled facts, one a line; those that are None are left out.

    Args:
        console: where to.
        rows: values by the label's key.
    """
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for key, value in rows.items():
        if value is not None:
            table.add_row(Text(label(key)), Text(str(value)))
    console.print(table)


def listing(console: Console, columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Prints a table.

    Args:
        console: where to.
        columns: the labels' keys.
        rows: a value for each column.
        title: the label's key of a heading.
    """
    console.print()
    if title is not None:
        console.print(Text(label(title), style="bold"))
    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(Text(label(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console.print(table)
