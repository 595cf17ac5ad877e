"""The channel configuration and its updates, compared with what Fabric's own tools make of the same description."""

import copy
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.protos import common_configuration, configtx
from genpon_network.channel.consensus import Batch, Bft, Raft
from genpon_network.channel.genesis import genesis_block
from genpon_network.channel.groups import application_organisation, channel_group
from genpon_network.channel.msp import write_msp
from genpon_network.channel.organisations import Consenter, Endpoint, Organisation
from genpon_network.channel.revocations import with_revocation_list
from genpon_network.channel.updates import compute_update
from genpon_network.channel.values import add_value
from genpon_network.pki import OrganisationAuthority
from genpon_network.x509_issuing import revocation_list
from tests.support.fabric import oracle, proto_decode

pytestmark = pytest.mark.fabric
NAMES = ("a", "b", "c", "d", "e")
BATCH = Batch(timeout_ms=300, max_messages=77, max_bytes=1 << 20, preferred_bytes=1 << 19)


class Described:
    """Five organisations, four of which order, as our objects and as a configtx.yaml (which may be JSON)."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.organisations: list[Organisation] = []
        self.consenters: list[Consenter] = []
        self.sections: list[dict[str, Any]] = []
        self.authorities: dict[str, OrganisationAuthority] = {}
        for index, name in enumerate(NAMES):
            self._add(index, name)

    def _add(self, index: int, name: str) -> None:
        authority = OrganisationAuthority.create(msp_id=f"{name}MSP", domain=f"{name}.example", now=datetime.now(UTC))
        self.authorities[name] = authority
        orders = index < 4
        endpoint, anchor = Endpoint("127.0.0.1", 7050 + index), Endpoint("127.0.0.1", 8050 + index)
        organisation = Organisation(f"{name}MSP", authority.ca_pem, authority.tls_ca_pem, (anchor,), (endpoint,) if orders else ())
        identity, tls = authority.issue("orderer", "orderer"), authority.issue_tls("orderer", ["127.0.0.1"])
        write_msp(self.directory / name, organisation, identity)
        tls.write(self.directory / name / "tls")
        self.organisations.append(organisation)
        if orders:
            self.consenters.append(Consenter(index + 1, endpoint, organisation.msp_id, identity.certificate_pem, tls.certificate_pem))
        self.sections.append(self._section(organisation, name))

    def _section(self, organisation: Organisation, name: str) -> dict[str, Any]:
        return {
            "Name": organisation.msp_id,
            "ID": organisation.msp_id,
            "MSPDir": str(self.directory / name),
            "OrdererEndpoints": [str(endpoint) for endpoint in organisation.orderers],
        }

    def revocation_list(self, name: str) -> bytes:
        now = datetime.now(UTC)
        return revocation_list(self.authorities[name].ca, {77: now}, now, timedelta(days=1))

    def application(self) -> list[dict[str, Any]]:
        return [
            section
            | {
                "AnchorPeers": [{"Host": anchor.host, "Port": anchor.port} for anchor in organisation.anchor_peers],
                "Policies": signed_by(
                    organisation.msp_id, Readers=["member"], Writers=["admin", "client"], Admins=["admin"], Endorsement=["peer"]
                ),
            }
            for section, organisation in zip(self.sections, self.organisations, strict=True)
        ]

    def orderer(self) -> list[dict[str, Any]]:
        return [
            section | {"Policies": signed_by(section["ID"], Readers=["member"], Writers=["admin", "orderer"], Admins=["admin"])}
            for section in self.sections[:4]
        ]

    def profile(self, consensus: dict[str, Any]) -> dict[str, Any]:
        members = {"Readers": "ANY Readers", "Writers": "ANY Writers", "Admins": "MAJORITY Admins"}
        endorsement = {"Endorsement": "MAJORITY Endorsement", "LifecycleEndorsement": "MAJORITY Endorsement"}
        return {
            "Policies": meta(members),
            "Capabilities": {"V3_0": True},
            "Orderer": consensus
            | {
                "BatchTimeout": "300ms",
                "BatchSize": {"MaxMessageCount": 77, "AbsoluteMaxBytes": 1 << 20, "PreferredMaxBytes": 1 << 19},
                "Capabilities": {"V2_0": True},
                "Policies": meta(members | {"BlockValidation": "ANY Writers"}),
                "Organizations": self.orderer(),
            },
            "Application": {
                "Capabilities": {"V2_5": True},
                "Policies": meta(members | endorsement),
                "Organizations": self.application(),
            },
        }

    def bft(self) -> dict[str, Any]:
        return {
            "OrdererType": "BFT",
            "ConsenterMapping": [
                {
                    "ID": consenter.number,
                    "Host": consenter.endpoint.host,
                    "Port": consenter.endpoint.port,
                    "MSPID": consenter.msp_id,
                    "Identity": str(self.directory / name / "signcerts" / "certificate.pem"),
                    "ClientTLSCert": str(self.directory / name / "tls" / "certificate.pem"),
                    "ServerTLSCert": str(self.directory / name / "tls" / "certificate.pem"),
                }
                for consenter, name in zip(self.consenters, NAMES, strict=False)
            ],
            "SmartBFT": {
                "RequestBatchMaxCount": 77,
                "RequestBatchMaxBytes": 1 << 20,
                "RequestBatchMaxInterval": "300ms",
                "RequestMaxBytes": 1 << 20,
                "IncomingMessageBufferSize": 200,
                "RequestPoolSize": 100_000,
                "RequestForwardTimeout": "500ms",
                "RequestComplainTimeout": "2s",
                "RequestAutoRemoveTimeout": "3m0s",
                "ViewChangeResendInterval": "500ms",
                "ViewChangeTimeout": "3s",
                "LeaderHeartbeatTimeout": "4s",
                "LeaderHeartbeatCount": 10,
                "CollectTimeout": "1s",
                "LeaderRotation": 1,
            },
        }

    def raft(self) -> dict[str, Any]:
        options = {"TickInterval": "100ms", "ElectionTick": 10, "HeartbeatTick": 1, "MaxInflightBlocks": 5, "SnapshotIntervalSize": "16 MB"}
        members = [
            {
                "Host": consenter.endpoint.host,
                "Port": consenter.endpoint.port,
                "ClientTLSCert": str(self.directory / name / "tls" / "certificate.pem"),
                "ServerTLSCert": str(self.directory / name / "tls" / "certificate.pem"),
            }
            for consenter, name in zip(self.consenters, NAMES, strict=False)
        ]
        return {"OrdererType": "etcdraft", "EtcdRaft": {"Consenters": members, "Options": options}}


def meta(rules: dict[str, str]) -> dict[str, Any]:
    return {name: {"Type": "ImplicitMeta", "Rule": rule} for name, rule in rules.items()}


def signed_by(msp_id: str, **roles: list[str]) -> dict[str, Any]:
    rules = {name: ", ".join(f"'{msp_id}.{role}'" for role in allowed) for name, allowed in roles.items()}
    return {name: {"Type": "Signature", "Rule": f"OR({rule})"} for name, rule in rules.items()}


def channel_of(block: Any) -> Any:
    """What two blocks of the same description have in common: all but nonce, time and transaction id."""
    header = block["data"]["data"][0]["payload"]["header"]
    for name in ("timestamp", "tx_id"):
        del header["channel_header"][name]
    del header["signature_header"]["nonce"]
    del block["header"]["data_hash"]
    return block


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Described:
    return Described(tmp_path_factory.mktemp("organisations"))


@pytest.mark.parametrize("kind", ["bft", "raft"])
def test_the_genesis_block_is_configtxgens(described: Described, tmp_path: Path, kind: str) -> None:
    consensus = Bft(described.consenters) if kind == "bft" else Raft(described.consenters)
    section = described.bft() if kind == "bft" else described.raft()
    (tmp_path / "configtx.yaml").write_text(json.dumps({"Profiles": {"Network": described.profile(section)}}))
    command = [oracle("configtxgen"), "-configPath", tmp_path, "-profile", "Network", "-channelID", "genpon"]
    subprocess.run([*command, "-outputBlock", tmp_path / "theirs"], check=True, capture_output=True)

    group = channel_group(described.organisations, consensus, BATCH)
    ours = genesis_block("genpon", group, timestamp=Timestamp(seconds=1), nonce=bytes(24)).SerializeToString()

    theirs = proto_decode("common.Block", (tmp_path / "theirs").read_bytes())
    assert channel_of(proto_decode("common.Block", ours)) == channel_of(theirs)


def changes(described: Described, original: Any) -> dict[str, Any]:
    updated = {name: copy.deepcopy(original) for name in ("an organisation less", "an organisation more", "a value", "a policy", "several")}
    del updated["an organisation less"].channel_group.groups["Application"].groups["eMSP"]
    fresh = Organisation("fMSP", described.organisations[0].ca_pem, described.organisations[0].tls_ca_pem)
    updated["an organisation more"].channel_group.groups["Application"].groups["fMSP"].CopyFrom(application_organisation(fresh))
    add_value(updated["a value"].channel_group.groups["Orderer"], "BatchTimeout", common_configuration.HashingAlgorithm(name="1s"))
    updated["a policy"].channel_group.groups["Application"].policies["Endorsement"].mod_policy = "Writers"
    several = updated["several"].channel_group
    del several.groups["Orderer"].values["ChannelRestrictions"]
    several.groups["Application"].groups["fMSP"].CopyFrom(application_organisation(fresh))
    several.groups["Application"].groups["aMSP"].mod_policy = "Other"
    several.groups["Application"].groups["bMSP"].policies["Readers"].version = 9
    updated["a revocation list"] = with_revocation_list(original, "bMSP", described.revocation_list("b"))
    return updated


@pytest.mark.parametrize("change", ["an organisation less", "an organisation more", "a value", "a policy", "several", "a revocation list"])
def test_an_update_is_configtxlators(described: Described, tmp_path: Path, change: str) -> None:
    original = configtx.Config(sequence=3, channel_group=channel_group(described.organisations, Bft(described.consenters), BATCH))
    original.channel_group.groups["Application"].version = 4
    original.channel_group.groups["Application"].policies["Endorsement"].version = 2
    updated = changes(described, original)[change]
    files = {"original": original, "updated": updated}
    for name, config in files.items():
        (tmp_path / name).write_bytes(config.SerializeToString())
    command = [oracle("configtxlator"), "compute_update", "--channel_id", "genpon", "--output", tmp_path / "theirs"]
    subprocess.run([*command, "--original", tmp_path / "original", "--updated", tmp_path / "updated"], check=True, capture_output=True)

    ours = compute_update("genpon", original, updated)

    assert ours == configtx.ConfigUpdate.FromString((tmp_path / "theirs").read_bytes())
