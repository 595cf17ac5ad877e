"""What the demonstration shows: chapters, facts, tables and a closing panel, in Japanese or English."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from genpon import words

_PLAIN_WIDTH = 120


def say(ja: str, en: str) -> str:
    """The text in the language in force."""
    return ja if words.current() == "ja" else en


class Stage:
    """Prints for people: colour and a spinner where there is a terminal, plain lines where not."""

    def __init__(self) -> None:
        terminal = Console()
        self._console = Console(highlight=False, width=None if terminal.is_terminal else _PLAIN_WIDTH)
        self._chapter = 0

    def chapter(self, title: str) -> None:
        """Begins the next part."""
        self._chapter += 1
        self._console.print(f"\n[bold cyan]{self._chapter}  {title}[/]")

    def done(self, text: str, detail: str = "") -> None:
        """Something that worked."""
        self._console.print(f"  [green]✔[/] {text}" + (f"  [dim]{detail}[/]" if detail else ""))

    def refused(self, attempt: str, reason: str) -> None:
        """Something that was refused, as it should be."""
        self._console.print(f"  [red]✘[/] {attempt}\n      [dim]→[/] {reason}")

    def quote(self, text: str) -> None:
        """What another process printed."""
        for line in text.rstrip().splitlines():
            self._console.print(Text.assemble("    ", ("│ ", "dim"), line.rstrip()), no_wrap=True, overflow="ellipsis")

    @contextmanager
    def working(self, text: str) -> Iterator[None]:
        """Something that takes a moment."""
        if self._console.is_terminal:
            with self._console.status(text):
                yield
        else:
            yield

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table."""
        table = Table(title=title, title_justify="left", header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def close(self, title: str, lines: Sequence[str]) -> None:
        """The closing panel."""
        self._console.print()
        self._console.print(Panel("\n".join(lines), title=f"[bold]{title}[/]", border_style="green", expand=False))
