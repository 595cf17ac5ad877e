"""The one module that names the protobuf package of Fabric's messages.

Import from here: ``from genpon_core.fabric.protos import common, proposal``. The package is a pre-release, pinned exactly;
`docs/decisions/` has the record of that risk. Each of its many modules is loaded when it is first imported from here, so that a client does
not load what only a network's operator needs.
"""

from importlib import import_module
from typing import Any

_PACKAGE = "fabric_protos"
_MODULES = {
    "chaincode": "peer.chaincode_pb2",
    "chaincode_event": "peer.chaincode_event_pb2",
    "chaincode_shim": "peer.chaincode_shim_pb2",
    "chaincode_shim_grpc": "peer.chaincode_shim_pb2_grpc",
    "collection": "common.collection_pb2",
    "common": "common.common_pb2",
    "common_configuration": "common.configuration_pb2",
    "common_ledger": "common.ledger_pb2",
    "configtx": "common.configtx_pb2",
    "etcdraft_configuration": "orderer.etcdraft.configuration_pb2",
    "etcdraft_metadata": "orderer.etcdraft.metadata_pb2",
    "events": "peer.events_pb2",
    "events_grpc": "peer.events_pb2_grpc",
    "gateway": "gateway.gateway_pb2",
    "gateway_grpc": "gateway.gateway_pb2_grpc",
    "kvrwset": "ledger.rwset.kvrwset.kv_rwset_pb2",
    "lifecycle": "peer.lifecycle.lifecycle_pb2",
    "lifecycle_db": "peer.lifecycle.db_pb2",
    "lifecycle_definition": "peer.lifecycle.chaincode_definition_pb2",
    "msp_config": "msp.msp_config_pb2",
    "msp_identities": "msp.identities_pb2",
    "msp_principal": "msp.msp_principal_pb2",
    "orderer_ab": "orderer.ab_pb2",
    "orderer_ab_grpc": "orderer.ab_pb2_grpc",
    "orderer_configuration": "orderer.configuration_pb2",
    "peer_collection": "peer.collection_pb2",
    "peer_configuration": "peer.configuration_pb2",
    "peer_grpc": "peer.peer_pb2_grpc",
    "peer_policy": "peer.policy_pb2",
    "peer_query": "peer.query_pb2",
    "peer_resources": "peer.resources_pb2",
    "policies": "common.policies_pb2",
    "proposal": "peer.proposal_pb2",
    "proposal_response": "peer.proposal_response_pb2",
    "queryresult": "ledger.queryresult.kv_query_result_pb2",
    "rwset": "ledger.rwset.rwset_pb2",
    "smartbft_configuration": "orderer.smartbft.configuration_pb2",
    "transaction": "peer.transaction_pb2",
}


def __getattr__(name: str) -> Any:
    """Loads a module of messages."""
    if name not in _MODULES:
        raise AttributeError(f"there are no messages named {name}")
    module = globals()[name] = import_module(f"{_PACKAGE}.{_MODULES[name]}")
    return module
