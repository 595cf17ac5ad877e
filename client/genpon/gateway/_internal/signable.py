"""What all signed messages have in common: a payload, a signature over it, and a form in bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar, Self

from google.protobuf.message import DecodeError

from genpon.gateway.errors import MessageError


class SignedMessage:
    """A protobuf message of which one part is a payload with a signature beside it; only the signature ever changes.

    The bytes are those of the official clients, so a message can be handed to and taken from them.
    """

    message_type: ClassVar[Any]
    payload_field: ClassVar[str]
    # The gateway that the calls of one transaction go to; None until the first of them was answered.
    gateway: int | None = None

    def __init__(self, message: Any) -> None:
        self.message = message

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Reads what `to_bytes` wrote.

        Raises:
            MessageError: if the bytes are no such message.
        """
        with cls.decoding():
            restored = cls(cls.message_type.FromString(data))
            restored.check()
        return restored

    @classmethod
    @contextmanager
    def decoding(cls) -> Iterator[None]:
        """Turns what is raised about bytes that are no such message into a MessageError."""
        try:
            yield
        except (DecodeError, ValueError):
            name = cls.message_type.DESCRIPTOR.full_name
            raise MessageError(f"the bytes are no {name}", next_step="Restore what to_bytes() of the same kind of object gave.") from None

    def to_bytes(self) -> bytes:
        """The message with its signature, if it has one."""
        return bytes(self.message.SerializeToString())

    def check(self) -> None:
        """Raises ValueError or DecodeError if the parts that are needed are missing."""
        if not self.payload:
            raise ValueError("no payload")

    @property
    def signed_part(self) -> Any:
        """The message that holds payload and signature."""
        return self.message

    @property
    def transaction_id(self) -> str:
        """In hex; empty for a message that is about no transaction."""
        return ""

    @cached_property
    def payload(self) -> bytes:
        """What is signed."""
        return bytes(getattr(self.signed_part, self.payload_field))

    @property
    def signature(self) -> bytes:
        """The signature; empty while there is none."""
        return bytes(self.signed_part.signature)

    @signature.setter
    def signature(self, signature: bytes) -> None:
        self.signed_part.signature = signature
