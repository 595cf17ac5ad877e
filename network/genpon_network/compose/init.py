"""The first one-shot in containers: `python -m genpon_network.compose.init [--municipality NAME] [authorities | membership]`.

It makes keys, charter and genesis block where there are none, whole or not at all, and hands each process its own keys. It runs again at
every start, and then only renews what belongs to the installed chaincode. Where Fabric CA servers issue the certificates, `authorities`
makes their own keys before they start, and the rest is done when they run.

With `--municipality` it makes that one's keys only, and takes the others' memberships from `/memberships`; `membership` prints its own.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from genpon_core.charters import Anchor, Body
from genpon_network.compose import inside
from genpon_network.compose.handing_out import hand_out
from genpon_network.compose.ownership import give_away_home
from genpon_network.compose.room import check_memory
from genpon_network.compose.watching import prometheus_files
from genpon_network.errors import NetworkError
from genpon_network.files import write_public
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.nodes.authorities import check_authority, make_home, new_authorities
from genpon_network.nodes.builder import write_builder
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.foundations import found_network, founding_digest
from genpon_network.nodes.material import FORMAT
from genpon_network.nodes.memberships import Membership, read_membership
from genpon_network.nodes.municipalities import MEMBERSHIP, make_municipality
from genpon_network.topology import Consortium, Layout, Municipality, Placement, read_consortium
from genpon_network.topology.describing import Description
from genpon_network.words import Message, said

NAME = "consortium file"
AUTHORITY_PATIENCE = 60.0
"""Seconds that a Fabric CA server is waited for, which has just been started."""


@dataclass(frozen=True, slots=True)
class Init:
    """What is made for the municipalities of one engine.

    Attributes:
        text: the description's text.
        only: the one municipality of this engine; None if all are here.
        memberships: the directory with the other municipalities' memberships.
    """

    text: bytes
    only: str | None = None
    memberships: Path = inside.MEMBERSHIPS

    def run(self) -> None:
        """Makes what is missing.

        Raises:
            NetworkError: if the description is wrong or another one than before, a membership is missing, or memory is short.
        """
        described = Description(self.text, NAME)
        anchors, bodies = described.anchors(), described.bodies()
        for municipality in self.own:
            self._check_unchanged(municipality)
        own = [self.membership(municipality) for municipality in self.own]
        if not all(inside.files_of(municipality.name).exists for municipality in self.own):
            check_memory(self.layout, self.own)
            self._found(own, anchors, bodies)
        for municipality in self.own:
            hand_out(inside.files_of(municipality.name), self.consortium, self.layout, municipality)
        self._write_monitoring()
        digest = founding_digest(inside.files_of(self.own[0].name))
        tell(Message("keys, charter and genesis block are ready; all municipalities see the same digest: {digest}", digest=digest))

    def make_homes(self) -> None:
        """Makes what Fabric CA servers need before their first start, where it is missing.

        Raises:
            NetworkError: if the description is wrong or another one than before.
        """
        for municipality in self.own:
            self._check_unchanged(municipality)
            data = inside.files_of(municipality.name)
            if not data.authority(municipality.name).is_dir():
                make_home(data, self.layout.authority_of(municipality), datetime.now(UTC))
                tell(Message("made the authorities' keys of {municipality}", municipality=municipality.name))
            give_away_home(data, municipality)

    @property
    def consortium(self) -> Consortium:
        """The description, checked."""
        return read_consortium(self.text, name=NAME)

    @property
    def layout(self) -> Layout:
        """The network's processes."""
        return Layout.of(self.consortium, Placement.CONTAINERS if self.only is None else Placement.HOSTS)

    @property
    def own(self) -> Sequence[Municipality]:
        """The municipalities of this engine."""
        chosen = [municipality for municipality in self.consortium.municipalities if self.only in (None, municipality.name)]
        if not chosen:
            raise NetworkError("there is no municipality {name!r} in the consortium file", name=self.only)
        return chosen

    def membership(self, municipality: Municipality) -> Membership:
        """A municipality's membership; its keys are made if there are none."""
        data = inside.files_of(municipality.name)
        path = data.organisation(municipality.name) / MEMBERSHIP
        if not path.is_file():
            self._make(data, municipality)
        return read_membership(path.read_bytes(), name=str(path))

    def _check_unchanged(self, municipality: Municipality) -> None:
        data = inside.files_of(municipality.name)
        path = data.organisation(municipality.name) / MEMBERSHIP
        if path.is_file() and read_membership(path.read_bytes(), name=str(path)).consortium != self.consortium.digest:
            raise NetworkError(
                "the volume of {municipality} holds keys and a ledger of another consortium file; make the compose file again from that "
                "one, or delete ledger and keys with docker compose down -v",
                municipality=municipality.name,
            )

    def _make(self, data: DataDirectory, municipality: Municipality) -> None:
        draft = DataDirectory(data.root / "draft")
        shutil.rmtree(draft.root, ignore_errors=True)
        draft.network.mkdir(parents=True)
        now = datetime.now(UTC)
        write_builder(draft.builder)
        self._wait_for_authority(data, municipality)
        authorities = new_authorities(data, draft, self.layout, municipality, now)
        make_municipality(draft, self.consortium, self.layout, municipality, authorities)
        facts = {"format": FORMAT, "made": now.isoformat(), "placement": "hosts" if self.only else "containers"}
        write_public(draft.network / "network.json", json.dumps(facts).encode() + b"\n")
        draft.network.replace(data.network)
        shutil.rmtree(draft.root, ignore_errors=True)
        tell(Message("made the keys of {municipality}", municipality=municipality.name))

    def _write_monitoring(self) -> None:
        for name, content in prometheus_files(self.layout, self.own).items():
            write_public(inside.MONITORING / name, content)
        # An engine gives an empty volume to root.
        os.chown(inside.MEASUREMENTS, inside.MONITOR, inside.MONITOR)
        (inside.MEASUREMENTS / ".owner").touch()

    def _wait_for_authority(self, data: DataDirectory, municipality: Municipality) -> None:
        for node in self.layout.authorities:
            if node.municipality == municipality:
                until_reachable(lambda: check_authority(data, node), patience=AUTHORITY_PATIENCE, alive=lambda: None)  # noqa: B023 - called at once

    def _found(self, own: Sequence[Membership], anchors: Sequence[Anchor], bodies: Sequence[Body]) -> None:
        foundation = found_network(self.consortium, self.layout, [*own, *self._others()], anchors, bodies)
        for municipality in self.own:
            data = inside.files_of(municipality.name)
            foundation.write(data, self.consortium, self.layout, self.text, [municipality])

    def _others(self) -> list[Membership]:
        if self.only is None:
            return []
        return [read_membership(path.read_bytes(), name=path.name) for path in sorted(self.memberships.glob("*.json"))]


def tell(line: Message) -> None:
    """One line of progress, for the container's log."""
    sys.stderr.write(f"{said(line)}\n")


def main() -> int:
    """Runs it; the exit code is that of the error, told in one line."""
    parser = argparse.ArgumentParser(prog="python -m genpon_network.compose.init", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--municipality", help="the one municipality of this engine")
    parser.add_argument(
        "what", nargs="?", choices=["authorities", "membership"], help="make the authorities' keys, or print the membership"
    )
    options = parser.parse_args()
    init = Init(os.environ.get(inside.CONSORTIUM, "").encode(), options.municipality)
    try:
        if options.what == "authorities":
            init.make_homes()
        elif options.what == "membership":
            sys.stdout.write(init.membership(init.own[0]).to_bytes().decode())
        else:
            init.run()
    except NetworkError as error:
        tell(error.message)
        return error.exit_code
    except OSError as error:
        tell(Message("{file} cannot be written ({reason}); is the disk full, or a volume read-only?", file=error.filename, reason=error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
