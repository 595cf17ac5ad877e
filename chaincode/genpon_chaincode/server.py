"""The ledger's chaincode: its named contracts over one charter."""

from genpon_chaincode.certificates import Certificates
from genpon_chaincode.clock import Clock
from genpon_chaincode.contractapi import ContractChaincode
from genpon_chaincode.contracts import Contracts
from genpon_chaincode.registry import Registry
from genpon_core.charters import read_charter


def build(charter: bytes) -> ContractChaincode:
    """The chaincode for a charter.

    Args:
        charter: the charter's JSON.

    Raises:
        Refusal: for a charter that is not one.
    """
    agreed = read_charter(charter)
    return ContractChaincode([Contracts(agreed), Registry(agreed), Certificates(agreed), Clock()])
