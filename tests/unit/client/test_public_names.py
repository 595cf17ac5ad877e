"""What integrators import by its short name, and nothing else."""

import subprocess
import sys

import pytest

import genpon

NAMES = [
    "ActFile",
    "ActSigner",
    "Bundle",
    "BundleFile",
    "GenponError",
    "KeySigner",
    "Ledger",
    "OutcomeUnknown",
    "Refused",
    "RequestFile",
    "Unreachable",
    "UsageError",
    "VerificationFailed",
    "key_request",
    "load_terms",
    "verify_concluded",
]


def test_the_list_of_names() -> None:
    assert genpon.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there(name: str) -> None:
    assert getattr(genpon, name).__name__ == name


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        genpon.Nothing  # noqa: B018 - the look-up is what is tested


def test_offline_names_load_no_grpc() -> None:
    program = "import sys, genpon; genpon.verify_concluded, genpon.RequestFile, genpon.KeySigner; sys.exit('grpc' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
