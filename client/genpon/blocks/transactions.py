"""Endorsed transactions, from the proposal to what the peers signed (Fabric documentation, "Transaction flow")."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from genpon.blocks.identities import Identity, SignatureHeader
from genpon.blocks.reading import Message, Undecoded, named
from genpon.blocks.rwsets import TxReadWriteSet
from genpon_core.fabric.protos import chaincode, chaincode_event, proposal, proposal_response, transaction


@dataclass(frozen=True, kw_only=True)
class ChaincodeID(Message):
    """Which chaincode; endorsers add the version of its definition."""

    PROTO = chaincode.ChaincodeID

    path: str
    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class ChaincodeInput(Message):
    """The function's name and its arguments, all of them in `args`."""

    PROTO = chaincode.ChaincodeInput

    args: tuple[bytes, ...]
    decorations: Mapping[str, bytes]
    is_init: bool


@dataclass(frozen=True, kw_only=True)
class ChaincodeSpec(Message):
    """What the client asked a chaincode to do."""

    PROTO = chaincode.ChaincodeSpec

    type: str
    chaincode_id: ChaincodeID
    input: ChaincodeInput
    timeout: int


@dataclass(frozen=True, kw_only=True)
class ChaincodeInvocationSpec(Message):
    """The wrapper of a `ChaincodeSpec`."""

    PROTO = chaincode.ChaincodeInvocationSpec

    chaincode_spec: ChaincodeSpec


@dataclass(frozen=True, kw_only=True)
class ChaincodeProposalPayload(Message):
    """The client's proposal; clients leave the transient data out of what they submit."""

    PROTO = proposal.ChaincodeProposalPayload

    input: ChaincodeInvocationSpec | Undecoded
    transient_map: Mapping[str, bytes] = field(metadata=named("TransientMap"))


@dataclass(frozen=True, kw_only=True)
class Response(Message):
    """What the chaincode returned."""

    PROTO = proposal_response.Response

    status: int
    message: str
    payload: bytes


@dataclass(frozen=True, kw_only=True)
class ChaincodeEvent(Message):
    """What the chaincode emitted."""

    PROTO = chaincode_event.ChaincodeEvent

    chaincode_id: str
    tx_id: str
    event_name: str
    payload: bytes


@dataclass(frozen=True, kw_only=True)
class ChaincodeAction(Message):
    """What came of the proposal."""

    PROTO = proposal.ChaincodeAction

    results: TxReadWriteSet | Undecoded
    events: ChaincodeEvent | Undecoded | None
    response: Response
    chaincode_id: ChaincodeID


@dataclass(frozen=True, kw_only=True)
class ProposalResponsePayload(Message):
    """What every endorser signed."""

    PROTO = proposal_response.ProposalResponsePayload

    proposal_hash: bytes
    extension: ChaincodeAction | Undecoded


@dataclass(frozen=True, kw_only=True)
class Endorsement(Message):
    """One peer's signature, over the `ProposalResponsePayload` followed by the endorser."""

    PROTO = proposal_response.Endorsement

    endorser: Identity | Undecoded
    signature: bytes


@dataclass(frozen=True, kw_only=True)
class ChaincodeEndorsedAction(Message):
    """What came of the proposal, and who endorsed it."""

    PROTO = transaction.ChaincodeEndorsedAction

    proposal_response_payload: ProposalResponsePayload | Undecoded
    endorsements: tuple[Endorsement, ...]


@dataclass(frozen=True, kw_only=True)
class ChaincodeActionPayload(Message):
    """The proposal and what came of it."""

    PROTO = transaction.ChaincodeActionPayload

    chaincode_proposal_payload: ChaincodeProposalPayload | Undecoded
    action: ChaincodeEndorsedAction

    @property
    def chaincode_spec(self) -> ChaincodeSpec | None:
        """What the client asked for; None if it cannot be decoded."""
        proposed = self.chaincode_proposal_payload
        invoked = proposed.input if isinstance(proposed, ChaincodeProposalPayload) else None
        return invoked.chaincode_spec if isinstance(invoked, ChaincodeInvocationSpec) else None

    @property
    def chaincode_action(self) -> ChaincodeAction | None:
        """What came of it; None if it cannot be decoded."""
        endorsed = self.action.proposal_response_payload
        action = endorsed.extension if isinstance(endorsed, ProposalResponsePayload) else None
        return action if isinstance(action, ChaincodeAction) else None


@dataclass(frozen=True, kw_only=True)
class TransactionAction(Message):
    """One action of a transaction; Fabric allows exactly one."""

    PROTO = transaction.TransactionAction

    header: SignatureHeader | Undecoded
    payload: ChaincodeActionPayload | Undecoded


@dataclass(frozen=True, kw_only=True)
class Transaction(Message):
    """An endorsed transaction."""

    PROTO = transaction.Transaction

    actions: tuple[TransactionAction, ...]
