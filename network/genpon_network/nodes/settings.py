"""The environment of each daemon: the release's sample configuration, and what a network sets differently and why."""

from pathlib import Path

from genpon_network.nodes.builder import CONNECTIONS, builder_setting
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import OrdererNode, PeerNode

TIME_WINDOW = "5m"
"""How far a proposal's time may be off; the release's 15 minutes would let an act be dated that far wrong."""

_LOGGING = {
    # gRPC tells every connection attempt at level info.
    "FABRIC_LOGGING_SPEC": "info:grpc=error:comm.grpc.server=error",
    "FABRIC_LOGGING_FORMAT": "%{time:2006-01-02T15:04:05.000Z07:00} %{level:.4s} [%{module}] %{message}",
}
_PEER = {
    # An empty endpoint means no Docker; without it the health check waits for Docker for ever.
    "CORE_VM_ENDPOINT": "",
    "CORE_METRICS_PROVIDER": "prometheus",
    "CORE_PEER_AUTHENTICATION_TIMEWINDOW": TIME_WINDOW,
    # A running simulation holds the ledger's lock, so a hanging chaincode would block commits for the release's 30 s.
    # The chaincode service itself answers after 3 s.
    "CORE_CHAINCODE_EXECUTETIMEOUT": "4s",
    "CORE_PEER_GATEWAY_ENDORSEMENTTIMEOUT": "10s",
    "CORE_PEER_GATEWAY_DIALTIMEOUT": "10s",
    "CORE_PEER_GOSSIP_PVTDATA_PULLRETRYTHRESHOLD": "2s",
    # An orderer that hangs, or holds blocks back, while others are ahead is left for another one after this time (30 s in the release).
    "CORE_PEER_DELIVERYCLIENT_BLOCKCENSORSHIPTIMEOUTKEY": "2s",
    # After a long outage of the orderers a peer would wait up to an hour until it asks again.
    "CORE_PEER_DELIVERYCLIENT_RECONNECTBACKOFFTHRESHOLD": "5s",
    # With the release's timers a peer that asks too early learns of the others 25 s later. Shorter ones than these make a network no
    # sooner ready, and cost a core where there are a dozen peers.
    "CORE_PEER_GOSSIP_RECONNECTINTERVAL": "1s",
    "CORE_PEER_GOSSIP_ALIVETIMEINTERVAL": "2s",
    "CORE_PEER_GOSSIP_PUBLISHSTATEINFOINTERVAL": "2s",
    "CORE_PEER_GOSSIP_REQUESTSTATEINFOINTERVAL": "2s",
} | _LOGGING
_ORDERER = {
    "ORDERER_GENERAL_BOOTSTRAPMETHOD": "none",
    "ORDERER_CHANNELPARTICIPATION_ENABLED": "true",
    "ORDERER_CHANNELPARTICIPATION_MAXREQUESTBODYSIZE": "100 MB",
    "ORDERER_GENERAL_AUTHENTICATION_TIMEWINDOW": TIME_WINDOW,
    "ORDERER_METRICS_PROVIDER": "prometheus",
} | _LOGGING


def peer_settings(data: DataDirectory, configuration: Path, peer: PeerNode, bootstrap: str) -> dict[str, str]:
    """A peer's environment.

    Args:
        data: the network's files.
        configuration: the directory with the release's `core.yaml`.
        peer: the peer.
        bootstrap: the address of another peer of its organisation, or its own.
    """
    keys, organisation = data.node(peer.name), data.organisation(peer.municipality.name)
    certificate, key, ca = keys / "tls" / "certificate.pem", keys / "tls" / "key.pem", organisation / "tlsca" / "certificate.pem"
    return _PEER | {
        "FABRIC_CFG_PATH": str(configuration),
        "CORE_PEER_ID": peer.name,
        "CORE_PEER_LOCALMSPID": peer.municipality.msp_id,
        "CORE_PEER_MSPCONFIGPATH": str(keys / "msp"),
        "CORE_PEER_ADDRESS": peer.address,
        "CORE_PEER_LISTENADDRESS": f"{peer.listen}:{peer.port}",
        # Where chaincode would call the peer; services are called by it instead, so any free port of this machine will do.
        "CORE_PEER_CHAINCODELISTENADDRESS": "127.0.0.1:0",
        "CORE_PEER_CHAINCODEADDRESS": "127.0.0.1:0",
        "CORE_PEER_FILESYSTEMPATH": str(data.ledger(peer.name)),
        "CORE_LEDGER_SNAPSHOTS_ROOTDIR": str(data.ledger(peer.name) / "snapshots"),
        "CORE_PEER_GOSSIP_BOOTSTRAP": bootstrap,
        "CORE_PEER_GOSSIP_EXTERNALENDPOINT": peer.address,
        "CORE_PEER_TLS_ENABLED": "true",
        "CORE_PEER_TLS_CERT_FILE": str(certificate),
        "CORE_PEER_TLS_KEY_FILE": str(key),
        "CORE_PEER_TLS_ROOTCERT_FILE": str(ca),
        "CORE_CHAINCODE_EXTERNALBUILDERS": builder_setting(data.builder),
        CONNECTIONS: str(keys / "connections"),
        "CORE_OPERATIONS_LISTENADDRESS": f"{peer.listen}:{peer.operations_port}",
        "CORE_OPERATIONS_TLS_ENABLED": "true",
        "CORE_OPERATIONS_TLS_CERT_FILE": str(certificate),
        "CORE_OPERATIONS_TLS_KEY_FILE": str(key),
        # Not required: /healthz stays open, /metrics and /logspec want a certificate of the organisation all the same.
        "CORE_OPERATIONS_TLS_CLIENTAUTHREQUIRED": "false",
        "CORE_OPERATIONS_TLS_CLIENTROOTCAS_FILES": str(ca),
    }


def orderer_settings(data: DataDirectory, configuration: Path, orderer: OrdererNode) -> dict[str, str]:
    """An orderer's environment; `configuration` is the directory with the release's `orderer.yaml`."""
    keys, organisation = data.node(orderer.name), data.organisation(orderer.municipality.name)
    certificate, key, ca = keys / "tls" / "certificate.pem", keys / "tls" / "key.pem", organisation / "tlsca" / "certificate.pem"
    settings = _ORDERER | {
        "FABRIC_CFG_PATH": str(configuration),
        "ORDERER_GENERAL_LISTENADDRESS": orderer.listen,
        "ORDERER_GENERAL_LISTENPORT": str(orderer.port),
        "ORDERER_GENERAL_LOCALMSPID": orderer.municipality.msp_id,
        "ORDERER_GENERAL_LOCALMSPDIR": str(keys / "msp"),
        "ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE": str(certificate),
        "ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY": str(key),
        "ORDERER_FILELEDGER_LOCATION": str(data.ledger(orderer.name)),
        "ORDERER_CONSENSUS_WALDIR": str(data.ledger(orderer.name) / "consensus" / "wal"),
        "ORDERER_CONSENSUS_SNAPDIR": str(data.ledger(orderer.name) / "consensus" / "snapshot"),
        "ORDERER_ADMIN_LISTENADDRESS": f"{orderer.listen}:{orderer.admin_port}",
        "ORDERER_OPERATIONS_LISTENADDRESS": f"{orderer.listen}:{orderer.operations_port}",
    }
    for section in ("GENERAL", "ADMIN", "OPERATIONS"):
        settings |= {
            f"ORDERER_{section}_TLS_ENABLED": "true",
            f"ORDERER_{section}_TLS_CERTIFICATE": str(certificate),
            f"ORDERER_{section}_TLS_PRIVATEKEY": str(key),
            f"ORDERER_{section}_TLS_CLIENTROOTCAS": f"[{ca}]",
            f"ORDERER_{section}_TLS_CLIENTAUTHREQUIRED": "true" if section == "ADMIN" else "false",
        }
    return settings | {"ORDERER_GENERAL_TLS_ROOTCAS": f"[{ca}]"}
