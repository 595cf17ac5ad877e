"""What is wrong with a connection profile or a wallet; both are errors of the Gateway client's tree."""

from genpon.gateway.errors import GatewayError


class FabricProfileError(GatewayError):
    """A connection profile that cannot be used; the message names file, line or field."""


class WalletError(GatewayError):
    """An identity that cannot be taken from a wallet; the message names the file, never what is in it."""


class UnusableError(ValueError):
    """What is wrong with an identity, in a few words that tell nothing of it; callers add where it was found."""
