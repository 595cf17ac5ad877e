"""`contracts`: contracts between municipalities and their counterparties."""

from genpon_chaincode.asset_contract import AssetContract


class Contracts(AssetContract):
    """Records contracts' acts and answers from their chains."""

    name = "contracts"
    kinds = frozenset({"contract"})
    indexes = frozenset({"contract", "party"})
