"""What all commands share: `--json`, `--lang`, the output, and an error as one line with its exit code.

```python
@command(app, "show", example="genpon key show officer.pem")
def show(out: Output, file: Annotated[Path, typer.Argument(help="…")]) -> None:
    ...
    out.result({"fingerprint": …}, lambda console: console.print(…))
```

Options that go together are a dataclass below `Options`, and a command takes them as one parameter.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Annotated, Any

import typer

from genpon import words
from genpon.cli.output import Output
from genpon.errors import GenponError, UsageError

JsonOption = Annotated[bool, typer.Option("--json", help="Print the result, or the error, as JSON.")]
LangOption = Annotated[str | None, typer.Option("--lang", help="Language of messages: ja or en; also GENPON_LANG.", metavar="ja|en")]

_SHARED = (
    inspect.Parameter("json_output", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=JsonOption),
    inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=LangOption),
)

Function = Callable[..., None]


class Options:
    """Below it are dataclasses whose fields are options: a command that takes one has each of them."""


def command(app: typer.Typer, name: str, *, example: str) -> Callable[[Function], Function]:
    """Registers a function as a command.

    Args:
        app: the group.
        name: the command's name.
        example: a command line, shown by `--help`.
    """

    def register(function: Function) -> Function:
        app.command(name, epilog=f"Example: {example}", no_args_is_help=False)(_framed(function))
        return function

    return register


def _framed(function: Function) -> Function:
    """The function without its `out`, with the shared options, and with errors turned into a line and an exit code."""
    signature = inspect.signature(function)
    own = {name: _fields(parameter) for name, parameter in signature.parameters.items() if name != "out"}

    @wraps(function)
    def framed(*, json_output: bool, lang: str | None, **options: Any) -> None:
        out = Output(json=json_output)
        try:
            _choose(lang)
            function(out=out, **{name: _value(signature.parameters[name], fields, options) for name, fields in own.items()})
        except GenponError as error:
            out.error(error)
            raise typer.Exit(error.exit_code) from None

    # A command's own come first in its help.
    ordered = sorted(own, key=lambda name: _is_group(signature.parameters[name]))
    given = [field.replace(kind=inspect.Parameter.KEYWORD_ONLY) for name in ordered for field in own[name]]
    parameters = [*given, *_SHARED]
    framed.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    framed.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {"return": None}
    return framed


def _fields(parameter: inspect.Parameter) -> Sequence[inspect.Parameter]:
    """A command's parameter as the command line has it: itself, or the options that go together in it."""
    return list(inspect.signature(parameter.annotation).parameters.values()) if _is_group(parameter) else [parameter]


def _value(parameter: inspect.Parameter, fields: Sequence[inspect.Parameter], options: Mapping[str, Any]) -> Any:
    given = {field.name: options[field.name] for field in fields}
    return parameter.annotation(**given) if _is_group(parameter) else given[parameter.name]


def _is_group(parameter: inspect.Parameter) -> bool:
    return isinstance(parameter.annotation, type) and issubclass(parameter.annotation, Options)


def _choose(lang: str | None) -> None:
    chosen = words.parse_language(lang)
    if lang is not None and chosen is None:
        raise UsageError("cli.language", {"language": lang[:20]})
    words.use(chosen)
