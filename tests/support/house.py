"""The house as its tests see it: folders, files and what each imports."""

import ast
import configparser
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = {"genpon_core": "core", "genpon_chaincode": "chaincode", "genpon": "client", "genpon_network": "network"}


def module_files() -> list[tuple[str, Path]]:
    """Every module of ours under its dotted name."""
    found = []
    for package, folder in SOURCES.items():
        for file in sorted((ROOT / folder / package).rglob("*.py")):
            parts = file.relative_to(ROOT / folder).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), file))
    return found


def imports(name: str, file: Path) -> set[str]:
    """The dotted names that a module imports, relative ones resolved; of `from a import b` both `a` and `a.b`."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(package, node)
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def _base(package: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])


def within(name: str, package: str) -> bool:
    """Whether a dotted name is a package or lies in it."""
    return name == package or name.startswith(f"{package}.")


def setup() -> configparser.ConfigParser:
    """`setup.cfg`, read."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def values(text: str) -> list[str]:
    """The lines of a multi-line value."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def own_files(*suffixes: str) -> Iterator[Path]:
    """Files of the project with these suffixes, leaving out what git ignores."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    files = (ROOT / name for name in sorted(set(listing.split("\0"))) if name)
    return (file for file in files if file.suffix in suffixes and file.is_file())
