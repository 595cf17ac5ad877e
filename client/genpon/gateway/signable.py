"""What proposals, transactions and commits have in common for one who signs elsewhere."""

from genpon.gateway._internal.core import Core
from genpon.gateway._internal.signable import SignedMessage


class Signable:
    """A message that can leave the process as bytes, be signed anywhere, and be restored by the gateway with its signature."""

    def __init__(self, core: Core, message: SignedMessage) -> None:
        self._core = core
        self._signed_message = message

    def to_bytes(self) -> bytes:
        """The message, with its signature if it has one, in the form that the official clients use too."""
        return self._signed_message.to_bytes()

    @property
    def digest(self) -> bytes:
        """What is to be signed: the payload's digest, or the payload where the connection's hash is `Hash.NONE`."""
        return self._core.digest(self._signed_message.payload)

    @property
    def signature(self) -> bytes:
        """The signature; empty while there is none."""
        return self._signed_message.signature
