"""Making a network's files where all municipalities share one directory: keys, MSPs, charter and genesis block, whole or not at all."""

import json
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime

from genpon_core.charters import Anchor, Body
from genpon_network.files import write_public
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.nodes.authorities import new_authorities
from genpon_network.nodes.builder import write_builder
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.foundations import found_network
from genpon_network.nodes.memberships import Membership
from genpon_network.nodes.municipalities import make_municipality
from genpon_network.topology import Consortium, Layout, Municipality

FORMAT = 2


def make_network(
    data: DataDirectory,
    consortium: Consortium,
    source: bytes,
    *,
    base_port: int | None = None,
    anchors: Sequence[Anchor] = (),
    bodies: Sequence[Body] = (),
) -> None:
    """Makes everything that is made once; nothing is left of a making that was cut off.

    Args:
        data: where. Fabric CA servers, where the description asks for them, have their homes there and run.
        consortium: the description.
        source: the description's text, kept as it is.
        base_port: where ports are allotted from, if not where the text says.
        anchors: the charter's trust anchors.
        bodies: its accrediting bodies.

    Raises:
        NetworkError: if an authority refuses.
        UnreachableError: if it does not answer.
    """
    draft = DataDirectory(data.root / "draft")
    shutil.rmtree(draft.root, ignore_errors=True)
    draft.network.mkdir(parents=True, mode=0o700)
    now, layout = datetime.now(UTC), Layout.of(consortium)

    def make(municipality: Municipality) -> Membership:
        return make_municipality(draft, consortium, layout, municipality, new_authorities(data, draft, layout, municipality, now))

    memberships = in_parallel(make, consortium.municipalities)
    write_builder(draft.builder)
    facts = {"format": FORMAT, "made": now.isoformat(), "base_port": base_port}
    write_public(draft.network / "network.json", json.dumps(facts).encode() + b"\n")
    foundation = found_network(consortium, layout, memberships, anchors, bodies)
    foundation.write(draft, consortium, layout, source, consortium.municipalities)
    draft.network.replace(data.network)
    shutil.rmtree(draft.root, ignore_errors=True)
