"""A Gateway client made of bare messages, so that tests can forge, repeat and hold back each of them."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import chaincode, common, events_grpc, gateway, gateway_grpc, orderer_ab, proposal
from genpon_core.fabric.signatures import sign_message
from genpon_core.profiles import GatewayEndpoint
from genpon_network.embedded import EmbeddedLedger
from genpon_network.pki import Enrolment

ENDORSER_TRANSACTION, DELIVER_SEEK_INFO = 3, 5
TIMEOUT = 20


@dataclass
class RawClient:
    """One member at one gateway."""

    ledger: EmbeddedLedger
    endpoint: GatewayEndpoint
    msp_id: str
    enrolment: Enrolment
    channel: str = "genpon"
    chaincode: str = "genpon"
    stub: Any = field(init=False)
    grpc_channel: grpc.Channel = field(init=False)

    def __post_init__(self) -> None:
        credentials = grpc.ssl_channel_credentials(self.endpoint.tls_ca_pem.encode())
        options = (
            ("grpc.ssl_target_name_override", self.endpoint.tls_hostname),
            ("grpc.enable_http_proxy", 0),
            ("grpc.max_metadata_size", 1024 * 1024),
            ("grpc.absolute_max_metadata_size", 1024 * 1024),
        )
        self.grpc_channel = grpc.secure_channel(self.endpoint.endpoint, credentials, options)
        self.stub = gateway_grpc.GatewayStub(self.grpc_channel)

    @classmethod
    def of(cls, ledger: EmbeddedLedger, msp_id: str = "NagasakiMSP", **options: Any) -> "RawClient":
        enrolment = options.pop("enrolment", None) or ledger.identity(msp_id)
        return cls(ledger, ledger.profile(options.pop("at", msp_id)).gateway(), msp_id, enrolment, **options)

    @property
    def creator(self) -> bytes:
        return SerializedIdentity(self.msp_id, self.enrolment.certificate_pem).to_bytes()

    def sign(self, message: bytes) -> bytes:
        return sign_message(self.enrolment.private_key, message)

    def proposal(self, *steps: Any, **options: Any) -> Any:
        """A signed proposal that the scripted chaincode carries out; options as of `call`."""
        return self.call(b"run", json.dumps(steps).encode(), **options)

    def call(self, *arguments: bytes, transient: bool = False, seconds: float = 0, context: TransactionContext | None = None) -> Any:
        """A signed proposal with any arguments, `seconds` off the ledger's clock."""
        context = context or TransactionContext.new(self.creator)
        header = channel_header(
            ENDORSER_TRANSACTION, self.channel, context.transaction_id, self.now(seconds), chaincode_name=self.chaincode
        )
        spec = chaincode.ChaincodeSpec(
            chaincode_id=chaincode.ChaincodeID(name=self.chaincode),
            input=chaincode.ChaincodeInput(args=arguments),
        )
        payload = proposal.ChaincodeProposalPayload(input=chaincode.ChaincodeInvocationSpec(chaincode_spec=spec).SerializeToString())
        if transient:
            payload.TransientMap["secret"] = b"secret"
        outer = proposal.Proposal(
            header=common.Header(channel_header=header, signature_header=context.signature_header()).SerializeToString(),
            payload=payload.SerializeToString(),
        ).SerializeToString()
        return proposal.SignedProposal(proposal_bytes=outer, signature=self.sign(outer))

    def evaluate(self, *steps: Any, targets: tuple[str, ...] = (), **options: Any) -> Any:
        request = gateway.EvaluateRequest(proposed_transaction=self.proposal(*steps, **options), target_organizations=targets)
        return json.loads(self.stub.Evaluate(request, timeout=TIMEOUT).result.payload)

    def ask(self, *arguments: bytes) -> bytes:
        """What a chaincode answers to any arguments."""
        request = gateway.EvaluateRequest(proposed_transaction=self.call(*arguments))
        return bytes(self.stub.Evaluate(request, timeout=TIMEOUT).result.payload)

    def endorse(self, *steps: Any, by: tuple[str, ...] = (), **options: Any) -> Any:
        """The envelope of an endorsed transaction, signed."""
        return self.endorse_proposal(self.proposal(*steps, **options), by=by)

    def endorse_proposal(self, signed: Any, *, by: tuple[str, ...] = ()) -> Any:
        request = gateway.EndorseRequest(channel_id=self.channel, proposed_transaction=signed, endorsing_organizations=by)
        envelope = self.stub.Endorse(request, timeout=TIMEOUT).prepared_transaction
        envelope.signature = self.sign(envelope.payload)
        return envelope

    def submit(self, envelope: Any) -> None:
        self.stub.Submit(gateway.SubmitRequest(channel_id=self.channel, prepared_transaction=envelope), timeout=TIMEOUT)

    def status(self, transaction_id: str) -> tuple[int, int]:
        """Validation code and block number, as soon as the transaction is in a block."""
        request = gateway.CommitStatusRequest(transaction_id=transaction_id, channel_id=self.channel, identity=self.creator)
        data = request.SerializeToString()
        answer = self.stub.CommitStatus(gateway.SignedCommitStatusRequest(request=data, signature=self.sign(data)), timeout=TIMEOUT)
        return answer.result, answer.block_number

    def events(self, start: Any = None, *, after: str = "", chaincode: str = "", timeout: float = TIMEOUT) -> Any:
        """The stream of chaincode events from an `orderer.SeekPosition` or a block number; None for the next block."""
        position = orderer_ab.SeekPosition(specified=orderer_ab.SeekSpecified(number=start)) if isinstance(start, int) else start
        request = gateway.ChaincodeEventsRequest(
            channel_id=self.channel,
            chaincode_id=chaincode or self.chaincode,
            identity=self.creator,
            start_position=position,
            after_transaction_id=after,
        ).SerializeToString()
        return self.stub.ChaincodeEvents(
            gateway.SignedChaincodeEventsRequest(request=request, signature=self.sign(request)), timeout=timeout
        )

    def seek(self, seek: Any, *, timestamp: Timestamp | None = None) -> Any:
        """A signed request for blocks."""
        timestamp = timestamp or self.now()
        header = common.Header(
            channel_header=channel_header(DELIVER_SEEK_INFO, self.channel, "", timestamp),
            signature_header=common.SignatureHeader(creator=self.creator).SerializeToString(),
        )
        payload = common.Payload(header=header, data=seek.SerializeToString()).SerializeToString()
        return common.Envelope(payload=payload, signature=self.sign(payload))

    def deliver(self, form: str, *envelopes: Any, timeout: float = TIMEOUT) -> Any:
        """The stream of answers to requests for blocks; the form is the method's name."""
        return getattr(events_grpc.DeliverStub(self.grpc_channel), form)(iter(envelopes), timeout=timeout)

    def now(self, seconds: float = 0) -> Timestamp:
        """The ledger's time, and so many seconds more."""
        whole, part = divmod(self.ledger.clock.timestamp() + seconds, 1)
        return Timestamp(seconds=int(whole), nanos=int(part * 1e9))

    def run(self, *steps: Any, by: tuple[str, ...] = ()) -> int:
        """Endorses, submits, and gives the validation code."""
        envelope = self.endorse(*steps, by=by)
        self.submit(envelope)
        return self.status(transaction_id_of(envelope))[0]


def header_of(envelope: Any) -> Any:
    """The channel header of an envelope."""
    return common.ChannelHeader.FromString(common.Payload.FromString(envelope.payload).header.channel_header)


def transaction_id_of(envelope: Any) -> str:
    """The transaction id of an envelope."""
    return str(header_of(envelope).tx_id)


def another(client: RawClient, **changes: Any) -> RawClient:
    """The same client with something changed."""
    return replace(client, **changes)
