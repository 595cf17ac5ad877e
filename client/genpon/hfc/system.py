"""Questions to a peer's own chaincodes whose answers fabric-sdk-py gives as messages."""

from typing import Any

from genpon_core.fabric.protos import common, configtx, lifecycle, peer_query

LIFECYCLE = "_lifecycle"
CSCC = "cscc"
INSTALLED = ("QueryInstalledChaincodes", lifecycle.QueryInstalledChaincodesArgs().SerializeToString())
COMMITTED = ("QueryChaincodeDefinitions", lifecycle.QueryChaincodeDefinitionsArgs().SerializeToString())


def installed_chaincodes(answer: bytes) -> Any:
    """A `protos.ChaincodeQueryResponse` of what is installed: the chaincodes of each package, with its label as the path and its id."""
    found = []
    for package in lifecycle.QueryInstalledChaincodesResult.FromString(answer).installed_chaincodes:
        known = {"path": package.label, "id": package.package_id.encode()}
        served = [chaincode for reference in package.references.values() for chaincode in reference.chaincodes]
        found += [peer_query.ChaincodeInfo(name=one.name, version=one.version, **known) for one in served]
        if not served:
            found.append(peer_query.ChaincodeInfo(name=package.label, **known))
    return peer_query.ChaincodeQueryResponse(chaincodes=found)


def committed_chaincodes(answer: bytes) -> Any:
    """A `protos.ChaincodeQueryResponse` of the chaincodes that the channel has agreed on."""
    definitions = lifecycle.QueryChaincodeDefinitionsResult.FromString(answer).chaincode_definitions
    return peer_query.ChaincodeQueryResponse(
        chaincodes=[
            peer_query.ChaincodeInfo(name=one.name, version=one.version, escc=one.endorsement_plugin, vscc=one.validation_plugin)
            for one in definitions
        ]
    )


def channels(answer: bytes) -> Any:
    """A `protos.ChannelQueryResponse`."""
    return peer_query.ChannelQueryResponse.FromString(answer)


def config_envelope(answer: bytes) -> Any:
    """The `common.ConfigEnvelope` in a block with a configuration."""
    envelope = common.Envelope.FromString(common.Block.FromString(answer).data.data[0])
    return configtx.ConfigEnvelope.FromString(common.Payload.FromString(envelope.payload).data)
