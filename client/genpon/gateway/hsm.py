"""Keys that stay in a hardware security module, reached by PKCS#11 (extra `hsm`, loaded only when a signer is made)."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric import ec, utils

from genpon.gateway._internal import tokens
from genpon.gateway.errors import SigningError
from genpon_core.fabric.signatures import to_low_s

_CURVES: dict[int, ec.EllipticCurve] = {64: ec.SECP256R1(), 96: ec.SECP384R1()}
# What a library says of sessions that were lost, as when the module or the way to it was down; it names no class for the last one.
_LOST = (
    "DeviceError",
    "DeviceRemoved",
    "KeyHandleInvalid",
    "ObjectHandleInvalid",
    "SessionClosed",
    "SessionHandleInvalid",
    "TokenNotPresent",
    "UserNotLoggedIn",
    "PKCS11Error",
)
_STEPS = {
    "NoSuchToken": "Give the label of a token that the library's tool lists.",
    "NoSuchKey": "Give the CKA_ID of a private key of the token.",
    "MultipleObjectsReturned": "Give each private key of the token a CKA_ID of its own.",
    "PinIncorrect": "Give the token's PIN; a few more wrong ones lock it.",
    "PinLocked": "Have the module's administrator unlock the token.",
}


class HSMSigner:
    """Signs with an EC key on P-256 or P-384 (low-S, as DER) or an Ed25519 key of a PKCS#11 token; a context manager.

    One signer serves all threads, a token any number of signers. A session that the module lost is opened again once. Under asyncio, wrap
    `sign` with `asyncio.to_thread`, since a module may take its time.

    Example:
        ```python
        with HSMSigner("/usr/lib/softhsm/libsofthsm2.so", token_label="ForFabric", pin=pin, identifier="P-256") as signer:
            signature = signer.sign(Hash.SHA256.digest(b"a message"))
        ```
    """

    def __init__(self, library: str, *, token_label: str, pin: str, identifier: bytes | str, user_type: int | None = None) -> None:
        """Logs in, and finds the key.

        Args:
            library: path of the module's PKCS#11 library.
            token_label: the token's label.
            pin: what logs in to the token.
            identifier: the private key's `CKA_ID`.
            user_type: as whom to log in; None is `CKU_USER`.

        Raises:
            SigningError: if the extra is not installed, the library cannot be loaded, the token refuses, or there is no such key.
        """
        self._identifier = identifier.encode() if isinstance(identifier, str) else identifier
        self._closed = False
        with tokens.LOCK, _failures():
            self._token = tokens.join(library, token_label, pin, user_type)
            try:
                self._find_key()
            except BaseException:
                tokens.leave(self._token)
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def sign(self, digest: bytes, /) -> bytes:
        """The signature over a digest; with Ed25519 over a message.

        Raises:
            SigningError: if the module refuses, or the signer is closed.
        """
        if self._closed:
            raise SigningError("the signer is closed", next_step="Make a new one.")
        with tokens.LOCK, _failures():
            try:
                return self._sign(digest)
            except Exception as error:
                if type(error).__name__ not in _LOST:
                    raise
            if self._token.session in (None, self._session):
                self._token.log_out()
                self._token.log_in()
            self._find_key()
            return self._sign(digest)

    def close(self) -> None:
        """Ends the use of the token, which is logged out with its last signer."""
        with tokens.LOCK:
            if not self._closed:
                self._closed = True
                tokens.leave(self._token)

    def _find_key(self) -> None:
        from pkcs11 import KeyType, ObjectClass  # noqa: PLC0415 - an extra

        self._session = self._token.session
        self._key: Any = self._session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=self._identifier)
        if self._key.key_type not in (KeyType.EC, KeyType.EC_EDWARDS):
            raise SigningError("the key in the module is of a kind that Fabric does not take", next_step="Name an EC or Ed25519 key.")

    def _sign(self, digest: bytes) -> bytes:
        from pkcs11 import KeyType, Mechanism  # noqa: PLC0415 - an extra

        if self._key.key_type == KeyType.EC_EDWARDS:
            return bytes(self._key.sign(digest, mechanism=Mechanism.EDDSA))
        signature = bytes(self._key.sign(digest, mechanism=Mechanism.ECDSA))
        curve = _CURVES.get(len(signature))
        if curve is None:
            raise SigningError("the key in the module is on a curve that Fabric does not take", next_step="Name a key on P-256 or P-384.")
        half = len(signature) // 2
        r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
        return to_low_s(utils.encode_dss_signature(r, s), curve)


@contextmanager
def _failures() -> Iterator[None]:
    """Turns what the library raises into a SigningError; only its kind is told."""
    try:
        yield
    except SigningError:
        raise
    except ImportError:
        raise SigningError("PKCS#11 is not installed", next_step="Install the extra: pip install 'genpon[hsm]'.") from None
    except Exception as error:  # noqa: BLE001 - libraries of modules raise what they like
        name = type(error).__name__
        step = _STEPS.get(name, "Check the library's path, and what the module itself reports.")
        raise SigningError(f"the security module answered {name}", next_step=step) from None
