"""Requests for the commit status of a transaction, and their answers."""

import re
from functools import cached_property
from typing import Any

from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway.status import Status
from genpon_core.fabric.protos import gateway, transaction

_TRANSACTION_ID = re.compile("[0-9a-f]{64}")


class CommitMessage(SignedMessage):
    """A `gateway.SignedCommitStatusRequest`."""

    message_type = gateway.SignedCommitStatusRequest
    payload_field = "request"

    def check(self) -> None:
        super().check()
        if not _TRANSACTION_ID.fullmatch(self.transaction_id):
            raise ValueError("a transaction id has 64 hexadecimal digits")

    @cached_property
    def transaction_id(self) -> str:
        """In hex."""
        return str(gateway.CommitStatusRequest.FromString(self.payload).transaction_id)

    def status(self, response: Any) -> Status:
        """The status in a `gateway.CommitStatusResponse`."""
        return Status(self.transaction_id, _code_name(response.result), response.block_number)


def build_commit(channel: str, transaction_id: str, creator: bytes) -> CommitMessage:
    """A request that is not signed yet."""
    request = gateway.CommitStatusRequest(transaction_id=transaction_id, channel_id=channel, identity=creator)
    return CommitMessage(gateway.SignedCommitStatusRequest(request=request.SerializeToString()))


def _code_name(code: int) -> str:
    try:
        return str(transaction.TxValidationCode.Name(code))
    except ValueError:
        return f"CODE_{code}"
