"""The embedded ledger, for development, tests and demos only: N municipalities in one process.

```python
with EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincode_for=lambda msp_id: "127.0.0.1:9999", endorsing=["NagasakiMSP", "TodaMSP"]) as ledger:
    profile = ledger.profile_path("NagasakiMSP")
    ledger.stop("TodaMSP")
```

Several chaincodes, which may call each other, are named with `chaincodes=[ChaincodeSpec(name="assets", address_for=…), …]`.

Every call that waits runs on the ledger's own event loop, in a thread of its own; the object may be used from any thread.
"""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from genpon.gateway import Gateway, Identity, PrivateKeySigner, Tls, connect
from genpon_core.fabric.protos import common
from genpon_core.profiles import ConnectionProfile, EndorsingSet
from genpon_network.embedded.channel import Channel, Settings
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.definition import ChaincodeSpec, definitions
from genpon_network.embedded.faults import Faults
from genpon_network.embedded.lock import lock_directory
from genpon_network.embedded.organisations import ORGANISATIONS, Organisation, OrganisationSpec, connection_profile, kept_organisations
from genpon_network.errors import WrongValueError
from genpon_network.files import write_public
from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.private_collections import PrivateCollection
from genpon_network.pki import Enrolment, Role

_Result = TypeVar("_Result")


class EmbeddedLedger:
    """A ledger in this process, as a context manager.

    Args:
        organisations: who founds it; who was added later is found again by itself.
        chaincode_for: the address (host:port) of each organisation's chaincode service, by MSP id; asked when the ledger starts.
        chaincodes: further chaincodes, or all of them; connection profiles name the first.
        channel: the channel's name.
        chaincode_name: the one chaincode's name, its namespace in the state.
        chaincode_version: the version in its definition.
        endorsing: the MSP ids of its endorsing set; by default the first four organisations.
        threshold: how many of them must endorse; by default a majority.
        collections: its private data collections, besides each organisation's implicit one.
        batch_timeout: seconds from a block's first transaction until it is cut.
        batch_size: how many transactions a block has at most.
        directory: where keys, profiles, blocks and state are kept; by default a temporary one that is deleted at the end.
        clock: the peers' time; chaincode services in the same process should be given the same.
        time_window: seconds that a proposal's timestamp may be off the clock.
        chaincode_timeout: seconds that a simulation may take.
        host: the address that the gateways listen on.
        base_port: the port of the first organisation's gateway, the others' follow; 0 for any free ones.
    """

    def __init__(
        self,
        organisations: Sequence[OrganisationSpec],
        *,
        chaincode_for: Callable[[str], str] | None = None,
        chaincodes: Sequence[ChaincodeSpec] = (),
        channel: str = "genpon",
        chaincode_name: str = "genpon",
        chaincode_version: str = "1",
        endorsing: Sequence[str] | None = None,
        threshold: int | None = None,
        collections: Sequence[PrivateCollection] = (),
        batch_timeout: float = 0.05,
        batch_size: int = 500,
        directory: Path | None = None,
        clock: Clock | None = None,
        time_window: float = 300,
        chaincode_timeout: float = 30,
        host: str = "127.0.0.1",
        base_port: int = 0,
    ) -> None:
        if chaincode_for is not None:
            single = ChaincodeSpec(
                name=chaincode_name,
                address_for=chaincode_for,
                version=chaincode_version,
                endorsing=endorsing,
                threshold=threshold,
                collections=collections,
            )
            chaincodes = [single, *chaincodes]
        known = [spec.msp_id for spec in organisations]
        self.clock = clock or Clock()
        self._settings = Settings(
            channel=channel,
            definitions=definitions(chaincodes, known),
            addresses={spec.name: spec.address_for for spec in chaincodes},
            batch_timeout=batch_timeout,
            batch_size=batch_size,
            time_window=time_window,
            chaincode_timeout=chaincode_timeout,
            host=host,
            base_port=base_port,
        )
        self._specs = tuple(organisations)
        self._given_directory = directory
        self._faults = Faults()
        self._organisations: dict[str, Organisation] = {}

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def open(self) -> None:
        """Starts the ledger and writes the connection profiles; returns when every gateway answers.

        Raises:
            OSError: if a port is taken.
            ChaincodeFailure: if a chaincode service does not answer.
        """
        self._temporary = None if self._given_directory else tempfile.TemporaryDirectory(prefix="genpon-")
        self.directory = self._given_directory or Path(self._temporary.name if self._temporary else "")
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = lock_directory(self.directory)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="embedded-ledger", daemon=True)
        self._thread.start()
        try:
            self._run(self._open())
        except BaseException:
            self.close()
            raise
        self._write_profiles()

    def close(self) -> None:
        """Stops the ledger; what was ordered is committed first. A second time it does nothing.

        Raises:
            Exception: what kept the last block from being committed; everything is closed all the same.
        """
        if self._loop.is_closed():
            return
        channel = self.__dict__.pop("_channel", None)
        try:
            if channel is not None:
                self._run(channel.close())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._lock.close()
            if self._temporary is not None:
                self._temporary.cleanup()

    @property
    def organisations(self) -> tuple[str, ...]:
        """The MSP ids, in their order."""
        return tuple(self._organisations)

    def profile(self, msp_id: str) -> ConnectionProfile:
        """The connection profile of an organisation; its paths are relative to the ledger's directory."""
        endpoints = [(node.organisation, node.endpoint) for node in self._channel.nodes.values()]
        definition = next(iter(self._settings.definitions.values()))
        return connection_profile(
            self._organisations[msp_id],
            endpoints,
            self.directory,
            channel=self._settings.channel,
            chaincode=definition.name,
            endorsing=EndorsingSet(definition.endorsing, definition.threshold),
        )

    def profile_path(self, msp_id: str) -> Path:
        """The file that holds that profile."""
        return self.directory / f"{self._organisations[msp_id].spec.name}.json"

    def identity(self, msp_id: str, name: str = "client") -> Enrolment:
        """One of the members that an organisation begins with: `client` or `admin`."""
        return self._organisations[msp_id].members[name]

    def enrol(self, msp_id: str, common_name: str, role: Role = "client", **options: Any) -> Enrolment:
        """Enrols another member; options as of `OrganisationAuthority.issue`."""
        return self._organisations[msp_id].authority.issue(common_name, role, **{"now": self.clock(), **options})

    def connect(self, msp_id: str, member: str | Enrolment = "client", *, at: str | None = None) -> Gateway:
        """A member's connection to a gateway, to be closed by its user.

        Args:
            msp_id: the member's organisation.
            member: `client`, `admin`, or what `enrol` gave.
            at: whose gateway; the member's organisation's by default.
        """
        enrolment = self.identity(msp_id, member) if isinstance(member, str) else member
        endpoint = self.profile(msp_id).gateway(at or msp_id)
        return connect(
            endpoint.endpoint,
            identity=Identity(msp_id, enrolment.certificate_pem),
            signer=PrivateKeySigner.from_pem(enrolment.private_key_pem),
            tls=Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
        )

    def stop(self, msp_id: str) -> None:
        """Stops an organisation's peer and gateway."""
        self._run(self._channel.stop(msp_id))

    def start(self, msp_id: str) -> None:
        """Starts them again, on the same port."""
        self._run(self._channel.start(msp_id))

    def use_chaincode(self, msp_id: str, address: str, *, name: str | None = None) -> None:
        """Gives one organisation's peer another service for a chaincode, the first one unless named, such as one with altered code."""
        self._run(self._channel.use_chaincode(msp_id, name or next(iter(self._settings.definitions)), address))

    def drop_next_reply(self, method: str) -> None:
        """Loses the reply to the next `evaluate`, `endorse`, `submit` or `commit_status`; the call itself is carried out."""
        self._faults.drop_next_reply(method)

    def cut_streams(self) -> int:
        """Cuts every open stream of events and blocks, as a broken line would (UNAVAILABLE); returns how many there were."""
        return self._run(self._cut_streams())

    def cut_next_streams(self, *after: int) -> None:
        """Cuts the streams that are opened next, each after so many responses, and no other; a later call takes an earlier one's place."""
        self._run(self._plan_cuts(after))

    def order(self, envelope: bytes) -> None:
        """Orders a serialized `common.Envelope` without looking at it, as dishonest orderers could."""
        self._run(self._order(envelope))

    def height(self) -> int:
        """The number of blocks."""
        return self._run(self._height())

    def blocks(self) -> list[Any]:
        """All blocks, as `common.Block` messages, from block 0."""
        return [common.Block.FromString(block) for block in self._run(self._blocks())]

    def state(self) -> dict[tuple[str, str], tuple[bytes, bytes]]:
        """Every key of the state, as (namespace, key), with its value and its metadata."""
        return self._run(self._state())

    def private_state(self, msp_id: str) -> dict[tuple[str, str, str], bytes]:
        """Every private value that an organisation's peer keeps, by chaincode, collection and key; the hashes are in `state`."""
        return self._run(self._private_state(msp_id))

    def add(self, spec: OrganisationSpec) -> None:
        """Takes another organisation into the running ledger, as the administrators of all the others agree; its gateway answers on return.

        Its peer keeps the whole ledger, and its members submit, ask and verify; where its chaincode services are is asked as at the start.
        Other organisations' connection profiles are written anew. The chaincodes' endorsing sets stay as they are.

        Raises:
            NetworkError: if it takes part already.
            OSError: if its port is taken.
            ChaincodeFailure: if one of its chaincode services does not answer.
        """
        self._run(self._add(spec))
        self._write_profiles()

    async def _add(self, spec: OrganisationSpec) -> None:
        administrators = [Administrator(msp_id, item.members["admin"]) for msp_id, item in self._organisations.items()]
        organisation = self._organisation(spec)
        await self._channel.add(organisation, administrators)
        self._organisations[spec.msp_id] = organisation

    async def _open(self) -> None:
        founders = [self._organisation(spec) for spec in self._specs]
        self._channel = Channel(self._settings, founders, self.directory / "ledger.sqlite", self.clock, self._faults)
        self._organisations = {organisation.spec.msp_id: organisation for organisation in founders}
        foreign = [msp_id for msp_id in self._organisations if msp_id not in self._channel.members]
        if foreign:
            raise WrongValueError(
                "{names} takes no part in the ledger in {directory}; add it while it runs", names=foreign, directory=self.directory
            )
        for spec in kept_organisations(self.directory / ORGANISATIONS):
            if spec.msp_id in self._channel.members and spec.msp_id not in self._organisations:
                self._organisations[spec.msp_id] = self._organisation(spec)
                self._channel.take(self._organisations[spec.msp_id])
        await self._channel.open()

    def _organisation(self, spec: OrganisationSpec) -> Organisation:
        return Organisation.open(spec, self.directory / ORGANISATIONS / spec.name, self.clock())

    def _write_profiles(self) -> None:
        for msp_id in self._organisations:
            write_public(self.profile_path(msp_id), self.profile(msp_id).to_json().encode())

    async def _cut_streams(self) -> int:
        return self._faults.streams.cut()

    async def _plan_cuts(self, after: Sequence[int]) -> None:
        self._faults.streams.plan(*after)

    async def _order(self, envelope: bytes) -> None:
        self._channel.orderer.enqueue(envelope)

    async def _height(self) -> int:
        return self._channel.store.height()

    async def _blocks(self) -> list[bytes]:
        return self._channel.store.blocks()

    async def _state(self) -> dict[tuple[str, str], tuple[bytes, bytes]]:
        return self._channel.store.everything()

    async def _private_state(self, msp_id: str) -> dict[tuple[str, str, str], bytes]:
        return self._channel.store.latest.private.everything(msp_id)

    def _run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
