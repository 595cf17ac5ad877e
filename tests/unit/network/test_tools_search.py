"""Finding Fabric binaries: where, of which release, with which sample configuration."""

from pathlib import Path

import pytest

from genpon_network.errors import NetworkError
from genpon_network.tools import find_ca_server, find_tools


def binaries(directory: Path, *, peer: str | None = "v3.1.4", orderer: str | None = "v3.1.4", samples: Path | None = None) -> Path:
    """Puts stand-ins that say a version where real binaries would be."""
    directory.mkdir(parents=True)
    for name, version in (("peer", peer), ("orderer", orderer)):
        if version is not None:
            (directory / name).write_text(f'#!/bin/sh\necho "{name}:"\necho " Version: {version}"\n')
            (directory / name).chmod(0o755)
    configuration = samples or directory.parent / "config"
    configuration.mkdir(parents=True, exist_ok=True)
    for name in ("core.yaml", "orderer.yaml"):
        (configuration / name).touch()
    return directory


def environment(tmp_path: Path, **more: Path | str) -> dict[str, str]:
    base: dict[str, Path | str] = {"HOME": tmp_path / "home", "XDG_CACHE_HOME": tmp_path / "cache", "PATH": "/usr/bin:/bin"}
    return {name: str(value) for name, value in (base | more).items()}


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert find_tools(environment(tmp_path)) is None


def test_the_named_directory_comes_first(tmp_path: Path) -> None:
    named, on_path = binaries(tmp_path / "named" / "bin"), binaries(tmp_path / "path" / "bin", peer="v3.1.0", orderer="v3.1.0")

    found = find_tools(environment(tmp_path, FABRIC_BIN=named, PATH=f"{on_path}:/usr/bin:/bin"))

    assert found is not None
    assert (found.source, found.version, found.peer) == ("FABRIC_BIN", "3.1.4", named / "peer")
    assert found.configuration == tmp_path / "named" / "config"


def test_the_search_path_comes_second(tmp_path: Path) -> None:
    binaries(tmp_path / "cache" / "genpon" / "fabric-3.1.1" / "bin", peer="v3.1.1", orderer="v3.1.1")
    on_path = binaries(tmp_path / "path" / "bin")

    found = find_tools(environment(tmp_path, PATH=f"{on_path}:/usr/bin:/bin"))

    assert found is not None
    assert (found.source, found.orderer) == ("PATH", on_path / "orderer")


def test_what_was_built_comes_third(tmp_path: Path) -> None:
    binaries(tmp_path / "cache" / "genpon" / "fabric-3.1.1" / "bin", peer="v3.1.1", orderer="v3.1.1")

    found = find_tools(environment(tmp_path))

    assert found is not None
    assert (found.source, found.version) == ("built", "3.1.1")


def test_a_configuration_directory_may_be_named(tmp_path: Path) -> None:
    named = binaries(tmp_path / "bin", samples=tmp_path / "elsewhere")

    found = find_tools(environment(tmp_path, FABRIC_BIN=named, FABRIC_CFG_PATH=tmp_path / "elsewhere"))

    assert found is not None
    assert found.configuration == tmp_path / "elsewhere"


REFUSED = {
    "of another release": ({"peer": "v2.5.0", "orderer": "v2.5.0"}, "is Fabric 2.5.0; a 3.1 release is needed"),
    "orderer of another release": ({"orderer": "v3.0.0"}, "is Fabric 3.0.0; a 3.1 release is needed"),
    "of two releases": ({"orderer": "v3.1.5"}, "use both of one release"),
    "without a peer": ({"peer": None}, "there is no peer in it"),
    "without a version": ({"peer": ""}, "does not say its version"),
    "of a release to come": ({"peer": "v3.1.5-rc1"}, "a 3.1 release is needed"),
}


@pytest.mark.parametrize(("versions", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(tmp_path: Path, versions: dict[str, str | None], message: str) -> None:
    directory = binaries(tmp_path / "bin", **versions)

    with pytest.raises(NetworkError, match=message) as refused:
        find_tools(environment(tmp_path, FABRIC_BIN=directory))

    assert "\n" not in str(refused.value)


def test_another_release_on_the_path_is_refused_too(tmp_path: Path) -> None:
    directory = binaries(tmp_path / "bin", peer="v2.5.9", orderer="v2.5.9")

    with pytest.raises(NetworkError, match="FABRIC_BIN"):
        find_tools(environment(tmp_path, PATH=f"{directory}:/usr/bin:/bin"))


def test_what_cannot_be_run_is_refused(tmp_path: Path) -> None:
    directory = binaries(tmp_path / "bin")
    (directory / "peer").chmod(0o644)

    with pytest.raises(NetworkError, match="cannot be run"):
        find_tools(environment(tmp_path, FABRIC_BIN=directory))


def test_binaries_without_samples_are_refused(tmp_path: Path) -> None:
    directory = binaries(tmp_path / "bin", samples=tmp_path / "elsewhere")

    with pytest.raises(NetworkError, match="FABRIC_CFG_PATH"):
        find_tools(environment(tmp_path, FABRIC_BIN=directory))


def ca_server(directory: Path, version: str = "1.5.13") -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    program = directory / "fabric-ca-server"
    program.write_text(f'#!/bin/sh\necho "fabric-ca-server:"\necho " Version: {version}"\n')
    program.chmod(0o755)
    return program


def test_fabric_ca_is_looked_for_in_the_same_places_in_the_same_order(tmp_path: Path) -> None:
    named = binaries(tmp_path / "named" / "bin")
    settings = environment(tmp_path, FABRIC_BIN=named, PATH=f"{tmp_path / 'path'}:/usr/bin:/bin")
    assert find_ca_server(settings) is None

    expected = {
        "built": ca_server(tmp_path / "cache" / "genpon" / "fabric-ca-1.5.15" / "bin"),
        "PATH": ca_server(tmp_path / "path"),
        "FABRIC_BIN": ca_server(named),
    }
    for source in ("FABRIC_BIN", "PATH", "built"):
        found = find_ca_server(settings)
        assert found is not None
        assert (found.source, found.binary, found.version) == (source, expected[source], "1.5.13")
        found.binary.unlink()


@pytest.mark.parametrize("version", ["1.4.9", "1.6.0", "1.5.15-snapshot", "2.0.0-alpha"])
def test_another_release_of_fabric_ca_is_refused(tmp_path: Path, version: str) -> None:
    ca_server(tmp_path / "bin", version)

    with pytest.raises(NetworkError, match=r"a 1\.5 release is needed: name its directory with FABRIC_BIN"):
        find_ca_server(environment(tmp_path, FABRIC_BIN=tmp_path / "bin"))
