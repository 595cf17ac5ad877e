"""What chaincode imports, and nothing else."""

import pytest

from genpon_chaincode import contractapi, shim

SHIM = """
    ERROR_THRESHOLD OK AttributeMissingError Chaincode ChaincodeServer ChaincodeStub ClientIdentity Invocation KeyEndorsementPolicy
    KeyModification KeyRefusedError KeyValue LedgerError NondeterministicError Page PeerCalls PeerLimits PolicyRefusedError
    ProposalRefusedError ReadOnlyError Response ResultIterator RichQueryError ShimError TlsConfiguration TransactionEndedError
    all_of any_of create_composite_key out_of refusal_text run serve signature_policy signed_by split_composite_key supervised
"""
CONTRACT_API = "BAD_REQUEST CONFLICT FORBIDDEN NOT_FOUND ChaincodeError Context ContractChaincode SmartContract query transaction"


@pytest.mark.parametrize(("package", "names"), [(shim, SHIM), (contractapi, CONTRACT_API)], ids=["shim", "contractapi"])
def test_the_list_of_names(package: object, names: str) -> None:
    assert sorted(package.__all__) == sorted(names.split())  # type: ignore[attr-defined]
    assert all(hasattr(package, name) for name in names.split())
