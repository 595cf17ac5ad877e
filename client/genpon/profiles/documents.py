"""Reading JSON and YAML files so that an error can name the line or the field."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from genpon.profiles.errors import FabricProfileError

MAX_BYTES = 4 << 20
_YAML = (".yaml", ".yml")


class Document:
    """A file's data, and where each field stands in it.

    Args:
        path: the file; `.yaml` and `.yml` are YAML, all others JSON.

    Raises:
        FabricProfileError: if it cannot be read, or is no mapping of fields.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        text = _text(path)
        self._tree: Any = _yaml(path, text) if path.suffix.lower() in _YAML else _json(path, text)
        if not isinstance(self._tree, dict):
            raise wrong(path, "is no mapping of fields")

    @property
    def data(self) -> dict[str, Any]:
        """What stands in it."""
        return dict(self._tree)

    def wrong(self, location: Sequence[str | int], problem: str) -> FabricProfileError:
        """The error for a field."""
        line = self._line(location)
        place = f"{self.path}:{line}" if line else str(self.path)
        return wrong(place, f"{'.'.join(map(str, location))}: {problem}" if location else problem)

    def _line(self, location: Sequence[str | int]) -> int | None:
        """The line of the last part of a location that is there; None for JSON."""
        line, tree = None, self._tree
        for part in location:
            try:
                position = tree.lc.key(part) if isinstance(part, str) else tree.lc.item(part)
                line, tree = position[0] + 1, tree[part]
            except (AttributeError, IndexError, KeyError, TypeError):
                break
        return line


def wrong(place: object, problem: str) -> FabricProfileError:
    """The error for a place in a profile."""
    return FabricProfileError(f"{place}: {problem}", next_step="Correct the connection profile.")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise wrong(path, f"cannot be read ({error.strerror})") from None
    if len(content) > MAX_BYTES:
        raise wrong(path, f"is larger than {MAX_BYTES} bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise wrong(path, "is not UTF-8") from None


def _json(path: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise wrong(f"{path}:{error.lineno}", f"is no JSON ({error.msg})") from None
    except RecursionError:
        raise wrong(path, "is nested too deeply") from None
    except ValueError as error:
        raise wrong(path, str(error)) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"has the field {next(name for name in names if names.count(name) > 1)!r} twice")
    return found


def _yaml(path: Path, text: str) -> Any:
    try:
        from ruamel.yaml import YAML  # noqa: PLC0415 - an extra
        from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415
    except ImportError:
        raise FabricProfileError(
            f"{path}: reading YAML needs ruamel.yaml", next_step="Run pip install 'genpon[yaml]', or save it as JSON."
        ) from None
    try:
        return YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise wrong(f"{path}:{line}", f"is no YAML ({(error.problem or 'malformed').splitlines()[0]})") from None
    except (YAMLError, ValueError, RecursionError):
        raise wrong(path, "is no YAML") from None
