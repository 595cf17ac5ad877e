"""TLS from the environment: whole or not at all."""

from pathlib import Path

import pytest

from genpon_chaincode.shim import TlsConfiguration

_PAIRS = [("CHAINCODE_TLS_KEY", "CHAINCODE_TLS_CERT"), ("CORE_CHAINCODE_TLS_KEY_FILE", "CORE_CHAINCODE_TLS_CERT_FILE")]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    for name in ("key", "certificate", "ca"):
        (tmp_path / name).write_bytes(name.encode())
    return {name: str(tmp_path / name) for name in ("key", "certificate", "ca")}


@pytest.mark.parametrize("names", _PAIRS)
def test_a_pair(files: dict[str, str], names: tuple[str, str]) -> None:
    environment = {names[0]: files["key"], names[1]: files["certificate"]}
    assert TlsConfiguration.from_environment(environment) == TlsConfiguration(b"key", b"certificate")


def test_mutual_tls(files: dict[str, str]) -> None:
    environment = {"CHAINCODE_TLS_KEY": files["key"], "CHAINCODE_TLS_CERT": files["certificate"], "CHAINCODE_CLIENT_CA_CERT": files["ca"]}
    assert TlsConfiguration.from_environment(environment) == TlsConfiguration(b"key", b"certificate", b"ca")


@pytest.mark.parametrize("name", ["CHAINCODE_TLS_KEY", "CHAINCODE_TLS_CERT", "CHAINCODE_CLIENT_CA_CERT"])
def test_a_part_is_an_error_never_plain_text(files: dict[str, str], name: str) -> None:
    with pytest.raises(ValueError, match="both"):
        TlsConfiguration.from_environment({name: files["key"]})


def test_none_and_disabled() -> None:
    assert TlsConfiguration.from_environment({}) is None
    assert TlsConfiguration.from_environment({"CHAINCODE_TLS_DISABLED": "true", "CHAINCODE_TLS_KEY": "x"}) is None
