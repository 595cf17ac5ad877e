"""Keys and certificates of an organisation's members and servers, and the authorities that they come from.

The same few calls serve authorities in files, for development and tests, and the authorities of a Fabric CA server:

```python
member = issue(authorities.members, Registration("app-1", "client"), authorities.domain)
server = issue(authorities.tls, Registration("peer0.toda", "tls"), authorities.domain, hosts=["peer0.toda.example"])
authorities.members.revoke("app-1")
```
"""

from genpon_network.pki.organisation import OrganisationAuthority
from genpon_network.pki.protocol import Role
from genpon_network.x509_issuing import BACKDATED, Enrolment

__all__ = ["BACKDATED", "Enrolment", "OrganisationAuthority", "Role"]
