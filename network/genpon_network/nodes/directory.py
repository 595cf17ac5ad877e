"""Where a network keeps its files.

```
<root>/
  lock                          held while a command changes the network
  network/                      made once, whole or not at all
    consortium.yaml  charter.json  genesis.block  network.json
    package-id  access/           in containers only
    administrators/<code>/      the keys that the charter names
    builder/bin/                the three commands by which peers take chaincode services
    organisations/<name>/       CAs, an administrator, a client, the connection profile
    nodes/<node>/               MSP and TLS keys of a process
  authorities/<name>/           the home of a municipality's Fabric CA server, where there is one
  ledgers/<node>/               what peers and orderers store
  processes/<node>.json         what runs
  logs/<node>.log
```
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.files import locked
from genpon_network.topology import Placement


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A network's files below one directory.

    Attributes:
        root: the directory.
        storage: where the one process of a container stores what it has, instead of below `ledgers/`.
    """

    root: Path
    storage: Path | None = None

    @property
    def network(self) -> Path:
        """What is made once: keys, charter, genesis block."""
        return self.root / "network"

    @property
    def consortium(self) -> Path:
        """The description that the network was made from."""
        return self.network / "consortium.yaml"

    @property
    def charter(self) -> Path:
        """The founding agreement."""
        return self.network / "charter.json"

    @property
    def genesis(self) -> Path:
        """The channel's first block."""
        return self.network / "genesis.block"

    @property
    def builder(self) -> Path:
        """The external builder of chaincode services."""
        return self.network / "builder"

    @property
    def package_id(self) -> Path:
        """The id of the chaincode package, for a service that cannot be told it by its environment."""
        return self.network / "package-id"

    @property
    def access(self) -> Path:
        """What a municipality's clients need: profile, charter, a client's certificate and key."""
        return self.network / "access"

    @property
    def exists(self) -> bool:
        """Whether a network was made here."""
        return self.genesis.is_file()

    @property
    def placement(self) -> Placement:
        """Where the network's processes run, as it was made."""
        facts = json.loads((self.network / "network.json").read_bytes())
        return Placement(facts.get("placement", Placement.PROCESSES.value))

    def organisation(self, name: str) -> Path:
        """An organisation's CAs and members."""
        return self.network / "organisations" / name

    def node(self, name: str) -> Path:
        """A process's keys."""
        return self.network / "nodes" / name

    @property
    def authorities(self) -> Path:
        """The homes of Fabric CA servers."""
        return self.root / "authorities"

    def authority(self, name: str) -> Path:
        """The home of a municipality's Fabric CA server: its authorities' keys, and its databases."""
        return self.authorities / name

    def ledger(self, name: str) -> Path:
        """What a process stores."""
        return self.storage or self.root / "ledgers" / name

    def record(self, name: str) -> Path:
        """The note about a running process."""
        return self.root / "processes" / f"{name}.json"

    def log(self, name: str) -> Path:
        """A process's output."""
        return self.root / "logs" / f"{name}.log"

    def require(self) -> None:
        """Checks that a network was made here.

        Raises:
            NetworkError: if there is none.
        """
        if not self.exists:
            raise NetworkError(
                "there is no network in {directory}; make one with genpon-network up --data {directory}", directory=self.root
            )

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the directory for one command; the lock falls with the process that holds it.

        Raises:
            NetworkError: if another command holds it, or the directory cannot be written.
        """
        with contextlib.ExitStack() as stack:
            try:
                self.root.mkdir(parents=True, exist_ok=True)
                stack.enter_context(locked(self.root / "lock", wait=False))
            except BlockingIOError:
                raise NetworkError("another command works on {directory} just now; wait for it to end", directory=self.root) from None
            except OSError as error:
                raise NetworkError(
                    "{directory} cannot be written ({reason}); name another directory with --data", directory=self.root, reason=error
                ) from None
            yield
