"""A ledger of N municipalities in one process, for development, tests and demos: real protocols, keys and checks, one SQLite file."""

from genpon_network.embedded.chaincode_link import ChaincodeFailure
from genpon_network.embedded.chaincode_services import ChaincodeLike
from genpon_network.embedded.clock import Clock
from genpon_network.embedded.definition import ChaincodeSpec
from genpon_network.embedded.ledger import EmbeddedLedger
from genpon_network.embedded.memory import MemoryLedger
from genpon_network.embedded.organisations import DEFAULT_ORGANISATIONS, OrganisationSpec
from genpon_network.lifecycle.private_collections import PrivateCollection

__all__ = [
    "DEFAULT_ORGANISATIONS",
    "ChaincodeFailure",
    "ChaincodeLike",
    "ChaincodeSpec",
    "Clock",
    "EmbeddedLedger",
    "MemoryLedger",
    "OrganisationSpec",
    "PrivateCollection",
]
