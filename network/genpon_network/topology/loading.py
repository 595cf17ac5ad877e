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
from genpon_network.topology.checks import problems
from genpon_network.topology.schema import Consortium

DEFAULT = "four-cities.yaml"
EXAMPLES = (DEFAULT, "prefecture.yaml")
MAX_BYTES = 1 << 20


class ConsortiumError(UsageError):
    """A description that cannot be run.

    Attributes:
        problems: one line each: file, line, field, what is wrong and what to write.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def load_consortium(path: Path) -> Consortium:
    """Reads and checks a description.

    Raises:
        ConsortiumError: with one line per problem.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConsortiumError([f"{path}: cannot be read ({error.strerror}); name a consortium file"]) from None
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
        raise ConsortiumError([f"{name}: is larger than {MAX_BYTES} bytes; this is no consortium file"])
    tree = _parse(content, name)
    try:
        consortium = Consortium.model_validate(_plain(tree) | ({} if base_port is None else {"base_port": base_port}))
    except ValidationError as error:
        found = [(item["loc"], _words(item)) for item in error.errors(include_url=False)]
        raise ConsortiumError(_lines(tree, found, name)) from None
    wrong = problems(consortium)
    if wrong:
        raise ConsortiumError(_lines(tree, wrong, name))
    return consortium


def located(content: bytes, found: Sequence[tuple[tuple[str | int, ...], str]], name: str) -> list[str]:
    """Problems found later, each with its line in the description's text and its field."""
    return _lines(_parse(content, name), found, name)


def _parse(content: bytes, name: str) -> CommentedMap:
    try:
        tree = YAML(typ="rt").load(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise ConsortiumError([f"{name}: is not UTF-8; save it as UTF-8"]) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = (error.problem or "is no YAML").splitlines()[0]
        raise ConsortiumError([f"{name}:{line}: {reason}"]) from None
    except (YAMLError, ValueError, RecursionError):
        raise ConsortiumError([f"{name}: is no YAML; compare it with the examples"]) from None
    if not isinstance(tree, CommentedMap):
        raise ConsortiumError([f"{name}:1: a consortium is a mapping of fields; compare it with the examples"])
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


def _words(error: Any) -> str:
    message: str = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return "is an unknown field; take it out or correct its name"
    if error["type"] == "missing":
        return "is missing; write it"
    return message[0].lower() + message[1:]


def _lines(tree: CommentedMap, found: Sequence[tuple[tuple[str | int, ...], str]], name: str) -> list[str]:
    unique = dict.fromkeys((location, words) for location, words in found)
    return [f"{name}:{_line(tree, location)}: {_dotted(location)}: {words}" for location, words in unique]


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
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".") or "the file"
