"""What users of Fabric's SDKs have: common connection profiles and file wallets, to connect with; it knows no domain.

Example:
    ```python
    from genpon.gateway import connect
    from genpon.profiles import FabricProfile, Wallet

    profile = FabricProfile.load("connection-org1.yaml")
    user = Wallet("wallet").get("appUser")
    with connect(**profile.connection(user)) as gateway:
        contract = gateway.get_network("mychannel").get_contract("basic")
        contract.evaluate_transaction("get", "color")
    ```
"""

from genpon.profiles.credentials import Credentials
from genpon.profiles.errors import FabricProfileError, WalletError
from genpon.profiles.nodes import Endpoint, Organization
from genpon.profiles.profile import ConnectionOptions, FabricProfile
from genpon.profiles.wallet import Wallet

__all__ = ["ConnectionOptions", "Credentials", "Endpoint", "FabricProfile", "FabricProfileError", "Organization", "Wallet", "WalletError"]
