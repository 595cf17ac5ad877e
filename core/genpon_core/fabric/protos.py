"""The one module that names the protobuf package of Fabric's messages.

Import from here: ``from genpon_core.fabric.protos import common, peer_proposal``. The package is a pre-release, pinned exactly;
`docs/decisions/` has the record of that risk.
"""

from fabric_protos.common import collection_pb2 as collection
from fabric_protos.common import common_pb2 as common
from fabric_protos.common import configtx_pb2 as configtx
from fabric_protos.common import configuration_pb2 as common_configuration
from fabric_protos.common import ledger_pb2 as common_ledger
from fabric_protos.common import policies_pb2 as policies
from fabric_protos.gateway import gateway_pb2 as gateway
from fabric_protos.gateway import gateway_pb2_grpc as gateway_grpc
from fabric_protos.ledger.queryresult import kv_query_result_pb2 as queryresult
from fabric_protos.ledger.rwset import rwset_pb2 as rwset
from fabric_protos.ledger.rwset.kvrwset import kv_rwset_pb2 as kvrwset
from fabric_protos.msp import identities_pb2 as msp_identities
from fabric_protos.msp import msp_config_pb2 as msp_config
from fabric_protos.msp import msp_principal_pb2 as msp_principal
from fabric_protos.orderer import ab_pb2 as orderer_ab
from fabric_protos.orderer import ab_pb2_grpc as orderer_ab_grpc
from fabric_protos.orderer import configuration_pb2 as orderer_configuration
from fabric_protos.orderer.etcdraft import configuration_pb2 as etcdraft_configuration
from fabric_protos.orderer.etcdraft import metadata_pb2 as etcdraft_metadata
from fabric_protos.orderer.smartbft import configuration_pb2 as smartbft_configuration
from fabric_protos.peer import chaincode_event_pb2 as chaincode_event
from fabric_protos.peer import chaincode_pb2 as chaincode
from fabric_protos.peer import chaincode_shim_pb2 as chaincode_shim
from fabric_protos.peer import chaincode_shim_pb2_grpc as chaincode_shim_grpc
from fabric_protos.peer import collection_pb2 as peer_collection
from fabric_protos.peer import configuration_pb2 as peer_configuration
from fabric_protos.peer import events_pb2 as events
from fabric_protos.peer import events_pb2_grpc as events_grpc
from fabric_protos.peer import peer_pb2_grpc as peer_grpc
from fabric_protos.peer import policy_pb2 as peer_policy
from fabric_protos.peer import proposal_pb2 as proposal
from fabric_protos.peer import proposal_response_pb2 as proposal_response
from fabric_protos.peer import query_pb2 as peer_query
from fabric_protos.peer import resources_pb2 as peer_resources
from fabric_protos.peer import transaction_pb2 as transaction
from fabric_protos.peer.lifecycle import chaincode_definition_pb2 as lifecycle_definition
from fabric_protos.peer.lifecycle import db_pb2 as lifecycle_db
from fabric_protos.peer.lifecycle import lifecycle_pb2 as lifecycle

__all__ = [
    "chaincode",
    "chaincode_event",
    "chaincode_shim",
    "chaincode_shim_grpc",
    "collection",
    "common",
    "common_configuration",
    "common_ledger",
    "configtx",
    "etcdraft_configuration",
    "etcdraft_metadata",
    "events",
    "events_grpc",
    "gateway",
    "gateway_grpc",
    "kvrwset",
    "lifecycle",
    "lifecycle_db",
    "lifecycle_definition",
    "msp_config",
    "msp_identities",
    "msp_principal",
    "orderer_ab",
    "orderer_ab_grpc",
    "orderer_configuration",
    "peer_collection",
    "peer_configuration",
    "peer_grpc",
    "peer_policy",
    "peer_query",
    "peer_resources",
    "policies",
    "proposal",
    "proposal_response",
    "queryresult",
    "rwset",
    "smartbft_configuration",
    "transaction",
]
