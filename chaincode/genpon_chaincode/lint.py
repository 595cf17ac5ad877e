"""What makes chaincode give different results on different peers, and ruff cannot see: `python -m genpon_chaincode.lint PATH…`.

Floats (written, by `float` or by `/`), functions whose result is a machine's own (`hash`, `id`, `open`, …), a machine's time zone, and the
order of a set. The rest (clock, randomness, environment, network, threads) is ruff's: `python -m genpon_chaincode.lint --rules` prints the
rules for it.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_FLOATS = frozenset({"float", "complex"})
_CALLS = frozenset({"hash", "id", "open", "input", "eval", "exec", "__import__", "breakpoint"})
_SETS = frozenset({"set", "frozenset"})
_ORDERED = frozenset({"list", "tuple", "enumerate", "iter", "next", "zip", "map", "join"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a file, and what is wrong there."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check(path: Path) -> list[Finding]:
    """What is wrong in a file.

    Raises:
        SyntaxError: if it is no Python.
    """
    nodes = ast.walk(_without_hashes(ast.parse(path.read_bytes(), str(path))))
    return [Finding(path, getattr(node, "lineno", 0), message) for node in nodes for message in _wrong(node)]


def main(arguments: list[str]) -> int:
    """Checks files and folders; returns 1 if something is wrong, 2 for what cannot be checked."""
    if arguments == ["--rules"]:
        sys.stdout.write(Path(__file__).with_name("determinism.toml").read_text(encoding="utf-8"))
        return 0
    files = [file for argument in arguments for file in _files(Path(argument))]
    if not files:
        sys.stderr.write("genpon_chaincode.lint: name Python files, or folders with some\n")
        return 2
    try:
        findings = [finding for file in files for finding in check(file)]
    except (OSError, SyntaxError) as error:
        sys.stderr.write(f"genpon_chaincode.lint: {error}\n")
        return 2
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    return 1 if findings else 0


def _files(path: Path) -> Iterable[Path]:
    """A file, or those of a folder but for its tests."""
    return sorted(file for file in path.rglob("*.py") if not file.name.startswith("test_")) if path.is_dir() else [path]


def _without_hashes(tree: ast.AST) -> ast.AST:
    """A tree without the methods `__hash__`: what they return only finds things in memory again."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body = [part for part in node.body if getattr(part, "name", "") != "__hash__"]
    return tree


def _wrong(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=float() | complex()):
            yield "a float rounds; use an integer"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            yield "/ gives a float; use //"
        case ast.Name(id=name) if name in _FLOATS:
            yield f"{name} rounds; use an integer or Decimal"
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            yield f"{name}() gives each peer something else"
        case (
            ast.Call(func=ast.Attribute(attr="fromtimestamp"), args=[_], keywords=[])
            | ast.Call(func=ast.Attribute(attr="astimezone"), args=[], keywords=[])
        ):
            yield "machines' time zones differ; name one, such as UTC"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given) if name in _ORDERED and any(map(_is_set, given)):
            yield "the order of a set differs from peer to peer; use sorted()"
        case ast.For(iter=iterated) if _is_set(iterated):
            yield "the order of a set differs from peer to peer; use sorted()"
        case ast.ListComp(generators=parts) | ast.DictComp(generators=parts) if any(_is_set(part.iter) for part in parts):
            yield "the order of a set differs from peer to peer; use sorted()"


def _is_set(node: ast.AST) -> bool:
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _SETS
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
