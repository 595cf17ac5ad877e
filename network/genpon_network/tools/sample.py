"""The release's own `core.yaml` and `orderer.yaml`: every network starts from them and sets the rest by environment."""

import re
from collections.abc import Mapping
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.tools.golang import find_go
from genpon_network.tools.release import FABRIC

_MODULE_LINE = re.compile(rf"^\s*(?:mod|dep)\s+{re.escape(FABRIC.module)}\s+(\S+)", re.MULTILINE)


def sample_configuration(peer: Path, environment: Mapping[str, str]) -> Path:
    """The directory with the sample files that belong to a `peer` binary.

    Looked for in `FABRIC_CFG_PATH`, in `config` beside the binary's directory (as official archives have it), in the binary's own directory
    and in Go's module cache.

    Raises:
        NetworkError: if there is none.
    """
    candidates = [peer.parent.parent / "config", peer.parent / "config", peer.parent]
    if environment.get("FABRIC_CFG_PATH"):
        candidates.insert(0, Path(environment["FABRIC_CFG_PATH"]))
    for candidate in candidates:
        if _is_sample(candidate):
            return candidate.resolve()
    cached = _in_module_cache(peer, environment)
    if cached is not None:
        return cached
    raise NetworkError(
        "no core.yaml and orderer.yaml belong to {peer}; name the release's config directory with FABRIC_CFG_PATH", peer=peer
    )


def _is_sample(directory: Path) -> bool:
    return (directory / "core.yaml").is_file() and (directory / "orderer.yaml").is_file()


def _in_module_cache(peer: Path, environment: Mapping[str, str]) -> Path | None:
    go = find_go(environment)
    if go is None:
        return None
    facts = go.run(["version", "-m", str(peer)])
    named = _MODULE_LINE.search(facts.stdout)
    if facts.returncode or named is None:
        return None
    module = Path(go.run(["env", "GOMODCACHE"]).stdout.strip()) / f"{FABRIC.module}@{named.group(1)}"
    return module / "sampleconfig" if _is_sample(module / "sampleconfig") else None
