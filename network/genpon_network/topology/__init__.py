"""`consortium.yaml`: the one description of a network.

```python
consortium = load_consortium(Path("consortium.yaml"))
for peer in Layout.of(consortium).peers:
    print(peer.name, peer.address)
```
"""

from genpon_network.topology.layout import AuthorityNode, ChaincodeNode, ClockNode, Layout, OrdererNode, PeerNode, Placement
from genpon_network.topology.loading import ConsortiumError, default_consortium, load_consortium, read_consortium
from genpon_network.topology.schema import Consortium, Municipality

__all__ = [
    "AuthorityNode",
    "ChaincodeNode",
    "ClockNode",
    "Consortium",
    "ConsortiumError",
    "Layout",
    "Municipality",
    "OrdererNode",
    "PeerNode",
    "Placement",
    "default_consortium",
    "load_consortium",
    "read_consortium",
]
