"""Organisations that come while the ledger runs: an update that a majority's administrators sign, and a node of their own."""

import copy
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.blocks import validation_codes
from genpon_core.fabric.protos import common, configtx, orderer_ab, transaction
from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger, OrganisationSpec
from genpon_network.embedded.configuration import addition
from genpon_network.embedded.organisations import Organisation
from genpon_network.errors import NetworkError
from genpon_network.lifecycle.administrators import Administrator
from tests.support.raw_client import RawClient
from tests.support.scripted_chaincode import ScriptedChaincode

FOUNDERS = DEFAULT_ORGANISATIONS[:3]
OMURA = DEFAULT_ORGANISATIONS[3]
VALID = transaction.TxValidationCode.VALID
INVALID = transaction.TxValidationCode.INVALID_CONFIG_TRANSACTION


def start(directory: Path, scripted: ScriptedChaincode, founders: Sequence[OrganisationSpec] = FOUNDERS) -> EmbeddedLedger:
    return EmbeddedLedger(founders, chaincode_for=lambda _: scripted.address, directory=directory, batch_timeout=0.01)


@pytest.fixture
def young(tmp_path: Path, scripted: ScriptedChaincode) -> Iterator[EmbeddedLedger]:
    with start(tmp_path / "ledger", scripted) as ledger:
        yield ledger


def current(ledger: EmbeddedLedger) -> Any:
    block = [block for block in ledger.blocks() if kind(block) == common.HeaderType.CONFIG and validation_codes(block)[0] == VALID][-1]
    return configtx.ConfigEnvelope.FromString(payload(block).data).config


def payload(block: Any) -> Any:
    return common.Payload.FromString(common.Envelope.FromString(block.data.data[0]).payload)


def kind(block: Any) -> int:
    return int(common.ChannelHeader.FromString(payload(block).header.channel_header).type)


def delivered_headers(client: RawClient) -> list[Any]:
    oldest, newest = orderer_ab.SeekPosition(oldest=orderer_ab.SeekOldest()), orderer_ab.SeekPosition(newest=orderer_ab.SeekNewest())
    seek = orderer_ab.SeekInfo(start=oldest, stop=newest, content_type=orderer_ab.SeekInfo.HEADER_WITH_SIG)
    return [response.block for response in client.deliver("Deliver", client.seek(seek))][:-1]


def test_it_reads_submits_and_is_known_to_the_others(young: EmbeddedLedger) -> None:
    before = RawClient.of(young)
    assert before.run(["put", "bridge", "old"]) == VALID

    young.add(OMURA)

    assert young.organisations == tuple(spec.msp_id for spec in DEFAULT_ORGANISATIONS)
    newcomer = RawClient.of(young, "OmuraMSP")
    told = common.Block.FromString(RawClient.of(young, chaincode="cscc").ask(b"GetConfigBlock", b"genpon"))
    assert "OmuraMSP" in configtx.ConfigEnvelope.FromString(payload(told).data).config.channel_group.groups["Application"].groups
    whole = delivered_headers(newcomer)[told.header.number]
    assert whole == told, "configuration is delivered whole to those who want headers only"
    assert newcomer.run(["put", "bridge", "new"]) == VALID
    assert before.evaluate(["get", "bridge"], targets=("OmuraMSP",)) == ["new"]
    assert [gateway.msp_id for gateway in young.profile("NagasakiMSP").gateways] == list(young.organisations)
    assert young.profile_path("NagasakiMSP").read_text().count("OmuraMSP") >= 1


def test_before_it_comes_its_members_are_strangers(young: EmbeddedLedger, tmp_path: Path) -> None:
    stranger = Organisation.open(OMURA, tmp_path / "omura", young.clock())
    client = RawClient.of(young, "OmuraMSP", at="NagasakiMSP", enrolment=stranger.members["client"])
    with pytest.raises(grpc.RpcError):
        client.run(["put", "bridge", "theirs"])


def test_it_signs_as_an_endorser_without_counting(young: EmbeddedLedger) -> None:
    young.add(OMURA)
    client = RawClient.of(young)
    assert client.run(["put", "k", "1"], by=("NagasakiMSP", "OmuraMSP")) == transaction.TxValidationCode.ENDORSEMENT_POLICY_FAILURE
    assert client.run(["put", "k", "1"], by=("NagasakiMSP", "TodaMSP")) == VALID


def test_a_restart_finds_it_again(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    with start(tmp_path, scripted) as ledger:
        ledger.add(OMURA)
        RawClient.of(ledger, "OmuraMSP").run(["put", "kept", "1"])
        before = ledger.identity("OmuraMSP")
    with start(tmp_path, scripted) as ledger:
        assert ledger.identity("OmuraMSP") == before
        assert RawClient.of(ledger, "OmuraMSP").evaluate(["get", "kept"]) == ["1"]


def test_whoever_was_never_added_is_no_founder_later(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    with start(tmp_path, scripted):
        pass
    with pytest.raises(ValueError, match="OmuraMSP takes no part"):
        start(tmp_path, scripted, DEFAULT_ORGANISATIONS).open()


def test_keys_made_for_an_addition_that_never_came_are_no_membership(tmp_path: Path, scripted: ScriptedChaincode) -> None:
    with start(tmp_path, scripted) as ledger:
        Organisation.open(OMURA, tmp_path / "organisations" / "omura", ledger.clock())
    with start(tmp_path, scripted) as ledger:
        assert "OmuraMSP" not in ledger.organisations
        ledger.add(OMURA)
        assert "OmuraMSP" in ledger.organisations


def test_a_second_time_is_refused(young: EmbeddedLedger) -> None:
    young.add(OMURA)
    with pytest.raises(NetworkError, match="OmuraMSP takes part in genpon already"):
        young.add(OMURA)


def test_the_configuration_has_a_block_of_its_own_that_later_ones_name(young: EmbeddedLedger) -> None:
    client = RawClient.of(young)
    client.run(["put", "k", "1"])
    young.add(OMURA)
    client.run(["put", "k", "2"])
    blocks = young.blocks()
    assert [kind(block) == common.HeaderType.CONFIG for block in blocks] == [True, False, True, False]
    assert [len(block.data.data) for block in blocks] == [1, 1, 1, 1]
    metadata = [common.Metadata.FromString(block.metadata.metadata[common.BlockMetadataIndex.SIGNATURES]) for block in blocks]
    assert [common.OrdererBlockMetadata.FromString(item.value).last_config.index for item in metadata] == [0, 0, 2, 2]
    assert current(young).sequence == 1


def administrators(ledger: EmbeddedLedger, *msp_ids: str, member: str = "admin") -> list[Administrator]:
    return [Administrator(msp_id, ledger.identity(msp_id, member)) for msp_id in msp_ids]


def test_of_three_two_administrators_must_sign(young: EmbeddedLedger, tmp_path: Path) -> None:
    organisation = Organisation.open(OMURA, tmp_path / "omura", young.clock())

    def ordered(signing: list[Administrator], sequence: int = 0) -> int:
        config = copy.deepcopy(current(young))
        config.sequence += sequence
        height = young.height()
        young.order(addition("genpon", config, organisation, signing, Timestamp(seconds=1)))
        RawClient.of(young).run(["put", "after", str(height)])
        return validation_codes(young.blocks()[height])[0]

    assert ordered(administrators(young, "TodaMSP")) == INVALID
    assert ordered(administrators(young, "TodaMSP", "TodaMSP")) == INVALID
    assert ordered(administrators(young, "TodaMSP", "NagasakiMSP", member="client")) == INVALID
    stranger = Administrator("KawaguchiMSP", organisation.members["admin"])
    assert ordered([*administrators(young, "TodaMSP"), stranger]) == INVALID
    assert ordered(administrators(young, "TodaMSP", "NagasakiMSP"), sequence=1) == INVALID
    assert ordered(administrators(young, "TodaMSP", "NagasakiMSP")) == VALID
