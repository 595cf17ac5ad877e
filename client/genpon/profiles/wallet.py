"""File wallets of Fabric's SDKs, read only."""

import os
from collections.abc import Iterator
from pathlib import Path

from genpon.profiles.credentials import Credentials, make_credentials
from genpon.profiles.errors import UnusableError, WalletError
from genpon.profiles.wallet_formats import STORED, Reader, read_id_file, read_node_folder, read_python_folder, read_python_store

_ID = ".id"


class Wallet:
    """A folder with identities, in any of the forms that the SDKs write.

    - `label.id`: the Node SDK from 2.0, Java, Go;
    - `label/label` and `label/…-priv`: the Node SDK before 2.0;
    - `label/enrollmentCert.pem` and `label/private_sk`: fabric-sdk-py, without an MSP id;
    - `user.name.organisation`: a credential store of fabric-sdk-py, whose label is the file's name.

    Args:
        folder: the wallet's folder.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)

    def labels(self) -> list[str]:
        """The labels of all identities, in order.

        Raises:
            WalletError: if the folder cannot be read.
        """
        try:
            entries = sorted(self._folder.iterdir())
        except OSError as error:
            reason = error.strerror
            raise WalletError(f"the wallet {self._folder} cannot be read ({reason})", next_step="Name a wallet's folder.") from None
        return sorted({label for entry in entries for label in _labels(entry)})

    def get(self, label: str, *, msp_id: str = "", password: bytes | None = None) -> Credentials:
        """An identity.

        Args:
            label: its name in the wallet.
            msp_id: the organisation's, where the wallet does not know it; it must agree where the wallet does.
            password: of the private key, if it is encrypted.

        Raises:
            WalletError: if there is none of that label, or it cannot be used.
        """
        path, read = self._find(label)
        try:
            stored = read(path)
            owner = _agreed(stored.msp_id, msp_id)
            return make_credentials(label, owner, stored.certificate, stored.private_key, password)
        except UnusableError as error:
            raise WalletError(f"{path}: {error}", next_step="Give an identity as the SDKs write it, whole.") from None

    def _find(self, label: str) -> tuple[Path, Reader]:
        if label and Path(label).name == label:
            for path, read in _places(self._folder, label):
                if path.is_file():
                    return (path.parent if path.parent != self._folder else path), read
        known = ", ".join(self.labels()) or "none"
        raise WalletError(f"the wallet {self._folder} has no identity {label!r}; it has {known}", next_step="Name one of those.")


def _agreed(stored: str, given: str) -> str:
    if stored and given and stored != given:
        raise UnusableError(f"it is a member of {stored}, not of {given}")
    return stored or given


def _places(folder: Path, label: str) -> Iterator[tuple[Path, Reader]]:
    """Where an identity of a label would be; the file that tells its form."""
    yield folder / f"{label}{_ID}", read_id_file
    yield folder / label / label, read_node_folder
    yield folder / label / "enrollmentCert.pem", read_python_folder
    if label.startswith(STORED):
        yield folder / label, read_python_store


def _labels(entry: Path) -> Iterator[str]:
    """The label that a file or folder of a wallet stands for."""
    if entry.is_dir():
        if (entry / entry.name).is_file() or (entry / "enrollmentCert.pem").is_file():
            yield entry.name
    elif entry.suffix == _ID:
        yield entry.name.removesuffix(_ID)
    elif entry.name.startswith(STORED):
        yield entry.name
