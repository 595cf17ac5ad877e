"""Who may import whom, read from every file's syntax tree."""

from pathlib import Path

import pytest

from tests.support.house import SOURCES, imports, module_files, within

MODULES = module_files()
MAY = {
    "genpon_core": {"genpon_core"},
    "genpon_chaincode": {"genpon_core", "genpon_chaincode"},
    "genpon": {"genpon_core", "genpon"},
    "genpon_network": set(SOURCES),
}
WITHOUT_DOMAIN = {
    "genpon_core.fabric": {"genpon_core.fabric"},
    "genpon_chaincode.shim": {"genpon_core.fabric", "genpon_chaincode.shim"},
    "genpon_chaincode.contractapi": {"genpon_core.fabric", "genpon_chaincode.shim", "genpon_chaincode.contractapi"},
    "genpon.gateway": {"genpon_core.fabric", "genpon.gateway"},
    "genpon.hfc": {"genpon_core.fabric", "genpon.gateway", "genpon.blocks", "genpon.profiles", "genpon.hfc"},
    "genpon.profiles": {"genpon_core.fabric", "genpon.gateway", "genpon.profiles"},
    "genpon.blocks": {"genpon_core.fabric", "genpon.gateway", "genpon.blocks"},
}


def ours(name: str, file: Path) -> set[str]:
    return {target for target in imports(name, file) if target.split(".")[0] in SOURCES}


@pytest.mark.parametrize(("name", "file"), MODULES, ids=[name for name, _ in MODULES])
def test_a_module_imports_only_what_its_folder_may(name: str, file: Path) -> None:
    allowed = MAY[name.split(".", maxsplit=1)[0]]

    assert {target for target in ours(name, file) if target.split(".")[0] not in allowed} == set()


@pytest.mark.parametrize("package", WITHOUT_DOMAIN)
def test_what_speaks_fabric_knows_no_domain(package: str) -> None:
    allowed = WITHOUT_DOMAIN[package]
    roots = {parent for target in allowed for parent in _parents(target)}
    strangers = {
        (name, target)
        for name, file in MODULES
        if within(name, package)
        for target in ours(name, file)
        if target not in roots and not any(within(target, one) for one in allowed)
    }

    assert strangers == set()


def _parents(name: str) -> set[str]:
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts))}


def test_one_package_names_the_protobuf_package() -> None:
    naming = {name for name, file in MODULES if "fabric_protos" in file.read_text(encoding="utf-8")}

    assert naming
    assert {name for name in naming if not within(name, "genpon_core.fabric")} == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a.b", {"a.b"}),
        ("from a import b", {"a", "a.b"}),
        ("from . import b", {"genpon.x", "genpon.x.b"}),
        ("from ..y import b", {"genpon.y", "genpon.y.b"}),
        ("def f():\n    import late", {"late"}),
    ],
)
def test_every_form_of_import_is_seen(source: str, expected: set[str], tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(source)

    assert imports("genpon.x.module", file) == expected
