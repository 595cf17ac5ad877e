"""Reading `consortium.yaml`, with errors that name line and field."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from genpon_network.errors import UsageError
from genpon_network.topology.checks import Problem, problems
from genpon_network.topology.schema import Consortium
from genpon_network.topology.typing_errors import what_is_wrong
from genpon_network.words import Message

DEFAULT = "four-cities.yaml"
EXAMPLES = (DEFAULT, "prefecture.yaml")
MAX_BYTES = 1 << 20


class ConsortiumError(UsageError):
    """A description that cannot be run.

    Attributes:
        problems: one line each: file, line, field, what is wrong and what to write.
    """

    def __init__(self, problems: Sequence[Message]) -> None:
        self.problems = tuple(problems)
        super().__init__("{lines}", lines=Message.of_lines(problems))


def load_consortium(path: Path) -> Consortium:
    """Reads and checks a description.

    Raises:
        ConsortiumError: with one line per problem.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConsortiumError([Message("{path} cannot be read ({reason}); name a consortium file", path=path, reason=error)]) from None
    return read_consortium(content, name=str(path))


def default_consortium() -> Consortium:
    """The shipped default: four cities, each with a peer and a BFT orderer."""
    return read_consortium(example(DEFAULT), name=DEFAULT)


def example(name: str) -> bytes:
    """The text of a shipped description, one of `EXAMPLES`."""
    return resources.files(__package__).joinpath(name).read_bytes()


def read_consortium(content: bytes, *, name: str, base_port: int | None = None) -> Consortium:
    """Reads and checks a description's text.

    Args:
        content: the text.
        name: stands before the line number in errors.
        base_port: where ports are allotted from, if not where the text says.

    Raises:
        ConsortiumError: with one line per problem.
    """
    if len(content) > MAX_BYTES:
        raise ConsortiumError([Message("{name}: is larger than {limit} bytes; this is no consortium file", name=name, limit=MAX_BYTES)])
    tree = _parse(content, name)
    try:
        consortium = Consortium.model_validate(_plain(tree) | ({} if base_port is None else {"base_port": base_port}))
    except ValidationError as error:
        found = [(item["loc"], what_is_wrong(item)) for item in error.errors(include_url=False)]
        raise ConsortiumError(_lines(tree, found, name)) from None
    wrong = problems(consortium)
    if wrong:
        raise ConsortiumError(_lines(tree, wrong, name))
    return consortium


def located(content: bytes, found: Sequence[Problem], name: str) -> list[Message]:
    """Problems found later, each with its line in the description's text and its field."""
    return _lines(_parse(content, name), found, name)


def _parse(content: bytes, name: str) -> CommentedMap:
    try:
        tree = YAML(typ="rt").load(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise ConsortiumError([Message("{name}: is not UTF-8; save it as UTF-8", name=name)]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = (error.problem or type(error).__name__).splitlines()[0]
        raise ConsortiumError([Message("{name}:{line}: is no YAML: {reason}", name=name, line=line, reason=reason)]) from None
    except (YAMLError, ValueError, RecursionError):
        raise ConsortiumError([Message("{name}: is no YAML; compare it with the examples", name=name)]) from None
    if not isinstance(tree, CommentedMap):
        raise ConsortiumError([Message("{name}:1: a consortium is a mapping of fields; compare it with the examples", name=name)])
    return tree


def _plain(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, CommentedSeq):
        return [_plain(item) for item in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def _lines(tree: CommentedMap, found: Sequence[Problem], name: str) -> list[Message]:
    return [
        Message("{name}:{line}: {field}: {problem}", name=name, line=_line(tree, location), field=_dotted(location), problem=problem)
        for location, problem in dict.fromkeys(found)
    ]


def _line(tree: Any, location: Sequence[str | int]) -> int:
    line = 1
    for part in location:
        try:
            position = tree.lc.key(part) if isinstance(tree, CommentedMap) else tree.lc.item(part)
            line, tree = position[0] + 1, tree[part]
        except (AttributeError, IndexError, KeyError, TypeError):
            break
    return line


def _dotted(location: Sequence[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".") or Message("the file")
