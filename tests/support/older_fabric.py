"""Fabric 2.5.0, the oldest release that the Gateway client and the chaincode runtime are tested with: a Raft network of plain processes."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

from examples.demo.card_ca import CardAuthority
from genpon_core.fabric.protos import lifecycle
from genpon_network.channel import groups
from genpon_network.errors import NetworkError
from genpon_network.lifecycle import agreement
from genpon_network.lifecycle.definitions import LIFECYCLE, Definition
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.tools import Toolset, build_tools
from genpon_network.tools.release import FABRIC
from genpon_network.topology.loading import DEFAULT, example
from tests.support.fabric_consortium import FabricConsortium, fabric_consortium

FABRIC_2_5 = replace(
    FABRIC,
    version="2.5.0",
    series="2.5",
    stamp="github.com/hyperledger/fabric/common/metadata.Version=v2.5.0",
    pins=Path(__file__).with_name("fabric25"),
)
_DOCKER = b"    endpoint: unix:///var/run/docker.sock\n"


@contextmanager
def older_release(directory: Path) -> Iterator[Toolset]:
    """Its programs, with a configuration below the directory; networks are made for it within the block. Builds it where need be."""
    tools = build_tools(os.environ, report=lambda _line: None, release=FABRIC_2_5)
    # This release knows nothing of version 3 of channels, and cannot list what an organisation has approved.
    with (
        mock.patch.object(groups, "CHANNEL_CAPABILITY", "V2_0"),
        mock.patch.object(agreement, "approved_package", _approved_package),
    ):
        yield _without_docker(tools, directory)


@contextmanager
def older_consortium(directory: Path, authority: CardAuthority) -> Iterator[FabricConsortium]:
    """Starts one in a directory."""
    description = example(DEFAULT).replace(b"consensus: bft", b"consensus: raft")
    with older_release(directory) as tools, fabric_consortium(directory, authority, description, tools) as consortium:
        yield consortium


def _approved_package(peer: PeerAdministration, channel: str, definition: Definition) -> str | None:
    """As `definitions.approved_package`, asked for one by one."""
    request = lifecycle.QueryApprovedChaincodeDefinitionArgs(name=definition.name, sequence=definition.sequence)
    try:
        answer = peer.call(LIFECYCLE, "QueryApprovedChaincodeDefinition", request.SerializeToString(), channel=channel)
    except NetworkError as error:
        if "could not fetch approved chaincode definition" in str(error):
            return None
        raise
    approved = lifecycle.QueryApprovedChaincodeDefinitionResult.FromString(answer)
    return str(approved.source.local_package.package_id) if definition.is_same(approved) else None


def _without_docker(tools: Toolset, directory: Path) -> Toolset:
    """The tools with a sample configuration that has no Docker: this release heeds no empty variable in the environment."""
    configuration = directory / "config"
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copytree(tools.configuration, configuration)
    core = configuration / "core.yaml"
    before = core.read_bytes()
    assert _DOCKER in before
    core.write_bytes(before.replace(_DOCKER, b"    endpoint:\n"))
    return replace(tools, configuration=configuration)
