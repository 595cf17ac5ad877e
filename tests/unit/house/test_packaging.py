"""What is installed: every package, at pinned versions, with its licence."""

import re
import tomllib

import pytest

from tests.support.house import ROOT, SOURCES, setup, values


def test_the_package_list_equals_the_folders() -> None:
    folders = {
        ".".join(file.parent.relative_to(ROOT / folder).parts)
        for package, folder in SOURCES.items()
        for file in (ROOT / folder / package).rglob("__init__.py")
    }

    listed = values(setup()["options"]["packages"])

    assert sorted(listed) == sorted(folders)


def test_every_folder_with_modules_is_a_package() -> None:
    bare = {
        file.parent
        for package, folder in SOURCES.items()
        for file in (ROOT / folder / package).rglob("*.py")
        if not (file.parent / "__init__.py").exists()
    }

    assert bare == set()


def test_the_types_are_published() -> None:
    assert all((ROOT / folder / package / "py.typed").exists() for package, folder in SOURCES.items())


def requirements() -> list[str]:
    config = setup()
    texts = [config["options"]["install_requires"], *config["options.extras_require"].values()]
    return sorted({line for text in texts for line in values(text) if not line.startswith("genpon[")})


def pins() -> dict[str, str]:
    lines = values((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    return {_normal(name): version for name, _, version in (line.partition("==") for line in lines)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("requirement", requirements())
def test_every_requirement_is_pinned(requirement: str) -> None:
    name = re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]

    assert re.fullmatch(r"[0-9][0-9a-z.+]*", pins()[_normal(name)])


def test_only_wheels_are_installed() -> None:
    commands = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "pip install" in line]

    assert commands
    assert all("--only-binary=:all:" in line and "-c constraints.txt" in line for line in commands)


def test_the_protobuf_package_is_pinned_exactly() -> None:
    (requirement,) = (line for line in requirements() if line.startswith("hyperledger-fabric-protos"))

    assert requirement.partition("==")[2] == pins()["hyperledger-fabric-protos"]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert setup()["metadata"]["license"] == "Apache-2.0"


def test_warnings_are_errors() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert config["tool"]["pytest"]["ini_options"]["filterwarnings"] == ["error"]
