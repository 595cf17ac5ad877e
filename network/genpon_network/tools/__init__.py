"""The two Fabric daemons, `peer` and `orderer`: found, or built once from pinned and checksummed sources.

```python
tools = find_tools(os.environ) or build_tools(os.environ, report=print)
```

Searched in this order: the directory `FABRIC_BIN`, the search path, the user's cache directory. `go.mod` and `go.sum` beside this file pin
the sources; `docs/network.md` says how they are renewed.
"""

from genpon_network.tools.build import build_tools
from genpon_network.tools.search import find_tools, require_tools
from genpon_network.tools.toolset import Toolset

__all__ = ["Toolset", "build_tools", "find_tools", "require_tools"]
