"""`certificates`: accreditations, certificate types, batches of certificates and their status, and recognitions."""

from genpon_chaincode.asset_contract import AssetContract


class Certificates(AssetContract):
    """Records certificates' acts and answers from their chains."""

    name = "certificates"
    kinds = frozenset({"accreditation", "type", "certificate", "recognition"})
    indexes = frozenset({"accreditation", "type", "certificate", "issued", "status"})
