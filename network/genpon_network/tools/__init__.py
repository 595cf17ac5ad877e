"""Fabric's programs: found, or built once from pinned and checksummed sources.

```python
tools = find_tools(os.environ) or build_tools(os.environ, report=print)
authorities = require_ca_server(os.environ)
```

Searched in this order: the directory `FABRIC_BIN`, the search path, the user's cache directory. `go.mod` and `go.sum` beside this file pin
the sources of the two daemons, `fabric-ca.mod` and `fabric-ca.sum` those of Fabric CA; `docs/network.md` says how they are renewed.
"""

from genpon_network.tools.build import build_tools
from genpon_network.tools.ca_server import CaServer, find_ca_server, require_ca_server
from genpon_network.tools.search import find_tools, require_tools
from genpon_network.tools.toolset import Toolset

__all__ = ["CaServer", "Toolset", "build_tools", "find_ca_server", "find_tools", "require_ca_server", "require_tools"]
