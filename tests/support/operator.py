"""`genpon-network` as an operator types it, in this process."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from genpon_network.cli import build


@dataclass(frozen=True)
class Operator:
    """Runs commands; on one data directory, if there is one."""

    data: Path | None = None

    def run(self, *arguments: str, code: int = 0, given: str | None = None) -> Result:
        """A command's outcome, which must be this exit code.

        Args:
            arguments: what is typed.
            code: the exit code.
            given: what comes in on the input.
        """
        place = [] if self.data is None else ["--data", str(self.data)]
        outcome = CliRunner().invoke(build(), [*arguments, *place], input=given)
        assert outcome.exit_code == code, (outcome.stdout, outcome.stderr, outcome.exception)
        assert code == 0 or isinstance(outcome.exception, SystemExit), outcome.exception
        return outcome

    def json(self, *arguments: str, given: str | None = None) -> Any:
        """What a command answers in JSON."""
        return json.loads(self.run(*arguments, "--json", given=given).stdout)
