"""Where a transaction function lives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from google.protobuf.timestamp_pb2 import Timestamp

from genpon.gateway._internal.core import Core
from genpon.gateway._internal.proposals import Argument, ProposalMessage, build_proposal
from genpon_core.fabric.headers import TransactionContext


@dataclass(frozen=True, slots=True)
class ContractName:
    """A contract of a chaincode on a channel; `contract` is None for the chaincode's default contract."""

    channel: str
    chaincode: str
    contract: str | None

    def propose(
        self,
        core: Core,
        function: str,
        arguments: Sequence[Argument],
        *,
        transient: Mapping[str, Argument],
        endorsing_organizations: Sequence[str],
    ) -> ProposalMessage:
        """A proposal with a fresh nonce and the time of now."""
        timestamp = Timestamp()
        timestamp.GetCurrentTime()
        return build_proposal(
            TransactionContext.new(core.creator),
            timestamp,
            channel=self.channel,
            chaincode_name=self.chaincode,
            function=f"{self.contract}:{function}" if self.contract else function,
            arguments=arguments,
            transient=transient,
            endorsing_organizations=endorsing_organizations,
        )
