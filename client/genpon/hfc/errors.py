"""Errors of the calls that are named as in fabric-sdk-py; all are errors of the Gateway client's tree."""

from genpon.gateway.errors import GatewayError


class HfcError(GatewayError):
    """A call that makes no sense as it is: an unknown peer, no requestor, a registration that contradicts another."""


class NotOfferedError(HfcError):
    """A call that Fabric 2.4 and newer do not have, or that is no longer a client's."""


class ChaincodeExecutionError(GatewayError):
    """The chaincode refused; the message is the chaincode's."""


class WaitForEventTimeoutError(GatewayError, TimeoutError):
    """What was waited for did not come in time; the transaction may be committed all the same where `outcome_unknown` is true."""
