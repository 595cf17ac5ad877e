"""Building Fabric's programs where it cannot work: one line that says why and what to do."""

from pathlib import Path

import pytest

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.tools import require_ca_server

COMPLAINTS = {
    "no C compiler": (
        '# runtime/cgo\ncgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH',
        NetworkError,
        "needs a C compiler",
    ),
    "no sources": ("go: downloading x\ngo: x: dial tcp: lookup proxy: no such host", UnreachableError, "check GOPROXY and the network"),
    "other sources": ("verifying module: checksum mismatch", NetworkError, "are not the pinned ones"),
    "anything else": ("main.go:1:1: syntax error", NetworkError, "does not build"),
}


@pytest.mark.parametrize(("complaint", "kind", "words"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_a_build_that_fails_says_why_in_one_line(tmp_path: Path, complaint: str, kind: type[NetworkError], words: str) -> None:
    go = tmp_path / "go"
    go.write_text(
        f"#!/bin/sh\nif [ $1 = version ]; then echo go version go1.26.0 linux/amd64; exit; fi\ncat >&2 <<'END'\n{complaint}\nEND\nexit 1\n"
    )
    go.chmod(0o755)

    with pytest.raises(NetworkError, match=words) as refused:
        require_ca_server({"PATH": f"{tmp_path}:/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path / "cache")})

    assert type(refused.value) is kind
    assert str(refused.value).endswith("unpack the official Fabric CA 1.5 binaries and name their directory with FABRIC_BIN")
    assert "\n" not in str(refused.value)
    assert not list((tmp_path / "cache" / "genpon" / "fabric-ca-1.5.15" / "bin").iterdir())
